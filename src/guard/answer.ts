import type { Machine } from '../machine/machine.ts';
import type { Advice } from '../predict/advised.ts';
import type { Cause, LikelihoodTerm, Room, Verdict } from '../predict/prediction.ts';
import type { ZonePrediction } from '../predict/zone-prediction.ts';
import type { Need, Part } from '../request/need.ts';
import type { Request } from '../request/request.ts';
import type { KernelAnswer } from './advice.ts';
import type { Attempt, CheckOutcome } from './check.ts';
import { type JudgedNeed, worst } from './judge.ts';
import type { NodeMemory } from './node-memory.ts';
import type { TrialResult } from './trial/result.ts';

/** What was asked for, and what of it the prediction counted. */
export interface AnsweredRequest extends Request {
  count: number;
  /** pages of all of them and of what the step takes besides */
  stepPages: number;
  beside: readonly Part[];
}

/** One of a step's needs. */
export interface AnsweredNeed {
  /** what the memory is for, in a few words */
  what: string;
  request: AnsweredRequest;
  verdict: Verdict;
  likelihood: number;
  reason: string;
}

/** One of several workloads that were asked for at once. */
export interface AnsweredWorkload {
  name: string;
  verdict: Verdict;
  likelihood: number;
  reason: string;
}

/** Everything that a report of a check may print. */
export interface CheckAnswer extends Knowledge {
  verdict: Verdict;
  likelihood: number;
  go: boolean;
  never: boolean;
  reason: string;
  request: AnsweredRequest | null;
  /** every need of a step that has several; empty where it has one, which is the answer itself */
  needs: AnsweredNeed[];
  /** the named workloads, each by the worst of its needs; empty for a size or an order */
  workloads: AnsweredWorkload[];
  /** of the kernel */
  release: string;
  zones: ZonePrediction[];
  attempts: Attempt[];
  terms: LikelihoodTerm[];
  /** what was assumed or could not be read */
  notes: string[];
  /** what the kernel did when it was really asked (--trial) */
  trial: TrialResult | null;
  /** what decided against `available` */
  cause?: Cause;
  /** where room of one kind decides */
  room?: Room | undefined;
  /** of several blocks, how many are free for the request, where that decides */
  served?: number | undefined;
}

/** What an answer says besides, which takes reading, loading or more questions, and not every report prints. */
export interface Knowledge {
  readonly kernel: KernelAnswer;
  readonly advice: readonly Advice[];
  /** the largest order that this request would get from what is free; null for none, or where it is for single pages */
  readonly largestOrder: number | null;
  /** what each node has for GFP_KERNEL; empty where the machine could not be read */
  readonly nodes: readonly NodeMemory[];
}

/** An outcome as reports print it; `knowledge` is asked only for what a report reads. */
export function checkAnswer(
  outcome: CheckOutcome,
  { release, notes }: Pick<Machine, 'release' | 'notes'>,
  knowledge: Knowledge,
): CheckAnswer {
  const { prediction, need, answers, snapshot, go, attempts, trial } = outcome;
  const { verdict, likelihood, never, reason, zones, terms, cause, room, served } = prediction;
  return withKnowledge(
    {
      ...{ verdict, likelihood, go, never, reason, zones, attempts, terms, trial, cause, room, served },
      request: answeredRequest(need),
      needs: answers.length > 1 ? answers.map(answeredNeed) : [],
      workloads: answeredWorkloads(answers),
      release,
      notes: [...notes, ...need.request.notes, ...snapshot.missing, ...refusal(outcome)],
    },
    knowledge,
  );
}

function answeredRequest({ request, count, stepPages, beside }: Need): AnsweredRequest {
  return { ...request, count, stepPages, beside };
}

function answeredNeed({ need, prediction: { verdict, likelihood, reason } }: JudgedNeed): AnsweredNeed {
  return { what: need.what, request: answeredRequest(need), verdict, likelihood, reason };
}

function answeredWorkloads(answers: readonly JudgedNeed[]): AnsweredWorkload[] {
  const names = new Set(answers.map(({ need }) => need.request.workload));
  return [...names].flatMap((name) => {
    if (name === null) return [];
    const { verdict, likelihood, reason } = worst(
      answers.filter(({ need }) => need.request.workload === name),
    ).prediction;
    return [{ name, verdict, likelihood, reason }];
  });
}

/** Why a step that could go ahead does not. */
function refusal({ go, prediction }: CheckOutcome): string[] {
  return go || prediction.verdict !== 'attainable'
    ? []
    : ['refused: with --strict only what is available may go'];
}

/** The answer if the machine could not be read. */
export function unknownAnswer(reason: string, release: string, knowledge: Knowledge): CheckAnswer {
  const verdict = 'unknown';
  const likelihood = 0.5;
  return withKnowledge(
    {
      ...{ verdict, likelihood, go: false, never: false, reason, request: null, release },
      ...{ needs: [], workloads: [] },
      zones: [],
      attempts: [{ verdict, likelihood, afterMilliseconds: 0, remedy: null }],
      terms: [],
      notes: [],
      trial: null,
    },
    knowledge,
  );
}

function withKnowledge(answer: Omit<CheckAnswer, keyof Knowledge>, knowledge: Knowledge): CheckAnswer {
  return {
    ...answer,
    get kernel() {
      return knowledge.kernel;
    },
    get advice() {
      return knowledge.advice;
    },
    get largestOrder() {
      return knowledge.largestOrder;
    },
    get nodes() {
      return knowledge.nodes;
    },
  };
}
