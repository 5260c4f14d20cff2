import type { FaultStatus } from '../../kernel/faults/fault-status.ts';
import type { Need } from '../../request/need.ts';
import { knownHow } from '../../request/workloads/evidence.ts';
import { faultsOf } from '../../request/workloads/list.ts';
import { type WorkloadOptionName, optionNames } from '../../request/workloads/options.ts';
import type { Workload } from '../../request/workloads/workload.ts';
import { escapeControls } from '../../text/escape.ts';
import { counted, formatBytes, formatCount } from '../../text/units.ts';
import { labelled, reportWidth } from '../../text/wrap.ts';
import type { WorkloadAnswer } from './answer.ts';
import { evidenceOf } from './evidence.ts';
import { kernelName } from './kernel-name.ts';

/** One workload for people: what it is and asks, how it fails, what helps, and how all that is known. */
export function workloadText({ kernel, row, notes }: WorkloadAnswer, width = reportWidth): string {
  const { workload, needs } = row;
  const { name, summary, formula, failure, helps, source } = workload;
  const evidence = evidenceOf(workload);
  const asks = needs.length > 0 ? needs.flatMap(needLines) : ['this kernel does not have it'];
  const sections: [string, readonly string[]][] = [
    [`What it asks for on ${kernelName(kernel)}`, [...asks, ...notes.map((note) => `note: ${note}`)]],
    ['By which formula', formula],
    ['Options', optionLines(workload)],
    ['What users see when it fails', failure],
    ['What helps', helps],
    ['Known faults', faultsOf(row).map(faultText)],
    ['How each fact is known', evidence.map((fact) => `${fact.says}: ${knownHow[fact.how]}, ${fact.where}`)],
    ['Sources', source],
  ];
  const lines = [labelled('', `${name}: ${summary}`, width)];
  for (const [title, texts] of sections) {
    if (texts.length > 0) lines.push('', title, ...texts.map((text) => line(text, width)));
  }
  if (needs.some(({ confidence }) => confidence === 'unverified'))
    lines.push('', '(?) not verified: the size, the path or the range of kernels is no more than likely');
  lines.push('', `Ask whether it would succeed now: buddyguard check --for ${name}`);
  return `${lines.join('\n')}\n`;
}

/** A text that starts with a dash says more of the one before. */
function line(text: string, width: number): string {
  const [, dash = '', rest = ''] = /^(- )?(.*)$/s.exec(escapeControls(text)) ?? [];
  return labelled(dash === '' ? '  ' : '    - ', rest, width);
}

function needLines({ what, request, count, stepPages, beside, confidence }: Need): string[] {
  const doubt = confidence === 'unverified' ? ' (?)' : '';
  const notes = request.notes.map((note) => `- ${note}`);
  if (request.unsized !== undefined) return [`${what}: not known${doubt}`, ...notes];
  const { path, order, pages, bytes, gfp } = request;
  const times = count === 1 ? '' : `${formatCount(count)} x `;
  const size =
    path === 'contiguous'
      ? `order ${order} = ${counted(pages, 'contiguous page')}`
      : counted(pages, 'single page');
  const step = beside.map((part) => `${formatCount(part.pages)} for ${part.what}`);
  return [
    `${what}: ${times}${size}, ${formatBytes(bytes)}, ${[`path ${path}`, ...(gfp.length === 0 ? [] : [gfp.join('|')])].join(', ')}${doubt}`,
    ...(step.length === 0 ? [] : [`- ${formatCount(stepPages)} pages in all: besides it ${step.join(', ')}`]),
    ...notes,
  ];
}

function optionLines({ options }: Workload): string[] {
  return Object.entries(options).map(
    ([name, meaning]) => `${optionNames[name as WorkloadOptionName]}: ${meaning}`,
  );
}

const states: Record<FaultStatus['state'], string> = {
  affected: 'this kernel has it',
  fixed: 'this kernel has the fix',
  'not-affected': 'this kernel never had it',
  unknown: 'whether this kernel has it is not known',
};

function faultText({ says, state, since, fixedIn, silent, confidence, source, note }: FaultStatus): string {
  const told = [
    states[state],
    ...(since === null ? [] : [`since ${since}`]),
    ...(fixedIn === null ? [] : [`fixed in ${fixedIn}`]),
  ].join(', ');
  const more = [
    ...(note === null ? [] : [note]),
    ...(silent ? ['its failure leaves no line in the kernel log'] : []),
    `${confidence}, by ${source}`,
  ];
  return `${says}: ${told} (${more.join('; ')})`;
}
