import { type FailureLog, bareLines, failureLogs } from './failures.ts';
import { ages, reportLines, vethReport } from './report-text.ts';

/** A report of each age of the kernel, without prefixes. */
export const printedLogs: readonly FailureLog[] = ages.map((age, i) => ({
  name: `printed ${age.release}`,
  lines: reportLines(vethReport(age, { order: 4 + (i % 3), comm: `task-${i}` }), age),
}));

/** Logs without any prefix: the printed ones, and the real ones where the corpus is. */
export const bareLogs: readonly FailureLog[] = [
  ...printedLogs,
  ...failureLogs.map(({ name, lines }) => ({ name, lines: bareLines(lines) })),
];
