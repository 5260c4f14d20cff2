import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inertLog } from '../../src/text/inert-log.ts';

/** The runner's reading: a line that starts with `::` after white space, or one that holds `##[` (ActionCommand.cs). */
function isCommand(line: string): boolean {
  return line.trimStart().startsWith('::') || line.includes('##[');
}

describe('inertLog', () => {
  it.each([
    ['::error::x', '\\x3a:error::x'],
    ['  ::add-mask::x', '  \\x3a:add-mask::x'],
    ['a\n::error::x\n', 'a\n\\x3a:error::x\n'],
    ['a\r::error::x', 'a\r\\x3a:error::x'],
    ['a ##[group]b', 'a #\\x23[group]b'],
    ['###[group]', '##\\x23[group]'],
    ['std::vector, a::b', 'std::vector, a::b'],
    [': one colon', ': one colon'],
    ['## heading', '## heading'],
  ])('%j becomes %j', (text, expected) => {
    expect(inertLog(text)).toBe(expected);
  });

  it('leaves no line that the runner would obey', () => {
    const piece = fc.constantFrom(
      ':',
      '::',
      '#',
      '##',
      '[',
      ' ',
      '\t',
      '\n',
      '\r',
      '\r\n',
      '\u00a0',
      'x',
      '\\x3a',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const lines = inertLog(pieces.join('')).split(/\r\n|\r|\n/);
        expect(lines.filter(isCommand)).toEqual([]);
      }),
    );
  });
});
