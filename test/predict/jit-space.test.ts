// Room for machine code of BPF programs, in twins with one byte less; the numbers are those of the machines they were proven on.
import { describe, expect, it } from '@jest/globals';
import { parseRelease } from '../../src/kernel/release.ts';
import { parseBuddyinfo } from '../../src/machine/proc/buddyinfo.ts';
import { type ProcTexts, type Snapshot, emptySnapshot, snapshotOf } from '../../src/machine/snapshot.ts';
import { predict } from '../../src/predict/predict.ts';
import type { Prediction } from '../../src/predict/prediction.ts';
import type { Request } from '../../src/request/request.ts';

const nothingFree = emptySnapshot(parseBuddyinfo('Node 0, zone   Normal 0 0 0 0 0 0 0 0 0 0 0\n'));

interface Told {
  enable?: number | null;
  limit?: number | null;
  /** bytes and caller of each area */
  areas?: readonly [number, string | null][] | null;
}

function ask(
  bytes: number,
  { enable = 1, limit = 264_241_152, areas = [[20_480, 'pcpu_get_vm_areas']] }: Told,
  release = '6.12.117',
  name: 'bpf-jit' | 'module-space' = 'bpf-jit',
): Prediction {
  const snapshot: Snapshot = {
    ...nothingFree,
    bpfJitEnable: enable,
    bpfJitLimit: limit,
    vmallocinfo: areas?.map(([size, caller]) => ({ bytes: size, caller })) ?? null,
  };
  return predict({ ...filter(bytes), limit: name }, snapshot, parseRelease(release));
}

const filter = (bytes: number): Request => ({
  ...{ workload: 'seccomp', bytes, order: 0, pages: 1, pageSize: 4096, gfp: [], notes: [] },
  ...{ path: 'address-space', limit: 'bpf-jit' },
});

const pack: [number, string] = [2_101_248, 'bpf_prog_pack_alloc'];
const own = (pages: number): [number, string] => [(pages + 1) * 4096, 'bpf_jit_alloc_exec'];

describe('room for machine code', () => {
  // prettier-ignore
  it.each<[string, number, Told, string, Prediction['verdict']]>([
    // Nothing charged: a program may be as large as the limit (6.1.0-56 of Debian took 8,192 bytes of limit for two of 3,712, not for three).
    ['the whole limit',                   8192, { limit: 8192 },                          '6.12.117', 'available'],
    ['a byte more than the limit',        8193, { limit: 8192 },                          '6.12.117', 'unavailable'],
    // One pack is at most 2 MiB charged: what fits beside a full one fits.
    ['fits beside a full pack',           4096, { limit: 2_101_248, areas: [pack] },      '6.12.117', 'available'],
    ['fits, unless the pack is full',     4097, { limit: 2_101_248, areas: [pack] },      '6.12.117', 'unknown'],
    // Before 5.18 every program is charged for its own pages, the guard page not counted.
    ['own pages: the last that fits',     4096, { limit: 32_768, areas: [own(3), own(4)] },  '5.10.0', 'available'],
    ['own pages: one page too many',      8192, { limit: 32_768, areas: [own(3), own(4)] },  '5.10.0', 'unavailable'],
    ['own pages of a kernel that packs',  8192, { limit: 32_768, areas: [own(3), own(4)] },  '5.18.0', 'unknown'],
    // What modules take may have been taken by programs where the kernel names one function for both.
    ['modules under one name',            4096, { limit: 20_480, areas: [[24_576, 'execmem_alloc']] }, '6.12.117', 'unknown'],
    ['modules before packs: no charge',   4096, { limit: 20_480, areas: [[24_576, 'load_module']] },   '5.10.0', 'unknown'],
    // Programs before compilation and maps are ordinary memory.
    ['ordinary memory of BPF',            8192, { limit: 8192, areas: [[8_589_934_592, 'bpf_map_area_alloc'], [8192, 'bpf_prog_alloc_no_stats'], [8192, 'bpf_prog_realloc']] }, '6.12.117', 'available'],
    ['other areas',                       8192, { limit: 8192, areas: [[8_589_934_592, 'pcpu_get_vm_areas']] }, '6.12.117', 'available'],
    ['an area that names nobody',         8192, { limit: 8192, areas: [[8192, null]] },   '6.12.117', 'unknown'],
    ['an area to be unmapped',            8192, { limit: 8192, areas: [[8192, 'unpurged']] }, '6.12.117', 'available'],
    // Interpreted programs have no machine code.
    ['JIT off',                           8193, { enable: 0, limit: 8192 },               '6.12.117', 'available'],
    ['JIT off, nothing else read',        8192, { enable: 0, limit: null, areas: null },  '6.12.117', 'available'],
    ['JIT not read',                      8192, { enable: null },                         '6.12.117', 'available'],
    ['the limit not read',                8192, { limit: null, areas: [] },               '6.12.117', 'unknown'],
    ['no area at all',                    8192, { areas: [] },                            '6.12.117', 'unknown'],
    ['the areas not read',                8192, { areas: null },                          '6.12.117', 'unknown'],
    ['the areas not read, but too large', 8193, { limit: 8192, areas: null },             '6.12.117', 'unavailable'],
    ['a limit that is none',              2 ** 40, { limit: Number.MAX_SAFE_INTEGER, areas: [pack] }, '6.12.117', 'available'],
  ])('%s (%i bytes, %j on %s): %s', (_, bytes, told, release, verdict) => {
    const answer = ask(bytes, told, release);
    expect(answer).toMatchObject({ verdict, never: false });
    expect(answer.likelihood >= 0.5).toBe(verdict !== 'unavailable');
  });

  // 6.18.44 with a pack that held 150,784 to 154,496 bytes, filters of 3,712: 29 went, the next was refused with errno 524.
  it('on the machine where it was proven, it is open what a small limit lets through', () => {
    expect(ask(29 * 3712, { limit: 262_144, areas: [pack] }, '6.18.44').verdict).toBe('unknown');
    expect(ask(30 * 3712, { limit: 262_144, areas: [pack] }, '6.18.44').verdict).toBe('unknown');
    expect(ask(71 * 3712, { limit: 262_144, areas: [pack] }, '6.18.44').verdict).toBe('unavailable');
    // with a limit of 4 MiB 1,088 went
    expect(ask(564 * 3712, { limit: 4_194_304, areas: [pack] }, '6.18.44').verdict).toBe('available');
  });

  // prettier-ignore
  it.each<[string, Partial<ProcTexts>, Partial<Prediction>]>([
    ['a limit',          { bpfJitLimit: 'x\n' },                                    { cause: 'malformed', reason: 'net.core.bpf_jit_limit is malformed' }],
    ['areas',            { bpfJitLimit: '8192\n', vmallocinfo: 'x\n' },             { cause: 'malformed' }],
    ['areas, too large', { bpfJitLimit: '8191\n', vmallocinfo: 'x\n' },             { cause: 'address-space', verdict: 'unavailable' }],
    ['both, JIT off',    { bpfJitLimit: 'x\n', vmallocinfo: 'x\n', bpfJitEnable: '0\n' }, { cause: 'none', verdict: 'available' }],
    ['JIT or not',       { bpfJitLimit: '8192\n', vmallocinfo: '0x1-0x2 8192 pcpu_get_vm_areas\n', bpfJitEnable: 'x\n' }, { cause: 'none' }],
  ])('malformed is not the same as not read: %s', (_, texts, found) => {
    const snapshot = snapshotOf({ buddyinfo: 'Node 0, zone Normal 1\n', ...texts });
    expect(predict(filter(8192), snapshot, parseRelease('6.12.117'))).toMatchObject(found);
  });

  it('says whose call is meant, and what to run as root', () => {
    expect(ask(8193, { limit: 8192 }).reason).toMatch(/for a caller without CAP_BPF; one that has it passes/);
    expect(ask(8192, { limit: null }).reason).toMatch(/run 'buddyguard check --for seccomp' as root/);
    expect(ask(8192, { limit: null, areas: null }).wants).toEqual(['bpfJitLimit', 'vmallocinfo']);
  });

  // A caller with CAP_BPF passes the limit, so nothing is refused for it; all that shares the space has to fit.
  it.each<[string, number, Told, Prediction['verdict']]>([
    [
      'fits beside all modules',
      4096,
      { limit: 65_536, areas: [own(7), [36_864, 'load_module']] },
      'available',
    ],
    ['a byte too many', 4097, { limit: 65_536, areas: [own(7), [36_864, 'load_module']] }, 'unknown'],
    ['larger than the limit', 65_537, { limit: 65_536 }, 'unknown'],
  ])('module space: %s', (_, bytes, told, verdict) => {
    expect(ask(bytes, told, '5.10.0', 'module-space').verdict).toBe(verdict);
  });

  it.each<[string, Told, string, RegExp]>([
    // 8,192 bytes beside areas of 28,672: all of them charged, or none is known to be.
    [
      'what is charged is known',
      { limit: 32_768, areas: [own(3), own(4)] },
      '5.10.0',
      /, 28672 are in use .*is 32768, for a caller without CAP_BPF/,
    ],
    [
      'what is charged is not told',
      { limit: 32_768, areas: [own(3), own(4)] },
      '5.18.0',
      /, between 0 and 28672 are in use .*: how much of the areas is charged is not told, for a caller/,
    ],
  ])('tells what is in use: %s', (_, told, release, reason) => {
    expect(ask(8192, told, release).reason).toMatch(reason);
  });

  it('where the module space is full, says that it is larger', () => {
    const told = { limit: 32_768, areas: [own(3), own(4)] };
    const found = ask(8192, told, '5.10.0', 'module-space');
    expect(found.verdict).toBe('unknown');
    expect(found.reason).toMatch(/28672 are in use .*: the space of modules is larger$/);
  });

  it('of a release that is not known, programs may be packed', () => {
    expect(ask(8192, { limit: 32_768, areas: [own(3), own(4)] }, 'no release').verdict).toBe('unknown');
  });

  it('an area of an old kernel that names nobody may be anything', () => {
    expect(ask(8192, { limit: 8192, areas: [[8192, null]] }, '5.10.0').verdict).toBe('unknown');
  });

  it.each([
    ['granted', {}],
    ['refused', { limit: 100 }],
    ['off', { enable: 0 }],
  ])('has no zones and no terms: %s', (_, told) => {
    expect(ask(8192, told)).toMatchObject({ zones: [], terms: [] });
  });
});
