import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MalformedError } from '../../../src/errors.ts';
import { type Migratetype, parsePagetypeinfo } from '../../../src/machine/proc/pagetypeinfo.ts';
import { type ZoneText, pagetypeinfoText } from '../../support/machine-text.ts';

const normal: ZoneText = {
  zone: 'Normal',
  types: { Unmovable: [5, 4, 3], Movable: [0, 0, 9], HighAtomic: [1] },
  pageblocks: { Unmovable: 12, Movable: 200, HighAtomic: 2 },
};

describe('parsePagetypeinfo', () => {
  it('reads lists and pageblocks of every type, zone and node', () => {
    const text = pagetypeinfoText({ orders: 3, zones: [normal, { ...normal, node: 1, zone: 'Movable' }] });
    const read = parsePagetypeinfo(text);
    expect(read).toMatchObject({ pageblockOrder: 9, capped: false });
    expect(read.zones.map(({ node, zone }) => `${node} ${zone}`)).toEqual(['0 Normal', '1 Movable']);
    for (const zone of read.zones) {
      expect(zone.freeBlocks.Unmovable).toEqual([5, 4, 3]);
      expect(zone.freeBlocks.HighAtomic).toEqual([1, 0, 0]);
      expect(zone.freeBlocks.CMA).toEqual([0, 0, 0]);
      expect(zone.pageblocks).toMatchObject({ Unmovable: 12, Movable: 200, HighAtomic: 2, Isolate: 0 });
    }
  });

  it('takes a list of more than 100,000 blocks as that many, and says that it was cut', () => {
    const text = pagetypeinfoText({
      orders: 2,
      zones: [{ zone: 'Normal', types: { Movable: [123_456, 7] } }],
    });
    expect(text).toContain('>100000');
    const read = parsePagetypeinfo(text);
    expect(read.capped).toBe(true);
    expect(read.zones[0]?.freeBlocks.Movable).toEqual([100_000, 7]);
  });

  it('reads Reserve, which kernels before 4.4 have', () => {
    const text = pagetypeinfoText({
      format: '3.10',
      orders: 2,
      zones: [{ zone: 'Normal', types: { Reserve: [0, 3] }, pageblocks: { Reserve: 2 } }],
    });
    expect(parsePagetypeinfo(text).zones[0]).toMatchObject({
      freeBlocks: { Reserve: [0, 3] },
      pageblocks: { Reserve: 2 },
    });
  });

  it('passes over the mixed blocks that page_owner=on adds', () => {
    const mixed = `${pagetypeinfoText({ orders: 3, zones: [normal] })}
Number of mixed blocks    Unmovable      Movable  Reclaimable   HighAtomic          CMA      Isolate
Node 0, zone   Normal            7            7            7            7            7            7 
`;
    expect(parsePagetypeinfo(mixed).zones[0]?.pageblocks).toMatchObject({ Unmovable: 12, Movable: 200 });
  });

  const text = pagetypeinfoText({ orders: 3, zones: [normal] });
  it.each<[string, string, RegExp]>([
    ['nothing', '', /line 1: .*expected 'Page block order: N'/],
    ['no page block order', text.replace(/^Page block.*$/m, ''), /expected 'Page block order: N'/],
    ['no rows of free counts', 'Page block order: 9\nPages per block:  512\n', /rows of free counts/],
    ['a negative count', text.replace('     5 ', '    -5 '), /expected/],
    ['a count past 2^53', text.replace('     5 ', ' 9007199254740993 '), /expected decimal counts/],
    ['rows of unequal length', text.replace(/(type +Movable.*) \d+ $/m, '$1'), /expected/],
    ['a foreign line', `${text}hello\n`, /a text of 5 characters: expected a row/],
    ['pageblock rows before their heading', 'Node 0, zone Normal 1 2\n', /line 1: .*expected a row/],
  ])('refuses %s', (_, broken, message) => {
    const parse = (): unknown => parsePagetypeinfo(broken);
    expect(parse).toThrow(MalformedError);
    expect(parse).toThrow(message);
  });

  it('reads the largest count that is taken, and passes over types that it does not know', () => {
    const most = 2 ** 21 - 1;
    const with5 = (word: string | number): string => text.replace('     5 ', ` ${word} `);
    expect(parsePagetypeinfo(with5(most)).zones[0]?.freeBlocks.Unmovable).toEqual([most, 4, 3]);
    expect(() => parsePagetypeinfo(with5(most + 1))).toThrow(/decimal counts/);
    expect(parsePagetypeinfo(with5('>100000')).zones[0]?.freeBlocks.Unmovable).toEqual([100_000, 4, 3]);
    expect(() => parsePagetypeinfo(with5('>'))).toThrow(/decimal counts/);
    const renamed = parsePagetypeinfo(text.replaceAll('Unmovable', 'Unheardof')).zones[0];
    expect(Object.keys(renamed?.freeBlocks ?? {})).not.toContain('Unheardof');
    expect(renamed?.pageblocks).toMatchObject({ Movable: 200, HighAtomic: 2 });
  });

  it.each([
    'Node 0, zone Normal, type Movable\n',
    'Node 0, zone Normal, type Movable  x 1 2\n',
    'Node 0, zone 9, type Movable 1 2 3\n',
    'Node 1234567890, zone Normal, type Movable 1 2 3\n',
    'XNode 0, zone Normal, type Movable 1 2 3\n',
    'XNode 0, zone Normal 1 2 3\n',
    'Node 0, zone Normal x 1 2 3\n',
    'Node 0, zone Normal\n',
    'Page block order: 123\n',
    'Page block order: x\n',
    'Page block order: 9 x\n',
    'Some Page block order: 9\n',
  ])('refuses the row %j', (row) => {
    expect(() => parsePagetypeinfo(`${text}${row}`)).toThrow(MalformedError);
  });

  it('reads back whatever lists are printed', () => {
    const counts = fc.array(fc.nat(99_999), { minLength: 4, maxLength: 4 });
    const all: Migratetype[] = ['Unmovable', 'Movable', 'Reclaimable', 'HighAtomic', 'CMA', 'Isolate'];
    const each = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
      fc.record(Object.fromEntries(all.map((type) => [type, of])));
    const zone = fc.record({
      node: fc.nat(3),
      zone: fc.constantFrom('DMA', 'Normal'),
      types: each(counts),
      pageblocks: each(fc.nat(1e6)),
    });
    const zones = fc.uniqueArray(zone, { minLength: 1, selector: (z) => `${z.node} ${z.zone}` });
    fc.assert(
      fc.property(zones, fc.integer({ min: 1, max: 13 }), (printed, pageblockOrder) => {
        const read = parsePagetypeinfo(pagetypeinfoText({ orders: 4, pageblockOrder, zones: printed }));
        expect(read.pageblockOrder).toBe(pageblockOrder);
        const sorted = [...printed].sort((a, b) => a.node - b.node);
        const key = ({ node, zone: name }: { node: number; zone: string }): string => `${node} ${name}`;
        const byKey = new Map(read.zones.map((z) => [key(z), z]));
        for (const { node, zone: name, types, pageblocks } of sorted) {
          expect(byKey.get(`${node} ${name}`)).toEqual({ node, zone: name, freeBlocks: types, pageblocks });
        }
        expect(read.zones).toHaveLength(printed.length);
      }),
    );
  });
});
