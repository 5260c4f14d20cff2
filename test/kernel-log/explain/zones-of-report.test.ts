import { describe, expect, it } from '@jest/globals';
import type { HighestZone } from '../../../src/kernel/zones.ts';
import type { ZoneReport } from '../../../src/kernel-log/report/mem-info.ts';
import { zonesOfReport } from '../../../src/kernel-log/explain/zones-of-report.ts';

const zone = (name: string, reserve: number[], managedKib = 4_000_000, node = 0): ZoneReport => ({
  line: {
    node,
    zone: name,
    named: true,
    freeKib: 0,
    fields: new Map([['managed', managedKib]]),
    whole: true,
  },
  reserve,
  buddy: null,
});

describe('the zones that a kernel was built with, from the reserves that it prints', () => {
  it.each<[string, HighestZone, ZoneReport[], string[]]>([
    [
      'x86-64',
      'Normal',
      [
        zone('DMA', [0, 2815, 15_868, 15_868]),
        zone('DMA32', [0, 0, 13_053, 13_053]),
        zone('Normal', [0, 0, 0, 0]),
      ],
      ['DMA', 'DMA32', 'Normal', 'Movable'],
    ],
    [
      'with ZONE_DEVICE',
      'Normal',
      [zone('DMA', [0, 307, 307, 307, 307]), zone('DMA32', [0, 0, 0, 0, 0])],
      ['DMA', 'DMA32', 'Normal', 'Movable', 'Device'],
    ],
    [
      'arm64 without memory in DMA32',
      'Normal',
      [zone('DMA', [0, 0, 122_877, 122_877]), zone('Normal', [0, 0, 0, 0])],
      ['DMA', 'DMA32', 'Normal', 'Movable'],
    ],
    [
      'arm64 before DMA32',
      'DMA',
      [zone('DMA', [0, 415, 415]), zone('Normal', [0, 0, 0])],
      ['DMA', 'Normal', 'Movable'],
    ],
    [
      'i386',
      'Normal',
      [
        zone('DMA', [0, 544, 2867, 2867]),
        zone('Normal', [0, 0, 18_591, 18_591]),
        zone('HighMem', [0, 0, 0, 0]),
      ],
      ['DMA', 'Normal', 'HighMem', 'Movable'],
    ],
    [
      'ppc32, HighMem left out of the report',
      'Normal',
      [zone('DMA', [0, 0, 1184, 0])],
      ['DMA', 'Normal', 'HighMem', 'Movable'],
    ],
    ['ppc64', 'Normal', [zone('Normal', [0, 0, 0])], ['DMA', 'Normal', 'Movable']],
    [
      'two nodes',
      'Normal',
      [
        zone('DMA', [0, 427, 427, 427, 427]),
        zone('DMA32', [0, 0, 0, 0, 0]),
        zone('DMA32', [0, 0, 0, 0, 0], 4_000_000, 1),
      ],
      ['DMA', 'DMA32', 'Normal', 'Movable', 'Device'],
    ],
    [
      'a request for DMA, the rest left out',
      'DMA',
      [zone('DMA', [0, 2815, 15_868, 15_868])],
      ['DMA', 'DMA32', 'Normal', 'Movable'],
    ],
  ])('%s', (_name, highest, zones, built) => {
    expect(zonesOfReport(zones, highest)).toEqual(built);
  });

  it.each([
    ['no reserve', [zone('Normal', [])]],
    ['reserves of different lengths', [zone('DMA', [0, 1, 1]), zone('Normal', [0, 0, 0, 0])]],
    ['a reserve for a zone below', [zone('DMA32', [5, 0, 9, 9]), zone('Normal', [0, 0, 0, 0])]],
    [
      'a zone that was left out, though the request might use it',
      [zone('DMA', [0, 2815, 15_868, 15_868]), zone('DMA32', [0, 0, 13_053, 13_053])],
    ],
    ['more zones than there are', [zone('DMA', new Array<number>(9).fill(0))]],
  ])('%s fits none', (_name, zones) => {
    expect(zonesOfReport(zones, 'Normal')).toBeNull();
  });
});
