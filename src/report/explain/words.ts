import type { Explanation } from '../../kernel-log/explain/explainer.ts';
import { type Failure, withoutMemory } from '../../kernel-log/explain/failure.ts';
import { formatBytes, formatCount } from '../../text/units.ts';
import { shellWord } from '../../text/shell.ts';

/** The cause of a program's message whose words tell none. */
export const unsaid = 'only a program says so; the reason is in the kernel log (dmesg) of that machine';

/** The command that would have been asked first. */
export function guardCommand(check: readonly string[]): string {
  return `buddyguard ${check.map(shellWord).join(' ')}`;
}

export function causeText({ cause, reason }: Failure): string {
  return reason === '' ? cause : `${cause}: ${reason}`;
}

export function repeated({ count, lastLine }: Pick<Failure, 'count' | 'lastLine'>): string {
  return count === 1 ? '' : `, ${formatCount(count)} times up to line ${lastLine}`;
}

export function requestText({
  order,
  bytes,
  requestBytes,
  obtainedBytes,
  gfp,
  callers,
  kind,
}: Failure): string {
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

export function verdictText({
  kind,
  requestBytes,
  verdict,
  likelihood,
  complete,
  cause,
  check,
}: Failure): string {
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

export function summary(explanation: Explanation, lines: number): string {
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
