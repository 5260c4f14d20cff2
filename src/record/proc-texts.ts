// A kept memory as the kernel would print it, so that what was kept is read by the same parsers as what is live.
import { formatBuddyinfo } from '../machine/proc/buddyinfo.ts';
import type { Migratetype, PageTypes } from '../machine/proc/pagetypeinfo.ts';
import { procFiles } from '../machine/snapshot.ts';
import type { KeptAreas, KeptMemory, KeptZone } from './document.ts';

/** The texts of /proc by their path; one that was not read is undefined. */
export function procTexts(memory: KeptMemory): Map<string, string | undefined> {
  const { buddyinfo, zoneinfo, pagetypeinfo, meminfo, vmstat, vmalloc } = memory;
  return new Map([
    [procFiles.buddyinfo.path, formatBuddyinfo(buddyinfo)],
    [procFiles.zoneinfo.path, zoneinfo?.map(zoneText).join('')],
    [procFiles.pagetypeinfo.path, pagetypeinfo ? pageTypesText(pagetypeinfo) : undefined],
    [procFiles.meminfo.path, meminfo ? counterLines(meminfo, ': ', ' kB') : undefined],
    [procFiles.vmstat.path, vmstat ? counterLines(vmstat, ' ', '') : undefined],
    [procFiles.vmallocinfo.path, vmalloc?.map(areaLines).join('')],
  ]);
}

function counterLines(counters: Readonly<Record<string, number>>, mark: string, unit: string): string {
  return Object.entries(counters)
    .map(([name, count]) => `${name}${mark}${count}${unit}\n`)
    .join('');
}

/** mm/vmstat.c zoneinfo_show_print, with the labels that are read; the first CPU's list holds what lies on all of them. */
function zoneText(zone: KeptZone): string {
  const { watermarkPages, lru, nodeStats, perCpu, lowmemReserve } = zone;
  const lists = (prefix: string, stats: KeptZone['lru']): string[] => [
    `      ${prefix}inactive_anon ${stats.inactiveAnon}`,
    `      ${prefix}active_anon ${stats.activeAnon}`,
    `      ${prefix}inactive_file ${stats.inactiveFile}`,
    `      ${prefix}active_file ${stats.activeFile}`,
  ];
  const optional = (label: string, value: number | null): string[] =>
    value === null ? [] : [`  ${label} ${value}`];
  const lines = [
    `Node ${zone.node}, zone ${zone.zone.padStart(8)}`,
    ...(nodeStats
      ? [
          '  per-node stats',
          ...lists('nr_', nodeStats),
          `      nr_dirty ${nodeStats.dirty}`,
          `      nr_writeback ${nodeStats.writeback}`,
          `      nr_slab_reclaimable ${nodeStats.slabReclaimable}`,
        ]
      : []),
    `  pages free     ${zone.freePages}`,
    `        min      ${watermarkPages.min}`,
    `        low      ${watermarkPages.low}`,
    `        high     ${watermarkPages.high}`,
    `        spanned  ${zone.spannedPages}`,
    `        present  ${zone.presentPages}`,
    `        managed  ${zone.managedPages}`,
    ...(lowmemReserve.length === 0 ? [] : [`        protection: (${lowmemReserve.join(', ')})`]),
    ...lists('nr_zone_', lru),
    `      nr_free_cma  ${zone.freeCmaPages}`,
    `      nr_unaccepted ${zone.unacceptedPages}`,
    '  pagesets',
    ...Array.from(
      { length: perCpu.cpus },
      (_, cpu) => `              count: ${cpu === 0 ? perCpu.pages : 0}`,
    ),
    ...(perCpu.cpus === 0 ? [] : [`  vm stats threshold: ${perCpu.statThreshold}`]),
    ...optional('start_pfn:', zone.startPfn),
    ...optional('reserved_highatomic:', zone.reservedHighatomicPages),
    ...optional('free_highatomic:', zone.freeHighatomicPages),
  ];
  return `${lines.join('\n')}\n`;
}

/** mm/vmstat.c pagetypeinfo_show */
function pageTypesText({ pageblockOrder, capped, zones }: PageTypes): string {
  const place = ({ node, zone }: PageTypes['zones'][number]): string =>
    `Node ${node}, zone ${zone.padStart(8)}`;
  const free = zones.flatMap((zone) =>
    Object.entries(zone.freeBlocks).map(
      ([type, counts]) => `${place(zone)}, type ${type.padStart(12)} ${counts.join(' ')}`,
    ),
  );
  const types = [...new Set(zones.flatMap(({ pageblocks }) => Object.keys(pageblocks)))] as Migratetype[];
  const blocks = zones.map(
    (zone) => `${place(zone)} ${types.map((type) => zone.pageblocks[type] ?? 0).join(' ')}`,
  );
  // One list that was not counted to its end says the same as the one that was not: the counts are lower bounds.
  const marked = capped ? free.map((line) => line.replace(/\b100000\b/, '>100000')) : free;
  return [
    `Page block order: ${pageblockOrder}`,
    ...marked,
    ...(types.length === 0 ? [] : [`Number of blocks type ${types.join(' ')}`, ...blocks]),
    '',
  ].join('\n');
}

/** Areas are at least a page: the sizes of all but one do not matter, only how many there are and what they take. */
function areaLines({ caller, areas, bytes }: KeptAreas): string {
  const each = Math.floor(bytes / Math.max(1, areas));
  return Array.from({ length: areas }, (_, i) => {
    const own = i === 0 ? bytes - each * (areas - 1) : each;
    return `0x0-0x0 ${own}${caller === null ? '' : ` ${caller}`}\n`;
  }).join('');
}
