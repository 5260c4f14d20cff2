import type { KernelAnswer } from '../../guard/advice.ts';
import type { AnsweredRequest, AnsweredWorkload, CheckAnswer } from '../../guard/answer.ts';
import type { Attempt } from '../../guard/check.ts';
import type { TrialResult } from '../../guard/trial/result.ts';
import type { LikelihoodTerm, Verdict } from '../../predict/prediction.ts';
import type { ZonePrediction } from '../../predict/zone-prediction.ts';
import type { Part } from '../../request/need.ts';
import type { Path } from '../../request/request.ts';
import { jsonLine } from '../../text/json-line.ts';
import type { CheckFormat } from './format.ts';

/** For programs: one object, and nothing else on standard output. */
export const jsonFormat: CheckFormat = { name: 'json', render: (answer) => checkJson(answer) };

/** What was asked for, as a report has it; sizes in bytes and in pages of `pageSize`. */
export interface ReportedRequest {
  workload: string | null;
  bytes: number;
  order: number;
  pages: number;
  pageSize: number;
  path: Path;
  /** GFP flags as the kernel spells them */
  gfp: string[];
  count: number;
  /** pages of all of them and of what the step takes besides */
  stepPages: number;
  /** what a size of a kernel structure rests on */
  from?: string;
  /** what the step takes besides */
  beside?: readonly Part[];
  node?: number;
}

/** One of a step's needs, as a report has it. */
export interface ReportedNeed {
  /** what the memory is for, in a few words */
  what: string;
  request: ReportedRequest;
  verdict: Verdict;
  likelihood: number;
  reason: string;
}

/** The answer to a check, schema `buddyguard/check/1`: fields may be added, none is renamed. ARCHITECTURE.md has them as a table. */
export interface CheckReport {
  schema: 'buddyguard/check/1';
  verdict: Verdict;
  /** that the kernel grants the request, 0 to 1, in steps of 0.0001 */
  likelihood: number;
  /** whether the step should go ahead */
  go: boolean;
  /** no wait and no remedy can help on this machine */
  never: boolean;
  /** one sentence with the numbers that decided */
  reason: string;
  /** null if the machine cannot be read */
  request: ReportedRequest | null;
  /** every need of a step that has several; the worst decides */
  needs?: ReportedNeed[];
  /** the named workloads where there are several, each by the worst of its needs */
  workloads?: AnsweredWorkload[];
  kernel: KernelAnswer;
  /** a row for every row of /proc/buddyinfo */
  zones: ZonePrediction[];
  /** every look at the machine */
  attempts: Attempt[];
  advice: string[];
  /** what moved the likelihood */
  terms: LikelihoodTerm[];
  /** what was assumed or could not be read */
  notes: string[];
  /** what the kernel did when it was really asked */
  trial?: TrialResult;
}

/**
 * The answer as the one JSON object of `check --format json`, schema buddyguard/check/1, with a line feed.
 * @param maxAttempts how many of the attempts to keep, the last ones
 */
export function checkJson(answer: CheckAnswer, maxAttempts = Infinity): string {
  return jsonLine(checkReport(answer, maxAttempts));
}

/** The answer as an object of schema buddyguard/check/1: see {@link CheckReport}. */
export function checkReport(answer: CheckAnswer, maxAttempts = Infinity): CheckReport {
  return {
    schema: 'buddyguard/check/1',
    verdict: answer.verdict,
    likelihood: rounded(answer.likelihood),
    go: answer.go,
    never: answer.never,
    reason: answer.reason,
    request: answer.request && requestObject(answer.request),
    ...(answer.needs.length === 0
      ? {}
      : {
          needs: answer.needs.map((need) => ({
            what: need.what,
            request: requestObject(need.request),
            verdict: need.verdict,
            likelihood: rounded(need.likelihood),
            reason: need.reason,
          })),
        }),
    ...(answer.workloads.length < 2
      ? {}
      : {
          workloads: answer.workloads.map((each) => ({ ...each, likelihood: rounded(each.likelihood) })),
        }),
    kernel: answer.kernel,
    zones: answer.zones,
    attempts: answer.attempts
      .slice(-maxAttempts)
      .map((attempt) => ({ ...attempt, likelihood: rounded(attempt.likelihood) })),
    advice: answer.advice.map(({ says }) => says),
    terms: answer.terms,
    notes: answer.notes,
    ...(answer.trial ? { trial: answer.trial } : {}),
  };
}

function requestObject(request: AnsweredRequest): ReportedRequest {
  const { workload, bytes, order, pages, pageSize, path, gfp, from, count, stepPages, beside, node } =
    request;
  return {
    ...{ workload, bytes, order, pages, pageSize, path, gfp, count, stepPages },
    ...(from === undefined ? {} : { from }),
    ...(beside.length === 0 ? {} : { beside }),
    ...(node === undefined ? {} : { node }),
  };
}

function rounded(likelihood: number): number {
  return Math.round(likelihood * 10_000) / 10_000;
}
