import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fill, labelled, wordsOf } from '../../src/text/wrap.ts';

describe('words', () => {
  it.each([
    ['1.2 GiB is free', ['1.2 GiB', 'is', 'free']],
    ['a block of 64 KiB, 16 pages', ['a', 'block', 'of', '64 KiB,', '16 pages']],
    ['after 5 s of 10 strange', ['after', '5 s', 'of', '10', 'strange']],
    ['chance 4 %)', ['chance', '4 %)']],
    ['', []],
  ])('%s', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });
});

describe('labelled lines', () => {
  it('are indented as the label is long', () => {
    expect(labelled('  do  ', 'one two three four', 14)).toBe('  do  one two\n      three\n      four');
  });

  it('are never longer than the width but for one word, and lose nothing', () => {
    const word = fc.stringMatching(/^[a-z0-9.%]{1,50}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 40, max: 120 }), (words, width) => {
        const lines = labelled('  found   ', words.join(' '), width).split('\n');
        expect(
          lines
            .map((line) => line.slice(10))
            .join(' ')
            .trim(),
        ).toBe(words.join(' '));
        for (const line of lines) {
          expect(line.length <= width || wordsOf(line).length <= 2).toBe(true);
        }
      }),
    );
  });
});

describe('a command', () => {
  it('goes on after a backslash, and the shell reads it as one', () => {
    const words = ['sudo', 'buddyguard', 'check', '--for', 'veth', '--compact'];
    const lines = fill('  do      ', '            ', words, 40, ' \\');
    expect(lines).toEqual(['  do      sudo buddyguard check --for \\', '            veth --compact']);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  });
});
