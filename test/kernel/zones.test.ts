import { describe, expect, it } from '@jest/globals';
import { builtZones, zoneRank } from '../../src/kernel/zones.ts';

describe('the zones that a kernel was built with, from those it prints and the length of lowmem_reserve[]', () => {
  // prettier-ignore
  it.each<[string, string, number, string | null]>([
    // kernel, zones printed, entries, zones of the build
    ['x86-64',                      'DMA DMA32 Normal',     4, 'DMA DMA32 Normal Movable'],
    ['x86-64 below 4 GiB',          'DMA DMA32',            4, 'DMA DMA32 Normal Movable'],
    ['x86-64 with ZONE_DEVICE',     'DMA DMA32 Normal',     5, 'DMA DMA32 Normal Movable Device'],
    ['32-bit x86',                  'DMA Normal HighMem',   4, 'DMA Normal HighMem Movable'],
    ['32-bit ARM',                  'Normal HighMem',       3, 'Normal HighMem Movable'],
    ['s390x and arm64 before 5.5',  'DMA Normal',           3, 'DMA Normal Movable'],
    ['arm64 with memory only high', 'Normal',               3, 'DMA Normal Movable'],
    ['without ZONE_DMA',            'DMA32 Normal',         3, 'DMA32 Normal Movable'],
    ['one zone for all',            'Normal',               2, 'Normal Movable'],
    ['DMA needs one more',          'DMA Normal',           2, null],
    ['more than there are',         'Normal',               7, null],
    ['a zone of no kernel',         'Normal High',          4, null],
  ])('%s', (_, printed, entries, built) => {
    expect(builtZones(printed.split(' '), entries)?.join(' ') ?? null).toBe(built);
  });

  it('what else is known chooses among the sets of one size', () => {
    expect(builtZones(['DMA'], 4, (built) => built.includes('HighMem'))).toEqual([
      'DMA',
      'Normal',
      'HighMem',
      'Movable',
    ]);
    expect(builtZones(['DMA'], 4, () => false)).toBeNull();
  });

  it('a name that is no zone has no rank', () => {
    expect(['DMA', 'Normal', 'Device', 'High'].map(zoneRank)).toEqual([0, 2, 5, -1]);
  });
});
