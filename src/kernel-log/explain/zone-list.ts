import type { ZoneReport } from '../report/mem-info.ts';
import { zoneNames } from '../line/zone-line.ts';

/**
 * Finds which zones the kernel was built with. A report prints populated zones only, and since 6.x none above the
 * request's own, but each `lowmem_reserve[]` has one entry for every zone type: the set of that size is taken in which
 * every reserve grows where, and only where, a populated zone stands.
 * @param highestZone the highest zone that the request may use: zones above it may have been left out
 * @returns names in enum order; null where no set fits
 */
export function builtZones(zones: readonly ZoneReport[], highestZone: string): string[] | null {
  const size = zones[0]?.reserve?.length ?? 0;
  if (size === 0 || zones.some(({ reserve }) => reserve?.length !== size)) return null;
  const printed = new Set(zones.map(({ line }) => line.zone));
  return (
    candidates(size).find(
      (names) => [...printed].every((zone) => names.includes(zone)) && fits(names, zones, highestZone),
    ) ?? null
  );
}

/** Every set of the size that a kernel can be built with, the commonest first. */
function candidates(size: number): string[][] {
  const optional = [
    ['DMA', 'DMA32', 'Device'],
    ['DMA', 'DMA32'],
    ['DMA', 'HighMem'],
    ['DMA', 'HighMem', 'Device'],
    ['DMA'],
    ['DMA32'],
    ['DMA32', 'Device'],
    ['DMA', 'Device'],
    ['HighMem'],
    [],
    ['Device'],
    ['DMA', 'DMA32', 'HighMem'],
    ['DMA', 'DMA32', 'HighMem', 'Device'],
  ];
  return optional
    .map((extra) =>
      zoneNames.filter((name) => name === 'Normal' || name === 'Movable' || extra.includes(name)),
    )
    .filter((names) => names.length === size);
}

function fits(names: readonly string[], zones: readonly ZoneReport[], highestZone: string): boolean {
  const highest = names.indexOf(names.includes(highestZone) ? highestZone : 'Normal');
  return zones.every(({ line, reserve }) => {
    const own = names.indexOf(line.zone);
    const pages = reserve ?? [];
    return names.every((name, i) => {
      if (i <= own) return pages[i] === 0;
      const populated = zones.find((other) => other.line.node === line.node && other.line.zone === name);
      const grows = (pages[i] ?? 0) > Math.max(0, ...pages.slice(0, i));
      if (grows) return populated !== undefined || i > highest;
      // A reserve is the managed pages above over a ratio of up to 256: small zones may leave none.
      const managed = populated?.line.fields.get('managed') ?? 0;
      return managed < 64 * 1024 || Math.max(0, ...pages) === 0;
    });
  });
}
