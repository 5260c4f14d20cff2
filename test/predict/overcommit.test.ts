// What a fork may promise, in twins with one byte or page less (mm/util.c __vm_enough_memory).
import { describe, expect, it } from '@jest/globals';
import { parseRelease } from '../../src/kernel/release.ts';
import { parseBuddyinfo } from '../../src/machine/proc/buddyinfo.ts';
import { emptySnapshot } from '../../src/machine/snapshot.ts';
import { predict } from '../../src/predict/predict.ts';
import type { Prediction } from '../../src/predict/prediction.ts';

const mib = 2 ** 20;
const nothingFree = emptySnapshot(parseBuddyinfo('Node 0, zone   Normal 0 0 0 0 0 0 0 0 0 0 0\n'));

/** Everything in MiB, as meminfo's names say. */
interface Told {
  mode: number | null;
  meminfo?: Record<string, number> | null;
  admin?: number | null;
  user?: number | null;
}

function ask(
  bytes: number,
  { mode, meminfo = {}, admin = 8, user = 128 }: Told,
  release = '6.12.117',
  malformed: (typeof nothingFree)['malformed'] = [],
): Prediction {
  const kib = (n: number | null): number | null => (n === null ? null : n * 1024);
  const snapshot = {
    ...nothingFree,
    malformed,
    overcommitMemory: mode,
    adminReserveKbytes: kib(admin),
    userReserveKbytes: kib(user),
    meminfo:
      meminfo && new Map(Object.entries(meminfo).map(([name, n]): [string, number] => [name, n * 1024])),
  };
  const request = {
    ...{
      workload: 'fork',
      bytes,
      order: 0,
      pages: Math.ceil(bytes / 4096),
      pageSize: 4096,
      gfp: [],
      notes: [],
    },
    ...({ path: 'address-space', limit: 'commit' } as const),
  };
  return predict(request, snapshot, parseRelease(release));
}

const strict = { mode: 2, meminfo: { CommitLimit: 1000, Committed_AS: 400 } };
const big = { mode: 2, meminfo: { ...strict.meminfo, MemTotal: 25_600 } };
const guessing = { mode: 0, meminfo: { MemTotal: 800, SwapTotal: 200, MemAvailable: 300, SwapFree: 100 } };

describe('overcommit', () => {
  // prettier-ignore
  it.each<[string, number, Told, string, Prediction['verdict']]>([
    // 600 MiB are left; "below the limit": the last byte is never promised, and 8 + 128 MiB may be kept back.
    ['2: all that is left',            600 * mib,        strict,                       '6.12.117', 'unavailable'],
    ['2: a byte less',                 600 * mib - 1,    strict,                       '6.12.117', 'unknown'],
    ['2: as much as the reserves',     464 * mib,        strict,                       '6.12.117', 'unknown'],
    ['2: a byte less',                 464 * mib - 1,    strict,                       '6.12.117', 'available'],
    ['2: no reserves',                 600 * mib - 1,    { ...strict, admin: 0, user: 0 }, '6.12.117', 'available'],
    ['2: reserves not read',           464 * mib,        { ...strict, admin: null, user: null }, '6.12.117', 'unknown'],
    ['2: reserves not read',           464 * mib - 1,    { ...strict, admin: null, user: null }, '6.12.117', 'available'],
    ['2: over its limit already',      1,                { mode: 2, meminfo: { CommitLimit: 10, Committed_AS: 20 } }, '6.12.117', 'unavailable'],
    // The kernel's own sum may be 0.4 % of the memory off: 100 MiB of 25,600.
    ['2: what the counters may hide',  699 * mib,        big,                          '6.12.117', 'unknown'],
    ['2: beyond what they hide',       700 * mib,        big,                          '6.12.117', 'unavailable'],
    ['2: under what they may add',     364 * mib - 1,    big,                          '6.12.117', 'available'],
    ['2: as much as they may add',     364 * mib,        big,                          '6.12.117', 'unknown'],
    ['2: no CommitLimit',              1,                { mode: 2, meminfo: { Committed_AS: 400 } }, '6.12.117', 'unknown'],
    ['2: no Committed_AS',             1,                { mode: 2, meminfo: { CommitLimit: 400 } },  '6.12.117', 'unknown'],
    // 5.2 took the guess at what is free out (8c7829b04c52): only what is more than memory and swap is refused.
    ['0: memory and swap',             1000 * mib,       guessing,                     '5.2.0',    'available'],
    ['0: a byte more',                 1000 * mib + 1,   guessing,                     '5.2.0',    'unknown'],
    ['0: before 5.2',                  392 * mib,        guessing,                     '5.1.0',    'available'],
    ['0: before 5.2, a byte more',     392 * mib + 1,    guessing,                     '5.1.0',    'unknown'],
    ['1: whatever',                    2 ** 50,          { mode: 1 },                  '6.12.117', 'available'],
    ['1: without meminfo',             2 ** 50,          { mode: 1, meminfo: null },   '6.12.117', 'available'],
    ['the mode was not read',          1,                { ...guessing, mode: null },  '6.12.117', 'unknown'],
    ['meminfo was not read',           1,                { mode: 2, meminfo: null },   '6.12.117', 'unknown'],
  ])('%s: %i bytes, %j on %s: %s', (_, bytes, told, release, verdict) => {
    expect(ask(bytes, told, release)).toMatchObject({ verdict, never: false });
  });

  it.each<[number | null, ('meminfo' | 'overcommitMemory' | 'vmstat')[], string]>([
    [0, ['meminfo'], '/proc/meminfo is malformed, and it decides what a fork may promise'],
    [null, ['overcommitMemory'], 'vm.overcommit_memory is malformed, and it decides what a fork may promise'],
    [
      null,
      ['overcommitMemory', 'meminfo'],
      'vm.overcommit_memory is malformed, and it decides what a fork may promise',
    ],
    // What is promised whatever is asked for rests on nothing else.
    [1, ['meminfo'], 'vm.overcommit_memory is 1: the kernel promises whatever is asked for'],
    [
      0,
      ['vmstat'],
      'vm.overcommit_memory or /proc/meminfo was not read, and they decide what a fork may promise',
    ],
  ])('in mode %j with %j malformed: %s', (mode, malformed, reason) => {
    expect(ask(1, { mode, meminfo: null }, '6.12.117', malformed).reason).toBe(reason);
  });

  it('wants what was not read', () => {
    const { wants } = ask(1, { mode: null, meminfo: null, admin: null, user: null });
    expect(wants).toEqual(['overcommitMemory', 'meminfo', 'adminReserveKbytes', 'userReserveKbytes']);
  });

  it('wants nothing more where all was read', () => {
    expect(ask(1, { mode: null }).wants).toEqual(['overcommitMemory']);
    expect(ask(1, { mode: 0, meminfo: null }).wants).toEqual(['meminfo']);
  });

  // prettier-ignore
  it.each<[string, Told, number, number, RegExp]>([
    // what, bytes, likelihood, the room that is told
    ['granted',           strict,                               mib,        0.999, /CommitLimit leaves 629145600 bytes/],
    ['refused',           strict,                               600 * mib,  0.05,  /CommitLimit leaves 629145600 bytes/],
    ['over its limit',    { mode: 2, meminfo: { CommitLimit: 10, Committed_AS: 20 } }, 1, 0.05, /CommitLimit leaves 0 bytes/],
    ['guessed',           guessing,                             mib,        0.999, /memory and swap, 1048576000 bytes$/],
  ])('%s: %j', (_, told, bytes, likelihood, reason) => {
    const found = ask(bytes, told);
    expect(found).toMatchObject({ likelihood, zones: [], terms: [] });
    expect(found.reason).toMatch(reason);
  });

  it('before 5.2 a reserve larger than what is free leaves nothing', () => {
    const told = { mode: 0, meminfo: { MemAvailable: 1 }, admin: 8 };
    expect(ask(1, told, '5.1.0').reason).toMatch(/MemAvailable and free swap, 0 bytes/);
  });
});
