import type { Look } from '../machine/look.ts';
import { kernelRelease } from '../machine/kernel-release.ts';
import type { Machine } from '../machine/machine.ts';
import { adviceOn, kernelAnswer } from './advice.ts';
import { type CheckAnswer, checkAnswer } from './answer.ts';
import { type JudgedNeed, goes, worst } from './judge.ts';
import { largestBlock } from './largest-block.ts';

/** The answer to some of the needs that one look was asked about, as a check of them alone would give it. */
export function judgedAnswer(answers: readonly JudgedNeed[], look: Look, machine: Machine): CheckAnswer {
  const decides = worst(answers);
  const { verdict, likelihood } = decides.prediction;
  const attempts = [{ verdict, likelihood, afterMilliseconds: 0, remedy: null }];
  const outcome = {
    ...decides,
    answers,
    look,
    go: goes(decides.prediction, false),
    attempts,
    trial: null,
  };
  return checkAnswer(outcome, machine, {
    kernel: kernelAnswer(machine.release, kernelRelease(machine)),
    get advice() {
      return adviceOn(outcome, machine, undefined);
    },
    get largestOrder() {
      return largestBlock(outcome, machine.kernel);
    },
    nodes: [],
  });
}
