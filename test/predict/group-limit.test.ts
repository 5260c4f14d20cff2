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
    ['a byte short, which may be charged ahead', account,         group(block - 1),        1, 'attainable'],
        ['of which file pages are taken',        account,              group(block - 1, block), 1, 'attainable'],
    ['several fit',                          account,              group(8 * block),        8, 'available'],
    ['one of several may be charged ahead',  account,              group(7 * block),        8, 'attainable'],
    ['two of several, less likely',          account,              group(6 * block),        8, 'unavailable'],
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
      room: {
        needs: block,
        has: 4096,
        of: 'is left under the memory limit of cgroup /job, or a little more that is charged ahead',
      },
    });
    expect(found.reason).toBe(
      '65536 bytes are needed and the cgroup /job has 4096 left of its limit of 1073741824, or a little more that is charged ahead',
    );
    expect(ask(texts, { order: 4, gfp: account, also: group(4096, block) }).reason).toBe(
      '65536 bytes are needed and the cgroup /job has 4096 left of its limit of 1073741824, before its file pages are reclaimed',
    );
    const short = ask(texts, { order: 4, count: 9, gfp: account, also: group(4096, 2 * block) });
    expect(short.reason).toBe(
      '589824 bytes are needed and the cgroup /job has 131072 left of its limit of 1073741824, its file pages counted',
    );
    expect(short.room).toEqual({
      needs: 9 * block,
      has: 2 * block,
      of: 'is left under the memory limit of cgroup /job, its file pages counted',
    });
  });
});

it('names the group that has less left before anything is reclaimed, where that decides', () => {
  const cgroup = { bytes: 9 * block, unusedBytes: 0, limitBytes: 2 ** 30, path: '/a', unusedOf: { path: '/a/b', limitBytes: 2 ** 25 } }; // prettier-ignore
  const reason = (count: number): string =>
    ask(textsOf({ zones: [rich] }), { order: 4, count, gfp: account, also: { cgroup } }).reason;
  expect(reason(1)).toMatch(/cgroup \/a\/b has 0 left of its limit of 33554432, before its file pages/);
  expect(reason(20)).toMatch(/cgroup \/a has 589824 left of its limit of 1073741824, its file pages counted/);
});

// mm/memcontrol.c try_charge_memcg: what is let through beyond the limit.
// prettier-ignore
it.each<[gfp: string, release: string, verdict: string]>([
  ['GFP_KERNEL_ACCOUNT',                 '6.12.0', 'unavailable'],
  ['GFP_KERNEL_ACCOUNT|__GFP_NOFAIL',    '5.10.0', 'available'],
  ['GFP_ATOMIC|__GFP_ACCOUNT',           '5.3.0',  'unavailable'],
  ['GFP_ATOMIC|__GFP_ACCOUNT',           '5.4.0',  'available'],
  ['GFP_KERNEL_ACCOUNT|__GFP_HIGH',      '6.3.0',  'unavailable'],
  ['GFP_KERNEL_ACCOUNT|__GFP_HIGH',      '6.4.0',  'available'],
])('%s on %s beyond the limit: %s', (gfp, release, verdict) => {
  const texts = textsOf({ zones: [rich] });
  expect(ask(texts, { order: 4, count: 8, gfp, release, also: group(0) }).verdict).toBe(verdict);
});

it('what exceeds the limit itself is not charged ahead', () => {
  const cgroup = { bytes: block, unusedBytes: block, limitBytes: block, path: '/job' };
  const likelihood = (limitBytes: number): number =>
    ask(textsOf({ zones: [rich] }), {
      order: 4,
      count: 2,
      gfp: account,
      also: { cgroup: { ...cgroup, limitBytes } },
    }).likelihood;
  expect(likelihood(2 * block - 1)).toBeCloseTo(0.1, 3);
  expect(likelihood(2 * block)).toBeGreaterThan(0.5);
});

it('a little that is missing may be charged ahead', () => {
  const texts = textsOf({ zones: [rich] });
  const likelihood = (bytes: number): number =>
    ask(texts, { order: 4, count: 8, gfp: account, also: group(bytes) }).likelihood;
  // 64 pages are four blocks.
  expect([8, 7, 6, 5, 4, 0].map((blocks) => likelihood(blocks * block - 1))).toEqual(
    [0.8, 0.6, 0.4, 0.2, 0.1, 0.1].map((said) => expect.closeTo(said, 2)),
  );
});

it('single pages with __GFP_NORETRY are charged, too', () => {
  const question = { path: 'vmalloc-noretry', pages: 16, gfp: `${account}|__GFP_NORETRY` } as const;
  const texts = textsOf({ zones: [rich] });
  expect(ask(texts, { ...question, also: group(block) }).verdict).toBe('available');
  expect(ask(texts, { ...question, also: group(block - 1) }).cause).toBe('cgroup-limit');
});

it('what a step takes beside a request that is not accounted is charged', () => {
  const texts = { ...textsOf({ zones: [rich] }), meminfo: 'MemAvailable: 3000000 kB\nSwapTotal: 0 kB\n' };
  const verdict = (besidePages: number, unused: number): string =>
    ask(texts, { path: 'vmalloc', pages: 2000, besidePages, gfp: 'GFP_KERNEL', also: group(unused) }).verdict;
  expect(verdict(1000, 1000 * 4096)).toBe('available');
  expect(verdict(1000, 900 * 4096)).toBe('unavailable');
  expect(verdict(0, 0)).toBe('available');
});

describe('single pages that the kernel retries for', () => {
  const page = 4096;
  const pages = 100;
  const most = pages * page;
  const texts = {
    ...textsOf({ zones: [rich] }),
    meminfo:
      'MemTotal: 4000000 kB\nMemFree: 3000000 kB\nMemAvailable: 3000000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n',
  };
  const question = { path: 'vmalloc', pages } as const;

  // One page is charged after the other, and for each all that the group can give back is taken first: 817 tables in the lab.
  // prettier-ignore
  it.each<[what: string, gfp: string, unused: number, withFiles: number, verdict: string, likelihood: number]>([
    ['fit',                              account,      most,      most,                  'available',   0.999],
    ['fit once file pages are gone',     account,      0,         most + 64 * page,      'available',   0.999],
    ['of which some may be in use',      account,      0,         most + 64 * page - 1,  'attainable',  0.8991],
    ['fit just so, all of them gone',    account,      0,         most,                  'attainable',  0.8991],
    ['16 pages short',                   account,      0,         most - 16 * page,      'attainable',  0.5994],
    ['32 pages short',                   account,      0,         most - 32 * page,      'unavailable', 0.3996],
    ['64 pages short',                   account,      0,         most - 64 * page,      'unavailable', 0.0999],
    ['are not charged if not accounted', 'GFP_KERNEL', 0,         0,                     'available',   0.999],
  ])('%s', (_, gfp, unused, withFiles, verdict, likelihood) => {
    const found = ask(texts, { ...question, gfp, also: group(unused, withFiles) });
    expect(found.verdict).toBe(verdict);
    expect(found.likelihood).toBeCloseTo(likelihood, 6);
  });

  it('on one node, too: the limit is asked for and heeded', () => {
    const gfp = `${account}|__GFP_THISNODE`;
    expect(ask(texts, { ...question, gfp, node: 0 }).wants).toEqual(['cgroup']);
    expect(ask(texts, { ...question, gfp, node: 0, also: group(0) })).toMatchObject({
      cause: 'cgroup-limit',
      reason: '409600 bytes are needed and the cgroup /job has 0 left of its limit of 1073741824',
    });
  });

  it('beyond memory.high the caller is stalled', () => {
    const cgroupHigh = { unusedBytes: most - 1, limitBytes: 2 ** 20, path: '/job' };
    const { verdict, reason } = ask(texts, { ...question, gfp: account, also: { cgroupHigh } });
    expect([verdict, reason]).toEqual([
      'available',
      expect.stringMatching(/memory\.high of 1048576: that stalls/),
    ]);
  });
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
