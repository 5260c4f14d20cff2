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

describe('line by line', () => {
  /** What every kernel prints of a zone, and what else is to stand behind it. */
  const zone = (more = '', name = 'Normal', node = 0): string =>
    `Node ${node}, zone ${name.padStart(8)}\n  pages free     50\n        min      1\n        low      2\n        high     3\n${more}`;
  const read = (more: string): ZoneinfoZone => parseZoneinfo(zone(more))[0]!;
  const zeros = (count: number): string => `(${Array(count).fill('0').join(', ')})`;

  it.each<[string, number[] | null]>([
    ['(0, 7, 7)', [0, 7, 7]],
    ['(5)', [5]],
    ['(0,7)', [0, 7]],
    [zeros(16), Array<number>(16).fill(0)],
    [zeros(17), null],
    ['[0, 7)', null],
    ['(0, 7]', null],
    ['0, 7', null],
    ['(0, -7)', null],
    ['(0; 7)', null],
  ])('protection: %s', (printed, reserve) => {
    const parse = (): number[] => read(`        protection: ${printed}\n`).lowmemReserve;
    if (reserve) expect(parse()).toEqual(reserve);
    else expect(parse).toThrow(/line 6: .*: expected 'protection: \(N, N, …\)'/);
  });

  it('holds no reserve where it prints none', () => {
    expect(read('').lowmemReserve).toEqual([]);
  });

  it.each<[string, string, Partial<ZoneinfoZone>]>([
    [
      'managed',
      '        spanned  9\n        present  8\n        managed  7\n',
      { managedPages: 7, presentPages: 8, spannedPages: 9 },
    ],
    [
      'none: all that is present',
      '        present  8\n',
      { managedPages: 8, presentPages: 8, spannedPages: 0 },
    ],
    [
      'nothing of that',
      '',
      {
        managedPages: 0,
        presentPages: 0,
        startPfn: null,
        nodeStats: null,
        freeCmaPages: 0,
        unacceptedPages: 0,
      },
    ],
    [
      'a label that another ends with',
      '      xpresent 9\n      nr_present 9\n        present 8\n',
      { presentPages: 8 },
    ],
    ['a label that another starts with', '        presents 9\n        present 8\n', { presentPages: 8 }],
    ['a statistic that is no number', '        spanned  many\n', { spannedPages: 0 }],
    [
      'where it starts',
      '  pagesets\n    cpu: 0\n              count: 1\n  start_pfn:           4096\n',
      { startPfn: 4096 },
    ],
    [
      'what follows the lists of CPUs',
      '  pagesets\n    cpu: 0\n              count: 1\n  start_pfn:           0\n  free_highatomic:     6\n',
      { startPfn: 0, freeHighatomicPages: 6 },
    ],
    [
      'nothing among the lists of CPUs',
      '  pagesets\n  spanned 9\n    cpu: 0\n              count: 1\n  start_pfn:           0\n',
      { spannedPages: 0 },
    ],
  ])('%s', (_, more, told) => {
    expect(read(more)).toMatchObject(told);
  });

  it.each<[string, string, ReturnType<ZoneinfoZone['perCpu']>]>([
    ['no CPU', '', { pages: 0, cpus: 0, statThreshold: 0 }],
    [
      'no threshold',
      '  pagesets\n    cpu: 0\n              count: 12\n',
      { pages: 12, cpus: 1, statThreshold: 0 },
    ],
    [
      'a threshold',
      '  pagesets\n    cpu: 0\n              count:    307\n  vm stats threshold: 42\n    cpu: 1\n              count:9\n  vm stats threshold: 42\n',
      { pages: 316, cpus: 2, statThreshold: 42 },
    ],
    [
      'a threshold of words',
      '  pagesets\n    cpu: 0\n              count: 1\n  vm stats threshold: 4x\n',
      { pages: 1, cpus: 1, statThreshold: 0 },
    ],
    [
      'a count of words',
      '  pagesets\n    cpu: 0\n              count: many\n              count: 3/9\n',
      { pages: 3, cpus: 2, statThreshold: 0 },
    ],
    [
      'a count outside of the lists',
      '              count: 9\n  pagesets\n              count: 1\n',
      { pages: 1, cpus: 1, statThreshold: 0 },
    ],
  ])('lists of CPUs: %s', (_, more, lists) => {
    expect(read(more).perCpu()).toEqual(lists);
  });

  it('the statistics of the node', () => {
    const stats =
      'nr_inactive_file 5\nnr_active_file 4\nnr_inactive_anon 3\nnr_active_anon 2\nnr_slab_reclaimable 6\nnr_dirty 7\nnr_writeback 8\n';
    expect(read(`  per-node stats\n${stats.replace(/^/gm, '      ')}`).nodeStats).toEqual({
      ...{ inactiveFile: 5, activeFile: 4, inactiveAnon: 3, activeAnon: 2 },
      ...{ slabReclaimable: 6, dirty: 7, writeback: 8 },
    });
    expect(read('      nr_inactive_file 5\n').nodeStats).toMatchObject({
      slabReclaimable: 0,
      dirty: 0,
      writeback: 0,
    });
  });

  it.each<[string, string, string[]]>([
    ['line feeds before the first', `\n\n${zone()}`, ['0 Normal']],
    ['no line feed behind the last', zone().trimEnd(), ['0 Normal']],
    ['the word Node within a line', zone('        of Node 1, zone DMA\n'), ['0 Normal']],
    ['two of a node', zone('', 'DMA') + zone(), ['0 DMA', '0 Normal']],
    ['of one name on two nodes', zone() + zone('', 'Normal', 1), ['0 Normal', '1 Normal']],
  ])('zones: %s', (_, text, names) => {
    expect(parseZoneinfo(text).map(({ node, zone: name }) => `${node} ${name}`)).toEqual(names);
  });

  it.each<[string, string, RegExp]>([
    ['a header alone', 'Node 0, zone Normal', /line 1: a text of 6 characters: expected a zone with 'free'/],
    [
      'a header with more behind it',
      zone().replace('Normal', 'Normal 1'),
      /line 1: .*expected 'Node N, zone NAME'/,
    ],
    ['the second header', zone() + zone().replace('zone', 'zoo'), /line 6: .*expected 'Node N, zone NAME'/],
    ['line feeds and another text', `\n\nhello\n`, /line 3: a text of 5 characters/],
    [
      'a mark of the second zone',
      zone('', 'DMA') + zone().replace('low      2', 'low      x'),
      /line 9: a text of 1 character: expected the low count/,
    ],
    ['no low mark', zone().replace('low ', 'lo '), /line 1: .*a zone with 'low'/],
    ['no high mark', zone().replace('high ', 'hi '), /line 1: .*a zone with 'high'/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseZoneinfo(text)).toThrow(message);
  });

  it.each([
    [8192, null],
    [8193, 'at most 8192 zones'],
  ])('%i zones', (count, expected) => {
    const text = Array.from({ length: count }, (_, i) => zone('', 'Normal', i)).join('');
    if (expected === null) expect(parseZoneinfo(text)).toHaveLength(count);
    else expect(() => parseZoneinfo(text)).toThrow(expected);
  });
});
