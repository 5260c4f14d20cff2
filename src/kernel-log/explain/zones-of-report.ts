import { type HighestZone, type ZoneName, builtZones } from '../../kernel/zones.ts';
import type { ZoneReport } from '../report/mem-info.ts';

/**
 * Finds which zones the kernel of a report was built with. A report prints populated zones only, and since 6.x none above
 * the request's own. Of the sets of the right size, the first is taken in which every reserve grows at a populated zone
 * and nowhere else.
 * @param highestZone the highest zone that the request may use: zones above it may have been left out
 * @returns names in enum order; null if no set fits
 */
export function zonesOfReport(zones: readonly ZoneReport[], highestZone: HighestZone): ZoneName[] | null {
  const size = zones[0]?.reserve?.length ?? 0;
  if (zones.some(({ reserve }) => reserve?.length !== size)) return null;
  const printed = zones.map(({ line }) => line.zone);
  return builtZones(printed, size, (built) => agree(built, zones, highestZone));
}

function agree(built: readonly string[], zones: readonly ZoneReport[], highestZone: HighestZone): boolean {
  const highest = built.indexOf(built.includes(highestZone) ? highestZone : 'Normal');
  return zones.every(({ line, reserve }) => {
    const own = built.indexOf(line.zone);
    const pages = reserve ?? [];
    return built.every((name, i) => {
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
