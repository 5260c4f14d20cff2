// An accounted request must fit under the limit of the caller's cgroup, too (mm/memcontrol.c try_charge_memcg).
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ask } from '../support/ask.ts';
import { type ZoneText, textsOf } from '../support/machine-text.ts';

const block = 16 * 4096;
const rich: ZoneText = { zone: 'Normal', managed: 1e6, min: 100, types: { Unmovable: [9000, 0, 0, 0, 20] } };
const poor: ZoneText = { ...rich, types: { Unmovable: [9000] } };
const group = (unusedBytes: number, bytes = unusedBytes) => ({
  cgroup: { bytes, unusedBytes, limitBytes: 2 ** 30, path: '/job' },
});
const account = 'GFP_KERNEL_ACCOUNT';

describe('a block that is free', () => {
  // prettier-ignore
  it.each<[what: string, gfp: string, group: ReturnType<typeof group>, count: number, verdict: string]>([
    ['fits',                                 account,              group(block),            1, 'available'],
    ['a byte short',                         account,              group(block - 1),        1, 'unavailable'],
        ['of which file pages are taken',        account,              group(block - 1, block), 1, 'attainable'],
    ['several fit',                          account,              group(8 * block),        8, 'available'],
    ['one of several does not',              account,              group(8 * block - 1),    8, 'unavailable'],
    ['nobody can reclaim',                   'GFP_NOWAIT|__GFP_ACCOUNT', group(0, block),   1, 'unavailable'],
    ['what is not accounted is not charged', 'GFP_KERNEL',         group(0),                1, 'available'],
  ])('%s', (_, gfp, also, count, verdict) => {
    expect(ask(textsOf({ zones: [rich] }), { order: 4, gfp, count, also }).verdict).toBe(verdict);
  });

  it('asks for the limit, and names the one that stands in the way', () => {
    const texts = textsOf({ zones: [rich] });
    expect(ask(texts, { order: 4, gfp: account })).toMatchObject({ verdict: 'available', wants: ['cgroup'] });
    expect(ask(texts, { order: 4 }).wants).toEqual([]);
    const found = ask(texts, { order: 4, gfp: account, also: group(4096) });
    expect(found).toMatchObject({
      cause: 'cgroup-limit',
      room: { needs: block, has: 4096, of: 'is left under the memory limit of cgroup /job' },
    });
    expect(found.reason).toBe(
      '65536 bytes are needed and the cgroup /job has 4096 left of its limit of 1073741824, or a little more that is charged ahead',
    );
    expect(ask(texts, { order: 4, gfp: account, also: group(4096, block) }).reason).toMatch(
      /1073741824, before its file pages are reclaimed$/,
    );
  });
});

it('a little that is missing may be charged ahead', () => {
  const texts = textsOf({ zones: [rich] });
  const likelihood = (bytes: number): number =>
    ask(texts, { order: 4, count: 8, gfp: account, also: group(bytes) }).likelihood;
  // 64 pages are four blocks.
  expect(likelihood(4 * block)).toBeGreaterThan(likelihood(4 * block - 1));
  expect(likelihood(8 * block - 1)).toBe(likelihood(4 * block));
});

it('single pages with __GFP_NORETRY are charged, too', () => {
  const question = { path: 'vmalloc-noretry', pages: 16, gfp: `${account}|__GFP_NORETRY` } as const;
  const texts = textsOf({ zones: [rich] });
  expect(ask(texts, { ...question, also: group(block) }).verdict).toBe('available');
  expect(ask(texts, { ...question, also: group(block - 1) }).cause).toBe('cgroup-limit');
});

it('memory.high stalls, and refuses nothing: the reason names it', () => {
  const texts = textsOf({ zones: [rich] });
  const reason = (unusedBytes: number, gfp = account): string => {
    const cgroupHigh = { unusedBytes, limitBytes: 2 ** 20, path: '/job' };
    const found = ask(texts, { order: 4, gfp, also: { cgroupHigh } });
    expect(found.verdict).toBe('available');
    return found.reason;
  };
  expect(reason(block)).not.toContain('memory.high');
  expect(reason(block - 1)).toMatch(
    /; the cgroup \/job has 65535 bytes left of its memory\.high of 1048576: that stalls the caller, and refuses nothing$/,
  );
  expect(reason(0, 'GFP_KERNEL')).not.toContain('memory.high');
});

it('where there is no block either, that stays the cause', () => {
  const texts = textsOf({ zones: [poor] });
  const [free, full] = [group(block), group(0)].map((also) => ask(texts, { order: 4, gfp: account, also }));
  expect(full).toMatchObject({ verdict: 'unavailable', cause: free!.cause, reason: free!.reason });
  expect(full!.likelihood).toBeLessThan(free!.likelihood);
});

it('more room never makes an answer worse', () => {
  const room = fc.nat(4 * block);
  fc.assert(
    fc.property(
      fc.constantFrom(rich, poor),
      fc.nat(10),
      room,
      room,
      room,
      (zone, order, unused, file, more) => {
        const texts = textsOf({ zones: [zone] });
        const likelihood = (bytes: number): number =>
          ask(texts, { order, gfp: account, also: group(bytes, bytes + file) }).likelihood;
        expect(likelihood(unused + more)).toBeGreaterThanOrEqual(likelihood(unused));
      },
    ),
  );
});
