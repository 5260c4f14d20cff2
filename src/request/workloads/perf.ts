import { atLeast } from '../../kernel/version.ts';
import { possibleCpus } from './cpus.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

/** PEBS_BUFFER_SIZE: PAGE_SIZE << 4 */
const bufferPages = 16;
/** perf record maps 512 KiB a CPU by default (kernel.perf_event_mlock_kb less its first page) */
const ringPages = 129;

/** Whether the CPU samples precisely: a feature of Intel's; null where /proc/cpuinfo does not tell. */
function hasPebs({ readings }: WorkloadFacts): boolean | null {
  const [, flags] = /^flags\s*:(.*)$/m.exec(readings.text('proc/cpuinfo') ?? '') ?? [];
  return flags === undefined ? null : /\bpebs\b/.test(flags);
}

export const perf: Workload = {
  name: 'perf',
  summary: 'perf record: the PEBS buffer of each CPU, made with the first hardware event, and the rings',
  options: { cpus: 'possible CPUs' },
  formula: [
    'a block of order 4 (64 KiB) for each possible CPU, on its own node first; only on Intel CPUs with PEBS',
    '129 single pages of ring for each CPU',
  ],
  failure: [
    'perf: page allocation failure: order:4, mode:0xdc0(GFP_KERNEL|__GFP_ZERO) … reserve_ds_buffers',
    "cycles:P: PMU Hardware doesn't support sampling/overflow-interrupts. Try 'perf stat' (perf goes on, without precise sampling)",
  ],
  helps: [
    'an event opened at boot: the buffers are kept as long as any hardware event is open (kernel.nmi_watchdog=1 keeps one)',
    'compaction before perf is started',
    'cycles without :p, which needs no buffer',
  ],
  source: ['arch/x86/events/intel/ds.c alloc_pebs_buffer', 'arch/x86/events/core.c x86_reserve_hardware'],
  evidence: [
    {
      says: 'each possible CPU gets get_order(64 KiB), GFP_KERNEL|__GFP_ZERO, its own node first; one that fails takes PEBS from all',
      how: 'source',
      where: 'arch/x86/events/intel/ds.c reserve_ds_buffers of 6.1.192 and 6.12.117',
    },
    {
      says: 'they are made with the first hardware event and freed with the last',
      how: 'source',
      where: 'arch/x86/events/core.c x86_reserve_hardware of 6.12.117',
    },
    {
      says: 'ring pages are single ones',
      how: 'source',
      where: 'kernel/events/ring_buffer.c of 6.12.117',
    },
    { says: 'before 4.15 the buffers came from kmalloc', how: 'memory', where: 'commit c1961a4631da' },
  ],
  needs: (facts) => {
    const notes: string[] = [];
    const cpus = possibleCpus(facts, notes);
    const rings = contiguousNeed(facts, {
      workload: 'perf',
      what: 'the pages of the rings',
      bytes: facts.pageSize,
      gfp: ['GFP_KERNEL', '__GFP_ZERO'],
      count: ringPages * cpus,
      notes: [...notes, `${ringPages} pages a CPU are assumed, the default of perf record`],
    });
    const pebs = hasPebs(facts);
    if (pebs === false) {
      rings.request.notes.push('this CPU has no PEBS (/proc/cpuinfo): no buffer of order 4 is asked for');
      return [rings];
    }
    if (facts.readings.text('proc/sys/kernel/nmi_watchdog')?.trim() === '1')
      notes.push('kernel.nmi_watchdog=1 has most likely made the buffers at boot: then none is asked for');
    const doubts = [
      ...(pebs === null ? ['whether the CPU has PEBS was not read (/proc/cpuinfo)'] : []),
      ...(atLeast(facts.kernel, 4, 15) ? [] : ['kernels before 4.15 were not read']),
    ];
    const buffers = contiguousNeed(facts, {
      workload: 'perf',
      what: 'the PEBS buffer of a CPU',
      bytes: bufferPages * facts.pageSize,
      gfp: ['GFP_KERNEL', '__GFP_ZERO', ...(atLeast(facts.kernel, 4, 15) ? [] : ['__GFP_COMP'])],
      count: cpus,
      notes,
      unverified: doubts.length === 0 ? null : doubts.join('; '),
    });
    return [buffers, rings];
  },
};
