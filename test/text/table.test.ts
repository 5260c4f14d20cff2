import { expect, it } from '@jest/globals';
import { tableLines } from '../../src/text/table.ts';

it('sets each column as wide as its widest cell, on its side', () => {
  const rows = [
    ['node', 'zone', 'free', 'serves'],
    ['0', 'Normal', '9,000', 'yes'],
    ['11', 'DMA', '12', ''],
  ];
  expect(tableLines(rows, ['right', 'left', 'right'])).toEqual([
    'node  zone     free  serves',
    '   0  Normal  9,000  yes',
    '  11  DMA        12',
  ]);
});

it.each([
  ['no rows', [], []],
  ['a row of one cell', [['a']], ['a']],
  ['rows of different lengths', [['a'], ['bb', 'c']], ['a', 'bb  c']],
])('takes %s', (_, rows, lines) => {
  expect(tableLines(rows)).toEqual(lines);
});
