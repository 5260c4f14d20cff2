// The machines of test/fixtures/proc, each answer worked out by hand from its files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Machine } from '../../src/machine/machine.ts';
import type { ProcTexts } from '../../src/machine/snapshot.ts';
import { type Question, ask } from '../support/ask.ts';
import { fixture } from '../support/root.ts';

function textsOf(machine: string): ProcTexts {
  const text = (name: string): string => readFileSync(join(fixture(machine), 'proc', name), 'utf8');
  return {
    buddyinfo: text('buddyinfo'),
    zoneinfo: text('zoneinfo'),
    pagetypeinfo: text('pagetypeinfo'),
    meminfo: text('meminfo'),
    vmstat: text('vmstat'),
  };
}

type Row = [question: Question, verdict: string, zones: string, why: string];

/** `zones` is every zone of the answer: + serves, - does not, . may not be used. */
const machines: Record<string, Row[]> = {
  '5.10.0': [
    // Normal: 117613 - 15 > 6276. DMA32: 103563 - 15 > 5055 + 493. DMA: 3945 - 15 is not above 197 + 14380.
    [{ order: 4 }, 'available', '+Normal +DMA32 -DMA', 'Normal: free far above min'],
    [{ order: 10 }, 'available', '+Normal +DMA32 -DMA', '114 and 96 blocks of order 10'],
    [{ order: 11 }, 'unavailable', '-Normal -DMA32 -DMA', '11 columns end at order 10'],
    // DMA for a DMA request: 3945 - 1023 > 197 + 0; with GFP_DMA32: not above 197 + 6486, DMA32 serves.
    [{ order: 10, gfp: 'GFP_DMA' }, 'available', '.Normal .DMA32 +DMA', 'three blocks of order 10 in DMA'],
    [{ order: 10, gfp: 'GFP_DMA32' }, 'available', '.Normal +DMA32 -DMA', '3945 - 1023 < 197 + 6486'],
  ],
  '6.12.117-two-nodes': [
    // Node 0 DMA32: 77055 - 15 > 436. Node 1: Normal 24624 - 15 > 163, DMA32 16212 - 15 > 85 + 121.
    [{ order: 4 }, 'available', '+DMA32 -DMA +Normal +DMA32', 'both nodes serve'],
    [
      { order: 10, gfp: 'GFP_ATOMIC' },
      'available',
      '+DMA32 -DMA +Normal +DMA32',
      'all three have such blocks',
    ],
    [
      { order: 10, gfp: 'GFP_DMA32' },
      'available',
      '+DMA32 -DMA .Normal +DMA32',
      'DMA: 3808 - 1023 < 20 + 5193',
    ],
    // 16212 - 1023 > 85 + 0: for its own class DMA32 of node 1 holds nothing back.
    [{ order: 10, gfp: 'GFP_DMA' }, 'available', '.DMA32 +DMA .Normal .DMA32', '3808 - 1023 > 20'],
  ],
  '7.3.4': [
    [{ order: 4 }, 'available', '+Normal +DMA32 -DMA', 'Normal: 102788 - 15 > 461'],
    [{ order: 10, gfp: 'GFP_HIGHUSER_MOVABLE' }, 'available', '+Normal +DMA32 -DMA', 'Movable has no memory'],
    [{ order: 9, gfp: 'GFP_DMA' }, 'available', '.Normal .DMA32 +DMA', '3808 - 511 > 15'],
  ],
  '3.10.0-fragmented': [
    // Normal: 28556 + 2·10818 + 4·1409 + 8·84 = 56500 free, min 13867.
    [{ order: 0 }, 'available', '+Normal +DMA32 -DMA', '56500 > 13867'],
    // order 1: 56500 - 1 - 28556 = 27943 > 6933; DMA32: 30346 - 1 - 17272 = 13073 > 1510
    [{ order: 1 }, 'available', '+Normal +DMA32 -DMA', 'blocks of order 1 and more suffice'],
    // order 2: 56500 - 3 - 28556 - 21636 = 6305 > 3466; DMA32: 30346 - 3 - 17272 - 9994 = 3077 > 755
    [{ order: 2 }, 'available', '+Normal +DMA32 -DMA', '6305 > 13867/4'],
    // order 3: 56500 - 7 - 28556 - 21636 - 5636 = 665, not above 13867/8 = 1733; DMA32: 30346 - 7 - 17272 - 9994 - 2776 = 297 < 377
    [{ order: 3 }, 'attainable', '-Normal -DMA32 -DMA', '84 blocks, and the rule before 4.4 refuses them'],
    // order 4: DMA32 has three blocks of order 4, in Reserve: 48 - 15 - ... = 33 is not above 188
    [{ order: 4 }, '', '-Normal -DMA32 -DMA', 'no zone'],
    // The rule since 4.4 asks nothing of the lower orders.
    [{ order: 3, release: '4.4.0-21-generic' }, 'available', '+Normal +DMA32 -DMA', 'the same memory on 4.4'],
    // DMA for a DMA request: 3973 - 15 - 1 - 0 - 4 - 0 = 3953, above 15 halved four times
    [{ order: 4, gfp: 'GFP_DMA' }, 'available', '.Normal .DMA32 +DMA', 'DMA keeps large blocks'],
  ],
  '4.18.0-arm64-64k': [
    // Normal of node 0: 3 blocks of order 13; 36709 - 8191 > 4011. The others have none.
    [{ order: 13 }, 'available', '+Normal -DMA32 -Normal', 'only node 0 Normal'],
    [{ order: 14 }, 'unavailable', '-Normal -DMA32 -Normal', '14 columns end at order 13'],
    // DMA32: 15366 free, two blocks of order 11: 15366 - 2047 = 13319 > 212 + 7900
    [{ order: 11 }, 'available', '+Normal +DMA32 -Normal', 'DMA32 has two'],
    // Node 1: 129+212+316+336+416+448+384+128 = 2369 free, min 4071, of which GFP_ATOMIC leaves 1527.
    [{ order: 0 }, 'available', '+Normal +DMA32 -Normal', 'node 1 is below its mark'],
    [{ order: 0, gfp: 'GFP_ATOMIC' }, 'available', '+Normal +DMA32 +Normal', '2369 > 4071·3/8'],
  ],
  '4.19.0-686-highmem': [
    // Normal: 1961 + 1004 + 372 + 24 = 3361 free, min 1011, nothing above order 3. DMA: 1493 - 15 < 79 + 824 + ...
    [{ order: 3 }, 'available', '.HighMem +Normal +DMA', 'Normal: 3361 - 7 > 1011'],
    // DMA: 23+30+16+40+32+96+192+256+768+512 = 1965; 1965 - 15 > 79 + 824
    [{ order: 4 }, 'available', '.HighMem -Normal +DMA', 'DMA: 1965 - 15 > 79 + 824'],
    [{ order: 10 }, '', '.HighMem -Normal -DMA', '142 blocks in HighMem do nothing for the kernel'],
    // GFP_HIGHUSER: HighMem, and its own larger reserve in Normal: 3361 - 7 < 1011 + 9497
    [{ order: 10, gfp: 'GFP_HIGHUSER' }, 'available', '+HighMem -Normal -DMA', 'user pages may have them'],
    [{ order: 3, gfp: 'GFP_HIGHUSER' }, 'available', '+HighMem -Normal -DMA', '3361 < 1011 + 9497'],
  ],
};

describe.each(Object.entries(machines))('%s', (name, rows) => {
  const machine = new Machine(fixture(name));
  const texts = textsOf(name);

  it.each(rows)('%j: %s, %s (%s)', (question, verdict, zones) => {
    const found = ask(texts, { release: machine.release, ...question });
    const marks = found.zones.map((z) => `${!z.allowed ? '.' : z.fits ? '+' : '-'}${z.zone}`);
    expect(marks.join(' ')).toBe(zones);
    if (verdict !== '') expect(found.verdict).toBe(verdict);
    else expect(found.verdict).not.toBe('available');
  });
});

describe('single pages, counted by hand', () => {
  it.each<[string, number]>([
    // DMA32 103563 - 5055 - 493 = 98015, Normal 117613 - 6276 = 111337, DMA below its reserve
    ['5.10.0', 209_352],
    // DMA32 76619, node 1: Normal 24461, DMA32 16212 - 85 - 121 = 16006
    ['6.12.117-two-nodes', 117_086],
    // DMA32 110420 - 443 - 449 = 109528, Normal 102788 - 461 = 102327
    ['7.3.4', 211_855],
    // DMA32 30346 - 3021 - 13053 = 14272, Normal 56500 - 13867 = 42633
    ['3.10.0-fragmented', 56_905],
  ])('%s: vmalloc-noretry has %i pages, and not one more', (name, pages) => {
    const texts = textsOf(name);
    const { release } = new Machine(fixture(name));
    const at = (n: number): string => ask(texts, { release, path: 'vmalloc-noretry', pages: n }).verdict;
    expect(at(pages)).toBe('available');
    expect(at(pages + 1)).not.toBe('available');
  });

  it.each<[string, number]>([
    // MemAvailable in pages, no swap: 818372/4, 467356/4, 845992/4, 124614144/64
    ['5.10.0', 204_593],
    ['6.12.117-two-nodes', 116_839],
    ['7.3.4', 211_498],
    ['4.18.0-arm64-64k', 1_947_096],
  ])('%s: vmalloc has %i pages', (name, pages) => {
    const texts = textsOf(name);
    const { release, pageSize } = new Machine(fixture(name));
    const at = (n: number): string => ask(texts, { release, path: 'vmalloc', pages: n, pageSize }).verdict;
    expect(at(pages)).toBe('available');
    // Beyond it only what MemAvailable leaves out can help.
    expect(at(pages * 2)).not.toBe('available');
  });
});
