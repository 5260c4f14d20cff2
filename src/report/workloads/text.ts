import { costlyOrder } from '../../request/order.ts';
import { escapeControls } from '../../text/escape.ts';
import type { Request } from '../../request/request.ts';
import type { WorkloadRow } from '../../request/workloads/list.ts';
import { formatBytes, formatCount } from '../../text/units.ts';
import {
  type EvidenceCount,
  type Knowledge,
  countEvidence,
  knownHow,
} from '../../request/workloads/evidence.ts';
import type { WorkloadsAnswer } from './answer.ts';
import { evidenceOf, tracedKernels } from './evidence.ts';
import { kernelName } from './kernel-name.ts';
import { workloadText } from './one-text.ts';
import type { WorkloadsFormat } from './format.ts';
import { tableLines } from '../../text/table.ts';
import { labelled, reportWidth } from '../../text/wrap.ts';

export const textFormat: WorkloadsFormat = {
  name: 'text',
  render: workloadsText,
  renderOne: workloadText,
};

/** The catalogue for people: a row for each workload, then what is known of their faults. */
export function workloadsText({ kernel, rows, notes }: WorkloadsAnswer, width = reportWidth): string {
  const lines = [`What each workload asks for on ${kernelName(kernel)}`, '', ...table(rows)];
  const faults = rows.filter((row) => row.affected === 'affected' || row.affected === 'unknown');
  if (faults.length > 0) lines.push('', ...uniqueFaults(faults, width));
  if (rows.some((row) => row.confidence === 'unverified'))
    lines.push('', '(?) not verified: the size, the path or the range of kernels is only likely to be right');
  for (const note of notes) lines.push('', labelled('note: ', note, width));
  const facts = countEvidence(rows.flatMap(({ workload }) => evidenceOf(workload)));
  lines.push('', labelled('', provenText(facts), width));
  lines.push(...tracedLines(rows, width));
  lines.push('', 'To ask whether one would succeed now: buddyguard check --for NAME');
  lines.push('To see what one rests on: buddyguard workloads NAME');
  return lines.map((line) => line.split('\n').map(escapeControls).join('\n')).join('\n') + '\n';
}

/** How many facts are proven, and how. */
function provenText({ total, proven, how }: EvidenceCount): string {
  const ways = (Object.entries(how) as [Knowledge, number][]).filter(([, count]) => count > 0);
  const told = ways.filter(([way]) => way !== 'memory').map(([way, count]) => `${count} ${knownHow[way]}`);
  return `Of the ${total} facts that these rest on ${proven} are proven (${told.join(', ')}); ${how.memory} are ${knownHow.memory}.`;
}

/** Which workloads were seen, and on which kernels: one line for each set of kernels. */
function tracedLines(rows: readonly WorkloadRow[], width: number): string[] {
  const names = new Map<string, string[]>();
  for (const { workload } of rows) {
    const kernels = tracedKernels(workload).join(', ');
    if (kernels !== '') names.set(kernels, [...(names.get(kernels) ?? []), workload.name]);
  }
  return [...names].map(([kernels, workloads]) =>
    labelled(
      '',
      `Seen in traces of Debian kernels ${kernels}, as told here: ${workloads.join(', ')}.`,
      width,
    ),
  );
}

function table(rows: readonly WorkloadRow[]): string[] {
  const cells = rows.map((row) => [row.workload.name, asks(row), row.request?.path ?? '-', stateOf(row)]);
  const head = ['NAME', 'ASKS FOR', 'PATH', 'THIS KERNEL'];
  return tableLines([head, ...cells]);
}

function asks({ need }: WorkloadRow): string {
  if (!need) return '-';
  if (need.request.unsized !== undefined) return 'not known';
  const { path, order, pages, bytes } = need.request;
  const what =
    path === 'contiguous' ? `order ${order}` : `${formatCount(pages)} page${pages === 1 ? '' : 's'}`;
  return `${need.count > 1 ? `${formatCount(need.count)} x ` : ''}${what}, ${formatBytes(bytes)}`;
}

function stateOf({ need, faulty, affected, fixedIn, confidence }: WorkloadRow): string {
  const doubt = confidence === 'unverified' ? ' (?)' : '';
  if (!need) return 'does not have it';
  const fix = fixedIn === null ? '' : `, fixed in ${fixedIn}`;
  switch (affected) {
    case 'affected':
      return `${faulty && isHarmless(faulty.request) ? 'fault, harmless here' : 'known fault'}${fix}${doubt}`;
    case 'unknown':
      return `may have a known fault${fix}${doubt}`;
    case 'fixed':
      return `fault is fixed${doubt}`;
    case 'not-affected':
      return `no known fault${doubt}`;
  }
}

/** The kernel does not refuse blocks up to this order when there are none: it retries, or kills. */
function isHarmless({ path, order }: Request): boolean {
  return path === 'contiguous' && order <= costlyOrder;
}

/** One sentence for each fault, with the workloads that run into it. */
function uniqueFaults(rows: readonly WorkloadRow[], width: number): string[] {
  const names = new Map<string, { workloads: string[]; says: string }>();
  for (const { fault, workload } of rows) {
    if (!fault) continue;
    const known = names.get(fault.name) ?? { workloads: [], says: sentence(fault) };
    known.workloads.push(workload.name);
    names.set(fault.name, known);
  }
  return [...names.values()].map(
    ({ workloads, says }) => `${workloads.join(', ')}:\n${labelled('  ', says, width)}`,
  );
}

function sentence({ says, note, silent }: NonNullable<WorkloadRow['fault']>): string {
  return [
    says,
    ...(note === null ? [] : [note]),
    ...(silent ? ['its failure leaves no line in the kernel log'] : []),
  ].join('; ');
}
