// A guard that runs as root must not show what is in a file that somebody pointed it at.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MalformedError } from '../src/errors.ts';

const message = (found: string): string => new MalformedError('/proc/x', 3, found, 'a count').message;

describe('what stands where something else was expected', () => {
  it.each([
    ['', 'nothing'],
    ['x', 'a text of 1 character'],
    ['root:$6$salt$hash:19000:0:99999:7:::', 'a text of 36 characters'],
    ['1234', 'a number of 4 characters'],
    ['\u001b[2J', '4 characters, not all of them printable'],
  ])('%j is told by its kind', (found, kind) => {
    expect(message(found)).toBe(`/proc/x: line 3: ${kind}: expected a count`);
  });

  it('is never shown', () => {
    const secret = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme' });
    fc.assert(
      fc.property(secret, (text) => {
        fc.pre(
          !'/proc/x: line 3: a text of characters, not all of them printable: expected a count'.includes(
            text,
          ),
        );
        expect(message(text)).not.toContain(text);
      }),
    );
  });

  it('is said where the words are ours', () => {
    expect(new MalformedError('f', 1, { kind: 'gzip data' }, 'text').message).toBe(
      'f: line 1: gzip data: expected text',
    );
  });
});
