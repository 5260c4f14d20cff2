import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { parseBuddyinfo } from '../../src/machine/proc/buddyinfo.ts';
import { fragmentationIndex, unusableIndex } from '../../src/predict/fragmentation.ts';
import { corpus, describeCorpus } from '../support/corpus.ts';
import { fixture } from '../support/root.ts';

describe('fragmentationIndex', () => {
  it.each<[string, number[], number, number]>([
    // what, free blocks, order, thousandths; (1000 + pages*1000/2^order) / blocks, taken from 1000
    ['nothing is free', [0, 0, 0], 2, 0],
    ['a block is free', [5, 0, 1], 2, -1000],
    ['a larger block is free', [5, 0, 0, 1], 2, -1000],
    ['100 single pages for order 4: 1000 - (1000 + 6250)/100', [100], 4, 1000 - 72],
    ['half blocks alone tend to 500', [0, 0, 0, 1000], 4, 1000 - 501],
    ['one half block: 1000 - 1500', [0, 0, 0, 1], 4, -500],
    ['two half blocks: 1000 - (1000 + 1000)/2', [0, 0, 0, 2], 4, 0],
  ])('%s', (_, blocks, order, thousandths) => {
    expect(fragmentationIndex(blocks, order)).toBe(thousandths);
  });
});

describe('unusableIndex', () => {
  it.each<[string, number[], number, number]>([
    // what, free blocks, order, thousandths of the free memory that lie in smaller blocks
    ['nothing is free', [0, 0, 0], 2, 1000],
    ['all of it fits', [0, 0, 3], 2, 0],
    ['none of it fits', [8, 4, 0], 2, 1000],
    ['larger blocks count: 4 of 12 pages lie in smaller ones', [4, 0, 0, 1], 2, 333],
    ['single pages are never too small', [7, 0, 0, 1], 0, 0],
  ])('%s', (_, blocks, order, thousandths) => {
    expect(unusableIndex(blocks, order)).toBe(thousandths);
  });
});

/** Rows of a file of debugfs extfrag: node and zone, thousandths an order; the kernel prints -500 as `0.-500`. */
function recordedIndex(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/^Node (\d+), zone +(\w+) (.*)$/gm)].map(([, node = '', zone = '', numbers = '']) => [
      `${node} ${zone}`,
      [...numbers.matchAll(/(-?\d+)\.(-?\d+)/g)].map(([, a, b]) => Number(a) * 1000 + Number(b)).join(),
    ]),
  );
}

/** How many rows of a buddyinfo give the recorded index at every order. */
function compareIndex(
  buddyinfo: string,
  extfrag: string,
  index = fragmentationIndex,
): { rows: number; equal: number; positive: number } {
  const recorded = recordedIndex(extfrag);
  const rows = parseBuddyinfo(buddyinfo).map(({ node, zone, freeBlocks }) => ({
    own: freeBlocks.map((_, order) => index(freeBlocks, order)).join(),
    kernels: recorded.get(`${node} ${zone}`),
  }));
  return {
    rows: rows.length,
    equal: rows.filter(({ own, kernels }) => own === kernels).length,
    positive: rows.filter(({ own }) => /(^|,)[1-9]/.test(own)).length,
  };
}

const guests = ['5.10.0', '6.12.117-two-nodes', '7.3.4'];

it.each(guests)("the unusable index is the kernel's own on %s", (machine) => {
  const text = (path: string): string => readFileSync(join(fixture(machine), path), 'utf8');
  const kernels = text('sys/kernel/debug/extfrag/unusable_index');
  const { rows, equal, positive } = compareIndex(text('proc/buddyinfo'), kernels, unusableIndex);
  expect(positive).toBeGreaterThan(0);
  expect(equal).toBe(rows);
});

it.each(guests)("is the kernel's own on %s", (machine) => {
  const text = (path: string): string => readFileSync(join(fixture(machine), path), 'utf8');
  const { rows, equal } = compareIndex(
    text('proc/buddyinfo'),
    text('sys/kernel/debug/extfrag/extfrag_index'),
  );
  expect(equal).toBe(rows);
});

describeCorpus('trials', 'the recorded trials', () => {
  it.each(['5.10', '6.12'])(
    "%s: the index is the kernel's own, but for what moved between two readings",
    (kernel) => {
      const lines = gunzipSync(readFileSync(join(corpus, `trials/${kernel}.jsonl.gz`))).toString('utf8');
      const sum = { rows: 0, equal: 0, positive: 0 };
      for (const line of lines.split('\n').filter(Boolean)) {
        const { proc } = JSON.parse(line) as { proc: { buddyinfo: string; extfrag_index?: string } };
        if (proc.extfrag_index === undefined) continue;
        const found = compareIndex(proc.buddyinfo, proc.extfrag_index);
        for (const key of ['rows', 'equal', 'positive'] as const) sum[key] += found[key];
      }
      expect(sum.positive).toBeGreaterThan(1000);
      expect(sum.equal / sum.rows).toBeGreaterThan(0.95);
    },
  );
});
