/** A zone as a synthetic report prints it; sizes in KiB. */
export interface PrintedZone {
  node: number;
  zone: string;
  freeBlocks: number[];
  /** letters of the types that have a free block, an order */
  letters: string[];
  minKib: number;
  managedKib: number;
  cmaKib: number;
  reserve: number[];
}

/** What a synthetic report tells of. */
export interface PrintedReport {
  release: string;
  comm: string;
  header: 'page' | 'vmalloc';
  order: number;
  mask: string;
  names: string;
  frames: string[];
  zones: PrintedZone[];
  numa: boolean;
  pageKib: number;
}

/** How a kernel of an age prints its reports (mm/page_alloc.c, mm/show_mem.c, mm/vmalloc.c). */
export interface Age {
  release: string;
  /** GFP_KERNEL|__GFP_COMP and its mask */
  mask: string;
  names: boolean;
  nodemask: '' | ', nodemask=(null)' | ', nodemask=(null),cpuset=/,mems_allowed=0';
  nodeLines: boolean;
  highatomic: boolean;
  boost: boolean;
  freeHighatomic: boolean;
}

const base = { names: true, nodeLines: true, highatomic: false, boost: false, freeHighatomic: false };

/** Each change of the report's form, 3.10 to 6.17 (later ones print as 6.17 does). */
export const ages: readonly Age[] = [
  {
    ...base,
    release: '3.10.0-1160.el7.x86_64',
    mask: '0x40d0',
    names: false,
    nodemask: '',
    nodeLines: false,
  },
  { ...base, release: '4.4.0-210-generic', mask: '0x24040c0', names: false, nodemask: '', nodeLines: false },
  { ...base, release: '4.9.0-19-amd64', mask: '0x24040c0', nodemask: '' },
  { ...base, release: '4.14.336', mask: '0x14040c0', nodemask: ', nodemask=(null)' },
  { ...base, release: '4.19.0-27-amd64', mask: '0x6040c0', nodemask: ', nodemask=(null)' },
  {
    ...base,
    release: '5.4.0-216-generic',
    mask: '0x40cc0',
    nodemask: ', nodemask=(null),cpuset=/,mems_allowed=0',
  },
  {
    ...base,
    release: '5.10.0-34-amd64',
    mask: '0x40cc0',
    nodemask: ', nodemask=(null),cpuset=/,mems_allowed=0',
    highatomic: true,
  },
  {
    ...base,
    release: '6.1.0-32-amd64',
    mask: '0x40cc0',
    nodemask: ', nodemask=(null),cpuset=/,mems_allowed=0',
    highatomic: true,
    boost: true,
  },
  {
    ...base,
    release: '6.17.5-200.fc42.x86_64',
    mask: '0x40cc0',
    nodemask: ', nodemask=(null),cpuset=/,mems_allowed=0',
    highatomic: true,
    boost: true,
    freeHighatomic: true,
  },
];

/** A report, line by line, as the kernel of that age prints it. */
export function reportLines(report: PrintedReport, age: Age): string[] {
  const { comm, order, mask, names, frames, zones } = report;
  const mode = `mode:${mask}${age.names ? `(${names})` : ''}`;
  const head =
    report.header === 'page'
      ? `${comm}: page allocation failure: order:${order}, ${mode}`
      : `${comm}: vmalloc: allocation failure, allocated 0 of 331776 bytes, ${mode}`;
  return [
    `${head}${age.nodemask}`,
    `CPU: 1 PID: 13184 Comm: ${comm} Not tainted ${report.release} #46`,
    'Hardware name: QEMU Standard PC (i440FX + PIIX, 1996), BIOS 1.15.0-1 04/01/2014',
    'Call Trace:',
    ...frames.map((frame) => ` ${frame}`),
    'Mem-Info:',
    ...countLines(zones, report.pageKib),
    ...(age.nodeLines ? nodeLines(zones) : []),
    ...zones.flatMap((zone) => [zoneLine(zone, report, age), `lowmem_reserve[]: ${zone.reserve.join(' ')}`]),
    ...zones.map((zone) => buddyLine(zone, report)),
    'Node 0 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB',
    '1552 total pagecache pages',
    'Free swap  = 0kB',
  ];
}

function countLines(zones: readonly PrintedZone[], pageKib: number): string[] {
  const free = zones.reduce((sum, zone) => sum + freeKib(zone, pageKib), 0) / pageKib;
  return [
    'active_anon:1989 inactive_anon:20 isolated_anon:0',
    ' active_file:407 inactive_file:879 isolated_file:0',
    ' unevictable:0 dirty:0 writeback:0',
    ' slab_reclaimable:1538 slab_unreclaimable:22927',
    ' mapped:2753 shmem:107 pagetables:182 bounce:0',
    ` free:${free} free_pcp:472 free_cma:0`,
  ];
}

function nodeLines(zones: readonly PrintedZone[]): string[] {
  return [...new Set(zones.map(({ node }) => node))].map(
    (node) =>
      `Node ${node} active_anon:7972kB inactive_anon:80kB active_file:1628kB inactive_file:3516kB dirty:0kB writeback:0kB all_unreclaimable? no`,
  );
}

function zoneLine(zone: PrintedZone, { numa, pageKib }: PrintedReport, age: Age): string {
  const { node, minKib, managedKib, cmaKib } = zone;
  const boost = age.boost ? ' boost:0kB' : '';
  const highatomic = age.highatomic ? ' reserved_highatomic:0KB' : '';
  const free = age.freeHighatomic ? ' free_highatomic:0KB' : '';
  const old = age.nodeLines ? '' : ' writeback_tmp:0kB pages_scanned:0 all_unreclaimable? no';
  const marks = `min:${minKib}kB low:${minKib + minKib / 4}kB high:${minKib + minKib / 2}kB`;
  return `${named(zone, numa, node)} free:${freeKib(zone, pageKib)}kB${boost} ${marks}${highatomic}${free} active_anon:0kB inactive_anon:0kB active_file:4kB inactive_file:56kB unevictable:0kB writepending:0kB present:${managedKib}kB managed:${managedKib}kB mlocked:0kB bounce:0kB free_pcp:0kB local_pcp:0kB free_cma:${cmaKib}kB${old}`;
}

function buddyLine(zone: PrintedZone, { numa, pageKib }: PrintedReport): string {
  const cells = zone.freeBlocks.map((count, order) => {
    const types = count > 0 && zone.letters[order] ? ` (${zone.letters[order]})` : '';
    return `${count}*${pageKib * 2 ** order}kB${types}`;
  });
  return `${named(zone, numa, zone.node)}: ${cells.join(' ')} = ${freeKib(zone, pageKib)}kB`;
}

function named({ zone }: PrintedZone, numa: boolean, node: number): string {
  return numa ? `Node ${node} ${zone}` : zone;
}

function freeKib({ freeBlocks }: PrintedZone, pageKib: number): number {
  return freeBlocks.reduce((sum, count, order) => sum + count * pageKib * 2 ** order, 0);
}

const fragmented: PrintedZone[] = [
  {
    node: 0,
    zone: 'DMA',
    freeBlocks: [1, 0, 0, 1, 2, 1, 1, 0, 1, 1, 3],
    letters: ['U', '', '', 'U', 'U', 'U', 'U', '', 'U', 'M', 'M'],
    minKib: 64,
    managedKib: 15_908,
    cmaKib: 0,
    reserve: [0, 2815, 15_868, 15_868],
  },
  {
    node: 0,
    zone: 'DMA32',
    freeBlocks: [9160, 3346, 35, 7, 0, 0, 0, 0, 0, 0, 0],
    letters: ['UME', 'UME', 'ME', 'E', '', '', '', '', '', '', ''],
    minKib: 11_976,
    managedKib: 2_884_472,
    cmaKib: 0,
    reserve: [0, 0, 13_053, 13_053],
  },
  {
    node: 0,
    zone: 'Normal',
    freeBlocks: [34_178, 20_118, 412, 115, 0, 0, 0, 0, 0, 0, 0],
    letters: ['UME', 'UME', 'UME', 'ME', '', '', '', '', '', '', ''],
    minKib: 55_536,
    managedKib: 13_367_020,
    cmaKib: 0,
    reserve: [0, 0, 0, 0],
  },
];

/** A container's network that fails for fragmentation: `report` overrides what is to differ. */
export function vethReport(age: Age, report: Partial<PrintedReport> = {}): PrintedReport {
  return {
    release: age.release,
    comm: 'dockerd',
    header: 'page',
    order: 4,
    mask: age.mask,
    names: 'GFP_KERNEL|__GFP_COMP',
    frames: [
      'dump_stack+0x63/0x8b',
      'warn_alloc+0xff/0x1a0',
      '__kmalloc+0x2b1/0x330',
      'veth_alloc_queues+0x25/0x80 [veth]',
      'veth_dev_init+0x72/0xd0 [veth]',
    ],
    zones: fragmented,
    numa: true,
    pageKib: 4,
    ...report,
  };
}
