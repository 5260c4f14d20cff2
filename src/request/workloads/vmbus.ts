import { parseCount } from '../../text/lines.ts';
import { atLeast } from '../../kernel/version.ts';
import { getOrder } from '../order.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

/** RINGBUFFER_HVS_SND_SIZE and RINGBUFFER_HVS_MAX_SIZE: 6 and 64 pages of the hypervisor, which are 4 KiB everywhere. */
const minRingBytes = 6 * 4096;
const maxRingBytes = 64 * 4096;
/** SK_WMEM_MAX and SK_RMEM_MAX of a 64-bit kernel: net.core.wmem_default and rmem_default unless somebody changed them. */
const defaultBufferBytes = 212_992;

/** The rings of one connection: since 5.3 as large as its socket's buffers, within bounds (hvs_open_connection). */
function ringBytes(facts: WorkloadFacts, notes: string[]): number {
  const { kernel, options, pageSize } = facts;
  if (options.size !== undefined) return options.size;
  const aligned = (bytes: number): number => Math.ceil(bytes / pageSize) * pageSize;
  if (!atLeast(kernel, 5, 3)) return 2 * aligned(minRingBytes);
  notes.push(
    'on a host whose VMBus protocol is older than 5.0 a connection has two rings of 6 pages: order 4; --size sets it',
  );
  const buffer = (name: string): number => {
    const bytes = parseCount((facts.readings.text(`proc/sys/net/core/${name}`) ?? '').trim());
    if (bytes === null) notes.push(`net.core.${name} was not read: ${defaultBufferBytes} bytes are assumed`);
    return aligned(Math.min(maxRingBytes, Math.max(minRingBytes, bytes ?? defaultBufferBytes)));
  };
  return buffer('wmem_default') + buffer('rmem_default');
}

/** hv_vmbus registers its bus only in a guest of Hyper-V. */
function isHyperV({ kernel, readings }: WorkloadFacts): boolean {
  return (
    readings.text('sys/bus/vmbus/drivers_autoprobe') !== undefined ||
    (kernel?.release.includes('microsoft') ?? false)
  );
}

export const vmbus: Workload = {
  name: 'vmbus',
  summary:
    'a connection over VMBus (hv_sock) in a guest of Hyper-V: every wsl.exe, every interop call of WSL2',
  options: {
    size: 'of the send and the receive ring together; default from net.core.wmem_default and rmem_default',
    count: 'connections',
  },
  formula: [
    'get_order(send ring + receive ring); each ring is the socket buffer (SO_SNDBUF, SO_RCVBUF; net.core.*mem_default) from 6 to 64 pages of 4 KiB; before 5.3 exactly 6',
  ],
  failure: [
    'Wsl/Service/0x8007274c (the connection timed out; in the guest UtilAcceptVsock tells errno 110)',
    'Wsl/Service/0x80072747 (not enough buffer space)',
    'kworker/0:1: page allocation failure: order:7, mode:0xdc0(GFP_KERNEL|__GFP_ZERO) … vmbus_alloc_ring',
  ],
  helps: [
    'compaction before a session is opened: the guest compacts by itself too late (echo 1 > /proc/sys/vm/compact_memory as root)',
    'smaller socket buffers: net.core.wmem_default and rmem_default of 24,576 bytes make it order 4',
    'memory for the guest (.wslconfig memory=), and dropping its page cache',
  ],
  source: [
    'drivers/hv/channel.c vmbus_alloc_ring',
    'net/vmw_vsock/hyperv_transport.c hvs_open_connection',
    'https://github.com/microsoft/WSL/issues/11612',
    'https://github.com/microsoft/WSL/issues/10174',
    'https://github.com/microsoft/WSL/issues/40795',
    'https://github.com/microsoft/WSL/issues/40801',
    'https://github.com/microsoft/WSL/issues/41634',
  ],
  evidence: [
    {
      says: 'both rings are one block: alloc_pages(GFP_KERNEL|__GFP_ZERO) on the node of the CPU, then on any, then -ENOMEM',
      how: 'source',
      where: 'drivers/hv/channel.c of 6.1.192, 6.12.117 and 7.3.4',
    },
    {
      says: 'the rings follow the socket buffers, from 6 to 64 pages each',
      how: 'source',
      where: 'net/vmw_vsock/hyperv_transport.c of 6.1.192 and 6.12.117',
    },
    {
      says: 'the rings have exactly 6 pages each',
      how: 'source',
      where: 'net/vmw_vsock/hyperv_transport.c of a 5.2 tree',
    },
    { says: 'they follow the socket buffers from 5.3 on', how: 'memory', where: 'commit ac383f58f3c9' },
    {
      says: 'with the default buffers of 212,992 bytes the order is 7',
      how: 'log',
      where: 'microsoft/WSL#11612 (5.15.146), #40795 (6.18.33)',
    },
  ],
  needs: (facts) => {
    const { kernel, options } = facts;
    // The transport came with 4.14.
    if (!atLeast(kernel, 4, 14)) return [];
    const notes: string[] = [];
    const bytes = ringBytes(facts, notes);
    if (!isHyperV(facts))
      notes.push(
        'no VMBus was found here (/sys/bus/vmbus): only guests of Hyper-V, WSL2 and Azure open such connections',
      );
    const between = atLeast(kernel, 5, 2) && !atLeast(kernel, 5, 15) && options.size === undefined;
    return [
      contiguousNeed(facts, {
        workload: 'vmbus',
        what: 'the two rings of a connection',
        bytes,
        order: getOrder(bytes, facts.pageSize),
        gfp: ['GFP_KERNEL', '__GFP_ZERO'],
        count: options.count ?? 1,
        notes,
        unverified: between
          ? 'the rings are taken to follow the socket buffers from 5.3 on; between 5.2 and 5.15 no kernel was read'
          : null,
      }),
    ];
  },
};
