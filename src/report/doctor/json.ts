import { jsonLine } from '../../text/json-line.ts';
import type { DoctorFormat } from './format.ts';

/** For programs and bug reports: one object, schema buddyguard/doctor/1. It holds no host name and no command line. */
export const jsonFormat: DoctorFormat = {
  name: 'json',
  render: ({ atRisk, next, ...rest }) =>
    jsonLine({
      schema: 'buddyguard/doctor/1',
      ...rest,
      atRisk: atRisk.map(({ workload, answer: { verdict, likelihood, reason } }) => ({
        workload,
        verdict,
        likelihood: Math.round(likelihood * 10_000) / 10_000,
        reason,
      })),
      next: { command: next.words.join(' '), why: next.why },
    }),
};
