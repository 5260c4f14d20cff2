// The three scores, each worked out by hand.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Outcome,
  areaUnderCurve,
  brierScore,
  calibrationBins,
  calibrationError,
} from '../../../tools/evaluate/scores.ts';

/** `.9+` is a likelihood of 0.9 that was granted, `.9-` one that was not */
const outcomes = (words: string): Outcome[] =>
  words
    .split(' ')
    .filter(Boolean)
    .map((word) => ({ likelihood: Number(word.slice(0, -1)), granted: word.endsWith('+') }));

describe('areaUnderCurve', () => {
  it.each<[string, number | null]>([
    ['', null],
    ['.9+', null],
    ['.1- .2-', null],
    ['.9+ .1-', 1],
    ['.1+ .9-', 0],
    ['.5+ .5-', 0.5],
    // pairs (granted, refused): .8>.3 .8>.6 .4>.3 .4<.6: three of four
    ['.8+ .4+ .3- .6-', 0.75],
    // .8>.5, .5=.5 counts half
    ['.8+ .5+ .5-', 0.75],
    // .7 wins over .2 and ties with .7: 1.5; .2 ties with .2, loses to .7: 0.5; 2 of 4
    ['.7+ .2+ .7- .2-', 0.5],
    ['1+ 1+ 0- 0- 0-', 1],
  ])('%s: %d', (words, area) => {
    const found = areaUnderCurve(outcomes(words));
    if (area === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(area, 12);
  });

  it('is the share of pairs that are the right way round', () => {
    const outcome = fc.record({
      likelihood: fc.constantFrom(0, 0.1, 0.25, 0.5, 0.75, 1),
      granted: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 30 }), (all) => {
        const granted = all.filter((o) => o.granted);
        const refused = all.filter((o) => !o.granted);
        const pairs = granted.flatMap((g) =>
          refused.map((r) => (g.likelihood > r.likelihood ? 1 : g.likelihood === r.likelihood ? 0.5 : 0)),
        );
        const area = areaUnderCurve(all);
        if (pairs.length === 0) expect(area).toBeNull();
        else expect(area).toBeCloseTo(pairs.reduce((a: number, b) => a + b, 0) / pairs.length, 10);
      }),
    );
  });
});

describe('brierScore', () => {
  it.each<[string, number | null]>([
    ['', null],
    ['1+ 0-', 0],
    ['0+ 1-', 1],
    ['.5+ .5-', 0.25],
    // .01 + .64 over two
    ['.9+ .8-', 0.325],
  ])('%s: %d', (words, score) => {
    const found = brierScore(outcomes(words));
    if (score === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(score, 12);
  });
});

describe('calibrationError', () => {
  it.each<[string, number | null]>([
    ['', null],
    ['1+ 0-', 0],
    ['1-', 1],
    // one bin: said .55, happened .5
    ['.55+ .55-', 0.05],
    // bin .9: said .95, happened 1, three of four; bin .1: said .1, happened 1, one of four
    ['.95+ .95+ .95+ .1+', 0.75 * 0.05 + 0.25 * 0.9],
    // .1 and .19 share a bin (said .145, happened .5), .2 stands in the next (happened 0)
    ['.1+ .19- .2-', (2 / 3) * 0.355 + (1 / 3) * 0.2],
  ])('%s: %d', (words, error) => {
    const found = calibrationError(outcomes(words));
    if (error === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(error, 12);
  });

  it('has ten bins, the last of which takes 1', () => {
    const bins = calibrationBins(outcomes('0- .0999- .1- .5+ .95+ 1+'));
    expect(bins.map((bin) => bin.count)).toEqual([2, 1, 0, 0, 0, 1, 0, 0, 0, 2]);
    expect(bins.map((bin) => bin.from)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
  });
});
