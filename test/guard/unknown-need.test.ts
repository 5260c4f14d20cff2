// A need that cannot be judged on a machine that can be read: it decides over what would go, not over what would fail.
import { afterAll, describe, expect, it } from '@jest/globals';
import { check } from '../../src/guard/check.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { Need } from '../../src/request/need.ts';
import { plainNeed } from '../../src/request/plain-request.ts';
import { FakeIo } from '../support/fake-io.ts';
import { textsOf } from '../support/machine-text.ts';
import { filesOf, makeRoot, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const machine = (files: Record<string, string> = {}): Machine => {
  const zones = [{ zone: 'Normal', types: { Unmovable: [9000, 0, 0, 0, 0] }, min: 100, managed: 20_000 }];
  return new Machine(makeRoot({ ...filesOf(textsOf({ zones }), '6.12.0'), ...files }));
};

const plan = {
  ...{ retries: 9, intervalMilliseconds: 1000, timeoutMilliseconds: undefined },
  ...{ strict: false, deep: false },
};

const goesWell = plainNeed({ order: 0 }, 4096);
const failsNow = plainNeed({ order: 4, gfp: ['GFP_ATOMIC'] }, 4096);
const open: Need = {
  ...goesWell,
  request: { ...goesWell.request, workload: 'seccomp', path: 'address-space', limit: 'bpf-jit', gfp: [] },
};

const withLimit = (limit: number): Record<string, string> => ({
  'proc/sys/net/core/bpf_jit_enable': '1\n',
  'proc/sys/net/core/bpf_jit_limit': `${limit}\n`,
  'proc/vmallocinfo': '0x1-0x2 12288 bpf_prog_pack_alloc+0x1/0x2 pages=2 vmalloc\n',
});

describe('a need that is open', () => {
  it.each<[string, Need[], string]>([
    ['beside one that goes', [goesWell, open], 'unknown'],
    ['first of them', [open, goesWell], 'unknown'],
    ['beside one that fails', [open, failsNow], 'unavailable'],
    ['after one that fails', [failsNow, open], 'unavailable'],
  ])('%s', async (_, needs, verdict) => {
    const outcome = await check(needs, machine(), { ...plan, retries: 0 }, new FakeIo());
    expect(outcome).toMatchObject({ go: false, prediction: { verdict, never: false } });
  });

  it('is not looked at again and again: nothing more would be read', async () => {
    const io = new FakeIo();
    const { attempts } = await check([open], machine(), plan, io);
    expect([attempts.length, io.slept]).toEqual([1, []]);
  });

  it.each([
    [12_288, 'available'],
    [12_287, 'unknown'],
    [4095, 'unavailable'],
  ])('is settled by what was read: a limit of %i', async (limit, verdict) => {
    const outcome = await check([open], machine(withLimit(limit)), { ...plan, retries: 0 }, new FakeIo());
    expect(outcome.prediction.verdict).toBe(verdict);
  });
});
