import { describe, expect, it } from '@jest/globals';
import { explainText } from '../../../src/kernel-log/explain/explainer.ts';
import type { Failure } from '../../../src/kernel-log/explain/failure.ts';
import {
  type PrintedReport,
  type PrintedZone,
  ages,
  reportLines,
  vethReport,
} from '../support/report-text.ts';

const age = ages.find(({ release }) => release.startsWith('5.10'))!;
const zones = vethReport(age).zones;

/** Only the Normal zone, so that one thing at a time decides. */
const normal = (over: Partial<PrintedZone>): PrintedZone[] => [{ ...zones[2]!, reserve: [0, 0, 0], ...over }];

const none = new Array<number>(11).fill(0);
const blocks = (counts: Record<number, number>): number[] => none.map((_, order) => counts[order] ?? 0);

function explain(report: Partial<PrintedReport>): Failure {
  return explainText(reportLines(vethReport(age, report), age)).failures[0]!;
}

describe('causes told apart by the state of the memory', () => {
  it.each([
    [
      'pages enough, blocks too small',
      { zones: normal({ freeBlocks: blocks({ 0: 60_000 }), letters: none.map(() => 'U') }) },
      'fragmentation',
    ],
    [
      'too few pages above the mark',
      { zones: normal({ freeBlocks: blocks({ 0: 10_000, 5: 20 }), letters: none.map(() => 'U') }) },
      'watermark',
    ],
    [
      'blocks that are CMA only',
      {
        zones: normal({
          freeBlocks: blocks({ 0: 60_000, 5: 20 }),
          letters: none.map((_, o) => (o === 0 ? 'U' : 'C')),
          cmaKib: 640 * 4,
        }),
      },
      'withheld-blocks',
    ],
    [
      'blocks that are highatomic only',
      {
        zones: normal({
          freeBlocks: blocks({ 0: 60_000, 5: 20 }),
          letters: none.map((_, o) => (o === 0 ? 'U' : 'H')),
        }),
      },
      'withheld-blocks',
    ],
    [
      'pages that a lower zone holds back',
      {
        zones: [
          {
            ...zones[1]!,
            freeBlocks: blocks({ 0: 20_000, 5: 60 }),
            letters: none.map(() => 'U'),
            reserve: [0, 0, 60_000, 60_000],
          },
          { ...zones[2]!, freeBlocks: none, minKib: 0, letters: none.map(() => 'U'), reserve: [0, 0, 0, 0] },
        ],
      },
      'reserve',
    ],
    ['no retry', { mask: '0x50cc0', names: 'GFP_KERNEL|__GFP_NORETRY|__GFP_COMP' }, 'no-retry'],
    ['no waiting', { mask: '0x40a20', names: 'GFP_ATOMIC|__GFP_COMP' }, 'atomic'],
    ['more than the largest block', { order: 11 }, 'too-large'],
    [
      'next to nothing left for a single page',
      { order: 0, zones: normal({ freeBlocks: blocks({ 0: 100 }), letters: none.map(() => 'U') }) },
      'out-of-memory',
    ],
    [
      'memory that had come back',
      { zones: normal({ freeBlocks: blocks({ 0: 60_000, 5: 60 }), letters: none.map(() => 'U') }) },
      'unknown',
    ],
    [
      'single pages without retry',
      { header: 'vmalloc', mask: '0x10cc0', names: 'GFP_KERNEL|__GFP_NORETRY' },
      'no-retry',
    ],
    [
      'single pages, and next to nothing left',
      {
        header: 'vmalloc',
        mask: '0xcc0',
        names: 'GFP_KERNEL',
        zones: normal({ freeBlocks: blocks({ 0: 10 }), letters: none.map(() => 'U') }),
      },
      'out-of-memory',
    ],
    [
      'single pages where there were enough: a limit, or a kill of the task',
      { header: 'vmalloc', mask: '0xcc0', names: 'GFP_KERNEL' },
      'unknown',
    ],
  ] as const)('%s', (_name, report, cause) => {
    const failure = explain(report as Partial<PrintedReport>);
    expect(failure.complete).toBe(true);
    expect(failure.cause).toBe(cause);
    expect(failure.reason).not.toBe('');
  });

  it('a zone that the reserves tell of and the report has not: it is not whole', () => {
    const { failures } = explainText(reportLines(vethReport(age, { zones: zones.slice(0, 2) }), age));
    expect(failures[0]).toMatchObject({ complete: false, verdict: 'unknown', cause: 'unknown' });
  });
});

describe('causes told apart by the words of the kernel', () => {
  const oom = 'java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0';
  it.each([
    [['vmap allocation for size 16384 failed: use vmalloc=<size> to increase size'], 'vmap', 'address-space'],
    [['bpf: vmalloc: allocation failure: 12288 bytes, mode:0xcc0(GFP_KERNEL)'], 'vmalloc', 'address-space'],
    [['syz: vmalloc: allocation failure: 8589934588 bytes, mode:0xcc0(GFP_KERNEL)'], 'vmalloc', 'too-large'],
    [
      ['modprobe: vmalloc error: size 65536, vm_struct allocation failed, mode:0xcc0(GFP_KERNEL)'],
      'vmalloc',
      'address-space',
    ],
    [['ipset: vmalloc error: size 1073741848, exceeds total pages'], 'vmalloc', 'too-large'],
    [['a: vmalloc error: size 8192, failed to allocate pages, mode:0xcc0(GFP_KERNEL)'], 'vmalloc', 'unknown'],
    [['a: vmalloc error: size 8192, failed to allocate pages, mode:0x820(GFP_ATOMIC)'], 'vmalloc', 'atomic'],
    [
      [
        'a: vmalloc error: size 0, page order 9, failed to allocate pages, mode:0xdc2(GFP_KERNEL|__GFP_HIGHMEM|__GFP_ZERO)',
      ],
      'vmalloc',
      'fragmentation',
    ],
    [['percpu: allocation failed, size=4096 align=4096 atomic=0, failed to populate'], 'percpu', 'percpu'],
    [['mkdir /sys/fs/cgroup/memory/docker/0afe: cannot allocate memory'], 'cgroup', 'cgroup-ids'],
    [
      [
        oom,
        'oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=a,mems_allowed=0,oom_memcg=/docker/a,task=java',
      ],
      'oom',
      'cgroup-limit',
    ],
    [[oom, 'Task in /docker/a killed as a result of limit of /docker/a'], 'oom', 'cgroup-limit'],
    [[oom, 'Memory cgroup out of memory: Killed process 4711 (java)'], 'oom', 'cgroup-limit'],
    [[oom, 'Out of memory: Killed process 4711 (java)'], 'oom', 'out-of-memory'],
    [
      [
        'SLUB: Unable to allocate memory on node -1 (gfp=0xd0)',
        '  cache: kmalloc-64(887:docker-a), object size: 64, buffer size: 64, default order: 0, min order: 0',
      ],
      'slub',
      'cgroup-limit',
    ],
    [
      [
        'SLUB: Unable to allocate memory on node -1, gfp=0x820(GFP_ATOMIC)',
        '  cache: skbuff_head_cache, object size: 232, buffer size: 256, default order: 1, min order: 0',
      ],
      'slub',
      'atomic',
    ],
    [
      ['kworker/0:1: page allocation failure: order:0, mode:0x820(GFP_ATOMIC), nodemask=(null)'],
      'page-allocation',
      'atomic',
    ],
    [
      ['dockerd: page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP), nodemask=(null)'],
      'page-allocation',
      'unknown',
    ],
  ])('%j', (lines, kind, cause) => {
    const { failures } = explainText(lines);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ kind, cause });
  });

  it('an exhausted address space is told twice and is one failure', () => {
    const { failures } = explainText([
      '[1.0] vmalloc_node_range for size 36864 failed: Address range restricted to 0xffffffffc0000000 - 0xffffffffff000000',
      '[1.0] tracebox: vmalloc error: size 32768, vm_struct allocation failed, mode:0xcc0(GFP_KERNEL)',
    ]);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({
      kind: 'vmalloc',
      requestBytes: 32_768,
      cause: 'address-space',
      check: null,
    });
    expect(failures[0]!.reason).toContain('0xffffffffc0000000');
  });
});

describe('what to guard', () => {
  it.each([
    [
      'iptables-restor: vmalloc: allocation failure, allocated 0 of 331776 bytes, mode:0x14010c0(GFP_KERNEL|__GFP_NORETRY)',
      ['check', '--for', 'iptables'],
    ],
    [
      'ip6tables: vmalloc: allocation failure, allocated 0 of 331776 bytes, mode:0x14010c0(GFP_KERNEL|__GFP_NORETRY)',
      ['check', '--for', 'ip6tables'],
    ],
    [
      'modprobe: vmalloc: allocation failure, allocated 0 of 331776 bytes, mode:0x14010c0(GFP_KERNEL|__GFP_NORETRY)',
      ['check', '--size', '327680', '--path', 'vmalloc-noretry', '--gfp', 'GFP_KERNEL|__GFP_NORETRY'],
    ],
    [
      'a: page allocation failure: order:3, mode:0x1(__GFP_DMA|__GFP_UNHEARD_OF)',
      ['check', '--order', '3', '--gfp', '__GFP_DMA'],
    ],
    // The rest of the line may come in pieces: see header-broken-by-continuation.
    ['a: page allocation failure: order:3', ['check', '--order', '3']],
  ])('%s', (line, check) => {
    expect(explainText([line]).failures[0]?.check ?? null).toEqual(check);
  });

  it('the virtual CPU of a guest, by its cache', () => {
    const { failures } = explainText([
      'SLUB: Unable to allocate memory on node -1, gfp=0xcc0(GFP_KERNEL)',
      '  cache: kvm_vcpu, object size: 51488, buffer size: 51504, default order: 4, min order: 4',
    ]);
    expect(failures[0]).toMatchObject({ order: 4, requestBytes: 51_488, check: ['check', '--for', 'kvm'] });
  });
});
