// Dumps of /proc files are read, and read rightly: those written for the tests, and the recorded ones where they are here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseBuddyinfo } from '../../src/machine/proc/buddyinfo.ts';
import { type Migratetype, parsePagetypeinfo } from '../../src/machine/proc/pagetypeinfo.ts';
import { parseZoneinfo } from '../../src/machine/proc/zoneinfo.ts';
import { corpus, describeCorpus, readTsv, repository } from '../support/corpus.ts';

type Row = Record<string, string>;

const written = join(repository, 'test/fixtures/dumps');
const recorded = join(corpus, 'dumps');

function dumpsIn(folder: string, kind: string): [string, Row][] {
  return readTsv(join(folder, 'index.tsv'))
    .filter((row) => row.kind === kind)
    .map((row) => [row.file ?? '', row]);
}

const inOrder = (words: Iterable<string>): string => [...new Set(words)].sort().join();
const pagesIn = (blocks: readonly number[]): number =>
  blocks.reduce((sum, n, order) => sum + n * 2 ** order, 0);

/** What each dump of a folder must give, by its index and beside the plainest reading there is. */
function readsRightly(folder: string): void {
  const textOf = (file: string): string => readFileSync(join(folder, file), 'latin1');
  const plainTextOf = (file: string): string => textOf(file).replaceAll('\r\n', '\n');

  it.each(dumpsIn(folder, 'buddyinfo'))('%s: nodes, zones and orders are those of the index', (file, row) => {
    const rows = parseBuddyinfo(textOf(file));
    expect(String(new Set(rows.map((r) => r.node)).size)).toBe(row.nodes);
    expect(inOrder(rows.map((r) => r.zone))).toBe(inOrder((row.zones ?? '').split(',')));
    expect(String(rows[0]?.freeBlocks.length)).toBe(row.orders);
    const lines = plainTextOf(file).trimEnd().split('\n').filter(Boolean);
    expect(rows).toHaveLength(lines.length);
    rows.forEach((r, i) => {
      const [, node, , zone, ...counts] = (lines[i] ?? '').trim().split(/[\s,]+/);
      expect([String(r.node), r.zone, ...r.freeBlocks.map(String)]).toEqual([node, zone, ...counts]);
    });
  });

  it.each(dumpsIn(folder, 'zoneinfo'))('%s: every zone has its free pages, marks and reserve', (file) => {
    const text = plainTextOf(file);
    const zones = parseZoneinfo(textOf(file));
    expect(zones.map((z) => `${z.node} ${z.zone}`)).toEqual(
      [...text.matchAll(/^Node (\d+), zone +(\w+)/gm)].map((m) => `${m[1] ?? ''} ${m[2] ?? ''}`),
    );
    expect(zones.map((z) => String(z.freePages))).toEqual(
      [...text.matchAll(/^ {2}pages free +(\d+)/gm)].map((m) => m[1]),
    );
    expect(zones.map((z) => String(z.managedPages))).toEqual(
      [...text.matchAll(/^ {8}managed +(\d+)/gm)].map((m) => m[1]),
    );
    expect(zones.map((z) => z.lowmemReserve.join(', '))).toEqual(
      [...text.matchAll(/^ {8}protection: \((.*)\)/gm)].map((m) => m[1]),
    );
    for (const { watermarkPages: mark } of zones) {
      expect(mark.min).toBeLessThanOrEqual(mark.low);
      expect(mark.low).toBeLessThanOrEqual(mark.high);
    }
    // A zone that holds pages has CPUs with lists for them.
    for (const zone of zones.filter((z) => z.managedPages > 0)) expect(zone.perCpu().cpus).toBeGreaterThan(0);
  });

  it.each(dumpsIn(folder, 'pagetypeinfo'))(
    '%s: every list and every kind of pageblock is found',
    (file, row) => {
      const text = plainTextOf(file);
      const { zones, pageblockOrder } = parsePagetypeinfo(textOf(file));
      expect(`Page block order: ${pageblockOrder}`).toBe(text.split('\n')[0]);
      expect(inOrder(zones.map((z) => z.zone))).toBe(inOrder((row.zones ?? '').split(',')));
      const lists = zones.reduce((sum, z) => sum + Object.keys(z.freeBlocks).length, 0);
      expect(lists).toBe([...text.matchAll(/, type +\w+ /g)].length);
      for (const zone of zones) expect(zone.pageblocks.Movable).toBeGreaterThan(0);
    },
  );
}

describe('the dumps that were written for the tests', () => {
  readsRightly(written);

  /** The rows of a table of expected values, by dump. */
  const expected = (kind: string): [string, Row[]][] => {
    const rows = readTsv(join(written, `${kind}.tsv`));
    return dumpsIn(written, kind).map(([file]) => [file, rows.filter((row) => row.file === file)]);
  };
  const textOf = (file: string): string => readFileSync(join(written, file), 'latin1');

  it.each(expected('buddyinfo'))('%s holds the pages of the table', (file, rows) => {
    const found = parseBuddyinfo(textOf(file)).map(({ node, zone, freeBlocks }) => {
      const largest = freeBlocks.findLastIndex((n) => n > 0);
      return {
        file,
        node: String(node),
        zone,
        single: String(freeBlocks[0]),
        pages: String(pagesIn(freeBlocks)),
        largest: largest === -1 ? '-' : String(largest),
      };
    });
    expect(found).toEqual(rows);
  });

  it.each(expected('zoneinfo'))('%s says what the table says', (file, rows) => {
    const found = parseZoneinfo(textOf(file)).map((zone) => {
      const { cpus, pages, statThreshold } = zone.perCpu();
      const counts = {
        node: zone.node,
        free: zone.freePages,
        ...zone.watermarkPages,
        spanned: zone.spannedPages,
        present: zone.presentPages,
        managed: zone.managedPages,
        freeCma: zone.freeCmaPages,
        filePages: zone.lru.inactiveFile + zone.lru.activeFile,
        cpus,
        perCpuPages: pages,
        threshold: statThreshold,
        freeHighatomic: zone.freeHighatomicPages ?? '-',
        unaccepted: zone.unacceptedPages,
      };
      return {
        file,
        zone: zone.zone,
        protection: zone.lowmemReserve.join(' '),
        ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)])),
      };
    });
    expect(found).toEqual(rows);
  });

  it.each(expected('pagetypeinfo'))('%s: lists and pageblocks are those of the table', (file, rows) => {
    const { zones, capped } = parsePagetypeinfo(textOf(file));
    const found = zones.flatMap(({ node, zone, freeBlocks, pageblocks }) =>
      Object.entries(freeBlocks).map(([type, blocks]) => ({
        file,
        node: String(node),
        zone,
        type,
        pages: String(pagesIn(blocks)),
        pageblocks: String(pageblocks[type as Migratetype]),
      })),
    );
    expect(found).toEqual(rows);
    expect(capped).toBe(file === 'pagetypeinfo-capped.txt');
  });
});

describeCorpus('dumps', 'the recorded dumps', () => {
  it('are 28 of buddyinfo, 9 of zoneinfo and 2 of pagetypeinfo', () => {
    const counts = ['buddyinfo', 'zoneinfo', 'pagetypeinfo'].map((kind) => dumpsIn(recorded, kind).length);
    expect(counts).toEqual([28, 9, 2]);
  });
  readsRightly(recorded);
});
