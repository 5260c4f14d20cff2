import type { Attempt, CheckOutcome } from '../../guard/check.ts';
import type { TrialResult } from '../../guard/trial/trial.ts';
import type { Machine } from '../../machine/machine.ts';
import type { Cause, LikelihoodTerm, Verdict, ZonePrediction } from '../../predict/prediction.ts';
import type { Request } from '../../request/request.ts';

/** Everything that a report of a check may print. */
export interface CheckAnswer {
  verdict: Verdict;
  likelihood: number;
  go: boolean;
  never: boolean;
  reason: string;
  request: Request | null;
  kernel: KernelAnswer;
  zones: ZonePrediction[];
  attempts: Attempt[];
  advice: string[];
  terms: LikelihoodTerm[];
  /** what was assumed or could not be read */
  notes: string[];
  /** what the kernel did when it was really asked (--trial) */
  trial: TrialResult | null;
  /** what decided against `available` */
  cause?: Cause;
}

export interface KernelAnswer {
  release: string;
  upstream: string | null;
  distribution: string | null;
  /** this kernel's x_tables asks with __GFP_NORETRY; null where that is not known */
  noRetryXtables: boolean | null;
}

/** Joins an outcome with what is known of the machine. */
export function checkAnswer(outcome: CheckOutcome, machine: Machine, kernel: KernelAnswer): CheckAnswer {
  const { prediction, need, snapshot } = outcome;
  return {
    verdict: prediction.verdict,
    likelihood: prediction.likelihood,
    go: outcome.go,
    never: prediction.never,
    reason: prediction.reason,
    request: need.request,
    kernel,
    zones: prediction.zones,
    attempts: outcome.attempts,
    advice: prediction.advice,
    terms: prediction.terms,
    notes: [...machine.notes, ...need.request.notes, ...snapshot.missing, ...refusal(outcome)],
    trial: outcome.trial,
    cause: prediction.cause,
  };
}

/** Why an answer that would go by itself does not. */
function refusal({ go, prediction }: CheckOutcome): string[] {
  return go || prediction.verdict !== 'attainable'
    ? []
    : ['refused: --strict lets only what is available go'];
}

/** The answer where the machine could not be read. */
export function unknownAnswer(reason: string, kernel: KernelAnswer): CheckAnswer {
  return {
    verdict: 'unknown',
    likelihood: 0.5,
    go: false,
    never: false,
    reason,
    request: null,
    kernel,
    zones: [],
    attempts: [{ verdict: 'unknown', likelihood: 0.5, afterMilliseconds: 0, remedy: null }],
    advice: [],
    terms: [],
    notes: [],
    trial: null,
  };
}
