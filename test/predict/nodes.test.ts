// --node and __GFP_THISNODE: which node is asked first, which alone, and that more memory never makes an answer worse.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRelease } from '../../src/kernel/release.ts';
import { snapshotOf } from '../../src/machine/snapshot.ts';
import type { Prediction } from '../../src/predict/prediction.ts';
import { predict } from '../../src/predict/predict.ts';
import { plainRequest } from '../../src/request/plain-request.ts';
import { booted, withZone } from '../support/arbitrary-machine.ts';
import { type Question, ask } from '../support/ask.ts';
import { type ZoneText, textsOf } from '../support/machine-text.ts';

const rich: ZoneText = {
  zone: 'Normal',
  types: { Movable: Array<number>(11).fill(50) },
  min: 10,
  managed: 1e6,
};
/** single pages alone, and cache to reclaim */
const fragmented: ZoneText = { ...rich, types: { Movable: [4000] }, file: 20_000 };
/** nothing at all */
const empty: ZoneText = { ...rich, types: { Movable: [10] } };

const machine = (...zones: ZoneText[]): Parameters<typeof ask>[0] =>
  textsOf({ zones: zones.map((zone, node) => ({ ...zone, node })) });
const thisNode = 'GFP_KERNEL|__GFP_THISNODE';

describe('pages of the hugetlb pool, asked of one node after another', () => {
  const hugePages = (count: number, node?: number): Prediction['verdict'] => {
    const texts = machine({ ...rich, types: { Movable: [0, 0, 0, 0, 0, 0, 0, 0, 0, 60] } }, fragmented);
    const gfp = 'GFP_HIGHUSER_MOVABLE|__GFP_RETRY_MAYFAIL|__GFP_THISNODE'.split('|');
    const request = {
      ...plainRequest({ order: 9, path: 'contiguous', gfp, node }, 4096),
      count,
      hugePage: true,
    };
    return predict(request, snapshotOf(texts), parseRelease('6.12.117')).verdict;
  };

  it('come from whichever node has them, unless --node names one', () => {
    expect([hugePages(59), hugePages(59, 0)]).toEqual(['available', 'available']);
    expect([hugePages(600), hugePages(59, 1)]).not.toContain('available');
  });
});

describe('a block of order 4', () => {
  // node 0, node 1, GFP flags, --node, verdict, the node that the reason names
  it.each<[string, ZoneText, ZoneText, string, number | undefined, string, number]>([
    ['anywhere', rich, rich, 'GFP_KERNEL', undefined, 'available', 0],
    ['node 1 first', rich, rich, 'GFP_KERNEL', 1, 'available', 1],
    ['node 0 first', rich, rich, 'GFP_KERNEL', 0, 'available', 0],
    ['node 1 first, which cannot', rich, fragmented, 'GFP_KERNEL', 1, 'available', 0],
    ['node 0 first, which cannot', fragmented, rich, 'GFP_KERNEL', 0, 'available', 1],
    ['node 1 alone', rich, rich, thisNode, 1, 'available', 1],
    ['node 0 alone', rich, empty, thisNode, 0, 'available', 0],
    ['node 1 alone, which has nothing', rich, empty, thisNode, 1, 'unavailable', 1],
    ['node 0 alone, which has nothing', empty, rich, thisNode, 0, 'unavailable', 0],
    ['one node, both can', rich, rich, thisNode, undefined, 'available', 0],
    ['one node, one of two can', rich, empty, thisNode, undefined, 'attainable', 1],
    ['one node, none can', empty, empty, thisNode, undefined, 'unavailable', 0],
  ])('%s', (_, node0, node1, gfp, node, verdict, named) => {
    const found = ask(machine(node0, node1), { order: 4, gfp, node });
    expect([found.verdict, found.never]).toEqual([verdict, false]);
    expect(found.reason).toContain(`node ${named} zone Normal`);
  });

  it('says where it comes from where the node asked first cannot', () => {
    const { reason } = ask(machine(fragmented, rich), { order: 4, node: 0 });
    expect(reason).toContain('node 1 zone Normal serves order 4');
    expect(reason).toContain('node 0, which is asked first, cannot');
  });

  it('shows every zone, and those of other nodes as closed', () => {
    const zones = (question: Question): string[] =>
      ask(machine(rich, rich, rich), { order: 4, ...question }).zones.map(
        ({ node, allowed, fits }) => `${node} ${allowed ? '' : 'not '}allowed, ${fits}`,
      );
    expect(zones({ node: 1 })).toEqual(['1 allowed, true', '0 allowed, true', '2 allowed, true']);
    expect(zones({ node: 1, gfp: thisNode })).toEqual([
      '1 allowed, true',
      '0 not allowed, false',
      '2 not allowed, false',
    ]);
    expect(zones({ gfp: thisNode })).toEqual(['0 allowed, true', '1 allowed, true', '2 allowed, true']);
  });

  it('is never had from a node without the zone', () => {
    const texts = machine(rich, { ...rich, zone: 'Movable' });
    expect(ask(texts, { order: 4, gfp: thisNode, node: 1 })).toMatchObject({
      never: true,
      cause: 'zone-absent',
      reason: expect.stringContaining('node 1 has no memory in zone Normal'),
    });
    // The one node that has the zone must be meant.
    expect(ask(texts, { order: 4, gfp: thisNode }).verdict).toBe('available');
  });

  it('is counted on the node alone', () => {
    const at = (count: number, node?: number): Prediction =>
      ask(machine(rich, rich), { order: 10, count, gfp: node === undefined ? 'GFP_KERNEL' : thisNode, node });
    expect([at(50, 0).verdict, at(51, 0).verdict, at(100).verdict]).toEqual([
      'available',
      'unavailable',
      'available',
    ]);
  });
});

describe('single pages', () => {
  const meminfo = 'MemAvailable: 4000000 kB\nSwapFree: 0 kB\n';
  it.each<['vmalloc' | 'vmalloc-noretry', ZoneText, string, number | undefined, string]>([
    // path, node 1 beside a rich node 0, GFP flags, --node, verdict
    ['vmalloc', empty, 'GFP_KERNEL', 1, 'available'],
    ['vmalloc', empty, thisNode, 1, 'unavailable'],
    ['vmalloc', fragmented, thisNode, 1, 'available'],
    ['vmalloc', { ...empty, file: 9000 }, thisNode, 1, 'attainable'],
    ['vmalloc', empty, thisNode, 0, 'available'],
    ['vmalloc-noretry', empty, `${thisNode}|__GFP_NORETRY`, 1, 'unavailable'],
    ['vmalloc-noretry', empty, `${thisNode}|__GFP_NORETRY`, 0, 'available'],
    ['vmalloc-noretry', { ...empty, file: 9000 }, `${thisNode}|__GFP_NORETRY`, 1, 'attainable'],
  ])('%s with node 1 %j, %s, node %p: %s', (path, node1, gfp, node, verdict) => {
    const texts = { ...machine(rich, node1), meminfo };
    expect(ask(texts, { path, pages: 200, gfp, node }).verdict).toBe(verdict);
  });
});

describe('more free memory', () => {
  const gfps = ['GFP_KERNEL', thisNode, `${thisNode}|__GFP_NORETRY`, 'GFP_ATOMIC|__GFP_THISNODE'] as const;
  const question = fc.record({
    gfp: fc.constantFrom(...gfps),
    node: fc.constantFrom(undefined, 0, 1),
    order: fc.nat(10),
    allowedNodes: fc.constantFrom(null, [0], [1], [0, 1]),
  });

  it('never makes an answer worse, whichever node is asked', () => {
    fc.assert(
      fc.property(
        booted,
        question,
        fc.nat(),
        fc.nat(10),
        ({ kernel, machine }, { gfp, node, order, allowedNodes }, where, freed) => {
          const places = machine.zones.flatMap((zone, i) => (zone.unpopulated ? [] : [i]));
          const at = places[where % places.length] ?? 0;
          const nodes = new Set(machine.zones.map((zone) => zone.node ?? 0));
          if (node !== undefined && !nodes.has(node)) return;
          // The same zone, with the block in use and free.
          const before = withZone(machine, at, (zone) => ({ ...zone, managed: zone.managed! + 2 ** freed }));
          const after = withZone(before, at, (zone) => {
            const Movable = [...(zone.types?.Movable ?? [])];
            Movable[freed] = (Movable[freed] ?? 0) + 1;
            return { ...zone, types: { ...zone.types, Movable } };
          });
          const asked = { order, gfp, node, release: kernel.release, also: { allowedNodes } };
          const [was, is] = [ask(textsOf(before), asked), ask(textsOf(after), asked)];
          expect(is.likelihood).toBeGreaterThanOrEqual(was.likelihood - 1e-9);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('never makes an answer worse: what was 0.97 without a free block and 0.90 with one', () => {
    const plenty = { ...fragmented, types: { Movable: [4000, 3000, 2000, 1500] }, file: 300_000 };
    const one = { ...plenty, types: { Movable: [4000, 3000, 2000, 1500, 1] } };
    const likelihood = (node1: ZoneText): number =>
      ask(machine(plenty, node1), { order: 4, gfp: thisNode }).likelihood;
    expect(likelihood(one)).toBeGreaterThanOrEqual(likelihood(plenty));
  });

  it('never makes an answer worse: what was 0.90 without a free block on a node whose marks are not known, and 0.60 with one', () => {
    const withheld = { ...rich, types: { Movable: [0, 0, 0, 0, 4] }, free: 5000, reservedHighatomic: 64 };
    const asked = (blocks: number): Prediction => {
      const node1 = { ...rich, types: { Movable: [50, 0, 0, 0, blocks] } };
      const { buddyinfo, zoneinfo = '' } = machine(withheld, node1);
      // zoneinfo ends before the second node, as a text that was cut off does.
      return ask(
        { buddyinfo, zoneinfo: zoneinfo.slice(0, zoneinfo.indexOf('Node 1')) },
        { order: 4, node: 1 },
      );
    };
    for (const blocks of [0, 1]) {
      expect(asked(blocks)).toMatchObject({ likelihood: 0.9, cause: 'not-read', wants: ['pagetypeinfo'] });
    }
  });
});

describe('a memory policy that binds', () => {
  // prettier-ignore
  it.each<[gfp: string, node: number | undefined, boundNodes: number[] | null, verdict: string]>([
    ['GFP_KERNEL', undefined, null,   'available'],
    ['GFP_KERNEL', undefined, [0],    'available'],
    ['GFP_KERNEL', undefined, [0, 1], 'available'],
    ['GFP_KERNEL', undefined, [1],    'unavailable'],
    // A cpuset would let GFP_ATOMIC go.
    ['GFP_ATOMIC', undefined, [1],    'unavailable'],
    // A node without memory counts for nothing.
    ['GFP_KERNEL', undefined, [1, 2], 'unavailable'],
    ['GFP_KERNEL', undefined, [2],    'available'],
    // Whoever names a node is not asked for the policy.
    ['GFP_KERNEL', 1,         [1],    'available'],
    [thisNode,     0,         [1],    'available'],
  ])('%s, node %p, bound to %j: %s', (gfp, node, boundNodes, verdict) => {
    const texts = machine(rich, fragmented);
    expect(ask(texts, { order: 4, gfp, node, also: { boundNodes } }).verdict).toBe(verdict);
  });

  it('names the zones that it closes', () => {
    const found = ask(machine(rich, fragmented), { order: 4, also: { boundNodes: [1] } });
    expect(found.zones.map(({ node, allowed }) => [node, allowed])).toEqual([
      [0, false],
      [1, true],
    ]);
    expect(found.zones[0]?.why).toBe("this process's memory policy binds it to node 1");
    expect(found.never).toBe(false);
  });

  it.each(['vmalloc', 'vmalloc-noretry'] as const)('%s: single pages come from its nodes, too', (path) => {
    const meminfo = 'MemTotal: 9000000 kB\nMemFree: 8000000 kB\nMemAvailable: 8000000 kB\n';
    const texts = { ...machine(rich, empty), meminfo };
    const gfp = path === 'vmalloc' ? 'GFP_KERNEL' : 'GFP_KERNEL|__GFP_NORETRY';
    const asked = { path, pages: 200, gfp } as const;
    expect(ask(texts, { ...asked, also: { boundNodes: [0] } }).verdict).toBe('available');
    expect(ask(texts, { ...asked, also: { boundNodes: [1] } }).verdict).not.toBe('available');
  });
});
