import type { Need } from '../need.ts';
import { costlyOrder, getOrder } from '../order.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

/** E1000_DEFAULT_TXD and E1000_DEFAULT_RXD; QEMU's queues of virtio-net have as many. */
const assumedDescriptors = 256;
const cacheLine = 64;

/** The network device that packets leave by, and what drives it. */
interface Device {
  name: string;
  driver: string;
  /** virtio's feature bits, `0` and `1` from bit 0 on; empty for others */
  features: string;
}

/** The device of the default route, or why it is not known. */
function defaultDevice({ readings }: WorkloadFacts): Device | { unknown: string } {
  const routes = readings.text('proc/net/route');
  if (routes === undefined) return { unknown: '/proc/net/route was not read' };
  const [, name] = /^(\S+)\t00000000\t/m.exec(routes) ?? [];
  if (name === undefined || name.includes('/') || name === '.' || name === '..')
    return { unknown: 'there is no default route' };
  const device = `sys/class/net/${name}/device`;
  const [, driver] = /^DRIVER=(\S+)$/m.exec(readings.text(`${device}/uevent`) ?? '') ?? [];
  if (driver === undefined)
    return { unknown: `no driver is known for ${name} (a bridge, veth or tunnel has none)` };
  return { name, driver, features: readings.text(`${device}/features`) ?? '' };
}

/** vring_size(): descriptors, the ring of what is available, and that of what was used. */
function splitRingBytes(descriptors: number): number {
  const offered = 16 * descriptors + 2 * (3 + descriptors);
  return Math.ceil(offered / cacheLine) * cacheLine + 6 + 8 * descriptors;
}

/** VIRTIO_F_RING_PACKED */
const packedBit = 34;

function virtioRing(facts: WorkloadFacts, descriptors: number, { features }: Device, notes: string[]): Need {
  const packed = features.charAt(packedBit) === '1';
  // Split rings have a power of two of them.
  let entries = 2 ** Math.ceil(Math.log2(descriptors));
  // A packed ring is not made smaller.
  while (!packed && getOrder(splitRingBytes(entries), facts.pageSize) > costlyOrder) entries /= 2;
  if (entries < descriptors)
    notes.push(
      `where no block is had for ${descriptors} descriptors the driver halves the ring: ${entries} need order 3`,
    );
  const bytes = packed ? 16 * entries : splitRingBytes(entries);
  return contiguousNeed(facts, {
    workload: 'nic-up',
    what: `a ring of ${entries} descriptors (virtio_net)`,
    bytes,
    order: getOrder(bytes, facts.pageSize),
    gfp: ['GFP_KERNEL', '__GFP_NOWARN', '__GFP_ZERO'],
    count: 2,
    notes,
    unverified: 'the rings are made when the driver is loaded, and how many pairs of them was not read',
  });
}

/** e1000e_setup_tx_resources() and e1000e_setup_rx_resources(): 16 and 32 bytes a descriptor, in whole 4 KiB. */
function e1000eRings(facts: WorkloadFacts, descriptors: number, notes: string[]): Need[] {
  const rings: [string, number][] = [
    ['the receive', 32],
    ['the transmit', 16],
  ];
  return rings.map(([which, bytesEach]) => {
    const bytes = Math.ceil((descriptors * bytesEach) / 4096) * 4096;
    return contiguousNeed(facts, {
      workload: 'nic-up',
      what: `${which} ring of ${descriptors} descriptors (e1000e)`,
      bytes,
      order: getOrder(bytes, facts.pageSize),
      gfp: ['GFP_KERNEL'],
      notes,
      unverified: 'behind an IOMMU single pages serve too (dma_alloc_coherent)',
    });
  });
}

function unsized(facts: WorkloadFacts, why: string): Need {
  const need = contiguousNeed(facts, {
    workload: 'nic-up',
    what: 'the descriptor rings',
    bytes: 0,
    gfp: ['GFP_KERNEL'],
    unverified: why,
  });
  const request = { ...need.request, unsized: `what its rings ask for is not known: ${why}` };
  delete request.from;
  return { ...need, request };
}

export const nicUp: Workload = {
  name: 'nic-up',
  summary:
    'bringing the network device of the default route up (ip link set up, ethtool -G): its descriptor rings',
  options: { count: 'descriptors of a ring (ethtool -g shows them); default 256' },
  formula: [
    'e1000e: 16 bytes a transmit and 32 bytes a receive descriptor, rounded up to 4 KiB: order 4 and 5 for 4,096 of them',
    'virtio_net: 26 bytes a descriptor for a split ring, which is halved until there is room; 16 for a packed one',
    'other drivers: not known',
  ],
  failure: [
    'RTNETLINK answers: Cannot allocate memory',
    'e1000e 0000:00:19.0 eth0: Unable to allocate memory for the receive descriptor ring',
    'Cannot set device ring parameters: Cannot allocate memory',
  ],
  helps: ['fewer descriptors (ethtool -G eth0 rx 1024)', 'compaction before the device is brought up'],
  source: [
    'drivers/net/ethernet/intel/e1000e/netdev.c e1000e_setup_rx_resources',
    'drivers/virtio/virtio_ring.c vring_alloc_queue_split',
  ],
  evidence: [
    {
      says: 'e1000e takes 16 and 32 bytes a descriptor by dma_alloc_coherent(GFP_KERNEL)',
      how: 'source',
      where: 'drivers/net/ethernet/intel/e1000e/netdev.c of 6.1.192 and 6.12.117',
    },
    {
      says: 'a split virtio ring is halved until a block of its size is had, down to one page',
      how: 'source',
      where: 'drivers/virtio/virtio_ring.c, virtio_pci_modern.c, virtio_mmio.c of 6.12.117',
    },
    {
      says: 'virtio-net has 256 descriptors a ring',
      how: 'memory',
      where: 'the default of QEMU; clouds have others',
    },
  ],
  needs: (facts) => {
    const notes: string[] = [];
    const descriptors = facts.options.count ?? assumedDescriptors;
    const device = defaultDevice(facts);
    if ('unknown' in device) return [unsized(facts, device.unknown)];
    if (facts.options.count === undefined)
      notes.push(`${assumedDescriptors} descriptors are assumed; --count sets it`);
    notes.push(`${device.name}, the device of the default route, is driven by ${device.driver}`);
    if (device.driver === 'virtio_net') return [virtioRing(facts, descriptors, device, notes)];
    if (device.driver === 'e1000e') return e1000eRings(facts, descriptors, notes);
    return [unsized(facts, `${device.name} is driven by ${device.driver}, which was not read`)];
  },
};
