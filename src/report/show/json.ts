import { jsonLine } from '../../text/json-line.ts';
import type { Mark } from './answer.ts';
import type { ShowFormat } from './format.ts';
import { outlookSentence } from './outlook-sentence.ts';
import { summaryOf } from './summary.ts';

/** For programs: one object, schema buddyguard/show/1. Sizes are in pages, the indices in thousandths. */
export const jsonFormat: ShowFormat = {
  name: 'json',
  render: (answer) => {
    const { taken, kernel, pageSize, zones, workloads, notes, log } = answer;
    return jsonLine({
      schema: 'buddyguard/show/1',
      ...{ taken, ...summaryOf(answer), kernel, pageSize, zones },
      workloads: workloads.map(({ name, answer: { verdict, likelihood, reason }, outlook }) => ({
        ...{ name, verdict, likelihood: Math.round(likelihood * 10_000) / 10_000, reason },
        outlook: outlook && {
          inSeconds: Math.round(outlook.inMilliseconds / 1000),
          at: new Date(Date.parse(taken) + outlook.inMilliseconds).toISOString(),
          ...{ of: outlook.of, need: outlook.need.what, text: outlookSentence(name, outlook) },
        },
      })),
      ...(log ? { failures: log.marks.map(markRow) } : {}),
      notes: [...notes, ...(log?.notes ?? [])],
    });
  },
};

/** A failure of a log, with what the record says of its moment. */
function markRow({ at, count, before, failure }: Mark): object {
  const { kind, comm, order, bytes, cause, check } = failure;
  const said = before?.said;
  return {
    ...{ at: new Date(at).toISOString(), count, kind, comm, order, bytes, cause, check },
    before: before && {
      taken: new Date(before.at).toISOString(),
      verdict: said?.verdict ?? null,
      likelihood: said ? Math.round(said.likelihood * 10_000) / 10_000 : null,
    },
  };
}
