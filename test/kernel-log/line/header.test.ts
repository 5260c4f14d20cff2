import { describe, expect, it } from '@jest/globals';
import { parseHeader } from '../../../src/kernel-log/line/parse-header.ts';

describe('the first line of a report', () => {
  it.each([
    [
      'exe: page allocation failure: order:6, mode:0x10c0d0',
      { kind: 'page-allocation', comm: 'exe', order: 6, gfpMask: '0x10c0d0', gfpNames: null },
    ],
    [
      'swapper: page allocation failure. order:5, mode:0x20',
      { kind: 'page-allocation', comm: 'swapper', order: 5 },
    ],
    [
      'dockerd: page allocation failure: order:4, mode:0x40dc0(GFP_KERNEL|__GFP_COMP|__GFP_ZERO), nodemask=(null),cpuset=docker.service,mems_allowed=0',
      { comm: 'dockerd', order: 4, gfpMask: '0x40dc0', gfpNames: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'] },
    ],
    [
      'vmalloc: allocation failure, allocated 4096 of 331776 bytes',
      {
        kind: 'vmalloc',
        comm: null,
        bytes: 331_776,
        requestBytes: null,
        obtainedBytes: 4096,
        vmallocStep: 'pages',
      },
    ],
    [
      'vmalloc: allocation failure: 12288 bytes',
      { kind: 'vmalloc', bytes: 12_288, requestBytes: 12_288, vmallocStep: 'unsaid' },
    ],
    [
      'iptables: vmalloc: allocation failure, allocated 0 of 331776 bytes, mode:0x14010c0(GFP_KERNEL|__GFP_NORETRY), nodemask=(null)',
      { comm: 'iptables', bytes: 331_776, obtainedBytes: 0, gfpNames: ['GFP_KERNEL', '__GFP_NORETRY'] },
    ],
    [
      'qemu:deb12-virt: vmalloc error: size 0, page order 9, failed to allocate pages, mode:0xdc2(GFP_KERNEL|__GFP_HIGHMEM|__GFP_ZERO)',
      {
        comm: 'qemu:deb12-virt',
        bytes: 0,
        obtainedBytes: 0,
        requestBytes: null,
        vmallocStep: 'pages',
        pageOrder: 9,
      },
    ],
    [
      'a: vmalloc error: size 8192, failed to allocate pages, mode:0xcc0(GFP_KERNEL)',
      { obtainedBytes: 8192, requestBytes: null, pageOrder: 0 },
    ],
    [
      'a: vmalloc error: size 4096, failed to allocated page array size 640, mode:0xcc0(GFP_KERNEL)',
      { requestBytes: 4096, vmallocStep: 'page-array' },
    ],
    [
      'a: vmalloc error: size 4096, page order 0, failed to map pages, mode:0xcc0(GFP_KERNEL)',
      { requestBytes: 4096, vmallocStep: 'map' },
    ],
    [
      'a: vmalloc error: size 1073741848, exceeds total pages',
      { requestBytes: 1_073_741_848, vmallocStep: 'exceeds-total-pages' },
    ],
    [
      'a: vmalloc error: size 65536, vm_struct allocation failed. Retrying.',
      { requestBytes: 65_536, vmallocStep: 'address-space' },
    ],
    [
      'vmap allocation for size 36864 failed: use vmalloc=<size> to increase size',
      { kind: 'vmap', bytes: 36_864 },
    ],
    [
      'vmap allocation for size 36864 failed: use vmalloc=<size> to increase size.',
      { kind: 'vmap', bytes: 36_864 },
    ],
    [
      'vmalloc_node_range for size 8192 failed: Address range restricted to 0xffffffffc0000000 - 0xffffffffff000000',
      { kind: 'vmap', bytes: 8192, addressRange: '0xffffffffc0000000-0xffffffffff000000' },
    ],
    ['SLUB: Unable to allocate memory on node -1 (gfp=0xd0)', { kind: 'slub', gfpMask: '0xd0' }],
    [
      'SLUB: Unable to allocate memory on node -1, gfp=0x820(GFP_ATOMIC)',
      { kind: 'slub', gfpNames: ['GFP_ATOMIC'] },
    ],
    [
      'SLUB: Unable to allocate memory on CPU 3 (of node 0) on node -1, gfp=0x820(GFP_ATOMIC)',
      { kind: 'slub', gfpNames: ['GFP_ATOMIC'] },
    ],
    [
      'percpu: allocation failed, size=4096 align=4096 atomic=0, failed to populate',
      { kind: 'percpu', bytes: 4096, detail: 'failed to populate' },
    ],
    [
      'PERCPU: allocation failed, size=256 align=256, alloc from reserved chunk failed',
      { kind: 'percpu', bytes: 256, detail: 'alloc from reserved chunk failed' },
    ],
    [
      'PERCPU: allocation failed, size=256 align=256 atomic=1, failed to extend area map',
      { kind: 'percpu', bytes: 256 },
    ],
    [
      'node invoked oom-killer: gfp_mask=0x14200ca(GFP_HIGHUSER_MOVABLE), nodemask=(null),  order=0, oom_score_adj=0',
      { kind: 'oom', comm: 'node', order: 0, gfpNames: ['GFP_HIGHUSER_MOVABLE'] },
    ],
    [
      'kworker/0:1 invoked oom-killer: gfp_mask=0xd0, order=2, oom_score_adj=0',
      { kind: 'oom', comm: 'kworker/0:1', order: 2, gfpMask: '0xd0' },
    ],
    ['sh invoked oom-killer: gfp_mask=0x0(), order=-1, oom_score_adj=0', { kind: 'oom', order: null }],
    [
      'mkdir /sys/fs/cgroup/memory/docker/0afe: cannot allocate memory',
      { kind: 'cgroup', detail: '/sys/fs/cgroup/memory/docker/0afe' },
    ],
  ])('%s', (text, expected) => {
    expect(parseHeader(text)).toMatchObject(expected);
  });

  it.each([
    'nf_conntrack: falling back to vmalloc.',
    'DMA: preallocated 1024 KiB GFP_KERNEL|GFP_DMA pool for atomic allocation',
    'net_ratelimit: 35 callbacks suppressed',
    'mkdir /tmp/x: cannot allocate memory',
    'cma: cma_alloc: alloc failed, req-size: 512 pages, ret: -12',
    'Unable to allocate memory for the command buffer',
    'page allocation failure, order 4',
    '',
  ])('%j is none', (text) => {
    expect(parseHeader(text)).toBeNull();
  });
});
