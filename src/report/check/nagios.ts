import type { CheckAnswer } from '../../guard/answer.ts';
import { escapeControls } from '../../text/escape.ts';
import type { CheckFormat } from './format.ts';
import { whyAndWhatToDo } from './line.ts';
import { statement } from './headline.ts';

const states = {
  available: 'OK',
  attainable: 'WARNING',
  unavailable: 'CRITICAL',
  unknown: 'UNKNOWN',
} as const;
const codes = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const;

/** For Nagios, Icinga and their like: one line, performance data, and their exit codes. */
export const nagiosFormat: CheckFormat = {
  name: 'nagios',
  render: (answer, { caller }) => {
    const text =
      answer.request === null ? answer.reason : `${statement(answer)}: ${whyAndWhatToDo(answer, caller)}`;
    return line(stateOf(answer), text, performance(answer));
  },
  exitCode: (answer) => codes[stateOf(answer)],
  failure: (message) => ({ text: line('UNKNOWN', message), exitCode: codes.UNKNOWN }),
};

/** What may not go is no mere warning. */
function stateOf({ verdict, go }: CheckAnswer): keyof typeof codes {
  return verdict === 'attainable' && !go ? 'CRITICAL' : states[verdict];
}

/** A bar begins the performance data, so that the text has none. */
function line(state: keyof typeof codes, text: string, data = ''): string {
  const told = escapeControls(text).replaceAll('|', '/');
  return `BUDDYGUARD ${state} - ${told}${data === '' ? '' : ` | ${data}`}\n`;
}

/** The chance of each workload, critical below a half, and what is free for it in bytes. */
function performance({ request, workloads, likelihood, zones }: CheckAnswer): string {
  if (request === null) return '';
  const chances =
    workloads.length === 0
      ? [['likelihood', likelihood] as const]
      : workloads.map((each) => [`${each.name}_likelihood`, each.likelihood] as const);
  const allowed = zones.filter((zone) => zone.allowed);
  const free = allowed.reduce((pages, { freePages }) => pages + freePages, 0) * request.pageSize;
  return [
    ...chances.map(([name, value]) => `${name}=${Math.round(value * 10_000) / 10_000};;0.5:;0;1`),
    ...(allowed.length === 0 ? [] : [`free=${free}B;;;0`]),
  ].join(' ');
}
