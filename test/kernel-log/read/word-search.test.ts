import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WordSearch } from '../../../src/kernel-log/read/word-search.ts';

/** The same by looking for one word after the other. */
function plainly(words: readonly string[], text: Buffer, from: number, to: number): number {
  const within = text.subarray(0, to);
  const found = words.map((word) => within.indexOf(word, from, 'latin1')).filter((at) => at !== -1);
  return found.length === 0 ? -1 : Math.min(...found);
}

describe('a search for several words', () => {
  it('finds the first of any, as a search for each would', () => {
    // Few letters, so that words overlap, begin alike and lie within one another.
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\xc2'), minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 1, maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\xc2'), maxLength: 80 }),
        fc.nat({ max: 80 }),
        fc.nat({ max: 80 }),
        (words, text, from, length) => {
          const bytes = Buffer.from(text, 'latin1');
          const [start, to] = [Math.min(from, bytes.length), Math.min(from + length, bytes.length)];
          expect(new WordSearch(words).next(bytes, start, to)).toBe(plainly(words, bytes, start, to));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it.each([
    [['allocate', 'oom'], 'an oom', 3],
    [['allocate', 'oom'], 'to allocat', -1],
    [['ab', 'abc'], 'xxabc', 2],
    [['abc', 'bc'], 'abc', 0],
    [['ab'], '', -1],
  ])('%j in %j: %d', (words, text, at) => {
    expect(new WordSearch(words).next(Buffer.from(text), 0, text.length)).toBe(at);
  });
});
