// Several blocks: how many are free is said wherever it decides.
import { describe, expect, it } from '@jest/globals';
import { ask } from '../support/ask.ts';
import { textsOf } from '../support/machine-text.ts';

const zone = (blocks: number[], node = 0): Parameters<typeof textsOf>[0]['zones'][number] => ({
  node,
  zone: 'Normal',
  types: { Movable: blocks },
  min: 0,
  managed: 1e7,
  file: 1000,
});
const nine = (count: number): number[] => [...Array<number>(9).fill(100), count];
const two = textsOf({ zones: [zone(nine(200)), zone(nine(112), 1)] });

describe('blocks of order 9, of which 200 and 112 are free', () => {
  it.each<[number, string, RegExp]>([
    [1, 'available', /^node 0 zone Normal serves order 9 from what is free: /],
    [200, 'available', /^node 0 zone Normal serves 200 blocks of order 9 from what is free: /],
    [201, 'available', /^the zones together serve 201 blocks of order 9 from what is free: /],
    [312, 'available', /^the zones together serve 312 blocks of order 9 from what is free: /],
    [20_000, 'unavailable', /^312 of 20,000 blocks of order 9 are free, and /],
  ])('%i of them: %s', (count, verdict, reason) => {
    const found = ask(two, { order: 9, count });
    expect(found.verdict).toBe(verdict);
    expect(found.reason).toMatch(reason);
  });

  it.each<[number, RegExp]>([
    [1, /^no zone serves order 10 from what is free \(node 0 zone Normal: /],
    [20, /^none of 20 blocks of order 10 is free \(node 0 zone Normal: /],
  ])('%i of order 10: none', (count, reason) => {
    expect(ask(two, { order: 10, count }).reason).toMatch(reason);
  });
});
