import { escapeControls } from '../../text/escape.ts';
import type { Explanation } from '../../kernel-log/explain/explainer.ts';
import { type Failure, withoutMemory } from '../../kernel-log/explain/failure.ts';
import type { CountedMessage } from '../../kernel-log/line/program-message.ts';
import { formatBytes, formatCount } from '../../text/units.ts';
import { shellWord } from '../../text/shell.ts';
import { labelled } from '../../text/wrap.ts';
import type { ExplainFormat } from './format.ts';
import { headline } from './headline.ts';

/** For people: one block for each failure, then how many there were. */
export const textFormat: ExplainFormat = {
  name: 'text',
  render(explanation, lines) {
    const { failures, programs } = explanation;
    const blocks = [...failures.map(failureText), ...programs.map(programText)];
    return [...blocks, summary(explanation, lines)].join('\n');
  },
  renderFailure: (failure) => (failure.count > 1 ? repeatText(failure) : failureText(failure)),
  renderProgram: programText,
};

/** A program's message: it gives no reason, but something to guard. */
function programText({ line, says, why, check, count, lastLine }: CountedMessage): string {
  const cause = why ?? 'only a program says so; the reason is in the kernel log (dmesg) of that machine';
  return escaped([
    `line ${line}: ${says}${repeated({ count, lastLine })}`,
    labelled('  cause  ', cause),
    ...(check === null ? [] : [guard(check)]),
  ]);
}

/** A command is there to be copied: it stays on one line. */
function guard(check: readonly string[]): string {
  return `  guard  buddyguard ${check.map(shellWord).join(' ')}`;
}

/** One failure: what was refused to whom, why, what check would have said, and what to do. */
function failureText(failure: Failure): string {
  const lines = [
    `line ${failure.line}: ${headline(failure)}${repeated(failure)}`,
    labelled('  asked  ', requestText(failure)),
    labelled('  cause  ', failure.reason === '' ? failure.cause : `${failure.cause}: ${failure.reason}`),
    labelled('  check  ', verdictText(failure)),
    ...failure.advice.map((advice) => labelled('  do     ', advice)),
    ...(failure.check === null ? [] : [guard(failure.check)]),
  ];
  return escaped(lines);
}

/** One line for a failure that has been reported before. */
function repeatText(failure: Failure): string {
  return escaped([`line ${failure.lastLine}: again: ${headline(failure)}${repeated(failure)}`]);
}

function repeated({ count, lastLine }: Pick<Failure, 'count' | 'lastLine'>): string {
  return count === 1 ? '' : `, ${formatCount(count)} times up to line ${lastLine}`;
}

function requestText({ order, bytes, requestBytes, obtainedBytes, gfp, callers, kind }: Failure): string {
  const parts: string[] = [];
  if (order !== null && bytes === null) parts.push(`order ${order}`);
  else if (order !== null)
    parts.push(`order ${order} = ${formatCount(2 ** order)} contiguous ${order === 0 ? 'page' : 'pages'}`);
  if (kind === 'vmalloc' && requestBytes !== null && bytes !== requestBytes) {
    parts.push(
      `${formatCount(requestBytes)} bytes (the kernel printed ${formatCount(bytes ?? 0)}, which includes the guard page)`,
    );
  } else if (kind === 'vmalloc' && requestBytes === null) {
    parts.push(
      `unknown: the ${formatCount(obtainedBytes ?? 0)} bytes printed are what it had obtained before it failed`,
    );
  } else if (order === null && bytes !== null) {
    parts.push(`${formatCount(bytes)} bytes (${formatBytes(bytes)})`);
  }
  if (gfp.length > 0) parts.push(gfp.join('|'));
  if (callers.length > 0) parts.push(`by ${callers.join(' < ')}`);
  return parts.length === 0 ? 'the log does not say' : parts.join(', ');
}

function verdictText({ kind, requestBytes, verdict, likelihood, complete, cause, check }: Failure): string {
  const odds = likelihood === null ? '' : ` (likelihood ${likelihood.toFixed(2)})`;
  switch (verdict) {
    case 'unavailable':
      return `unavailable${odds}: it would have stopped the step`;
    case 'attainable':
      return `attainable${odds}: it would have let the step run; with --strict it would have stopped it`;
    case 'available':
      return withoutMemory.includes(cause)
        ? 'available: it looks at memory, and memory was not what ran out'
        : 'available: it would have let the step run, had it seen the memory as printed here';
    case 'unknown':
      if (kind === 'vmalloc' && requestBytes === null)
        return 'unknown: the kernel did not print how much was asked for';
      if (check === null) return 'unknown: no reading of free memory shows this kind of failure';
      return complete ? 'unknown' : 'unknown: the report does not have the complete memory state';
  }
}

function summary(explanation: Explanation, lines: number): string {
  const { failures, programs, suppressed, omitted, enomem, newestFirst } = explanation;
  const reports = failures.reduce((sum, { count }) => sum + count, 0);
  const read = `in ${counted(lines, 'line', 'lines')}`;
  const told = counted(programs.length, 'message from a program', 'messages from programs');
  const failed = `${counted(failures.length, 'failure', 'distinct failures')}, ${counted(reports, 'report', 'reports')}`;
  let found = `${failed}, ${programs.length === 0 ? '' : `and ${told}, `}${read}`;
  if (failures.length === 0) {
    found =
      programs.length === 0
        ? `no allocation failure ${enomem.count > 0 ? 'reported by the kernel' : 'found'} ${read}`
        : `no allocation failure reported by the kernel, but ${told}, ${read}`;
  }
  const more = [
    ...(suppressed > 0 ? [`the kernel left out ${formatCount(suppressed)} more reports`] : []),
    ...(enomem.count > 0 ? [enomemText(explanation)] : []),
    ...(newestFirst ? ['the log has its newest line first and was read from its end'] : []),
    ...(omitted > 0 ? [`${formatCount(omitted)} more are not listed`] : []),
  ];
  return `${[found, ...more].join('; ')}\n`;
}

/** Such a line is the failure that its reader sees: it is never passed over, even where nothing is known of it. */
function enomemText({ enomem: { count, lines }, programs, failures }: Explanation): string {
  const more = programs.length + failures.length > 0 ? ' more' : '';
  const which = `${lines.join(', ')}${count > lines.length ? ', …' : ''}`;
  const say = count === 1 ? `1${more} line says` : `${formatCount(count)}${more} lines say`;
  return `${say} ENOMEM (${which}): only that machine's kernel log (dmesg) tells which allocation`;
}

function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

function escaped(lines: readonly string[]): string {
  return `${lines.map((line) => line.split('\n').map(escapeControls).join('\n')).join('\n')}\n`;
}
