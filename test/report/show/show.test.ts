// What `show` prints on six machines, at three widths, with colour and without. What changed is read in the diff of
// test/golden/show; UPDATE_GOLDEN=1 writes the files anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { showMachine, shownNeeds } from '../../../src/cli/show-machine.ts';
import type { ZoneMemory } from '../../../src/guard/zone-memory.ts';
import { Machine } from '../../../src/machine/machine.ts';
import type { ShowAnswer } from '../../../src/report/show/answer.ts';
import { showFormats } from '../../../src/report/show/formats.ts';
import { showHtml } from '../../../src/report/show/html.ts';
import { summaryOf } from '../../../src/report/show/summary.ts';
import { type Screen, plainScreen } from '../../../src/text/screen.ts';
import { zoneMemoryOf } from '../../support/answers.ts';
import { fixture, makeRoot, removeRoots } from '../../support/root.ts';

afterAll(removeRoots);

const container = makeRoot({
  'proc/buddyinfo': readFileSync(join(fixture('7.3.4'), 'proc/buddyinfo'), 'utf8'),
});
const machines: [name: string, root: string][] = [
  ['one-node', fixture('7.3.4')],
  ['eight-nodes', fixture('eight-nodes')],
  ['64k-pages', fixture('6.12-ppc64le-highatomic')],
  ['highmem', fixture('4.19.0-686-highmem')],
  ['14-orders', fixture('4.18.0-arm64-64k')],
  ['little-to-read', container],
];
const screens: [string, Screen][] = [
  ['40 columns', { ...plainScreen, width: 40 }],
  ['80 columns', plainScreen],
  ['120 columns', { ...plainScreen, width: 120 }],
  ['40 columns, a terminal', { width: 40, colour: true, symbols: 'unicode' }],
  ['80 columns, a terminal', { width: 80, colour: true, symbols: 'unicode' }],
  ['120 columns, a terminal', { width: 120, colour: true, symbols: 'ascii' }],
];

async function shown(root: string): Promise<ShowAnswer> {
  const machine = new Machine(root);
  const sizes = { rules: undefined, rulesFile: undefined, cpus: 4, count: undefined };
  const needs = await shownNeeds({ workloads: ['veth', 'iptables'], ...sizes }, machine);
  const answer = showMachine(machine, needs, new Date('2026-01-31T12:00:00Z'));
  // Where the repository lies must not decide where lines break.
  return { ...answer, notes: answer.notes.map((note) => note.replaceAll(root, '')) };
}

const format = (name: string): (typeof showFormats)[number] =>
  showFormats.find((each) => each.name === name)!;

describe.each(machines)('%s', (name, root) => {
  const own = (text: string): string => text.replaceAll('\u001b', '␛');

  it.each(showFormats.map((each) => each.name))('is told as on record in %s', async (formatName) => {
    const answer = await shown(root);
    const how = format(formatName);
    const now =
      formatName === 'text'
        ? screens.map(([screen, width]) => `## ${screen}\n${own(how.render(answer, width))}`).join('\n')
        : own(how.render(answer, plainScreen));
    const file = join(import.meta.dirname, '../../golden/show', `${name}.${formatName}`);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, now);
    expect(now).toBe(readFileSync(file, 'utf8'));
  });

  it('is told as on record in a page', async () => {
    const now = own(showHtml(await shown(root)));
    const file = join(import.meta.dirname, '../../golden/show', `${name}.html`);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, now);
    expect(now).toBe(readFileSync(file, 'utf8'));
  });

  it('fits its width', async () => {
    const answer = await shown(root);
    for (const [, screen] of screens) {
      const lines = format('text').render(answer, screen).replace(/\u001b\[[\d;]*m/g, '').split('\n'); // prettier-ignore
      expect(lines.filter((line) => line.length > screen.width && !/^\S+$/.test(line.trim()))).toEqual([]);
    }
  });
});

describe('the sentence on top', () => {
  const state = (...zones: Partial<ZoneMemory>[]): string =>
    summaryOf({ zones: zones.map(zoneMemoryOf), pageSize: 4096 }).state;

  it.each<[string, Partial<ZoneMemory>[]]>([
    ['good', [{ kernelOrder: 10 }]],
    ['good', [{ kernelOrder: 2 }, { node: 1, kernelOrder: 10 }]],
    ['fragmented', [{ kernelOrder: 2, largestOrder: 2 }]],
    ['short', [{ kernelOrder: 2, largestOrder: 10 }]],
    ['exhausted', [{ kernelOrder: null }]],
    // What lies in zones that GFP_KERNEL does not reach is no comfort.
    ['exhausted', [{ kernelOrder: null }, { zone: 'HighMem', allowed: false, kernelOrder: null }]],
    ['unknown', [{ kernelOrder: null, perhapsOrder: 10, watermarkPages: null }]],
    ['unknown', [{ kernelOrder: 3, perhapsOrder: 4 }]],
  ])('%s', (expected, zones) => {
    const told = zones.map(({ kernelOrder = 10, perhapsOrder = kernelOrder, ...zone }) => ({
      ...{ kernelOrder, perhapsOrder },
      ...zone,
    }));
    expect(state(...told)).toBe(expected);
  });
});
