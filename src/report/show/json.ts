import { jsonLine } from '../../text/json-line.ts';
import type { ShowFormat } from './format.ts';
import { outlookSentence } from './outlook-sentence.ts';
import { summaryOf } from './summary.ts';

/** For programs: one object, schema buddyguard/show/1. Sizes are in pages, the indices in thousandths. */
export const jsonFormat: ShowFormat = {
  name: 'json',
  render: (answer) => {
    const { taken, kernel, pageSize, zones, workloads, notes } = answer;
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
      notes,
    });
  },
};
