import { describe, expect, it } from '@jest/globals';
import { ink, screenOf } from '../../src/text/screen.ts';

const utf8 = { LANG: 'en_GB.UTF-8' };
const on = (environment: Record<string, string>, isTerminal = true, columns?: number) =>
  screenOf({ isTerminal, columns, environment });

describe('colour and symbols', () => {
  it.each<[string, Record<string, string>, boolean, boolean, string]>([
    ['a terminal', utf8, true, true, 'unicode'],
    ['a terminal without UTF-8', { LANG: 'C' }, true, true, 'ascii'],
    ['LC_ALL decides over LANG', { LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, true, true, 'ascii'],
    ['an empty LC_ALL decides nothing', { LANG: 'en_GB.UTF-8', LC_ALL: '' }, true, true, 'unicode'],
    ['a pipe', utf8, false, false, 'none'],
    ['NO_COLOR', { ...utf8, NO_COLOR: '1' }, true, false, 'unicode'],
    ['an empty NO_COLOR counts as unset', { ...utf8, NO_COLOR: '' }, true, true, 'unicode'],
    ['a dumb terminal', { ...utf8, TERM: 'dumb' }, true, false, 'none'],
    ['FORCE_COLOR into a pipe', { ...utf8, FORCE_COLOR: '1' }, false, true, 'unicode'],
    ['FORCE_COLOR=0 on a terminal', { ...utf8, FORCE_COLOR: '0' }, true, false, 'unicode'],
    [
      'FORCE_COLOR decides over NO_COLOR',
      { ...utf8, FORCE_COLOR: '1', NO_COLOR: '1' },
      false,
      true,
      'unicode',
    ],
  ])('%s', (_, environment, isTerminal, colour, symbols) => {
    expect(on(environment, isTerminal)).toMatchObject({ colour, symbols });
  });
});

describe('the width', () => {
  it.each<[number | undefined, string | undefined, boolean, number]>([
    [100, undefined, true, 100],
    [30, undefined, true, 40],
    [500, undefined, true, 120],
    [undefined, undefined, true, 80],
    [undefined, undefined, false, 80],
    [0, undefined, true, 80],
    [100, '60', true, 100],
    [undefined, '60', false, 60],
    [undefined, 'wide', false, 80],
  ])('%p columns, COLUMNS=%p, terminal %p: %i', (columns, COLUMNS, isTerminal, width) => {
    expect(screenOf({ isTerminal, columns, environment: { COLUMNS } }).width).toBe(width);
  });
});

it('is what a report is read at where nothing tells', () => {
  const pipe = { isTerminal: false, columns: undefined };
  expect(screenOf({ ...pipe, environment: {} }, 100).width).toBe(100);
  expect(screenOf({ ...pipe, environment: { COLUMNS: '60' } }, 100).width).toBe(60);
  expect(screenOf({ isTerminal: true, columns: 130, environment: {} }, 100).width).toBe(120);
});

it('writes as plainly as before without colour', () => {
  expect(ink({ colour: false }, 'no', 'red')).toBe('no');
  expect(ink({ colour: true }, 'no', 'red', 'bold')).toBe('\u001b[31;1mno\u001b[0m');
});
