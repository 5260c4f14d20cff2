import { atLeast } from '../../kernel/version.ts';
import type { Family } from '../iptables/layout.ts';
import { layouts, maxTableBytes } from '../iptables/layout.ts';
import type { Version } from '../iptables/revision.ts';
import { type TableRequest, tableRequest } from '../iptables/table-request.ts';
import type { Need, Part } from '../need.ts';
import { possibleCpus } from './cpus.ts';
import type { WorkloadFacts } from './facts.ts';
import { vmallocNeed } from './make-need.ts';

/** One counter in a per-CPU block for each entry, in blocks of one page (xt_percpu_counter_alloc, 4.10+). */
const countersPerBlock = 256;

/** What is known of the program that replaces the table. */
interface Program {
  /** its version decides the size of rules; absent: the newest */
  installed?: { readonly version: Version | null };
  notes?: readonly string[];
}

/**
 * What replacing the largest legacy table of a family asks for: xt_alloc_table_info(), net/netfilter/x_tables.c.
 * One copy for each possible CPU before 4.2; with __GFP_NORETRY on the kernels that carry it; else as any vmalloc.
 */
export function tableNeed(
  facts: WorkloadFacts,
  workload: string,
  family: Family,
  program: Program = {},
): Need {
  const { kernel, options, readings, pageSize } = facts;
  const table = tableRequest({
    family,
    saveText: options.rulesFile === undefined ? undefined : readings.rulesFile(options.rulesFile),
    saveFile: options.rulesFile,
    rules: options.rules,
    live: readings.liveTables(family) ?? undefined,
    kernel,
    get iptables() {
      return program.installed?.version;
    },
  });
  const what = table.table === null ? 'the largest table' : `table ${table.table}`;
  const notes = [...(program.notes ?? []), ...table.notes, ...notesOf(table)];
  // The patch that took __GFP_NORETRY out of 4.18 shows the limit; older lines have it from some update on. An estimate is no proof.
  const isTooLarge = (table.errorRange?.lowerBytes ?? table.bytes) >= maxTableBytes && atLeast(kernel, 4, 18);
  const tooLarge = !isTooLarge
    ? undefined
    : `${what} would take ${table.bytes} bytes, and x_tables refuses ${maxTableBytes} and more (XT_MAX_TABLE_SIZE)`;
  const refused = legacyAbsent(facts, family, notes) ?? tooLarge;
  const from = table.source === 'default' ? ('assumed' as const) : ('formula' as const);
  const common = { workload, what, bytes: table.bytes, from, refused };
  const pages = Math.ceil(table.bytes / pageSize);

  const perCpu = facts.fault('xtables-per-cpu');
  if (perCpu.assumed) {
    const copies = possibleCpus(facts, notes);
    notes.push(`${copies} copies of ${pages} pages are made, one for each possible CPU`);
    return vmallocNeed(facts, {
      ...common,
      gfp: ['GFP_KERNEL'],
      pages: copies * pages,
      fault: perCpu,
      notes,
    });
  }
  const fault = facts.fault('xtables-noretry');
  if (fault.assumed) {
    const beside = [
      { what: 'its copies in the program and in the kernel', pages: 2 * pages },
      { what: 'the program itself, heap and exec included', pages: 200 },
    ];
    notes.push(
      `the whole of ${workload} takes about ${3 * pages + 200} pages, heap and exec included (3 N + 200, measured on 4.16)`,
    );
    if (fault.silent) notes.push('a refusal leaves no line in the kernel log on this kernel');
    const gfp = ['GFP_KERNEL', ...(fault.silent ? ['__GFP_NOWARN'] : []), '__GFP_NORETRY'];
    return vmallocNeed(facts, { ...common, path: 'vmalloc-noretry', gfp, beside, fault, notes });
  }
  if (facts.fault('vmalloc-silent').state === 'affected') {
    notes.push('a refusal leaves no line in the kernel log on this kernel');
  }
  const accounted = fault.state === 'fixed' || atLeast(kernel, 4, 18);
  const gfp = [accounted ? 'GFP_KERNEL_ACCOUNT' : 'GFP_KERNEL'];
  return vmallocNeed(facts, {
    ...common,
    gfp,
    beside: countersParts(facts, table),
    fault,
    notes,
  });
}

/** Why this kernel cannot replace a table at all; undefined where it can, or, with a note, where that is not known. */
function legacyAbsent(
  { kernel, readings }: WorkloadFacts,
  family: Family,
  notes: string[],
): string | undefined {
  const name = family === 'ipv6' ? 'ip6_tables' : 'ip_tables';
  const module = readings.legacyModule(family);
  if (module === 'absent') {
    return `this kernel has no legacy x_tables: neither modules.builtin nor modules.dep of ${kernel?.release ?? 'its release'} names ${name}`;
  }
  if (module === 'unknown' && kernel !== null && atLeast(kernel, 6, 17)) {
    notes.push(
      `a kernel may be built without legacy x_tables from 6.17 on, and with PREEMPT_RT always is: whether this one has ${name} was not read`,
    );
  }
  return undefined;
}

function notesOf({ peakBytes, bytes }: TableRequest): string[] {
  if (peakBytes === null) return [];
  return [
    `the old table is freed only after the new one is in place: ${peakBytes - bytes} bytes stay in use meanwhile`,
  ];
}

/** Offsets and old counters (4 and 16 bytes an entry), and a per-CPU counter block for each 256 entries. */
function countersParts(facts: WorkloadFacts, { entriesBytes, family }: TableRequest): Part[] {
  const entries = Math.ceil(entriesBytes / layouts[family].plainRule);
  const cpus = possibleCpus(facts, []);
  const blocks = Math.ceil(entries / countersPerBlock) * cpus;
  const pagesOf = (bytes: number): number => Math.ceil(bytes / facts.pageSize);
  return [
    { what: `offsets and old counters of ${entries} entries`, pages: pagesOf(20 * entries) },
    { what: `their counters on ${cpus} CPU${cpus === 1 ? '' : 's'}`, pages: pagesOf(blocks * 4096) },
  ];
}
