// Outlooks on recorded days: how often a time that was named came true, and that flat days are given none.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repository } from '../../support/corpus.ts';
import { outlooksOn } from '../../support/outlook-days.ts';

const folder = join(repository, 'test/corpus/days');
/** On which nothing grew. */
const flat = ['5.10-403', '7.3-601', '7.3-603'].map((name) => `${name}.jsonl.gz`);

describe('the outlook on recorded days', () => {
  it('names no time where nothing grows', () => {
    for (const name of flat) {
      const kept = Object.entries(outlooksOn(join(folder, name), 5));
      expect([name, kept.filter(([, { named, open }]) => named + open > 0)]).toEqual([name, []]);
    }
  });

  it('is within half of the time that it takes in seven of ten cases', () => {
    const days = readdirSync(folder).filter((name) => name.endsWith('.gz') && !flat.includes(name));
    const all = days.flatMap((name) => Object.values(outlooksOn(join(folder, name), 10)));
    const sum = (of: 'named' | 'right'): number => all.reduce((total, kept) => total + kept[of], 0);
    expect(sum('named')).toBeGreaterThan(150);
    expect(sum('right') / sum('named')).toBeGreaterThan(0.7);
  });
});
