import type { FaultTable } from './fault-table.ts';

/**
 * nvme_alloc_ns_head(), drivers/nvme/host/core.c: kzalloc of a struct that embeds an srcu_struct, which takes 50,336 bytes at
 * CONFIG_NR_CPUS=8192 (order 4) and 3,488 at 512 (order 0).
 */
export const nvmeHead: FaultTable = {
  name: 'nvme-head',
  says: 'attaching an NVMe namespace asks for its head in one contiguous block: order 4 where the kernel is built for 8,192 CPUs',
  relief: 'a disk then needs no such block',
  source: 'srcu_struct as the types of Debian kernels have it; the code of other versions was not read',
  outside: 'unverified',
  // prettier-ignore
  upstream: [
    { from: '4.15.0', before: '5.19.0-0', fixedIn: '5.19', confidence: 'unverified',
      source: 'spdk/spdk#1252, seen on 5.4.19', note: 'the size follows CONFIG_NR_CPUS through the embedded srcu_struct, which shrank in 5.19' },
  ],
  builds: [],
};
