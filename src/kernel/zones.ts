/** enum zone_type (include/linux/mmzone.h), low to high; a kernel has those that it was built with. */
export const zoneTypes = ['DMA', 'DMA32', 'Normal', 'HighMem', 'Movable', 'Device'] as const;

export type ZoneName = (typeof zoneTypes)[number];

/** The highest zone that a request may use; the allocator walks down from it (gfp_zone()). Device is for nobody. */
export type HighestZone = Exclude<ZoneName, 'Device'>;

/** What builds have beside Normal and Movable, the commonest first. */
// prettier-ignore
const optionalZones: readonly (readonly ZoneName[])[] = [
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

/** A zone's place in enum zone_type; -1 for a name that is none. */
export function zoneRank(zone: string): number {
  return (zoneTypes as readonly string[]).indexOf(zone);
}

/**
 * The zones that a kernel was built with, from the populated ones that it prints and the length of a zone's
 * `lowmem_reserve[]` (`protection` in zoneinfo), which has one entry for every zone type of the build.
 * @param fits whether more that is known, such as the reserves themselves, agrees with a set of that size
 * @returns names in enum order, of several sets the commonest; null where no build has that size and these zones
 */
export function builtZones(
  printed: readonly string[],
  reserveLength: number,
  fits: (built: readonly ZoneName[]) => boolean = () => true,
): ZoneName[] | null {
  for (const optional of optionalZones) {
    const built = zoneTypes.filter((zone) => ['Normal', 'Movable', ...optional].includes(zone));
    if (
      built.length === reserveLength &&
      printed.every((zone) => built.includes(zone as ZoneName)) &&
      fits(built)
    )
      return built;
  }
  return null;
}
