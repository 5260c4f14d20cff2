// What a trial was granted from what was free a moment ago is available, where only closed files speak against it.
import { afterAll, describe, expect, it } from '@jest/globals';
import { type CheckPlan, type CheckOutcome, check } from '../../../src/guard/check.ts';
import type { TrialResult } from '../../../src/guard/trial/result.ts';
import { Machine } from '../../../src/machine/machine.ts';
import { plainNeed } from '../../../src/request/plain-request.ts';
import { FakeIo } from '../../support/fake-io.ts';
import { type MachineText, type ZoneText, textsOf } from '../../support/machine-text.ts';
import { filesOf, makeRoot, removeRoots, writeUnder } from '../../support/root.ts';

afterAll(removeRoots);

/** Four blocks of order 5, of which all may be CMA; pagetypeinfo is root's alone. */
const normal: ZoneText = {
  ...{ zone: 'Normal', blocks: [3000, 0, 0, 0, 0, 4], cma: 128, freeHighatomic: 0 },
  ...{ min: 500, low: 625, high: 750, managed: 20_000 },
};
const dma: ZoneText = { ...normal, zone: 'DMA', blocks: [900, 0, 0, 0, 0, 1], cma: 32, managed: 4000 };

function filesFor(zones: ZoneText[], format: MachineText['format'] = '6.19'): Record<string, string> {
  return filesOf({ ...textsOf({ format, zones }), pagetypeinfo: undefined }, '6.19.0');
}

interface Tried {
  before: ZoneText[];
  after?: ZoneText[];
  format?: MachineText['format'];
  measured?: TrialResult['measured'];
  stalled?: boolean | null;
  strict?: boolean;
}

async function tried({ before, after, format, ...more }: Tried): Promise<CheckOutcome> {
  const { measured = 'granted', stalled = false, strict = true } = more;
  const root = makeRoot(filesFor(before, format));
  const trial: CheckPlan['trial'] = () => {
    for (const [path, text] of Object.entries(filesFor(after ?? before, format)))
      writeUnder(root, path, text);
    return Promise.resolve({ measured, via: 'a test', microseconds: 5, stalled, why: null });
  };
  const plan = { retries: 0, intervalMilliseconds: 0, timeoutMilliseconds: undefined, deep: false };
  return check([plainNeed({ order: 5 }, 4096)], new Machine(root), { ...plan, strict, trial }, new FakeIo());
}

const blocks = (large: number): number[] => [3000, 0, 0, 0, 0, large];

describe('a trial that was granted where blocks may all be CMA', () => {
  // prettier-ignore
  it.each<[what: string, tried: Tried, verdict: string]>([
    ['nothing has changed since',               { before: [normal] },                                                    'available'],
    ['there is a block more',                   { before: [normal], after: [{ ...normal, blocks: blocks(5) }] },         'available'],
    ['there is a block less',                   { before: [normal], after: [{ ...normal, blocks: blocks(3) }] },         'attainable'],
    ['it took reclaim or compaction',           { before: [normal], stalled: true },                                     'attainable'],
    ['whether it took them is not known',       { before: [normal], stalled: null },                                     'attainable'],
    ['the marks have risen above what is free', { before: [normal], after: [{ ...normal, min: 2969 }] },                 'attainable'],
    ['and by a page less they have not',        { before: [normal], after: [{ ...normal, min: 2968 }] },                 'available'],
    ['another zone may have served it',         { before: [normal, dma] },                                               'available'],
    ['that other one has lost its block',       { before: [normal, dma], after: [normal, { ...dma, blocks: [900] }] },   'attainable'],
    ['that other one is under its mark now',     { before: [normal, dma], after: [normal, { ...dma, freeHighatomic: 440 }] }, 'attainable'],
    ['a zone came to it that may not serve',    { before: [{ ...normal, blocks: blocks(0) }, dma], after: [normal, dma] }, 'available'],
    ['the kernel refused',                      { before: [normal], measured: 'refused' },                               'unavailable'],
  ])('%s: %j', async (_, given, verdict) => {
    const { prediction, go } = await tried(given);
    expect([prediction.verdict, go]).toEqual([verdict, verdict === 'available']);
  });

  it('without it only some zone looks able to', async () => {
    const { prediction } = await tried({ before: [normal], measured: null });
    expect(prediction).toMatchObject({ verdict: 'attainable', cause: 'not-read' });
  });

  it('before 6.19 what may be HighAtomic has to be free above the mark, too', async () => {
    // 1 % of the zone and a block of the largest order: 2,224 pages at most before 6.8
    const may = (min: number): Promise<CheckOutcome> =>
      tried({ before: [{ ...normal, min }], format: '6.12' });
    expect((await may(500)).prediction.verdict).toBe('available');
    expect((await may(2900)).prediction.verdict).toBe('attainable');
  });

  it('says what the kernel did', async () => {
    const { prediction } = await tried({ before: [normal] });
    expect(prediction).toMatchObject({ likelihood: 0.99, cause: 'none', wants: [] });
    expect(prediction.reason).toMatch(
      /^the kernel was asked for a block of order 5 and granted it; before, /,
    );
  });
});
