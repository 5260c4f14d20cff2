import type { Machine } from '../../machine/machine.ts';
import type { Prediction } from '../../predict/prediction.ts';
import type { Judgement } from '../judge.ts';
import type { GuardIo } from '../io.ts';

export type RemedyName = 'compact' | 'drop-caches';

/** What a remedy works with. */
export interface RemedyTools {
  machine: Machine;
  io: GuardIo;
  /** looks afresh */
  judge: () => Judgement;
  /** whether a prediction lets the request go */
  goes: (prediction: Prediction) => boolean;
  /** how long an attempt may keep its caller waiting; asked again for each */
  limitMilliseconds: () => number;
}

/** What became of an attempt. */
export interface RemedyOutcome {
  name: RemedyName;
  /** the machine was changed */
  applied: boolean;
  /** false if no attempt in this run can succeed, as without root: say it once, then ask no more */
  possible: boolean;
  /** whether there is more of what the request needs than before; null if nothing was done */
  helped: boolean | null;
  /** one sentence for people */
  why: string;
  /** empty if the remedy does not work on nodes */
  nodes: number[];
  milliseconds: number;
}

/** What was done between two looks; `says` tells people (empty if there is nothing worth a line). */
export interface RemedyDone {
  /** null if nothing was done */
  remedy: string | null;
  /** there is more of what the request needs than before: worth another look at once */
  helped: boolean;
  says: string;
}

/** Something that changes the machine in the request's favour. */
export interface Remedy {
  name: RemedyName;
  apply(judged: Judgement, tools: RemedyTools): Promise<RemedyOutcome>;
}

/** The outcomes of one attempt, timed from its beginning. */
export function outcomesOf(name: RemedyName, undone: string, io: GuardIo) {
  const start = io.now();
  const milliseconds = (): number => io.now() - start;
  return {
    /** Nothing was done this time or, with `never`, can be done in this run. */
    not: (why: string, never = false): RemedyOutcome => ({
      ...{ name, applied: false, possible: !never, helped: null, nodes: [] },
      ...{ why: `${undone}: ${why}`, milliseconds: milliseconds() },
    }),
    done: (helped: boolean, nodes: number[], why: (took: string) => string): RemedyOutcome => ({
      ...{ name, applied: true, possible: true, helped, nodes },
      ...{ why: why(inSeconds(milliseconds())), milliseconds: milliseconds() },
    }),
  };
}

/** Seconds for people. */
export function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
