import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MalformedError } from '../../../src/errors.ts';
import { type ZoneinfoZone, parseZoneinfo } from '../../../src/machine/proc/zoneinfo.ts';
import {
  type MachineText,
  type ZoneinfoFormat,
  type ZoneText,
  zoneinfoText,
} from '../../support/machine-text.ts';
import { fixture } from '../../support/root.ts';

const formats: ZoneinfoFormat[] = ['3.10', '4.8', '5.10', '6.1', '6.12', '6.16', '6.19'];

const busy: ZoneText = {
  zone: 'Normal',
  free: 5000,
  min: 100,
  low: 125,
  high: 150,
  managed: 20_000,
  reserve: [0, 0, 0, 0],
  cma: 64,
  file: 901,
  anon: 401,
  dirty: 7,
  perCpu: [13, 29],
  unaccepted: 512,
  reservedHighatomic: 1024,
  freeHighatomic: 600,
};

const only = (machine: MachineText): ZoneinfoZone => parseZoneinfo(zoneinfoText(machine))[0]!;

describe('parseZoneinfo', () => {
  it.each(formats)('reads the print of %s', (format) => {
    const zone = only({ format, zones: [busy] });
    expect(zone).toMatchObject({
      node: 0,
      zone: 'Normal',
      freePages: 5000,
      watermarkPages: { min: 100, low: 125, high: 150 },
      managedPages: 20_000,
      lowmemReserve: [0, 0, 0, 0],
      freeCmaPages: 64,
      lru: { inactiveFile: 451, activeFile: 450, inactiveAnon: 201, activeAnon: 200 },
    });
    expect(zone.perCpu()).toEqual({ pages: 42, cpus: 2, statThreshold: 12 });
    expect(zone.nodeStats).toMatchObject({ inactiveFile: 451, dirty: 7 });
  });

  it.each<[ZoneinfoFormat, number | null, number | null, number]>([
    // kernel, reserved and free highatomic, unaccepted
    ['5.10', null, null, 0],
    ['6.12', null, null, 512],
    ['6.16', null, null, 512],
    ['6.19', 1024, 600, 512],
  ])('%s tells highatomic %s/%s and unaccepted %i', (format, reserved, free, unaccepted) => {
    expect(only({ format, zones: [busy] })).toMatchObject({
      reservedHighatomicPages: reserved,
      freeHighatomicPages: free,
      unacceptedPages: unaccepted,
    });
  });

  it('gives the statistics of a node once, with its first populated zone (4.8 on)', () => {
    const zones = [
      { ...busy, zone: 'DMA' },
      { ...busy, zone: 'Normal' },
      { ...busy, node: 1, zone: 'DMA', unpopulated: true },
      { ...busy, node: 1, zone: 'Normal' },
    ];
    const found = parseZoneinfo(zoneinfoText({ zones })).map((z) => z.nodeStats !== null);
    expect(found).toEqual([true, false, false, true]);
  });

  it('keeps zones without memory: their place is the zone index', () => {
    const zones: ZoneText[] = [
      { zone: 'DMA', blocks: [1], reserve: [0, 9, 9] },
      { zone: 'Normal', blocks: [1], reserve: [0, 0, 0] },
      { zone: 'Movable', unpopulated: true, reserve: [0, 0, 0] },
    ];
    expect(parseZoneinfo(zoneinfoText({ zones })).map((z) => z.zone)).toEqual(['DMA', 'Normal', 'Movable']);
  });

  it("never takes a per-CPU list's high for the watermark", () => {
    const text = zoneinfoText({ zones: [busy] });
    expect(text).toMatch(/high: +186/);
    expect(parseZoneinfo(text)[0]?.watermarkPages.high).toBe(150);
  });

  const plain = zoneinfoText({ zones: [busy] });
  it.each<[string, string, RegExp]>([
    ['nothing', '', /line 1: .*expected 'Node N, zone NAME'/],
    ['another file', 'Node 0, zone DMA 1 2 3\n', /line 1: .*expected 'Node N, zone NAME'/],
    ['text before the first zone', `hello\n${plain}`, /line 1: a text of 5 characters/],
    ['a zone twice', plain + plain, /'Node N, zone NAME', each once/],
    [
      'a negative free count',
      plain.replace('free     5000', 'free     -1'),
      /a number of 2 characters: expected the free count/,
    ],
    ['a free count of 2^64 - 1', plain.replace('5000', '18446744073709551615'), /expected the free count/],
    [
      'a watermark that is no number',
      plain.replace('min      100', 'min      many'),
      /line 11: a text of 4 characters: expected the min/,
    ],
    ['no free pages', plain.replace(/^ {2}pages free.*$/m, ''), /line 1: .*expected a zone with 'free'/],
    ['no min watermark', plain.replace(/^ +min .*$/m, ''), /expected a zone with 'min'/],
    ['a protection without its end', plain.replace('(0, 0, 0, 0)', '(0, 0'), /expected 'protection: \(N, N/],
    ['a protection of words', plain.replace('(0, 0, 0, 0)', '(a, b)'), /expected 'protection: \(N, N/],
    ['an empty protection', plain.replace('(0, 0, 0, 0)', '()'), /expected 'protection: \(N, N/],
  ])('refuses %s', (_, text, message) => {
    const parse = (): unknown => parseZoneinfo(text);
    expect(parse).toThrow(MalformedError);
    expect(parse).toThrow(message);
  });

  it('reads back whatever zones are printed', () => {
    const pages = fc.nat(2 ** 31);
    const zone = fc.record({
      node: fc.nat(7),
      zone: fc.constantFrom('DMA', 'DMA32', 'Normal', 'HighMem', 'Movable'),
      free: pages,
      min: pages,
      low: pages,
      high: pages,
      managed: fc.integer({ min: 1, max: 2 ** 31 }),
      reserve: fc.array(pages, { minLength: 1, maxLength: 6 }),
      cma: pages,
      reservedHighatomic: pages,
      freeHighatomic: pages,
      unaccepted: pages,
      file: pages,
      anon: pages,
      perCpu: fc.array(fc.nat(5000), { minLength: 1, maxLength: 8 }),
    });
    const zones = fc.uniqueArray(zone, {
      minLength: 1,
      maxLength: 12,
      selector: (z) => `${z.node} ${z.zone}`,
    });
    fc.assert(
      fc.property(zones, (printed) => {
        const read = parseZoneinfo(zoneinfoText({ format: '6.19', zones: printed }));
        const back = read.map((z) => ({
          node: z.node,
          zone: z.zone,
          free: z.freePages,
          ...z.watermarkPages,
          managed: z.managedPages,
          reserve: z.lowmemReserve,
          cma: z.freeCmaPages,
          reservedHighatomic: z.reservedHighatomicPages,
          freeHighatomic: z.freeHighatomicPages,
          unaccepted: z.unacceptedPages,
          file: z.lru.inactiveFile + z.lru.activeFile,
          anon: z.lru.inactiveAnon + z.lru.activeAnon,
          perCpu: z.perCpu().pages,
          cpus: z.perCpu().cpus,
        }));
        expect(back).toEqual(
          printed.map((z) => ({
            ...z,
            perCpu: z.perCpu.reduce((a, b) => a + b, 0),
            cpus: z.perCpu.length,
          })),
        );
      }),
    );
  });
});

describe('the builder of these texts', () => {
  // What the tables rest on must look like a kernel's own print, line by line.
  it.each<[string, ZoneinfoFormat]>([
    ['5.10.0', '5.10'],
    ['6.12.117-two-nodes', '6.12'],
    ['7.3.4', '6.19'],
  ])('prints every line of its own as %s does', (machine, format) => {
    const recorded = readFileSync(join(fixture(machine), 'proc/zoneinfo'), 'utf8').split('\n');
    const shape = (line: string): string => line.replace(/\d+/g, '1').replace(/^Node 1, zone +\w+$/, 'Node');
    const known = new Set(recorded.map(shape).map((line) => line.replace(/ +/g, ' ')));
    const own = zoneinfoText({ format, zones: [{ ...busy, reserve: [0, 0, 0, 0, 0] }] }).trimEnd();
    const strange = own.split('\n').filter((line) => !known.has(shape(line).replace(/ +/g, ' ')));
    expect(strange).toEqual([]);
  });
});
