// __GFP_THISNODE without --node: one answer from those of every node.
import { describe, expect, it } from '@jest/globals';
import { type Prediction, available, never, uncertain } from '../../src/predict/prediction.ts';
import { ofUnknownNode, possibleNodes } from '../../src/predict/unknown-node.ts';
import { snapshotOf } from '../../src/machine/snapshot.ts';
import { plainRequest } from '../../src/request/plain-request.ts';
import { textsOf } from '../support/machine-text.ts';

const can = available({ likelihood: 1, reason: 'free', zones: [] });
const may = uncertain({ likelihood: 0.6, cause: 'not-read', reason: 'open', zones: [], wants: ['pagetypeinfo'] }); // prettier-ignore
const cannot = uncertain({ likelihood: 0.2, cause: 'watermark', reason: 'short', zones: [], wants: ['meminfo', 'pagetypeinfo'] }); // prettier-ignore
const impossible = never('zone-absent', 'no such zone', []);
const of = (...answers: Prediction[]): Prediction => ofUnknownNode(new Map(answers.entries()));

describe('one node, which one is not known', () => {
  // prettier-ignore
  it.each<[what: string, answers: Prediction[], verdict: string, never: boolean, cause: string, likelihood: number]>([
    ['every one can',          [can, can],               'available',   false, 'none',        1],
    ['one of two can',         [can, cannot],            'attainable',  false, 'watermark',   0.6],
    ['one of three can',       [cannot, can, cannot],    'unavailable', false, 'watermark',   1.4 / 3],
    ['none can',               [may, cannot],            'unavailable', false, 'watermark',   0.4],
    ['one of two never can',   [impossible, can],        'attainable',  false, 'zone-absent', 0.5],
    ['none ever can',          [impossible, impossible], 'unavailable', true,  'zone-absent', 0],
  ])('%s', (_, answers, verdict, isNever, cause, likelihood) => {
    const found = of(...answers);
    expect(found).toMatchObject({ verdict, never: isNever, cause });
    expect(found.likelihood).toBeCloseTo(likelihood, 10);
  });

  it.each<[Prediction[], RegExp]>([
    [[can, can], /^every node can: free$/],
    [[can, cannot, can], /, and of the nodes only 0, 2 can: short$/],
    [[may, cannot], /, and no node can from what is free: short$/],
  ])('says which can', (answers, reason) => {
    expect(of(...answers).reason).toMatch(reason);
  });

  it('wants what any of them wants, once', () => {
    expect(of(may, cannot).wants).toEqual(['pagetypeinfo', 'meminfo']);
  });

  it('of no node is a bug', () => {
    expect(() => of()).toThrow('no node was asked');
  });
});

// prettier-ignore
it.each<[gfp: string, node: number | undefined, zones: string[], nodes: number[]]>([
  ['GFP_KERNEL|__GFP_THISNODE', undefined, ['Normal', 'Normal'],  [0, 1]],
  ['GFP_KERNEL|__GFP_THISNODE', undefined, ['Normal'],            []],
  // Node 1 has nothing that the request may use: node 0 must be meant.
  ['GFP_KERNEL|__GFP_THISNODE', undefined, ['Normal', 'Movable'], []],
  ['GFP_KERNEL|__GFP_THISNODE', 1,         ['Normal', 'Normal'],  []],
  ['GFP_KERNEL',                undefined, ['Normal', 'Normal'],  []],
])('%s with node %j on %j may mean nodes %j', (gfp, node, zones, nodes) => {
  const texts = textsOf({ zones: zones.map((zone, at) => ({ node: at, zone, blocks: [9] })) });
  const request = plainRequest({ order: 1, path: 'contiguous', gfp: gfp.split('|'), node }, 4096);
  expect(possibleNodes(request, snapshotOf(texts))).toEqual(nodes);
});
