// The largest block that a node could give is what a check of each order says.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { judge } from '../../src/guard/judge.ts';
import { nodeMemory } from '../../src/guard/node-memory.ts';
import { Machine } from '../../src/machine/machine.ts';
import { plainNeed } from '../../src/request/plain-request.ts';
import { repository } from '../support/corpus.ts';
import { fixture } from '../support/root.ts';

const machines = readdirSync(join(repository, 'test/fixtures/proc'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(machines)('on %s', (name) => {
  const machine = new Machine(fixture(name));
  const nodes = nodeMemory(machine.look(), machine.kernel, machine.pageSize);

  it('no node is left out', () => {
    const rows = machine.look().snapshot.buddyinfo;
    expect(nodes.map(({ node }) => node)).toEqual(
      [...new Set(rows.map(({ node }) => node))].sort((a, b) => a - b),
    );
  });

  it.each(nodes)('of node $node', ({ node, largestOrder, zones }) => {
    const verdict = (order: number): string => {
      const need = plainNeed({ order, node, gfp: ['GFP_KERNEL', '__GFP_THISNODE'] }, machine.pageSize);
      return judge([need], machine, false).prediction.verdict;
    };
    if (largestOrder !== null) expect(verdict(largestOrder)).toBe('available');
    for (let order = (largestOrder ?? -1) + 1; order <= 10; order++)
      expect(verdict(order)).not.toBe('available');
    expect(zones.every((zone) => zone.node === node && zone.allowed)).toBe(true);
  });
});

it('a node without a zone that GFP_KERNEL may use has nothing for it', () => {
  const machine = new Machine(fixture('6.12.117-two-nodes'));
  const nodes = nodeMemory(machine.look(), machine.kernel, machine.pageSize);
  expect(nodes).toHaveLength(2);
  expect(nodes.every(({ zones }) => zones.length > 0)).toBe(true);
});
