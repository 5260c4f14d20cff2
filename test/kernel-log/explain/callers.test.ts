// Which workload a call trace points to: every one that the kernel lab has traced, by its callers there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { workloadOf } from '../../../src/kernel-log/explain/callers.ts';
import { headerOf } from '../../../src/kernel-log/line/header.ts';
import { repository } from '../../support/corpus.ts';

interface Traced {
  kernel: string;
  workload: string | null;
  need: string;
  seen: { path: string; callers: string[] } | null;
}

const { requests } = JSON.parse(readFileSync(join(repository, 'test/kernels/truth.json'), 'utf8')) as {
  requests: Traced[];
};

/** What `explain` says of a workload that has another name in its report. */
const toldAs: Readonly<Record<string, string>> = {
  'iptables-legacy': 'iptables',
  'ip6tables-legacy': 'ip6tables',
  fork: 'kernel-stack',
};

const told = (symbols: readonly string[], comm = 'task', kind: 'vmalloc' | 'page-allocation' = 'vmalloc') =>
  workloadOf({
    header: headerOf({ kind, comm }),
    frames: symbols.map((symbol) => ({ symbol, module: null })),
    cache: null,
  });

/** The file keeps five callers, and these end before the one that tells. */
const isCut = (callers: readonly string[]): boolean =>
  callers.length === 5 && /^(?:dma_alloc_attrs|bpf_prog_create_from_user)$/.test(callers.at(-1) ?? '');

describe('a call trace points to the workload', () => {
  const traced = new Map(
    requests
      .filter(({ workload, seen }) => workload !== null && seen !== null && !isCut(seen.callers))
      .map(({ workload, seen }) => [JSON.stringify([workload, seen?.callers]), { workload, seen }]),
  );
  // A netlink message may be anybody's: there the command's name tells.
  const comms: Readonly<Record<string, string>> = { nft: 'nft', 'iptables-nft': 'iptables-nft-re' };

  it.each([...traced.values()])('$workload, by $seen.callers', ({ workload, seen }) => {
    const name = workload ?? '';
    const expected = name === 'iptables-nft' ? 'iptables' : (toldAs[name] ?? name);
    expect(told(seen?.callers ?? [], comms[name])).toBe(expected);
  });

  it.each([
    [['__alloc_pages', 'pipe_resize_ring', 'pipe_fcntl'], null],
    [['kmem_cache_alloc', 'vm_area_dup', 'dup_mm', 'copy_process'], null],
    [['__kmalloc', 'io_alloc_page_table', 'kvm_vm_ioctl'], null],
    [['kmalloc', 'vmbus_alloc_ring', 'vmbus_open', 'netvsc_device_add'], 'vmbus'],
    [['__alloc_pages', 'rb_alloc', 'perf_mmap', 'mmap_region'], 'perf'],
    [['dup_task_struct', 'copy_process', 'kernel_clone'], 'kernel-stack'],
  ])('%j: %s', (symbols, workload) => {
    expect(told(symbols, 'task', 'page-allocation')).toBe(workload);
  });
});
