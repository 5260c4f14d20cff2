import { atLeast } from '../../kernel/release.ts';
import type { Family } from '../iptables/layout.ts';
import { layouts, mostTableBytes } from '../iptables/layout.ts';
import { type IptablesNeed, iptablesNeed } from '../iptables/need.ts';
import { possibleCpus } from './cpus.ts';
import { vmallocNeed } from './needs.ts';
import type { WorkloadContext, WorkloadNeed } from './workload.ts';

/** One counter in a per-CPU block for each entry, in blocks of one page (xt_percpu_counter_alloc, 4.10+). */
const countersPerBlock = 256;

/**
 * What replacing the largest legacy table of a family asks for: xt_alloc_table_info(), net/netfilter/x_tables.c.
 * One copy a possible CPU before 4.2; with __GFP_NORETRY on the kernels that carry it; else as any vmalloc.
 */
export function tableNeed(context: WorkloadContext, workload: string, family: Family): WorkloadNeed {
  const { kernel, options, readings, pageSize } = context;
  const table = iptablesNeed({
    family,
    saveText: options.rulesFile === undefined ? undefined : readings.rulesFile(options.rulesFile),
    saveFile: options.rulesFile,
    rules: options.rules,
    live: readings.liveTables(family) ?? undefined,
    kernel,
  });
  const what = table.table === null ? 'the largest table' : `table ${table.table}`;
  const notes = [...table.notes, ...notesOf(table)];
  const refused =
    table.bytes < mostTableBytes
      ? undefined
      : `${what} would take ${table.bytes} bytes, and x_tables refuses ${mostTableBytes} and more (XT_MAX_TABLE_SIZE)`;
  const common = { workload, what, bytes: table.bytes, refused };
  const pages = Math.ceil(table.bytes / pageSize);

  const perCpu = context.finding('xtables-per-cpu');
  if (perCpu.assumed) {
    const copies = possibleCpus(context, notes);
    notes.push(`${copies} copies of ${pages} pages are made, one for each possible CPU`);
    return vmallocNeed(context, {
      ...common,
      gfp: ['GFP_KERNEL'],
      pages: copies * pages,
      fault: perCpu,
      notes,
    });
  }
  const fault = context.finding('xtables-noretry');
  if (fault.assumed) {
    const stepPages = 3 * pages + 200;
    notes.push(
      `the whole of ${workload} takes about ${stepPages} pages, heap and exec included (3 N + 200, measured on 4.16)`,
    );
    if (fault.silent) notes.push('a refusal leaves no line in the kernel log on this kernel');
    const gfp = ['GFP_KERNEL', ...(fault.silent ? ['__GFP_NOWARN'] : []), '__GFP_NORETRY'];
    return vmallocNeed(context, { ...common, path: 'vmalloc-noretry', gfp, stepPages, fault, notes });
  }
  if (context.finding('vmalloc-silent').state === 'affected') {
    notes.push('a refusal leaves no line in the kernel log on this kernel');
  }
  const accounted = fault.state === 'fixed' || atLeast(kernel, 4, 18);
  const gfp = [accounted ? 'GFP_KERNEL_ACCOUNT' : 'GFP_KERNEL'];
  return vmallocNeed(context, {
    ...common,
    gfp,
    stepPages: pages + countersPages(context, table),
    fault,
    notes,
  });
}

function notesOf({ peakBytes, bytes }: IptablesNeed): string[] {
  if (peakBytes === null) return [];
  return [
    `the old table is freed only after the new one is in place: ${peakBytes - bytes} bytes stay in use meanwhile`,
  ];
}

/** Offsets and old counters (4 and 16 bytes an entry), and a per-CPU counter block for each 256 entries. */
function countersPages(context: WorkloadContext, { entriesBytes, family }: IptablesNeed): number {
  const entries = Math.ceil(entriesBytes / layouts[family].plainRule);
  const blocks = Math.ceil(entries / countersPerBlock) * possibleCpus(context, []);
  return Math.ceil((20 * entries + blocks * 4096) / context.pageSize);
}
