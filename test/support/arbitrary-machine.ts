// Random machines that are true to form: lists, counters and marks agree with each other as a kernel's do.
import fc from 'fast-check';
import type { MachineText, ZoneText, ZoneinfoFormat } from './machine-text.ts';

/** A kernel: what it prints, and the rules it follows. */
interface Kernel {
  release: string;
  version: [number, number];
  format: ZoneinfoFormat;
  /** what its architecture and configuration make of a pageblock */
  pageblockOrders: readonly number[];
}

const kernel = (
  release: string,
  major: number,
  minor: number,
  format: ZoneinfoFormat,
  pageblockOrders: readonly number[] = [9, 10],
): Kernel => ({ release, version: [major, minor], format, pageblockOrders });

/** One kernel on each side of every change of the rule. */
const kernels: readonly Kernel[] = [
  kernel('3.10.0-1160.el7.x86_64', 3, 10, '3.10'),
  kernel('4.4.0-21-generic', 4, 4, '4.4'),
  kernel('4.16.13', 4, 16, '4.8'),
  kernel('5.10.0-46-cloud-amd64', 5, 10, '5.10'),
  kernel('6.1.0-18-amd64', 6, 1, '6.1'),
  kernel('6.8.0-45-generic', 6, 8, '6.12', [8, 9]),
  kernel('6.11.0-1006-nvidia-64k', 6, 11, '6.12'),
  kernel('6.12.117+deb13-amd64', 6, 12, '6.12'),
  kernel('6.12.0-55.el10.ppc64le', 6, 12, '6.12', [5]),
  kernel('6.12.117+deb13-s390x', 6, 12, '6.12', [8]),
  kernel('6.16.3+deb14-amd64', 6, 16, '6.16', [3, 9]),
  kernel('7.3.4+deb13-amd64', 7, 3, '6.19'),
];

/** A machine and the kernel that it runs. */
export interface Booted {
  kernel: Kernel;
  machine: MachineText;
  /** every zone type that the kernel was built with, in their order */
  built: string[];
}

const layouts: readonly { built: string[]; populated: [number, string][] }[] = [
  { built: ['DMA', 'DMA32', 'Normal', 'Movable'], populated: [[0, 'DMA'], [0, 'DMA32'], [0, 'Normal']] }, // prettier-ignore
  {
    built: ['DMA', 'DMA32', 'Normal', 'Movable'],
    populated: [
      [0, 'DMA'],
      [0, 'DMA32'],
    ],
  },
  { built: ['DMA', 'DMA32', 'Normal', 'Movable'], populated: [[0, 'DMA32'], [0, 'Normal'], [1, 'Normal'], [1, 'Movable']] }, // prettier-ignore
  { built: ['DMA', 'Normal', 'HighMem', 'Movable'], populated: [[0, 'DMA'], [0, 'Normal'], [0, 'HighMem']] }, // prettier-ignore
];

/** Free blocks of one list: mostly none, and the fewer the larger. */
function list(orders: number): fc.Arbitrary<number[]> {
  const count = (order: number): fc.Arbitrary<number> =>
    fc.oneof(
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.nat(Math.ceil(60 / (order + 1))) },
    );
  return fc.tuple(...Array.from({ length: orders }, (_, order) => count(order)));
}

const pages = (blocks: readonly number[]): number =>
  blocks.reduce((sum, n, order) => sum + n * 2 ** order, 0);

/** The most HighAtomic pageblocks that reserve_highatomic_pageblock() makes in a zone. */
function mostHighatomicBlocks(managed: number, pageblock: number, [major, minor]: [number, number]): number {
  const share = Math.floor(managed / 100);
  if (major < 4 || (major === 4 && minor < 4)) return 0;
  if (major > 6 || (major === 6 && minor >= 8)) return share < pageblock ? 0 : Math.ceil(share / pageblock);
  return Math.ceil((share + pageblock) / pageblock);
}

function zoneOf(
  booted: Kernel,
  [node, name]: [number, string],
  built: string[],
  pageblockOrder: number,
): fc.Arbitrary<ZoneText> {
  const orders = 11;
  const old = booted.version[0] < 4;
  return fc
    .record({
      unmovable: list(orders),
      movable: list(orders),
      reclaimable: list(orders),
      reserve: old ? list(orders) : fc.constant([]),
      highatomic: old ? fc.constant([]) : fc.oneof(fc.constant([]), list(orders)),
      cma: fc.oneof(fc.constant([]), list(orders)),
      used: fc.nat(200_000),
      min: fc.oneof(fc.nat(60), fc.nat(6000)),
      gap: fc.nat(800),
      lowmem: fc.oneof(fc.constant(0), fc.nat(3000)),
      highatomicUsed: fc.double({ min: 0, max: 1, noNaN: true }),
      file: fc.nat(60_000),
      anon: fc.nat(20_000),
      perCpu: fc.nat(500),
    })
    .map((z) => {
      const pageblock = 2 ** pageblockOrder;
      const others = pages(z.unmovable) + pages(z.movable) + pages(z.reclaimable) + pages(z.reserve);
      const managed = others + pages(z.cma) + z.used + 1;
      const most = mostHighatomicBlocks(managed, pageblock, booted.version);
      const highatomic = pages(z.highatomic) > most * pageblock ? [] : z.highatomic;
      const least = Math.ceil(pages(highatomic) / pageblock);
      const reserved = least + Math.floor((most - least) * z.highatomicUsed);
      const own = built.indexOf(name);
      const free = others + pages(z.cma) + pages(highatomic);
      return {
        node,
        zone: name,
        types: {
          Unmovable: z.unmovable,
          Movable: z.movable,
          Reclaimable: z.reclaimable,
          ...(old ? { Reserve: z.reserve } : { HighAtomic: highatomic }),
          CMA: z.cma,
        },
        pageblocks: { Unmovable: 10, Movable: 100, Reclaimable: 5, ...(old ? {} : { HighAtomic: reserved }) },
        managed: Math.max(managed, free),
        min: z.min,
        low: z.min + z.gap,
        high: z.min + 2 * z.gap,
        reserve: built.map((_, i) => (i <= own ? 0 : z.lowmem * (i - own))),
        cma: pages(z.cma),
        freeHighatomic: pages(highatomic),
        reservedHighatomic: reserved * pageblock,
        file: z.file,
        anon: z.anon,
        perCpu: [z.perCpu],
      };
    });
}

/** A machine on one of the kernels. */
export const booted: fc.Arbitrary<Booted> = fc
  .record({
    kernel: fc.constantFrom(...kernels),
    layout: fc.constantFrom(...layouts),
  })
  .chain(({ kernel: running, layout }) =>
    fc.record({
      kernel: fc.constant(running),
      layout: fc.constant(layout),
      pageblockOrder: fc.constantFrom(...running.pageblockOrders),
    }),
  )
  .chain(({ kernel: running, layout, pageblockOrder }) =>
    fc
      .tuple(...layout.populated.map((place) => zoneOf(running, place, layout.built, pageblockOrder)))
      .map((populated) => ({
        kernel: running,
        built: layout.built,
        machine: {
          format: running.format,
          pageblockOrder,
          zones: withUnpopulated(populated, layout.built),
        },
      })),
  );

/** Adds what zoneinfo prints besides since 4.12, node by node in the order of the zone types. */
function withUnpopulated(populated: ZoneText[], built: string[]): ZoneText[] {
  const nodes = [...new Set(populated.map((zone) => zone.node ?? 0))];
  return nodes.flatMap((node) =>
    built.map(
      (zone): ZoneText =>
        populated.find((p) => p.node === node && p.zone === zone) ?? {
          node,
          zone,
          unpopulated: true,
          reserve: built.map(() => 0),
        },
    ),
  );
}

/** The machine with one zone changed. */
export function withZone(
  machine: MachineText,
  at: number,
  change: (zone: ZoneText) => ZoneText,
): MachineText {
  return { ...machine, zones: machine.zones.map((zone, i) => (i === at ? change(zone) : zone)) };
}
