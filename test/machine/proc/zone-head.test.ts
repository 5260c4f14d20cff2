import { expect, it } from '@jest/globals';
import { zoneHead } from '../../../src/machine/proc/zone-head.ts';

const z = (n: number): string => 'z'.repeat(n);

// prettier-ignore
it.each<[line: string, read: string | null]>([
  ['Node 0, zone DMA', '0 DMA'], ['Node 1023, zone Normal', '1023 Normal'], ['Node 0, zone DMA 1 2', '0 DMA'],
  // A zone is a letter, then letters and digits: those at the ends of their ranges, and their neighbours in ASCII.
  ['Node 0, zone aZ09', '0 aZ09'], ['Node 0, zone Az', '0 Az'], ['Node 0, zone zA', '0 zA'], ['Node 0, zone Za', '0 Za'],
  ['Node 0, zone a/', null], ['Node 0, zone a:', null], ['Node 0, zone a@', null], ['Node 0, zone a[', null],
  ['Node 0, zone a`', null], ['Node 0, zone a{', null], ['Node 0, zone @', null], ['Node 0, zone {', null],
  ['Node 0, zone 0', null], ['Node 0, zone 9a', null],
  ['Node 0, zone z', '0 z'], [`Node 0, zone ${z(32)}`, `0 ${z(32)}`], [`Node 0, zone ${z(33)}`, null],
  ['Node 0, zone', null], ['Node 0, zoned DMA', null], ['Node 0, DMA', null], ['Node 0 zone DMA', null],
  ['Node 0; zone DMA', null], ['Node x, zone DMA', null], ['Node , zone DMA', null], ['Node', null], ['', null],
  ['node 0, zone DMA', null], ['Knoten 0, zone DMA', null],
])('%j: %j', (line, read) => {
  const head = zoneHead(line.split(' '));
  expect(head && `${head.node} ${head.zone}`).toBe(read);
});
