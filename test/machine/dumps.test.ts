// Every real dump of the corpus is read, and read rightly: what the index says of it is what the parser finds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parseBuddyinfo } from '../../src/machine/proc/buddyinfo.ts';
import { parsePagetypeinfo } from '../../src/machine/proc/pagetypeinfo.ts';
import { parseZoneinfo } from '../../src/machine/proc/zoneinfo.ts';
import { corpus, describeCorpus, readTsv } from '../support/corpus.ts';

describeCorpus('dumps', 'the recorded dumps', () => {
  const index = readTsv(join(corpus, 'dumps/index.tsv'));
  const dumps = (kind: string): [string, Record<string, string>][] =>
    index.filter((row) => row.kind === kind).map((row) => [row.file ?? '', row]);
  const textOf = (file: string): string => readFileSync(join(corpus, 'dumps', file), 'latin1');
  const inOrder = (words: Iterable<string>): string => [...new Set(words)].sort().join();

  it('are 28 of buddyinfo, 9 of zoneinfo and 2 of pagetypeinfo', () => {
    expect(['buddyinfo', 'zoneinfo', 'pagetypeinfo'].map((kind) => dumps(kind).length)).toEqual([28, 9, 2]);
  });

  it.each(dumps('buddyinfo'))('%s: nodes, zones and orders are those of the index', (file, row) => {
    const rows = parseBuddyinfo(textOf(file));
    expect(String(new Set(rows.map((r) => r.node)).size)).toBe(row.nodes);
    expect(inOrder(rows.map((r) => r.zone))).toBe(inOrder((row.zones ?? '').split(',')));
    expect(String(rows[0]?.freeBlocks.length)).toBe(row.orders);
    // Beside the parser, the plainest reading there is.
    const words = textOf(file).trimEnd().split('\n').filter(Boolean);
    expect(rows).toHaveLength(words.length);
    rows.forEach((r, i) => {
      const [, node, , zone, ...counts] = (words[i] ?? '').trim().split(/[\s,]+/);
      expect([String(r.node), r.zone, ...r.freeBlocks.map(String)]).toEqual([node, zone, ...counts]);
    });
  });

  it.each(dumps('zoneinfo'))('%s: every zone has its free pages, marks and reserve', (file) => {
    const text = textOf(file);
    const zones = parseZoneinfo(text);
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

  it.each(dumps('pagetypeinfo'))('%s: every list and every kind of pageblock is found', (file, row) => {
    const text = textOf(file);
    const { zones, pageblockOrder } = parsePagetypeinfo(text);
    expect(`Page block order: ${pageblockOrder}`).toBe(text.split('\n')[0]);
    expect(inOrder(zones.map((z) => z.zone))).toBe(inOrder((row.zones ?? '').split(',')));
    const lists = zones.reduce((sum, z) => sum + Object.keys(z.freeBlocks).length, 0);
    expect(lists).toBe([...text.matchAll(/, type +\w+ /g)].length);
    for (const zone of zones) expect(zone.pageblocks.Movable).toBeGreaterThan(0);
  });
});
