import { isBuddyguardError } from '../errors.ts';
import { judge } from '../guard/judge.ts';
import { workloadNeeds } from '../guard/needs.ts';
import { Machine } from '../machine/machine.ts';
import { parseFast } from '../options/parse.ts';
import { decodeSettings } from '../options/settings.ts';
import { keptMachine } from '../record/kept-machine.ts';
import type { Sample } from '../record/lines.ts';
import type { StandingAt } from '../record/standing-at.ts';
import type { Before, Mark } from '../report/show/answer.ts';
import { plainNeed } from '../request/plain-request.ts';
import type { PlacedReport } from './read-failures.ts';

/** More marks than so many nobody looks at. */
export const maxMarks = 200;

/**
 * The failures of a log beside what a record says of their moments: reports of one failure with the same sample before
 * them are one mark. At most `maxMarks` of them, and the samples that they rest on.
 * @param kernel answers as for that release
 * @throws MalformedError
 */
export async function markFailures(
  reports: readonly PlacedReport[],
  standing: StandingAt,
  kernel: string | undefined,
): Promise<{ marks: Mark[]; samples: Sample[] }> {
  const marks: Mark[] = [];
  const latest = new Map<unknown, Mark>();
  const samples = new Map<Mark, Sample>();
  for (const { at, failure } of reports) {
    const sample = standing.of(at);
    const last = latest.get(failure);
    if (last && samples.get(last) === (sample ?? undefined)) {
      last.count++;
      continue;
    }
    if (marks.length >= maxMarks) continue;
    const mark: Mark = { at, failure, count: 1, before: null };
    if (sample) {
      samples.set(mark, sample);
      mark.before = { at: sample.at, said: await saidOf(failure.check, sample, kernel) };
    }
    marks.push(mark);
    latest.set(failure, mark);
  }
  return { marks, samples: [...new Set(samples.values())] };
}

/** What a check would have said, asked with those arguments; null where it could not have told. */
async function saidOf(
  check: readonly string[] | null,
  { document }: Sample,
  kernel: string | undefined,
): Promise<Before['said']> {
  const line = check && parseFast(check);
  if (!line) return null;
  try {
    const { asked } = decodeSettings('check', line.given, {});
    const machine = new Machine('/', kernel, keptMachine(document));
    const { workloads } = asked;
    const needs =
      workloads === undefined
        ? [plainNeed(asked, machine.pageSize)]
        : await workloadNeeds(workloads, asked, machine);
    const { verdict, likelihood } = judge(needs, machine, false).prediction;
    return { verdict, likelihood };
  } catch (error) {
    // A workload that this kernel does not have, or another's order.
    if (!isBuddyguardError(error)) throw error;
    return null;
  }
}
