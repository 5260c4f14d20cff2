// A large zoneinfo is read without its per-CPU lists: it must say what the whole says, wherever the pieces end.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MalformedError, UnreadableError } from '../../../src/errors.ts';
import { Machine } from '../../../src/machine/machine.ts';
import { parseZoneHeads, readZoneHeads } from '../../../src/machine/proc/zoneinfo-heads.ts';
import { type ZoneinfoZone, parseZoneinfo } from '../../../src/machine/proc/zoneinfo.ts';
import { booted } from '../../support/arbitrary-machine.ts';
import { corpus, describeCorpus } from '../../support/corpus.ts';
import { zoneinfoText } from '../../support/machine-text.ts';
import { emptyRoot, fixture, makeRoot, removeRoots } from '../../support/root.ts';

afterAll(removeRoots);
const file = join(emptyRoot(), 'zoneinfo');

/** Everything that a zone says; the lists only where they are asked for. */
function said(zone: ZoneinfoZone, withLists: boolean): object {
  const { node, freePages, watermarkPages, presentPages, managedPages, lowmemReserve, freeCmaPages } = zone;
  const { spannedPages, freeHighatomicPages, reservedHighatomicPages, unacceptedPages, startPfn } = zone;
  return {
    ...{ node, freePages, watermarkPages, presentPages, managedPages, lowmemReserve, freeCmaPages },
    ...{ spannedPages, freeHighatomicPages, reservedHighatomicPages, unacceptedPages, startPfn },
    ...{ zone: zone.zone, lru: zone.lru, nodeStats: zone.nodeStats },
    ...(withLists && { perCpu: zone.perCpu() }),
  };
}

function expectSame(text: string, pieceSize: number): void {
  writeFileSync(file, text);
  const heads = readZoneHeads(file, pieceSize);
  expect(heads).not.toContain('count:');
  const unasked = parseZoneHeads(heads, () => {
    throw new Error('the whole is read though nobody asked for lists');
  });
  const whole = parseZoneinfo(text);
  expect(unasked.map((zone) => said(zone, false))).toEqual(whole.map((zone) => said(zone, false)));
  const asked = parseZoneHeads(heads, () => text);
  expect(asked.map((zone) => said(zone, true))).toEqual(whole.map((zone) => said(zone, true)));
}

const pieceSizes = [32, 33, 47, 64, 100, 1000, 4096, 131_072];
const recorded = readdirSync(fixture(''), { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe('zoneinfo without its per-CPU lists', () => {
  it.each(recorded.map(({ name }) => name))('%s: says what the whole says', (name) => {
    const text = readFileSync(join(fixture(name), 'proc/zoneinfo'), 'latin1');
    for (const size of pieceSizes) expectSame(text, size);
  });

  it('so does every invented machine, whatever the pieces', () => {
    fc.assert(
      fc.property(booted, fc.integer({ min: 32, max: 3000 }), ({ machine }, size) => {
        expectSame(zoneinfoText(machine), size);
      }),
      { numRuns: 200 },
    );
  });

  it('is a small part of the text of a large machine', () => {
    const whole = readFileSync(join(fixture('eight-nodes'), 'proc/zoneinfo'), 'latin1');
    writeFileSync(file, whole);
    expect(readZoneHeads(file).length * 3).toBeLessThan(whole.length);
  });

  it('is malformed where the whole is, in the same words', () => {
    const text = readFileSync(join(fixture('eight-nodes'), 'proc/zoneinfo'), 'latin1');
    const at = text.lastIndexOf('        min ');
    const wrong = `${text.slice(0, at)}        min      twelve\n${text.slice(text.indexOf('\n', at) + 1)}`;
    writeFileSync(file, wrong);
    const failure = (parse: () => unknown): string => {
      try {
        parse();
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedError);
        return (error as Error).message;
      }
      throw new Error('nothing is malformed');
    };
    const message = failure(() => parseZoneinfo(wrong));
    expect(message).toContain(`line ${text.slice(0, at).split('\n').length}: 'twelve'`);
    expect(failure(() => parseZoneHeads(readZoneHeads(file), () => wrong))).toBe(message);
  });

  it('no lists are counted where the whole has gone', () => {
    const text = readFileSync(join(fixture('eight-nodes'), 'proc/zoneinfo'), 'latin1');
    writeFileSync(file, text);
    const nothing = { pages: 0, cpus: 0, statThreshold: 0 };
    for (const whole of [undefined, '', 'Node 0, zone Normal\n']) {
      expect(parseZoneHeads(readZoneHeads(file), () => whole)[0]?.perCpu()).toEqual(nothing);
    }
  });

  it('is not read of what is no regular file, nor without end', () => {
    expect(() => readZoneHeads(join(file, 'nothing'))).toThrow(UnreadableError);
    expect(() => readZoneHeads('/dev/zero')).toThrow('is not a regular file');
    writeFileSync(file, 'Node 0, zone Normal\n'.repeat(4_000_000));
    expect(() => readZoneHeads(file)).toThrow(/is larger than \d+ bytes/);
  });
});

describe('a machine of several nodes', () => {
  it('is read so, and gives the lists that lie there when they are asked for', () => {
    const proc = (name: string): string => readFileSync(join(fixture('eight-nodes'), 'proc', name), 'latin1');
    const root = makeRoot({ 'proc/buddyinfo': proc('buddyinfo'), 'proc/zoneinfo': proc('zoneinfo') });
    const zone = new Machine(root).snapshot().zones?.find(({ zone }) => zone === 'Normal');
    const before = parseZoneinfo(proc('zoneinfo')).find(({ zone }) => zone === 'Normal');
    expect(zone && said(zone, false)).toEqual(before && said(before, false));
    expect(before?.perCpu().cpus).toBeGreaterThan(0);
    writeFileSync(join(root, 'proc/zoneinfo'), proc('zoneinfo').replaceAll('cpu: 0\n', 'cpu: 0\ncount: 1\n'));
    expect(zone?.perCpu().cpus).toBeGreaterThan(before?.perCpu().cpus ?? 0);
  });
});

describeCorpus('dumps', 'the recorded dumps', () => {
  const names = readdirSync(join(corpus, 'dumps')).filter((name) => name.includes('zoneinfo'));

  it.each(names)('%s: says what the whole says', (name) => {
    const text = readFileSync(join(corpus, 'dumps', name), 'latin1');
    for (const size of pieceSizes) expectSame(text, size);
  });
});
