import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { MalformedError, UnreadableError } from '../../src/errors.ts';
import { type CheckPlan, check } from '../../src/guard/check.ts';
import { goes } from '../../src/guard/judge.ts';
import type { Need } from '../../src/request/need.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { TrialResult } from '../../src/guard/trial/result.ts';
import { plainNeed } from '../../src/request/plain-request.ts';
import { FakeIo } from '../support/fake-io.ts';
import { type ZoneText, textsOf } from '../support/machine-text.ts';
import { filesOf, makeRoot, removeRoots, writeUnder } from '../support/root.ts';

afterAll(removeRoots);

const plan = (more: Partial<CheckPlan> = {}): CheckPlan => ({
  retries: 0,
  intervalMilliseconds: 1000,
  timeoutMilliseconds: undefined,
  strict: false,
  deep: false,
  ...more,
});

const need = (order: number, gfp = ['GFP_KERNEL']): Need => plainNeed({ order, gfp }, 4096);

/** A zone with `large` blocks of order 4 beside many single pages; GFP_ATOMIC has nothing but them to hope for. */
const zones = (large: number): ZoneText[] => [
  { zone: 'Normal', types: { Unmovable: [9000, 0, 0, 0, large] }, min: 100, managed: 20_000 },
];
const atomic = [need(4, ['GFP_ATOMIC'])];

function rootWith(large: number): string {
  return makeRoot(filesOf(textsOf({ zones: zones(large) }), '6.12.0'));
}
function change(root: string, large: number): void {
  const texts = textsOf({ zones: zones(large) });
  for (const [path, text] of Object.entries(filesOf(texts, '6.12.0'))) writeUnder(root, path, text);
}

describe('check', () => {
  it('looks once where nothing is to be retried, and says nothing', async () => {
    const io = new FakeIo();
    const outcome = await check(atomic, new Machine(rootWith(0)), plan(), io);
    expect(outcome).toMatchObject({ go: false, prediction: { verdict: 'unavailable', never: false } });
    expect(outcome.attempts).toMatchObject([{ verdict: 'unavailable', afterMilliseconds: 0, remedy: null }]);
    expect([io.said, io.slept]).toEqual([[], []]);
  });

  it('reads afresh each time, and stops as soon as it may go', async () => {
    const root = rootWith(0);
    const io = new FakeIo();
    io.beforeSleep = () => {
      if (io.slept.length === 1) change(root, 3);
    };
    const outcome = await check(atomic, new Machine(root), plan({ retries: 9 }), io);
    expect(outcome.go).toBe(true);
    expect(outcome.attempts.map((a) => [a.verdict, a.afterMilliseconds])).toEqual([
      ['unavailable', 0],
      ['unavailable', 1000],
      ['available', 3000],
    ]);
    expect(io.slept).toEqual([1000, 2000]);
  });

  it('tells each attempt in one line, and what changed since the one before', async () => {
    const root = rootWith(0);
    const io = new FakeIo();
    io.beforeSleep = () => {
      change(root, io.slept.length === 0 ? 0 : 3);
    };
    await check(atomic, new Machine(root), plan({ retries: 9 }), io);
    expect(io.said).toEqual([
      'look 1: unavailable (chance 5 %): blocks of 64 KiB or larger 0, free 35.2 MiB; next look in 1.0 s, 8 more at most',
      'look 2: unavailable (chance 5 %): blocks of 64 KiB or larger 0 as before, free 35.2 MiB as before; next look in 2.0 s, 7 more at most',
      'look 3: available (chance 99.9 %): blocks of 64 KiB or larger 0 -> 3, free 35.2 MiB -> 35.3 MiB',
    ]);
    expect(io.said.join('')).not.toContain('\n');
  });

  it('gives up after its retries', async () => {
    const io = new FakeIo();
    const outcome = await check(atomic, new Machine(rootWith(0)), plan({ retries: 2 }), io);
    expect(outcome.go).toBe(false);
    expect(outcome.attempts).toHaveLength(3);
    expect(io.slept).toEqual([1000, 2000]);
  });

  it('ends at its deadline with a last look, whatever the reads take', async () => {
    const io = new FakeIo();
    io.beforeSleep = () => {
      io.pass(250);
    };
    const timed = plan({ retries: Infinity, timeoutMilliseconds: 10_000 });
    const start = io.now();
    const outcome = await check(atomic, new Machine(rootWith(0)), timed, io);
    expect(outcome.go).toBe(false);
    // Only the last pause may be overtaken by what the io takes by itself.
    expect(io.now() - start).toBeLessThanOrEqual(10_250);
    expect(outcome.attempts.at(-1)?.afterMilliseconds).toBeGreaterThanOrEqual(10_000);
    expect(io.slept.length).toBeGreaterThan(3);
  });

  it('spreads guards that start together', async () => {
    const slept = async (draw: number): Promise<number[]> => {
      const io = new FakeIo([draw, draw]);
      await check(atomic, new Machine(rootWith(0)), plan({ retries: 2 }), io);
      return io.slept.map(Math.round);
    };
    expect([await slept(0), await slept(1)]).toEqual([
      [800, 1600],
      [1200, 2400],
    ]);
  });

  it('never waits for what can never be', async () => {
    const io = new FakeIo();
    const outcome = await check([need(11)], new Machine(rootWith(0)), plan({ retries: 5 }), io);
    expect(outcome).toMatchObject({ go: false, prediction: { never: true, likelihood: 0 } });
    expect([io.said, io.slept]).toEqual([[], []]);
  });

  it.each(['proc/buddyinfo', 'proc/zoneinfo'])(
    'a look without %s is another look: the gate stays shut',
    async (file) => {
      const texts = textsOf({
        zones: [{ zone: 'Normal', types: { Unmovable: [90, 0, 0, 0, 3] }, min: 400, managed: 20_000 }],
      });
      const root = makeRoot(filesOf(texts, '6.12.0'));
      const io = new FakeIo();
      io.beforeSleep = () => {
        if (io.slept.length === 0) renameSync(join(root, file), join(root, 'proc/away'));
        if (io.slept.length === 2) renameSync(join(root, 'proc/away'), join(root, file));
      };
      const outcome = await check(atomic, new Machine(root), plan({ retries: 4 }), io);
      expect(outcome).toMatchObject({ go: false, prediction: { verdict: 'unavailable' } });
      const verdicts = ['unavailable', 'unknown', 'unknown', 'unavailable', 'unavailable'];
      expect(outcome.attempts.map(({ verdict }) => verdict)).toEqual(verdicts);
      expect(io.said[1]).toMatch(/^look 2: failed: .*; next look in/);
    },
  );

  it('a machine that can no longer be read is answered as it was last seen', async () => {
    const root = rootWith(0);
    const io = new FakeIo();
    io.beforeSleep = () => {
      writeUnder(root, 'proc/buddyinfo', 'hello\n');
    };
    const outcome = await check(atomic, new Machine(root), plan({ retries: 2 }), io);
    expect(outcome).toMatchObject({ go: false, prediction: { verdict: 'unavailable' } });
    expect(outcome.attempts.map(({ verdict }) => verdict)).toEqual(['unavailable', 'unknown', 'unknown']);
  });

  it('a machine that could never be read is an error at once', async () => {
    const root = rootWith(0);
    const io = new FakeIo();
    renameSync(join(root, 'proc/buddyinfo'), join(root, 'proc/gone'));
    await expect(check(atomic, new Machine(root), plan({ retries: 5 }), io)).rejects.toThrow(UnreadableError);
    writeUnder(root, 'proc/buddyinfo', 'hello\n');
    await expect(check(atomic, new Machine(root), plan({ retries: 5 }), io)).rejects.toThrow(MalformedError);
    expect(io.slept).toEqual([]);
  });

  it('a first look that fails because the system is short of something is another look', async () => {
    const machine = new Machine(rootWith(3));
    const look = jest.spyOn(machine, 'look');
    look.mockImplementationOnce(() => {
      throw new UnreadableError('/proc/buddyinfo', 'cannot be read (EMFILE)', true);
    });
    const outcome = await check(atomic, machine, plan({ retries: 1 }), new FakeIo());
    expect(outcome).toMatchObject({ go: true, prediction: { verdict: 'available' } });
    look.mockImplementation(() => {
      throw new UnreadableError('/proc/buddyinfo', 'cannot be read (EMFILE)', true);
    });
    const never = check(atomic, machine, plan({ retries: 1 }), new FakeIo());
    await expect(never).rejects.toThrow('EMFILE');
  });

  it('of several needs the worst decides', async () => {
    const machine = new Machine(rootWith(3));
    const order = async (...needs: Need[]): Promise<number> =>
      (await check(needs, machine, plan(), new FakeIo())).need.request.order;
    expect(await order(need(0), need(4))).toBe(4);
    expect(await order(need(5, ['GFP_ATOMIC']), need(4))).toBe(5);
    expect(await order(need(5, ['GFP_ATOMIC']), need(11), need(0))).toBe(11);
  });

  it('reads pagetypeinfo only where it decides', async () => {
    const open = filesOf(textsOf({ zones: zones(3) }), '6.12.0');
    const root = makeRoot({ ...open, 'proc/pagetypeinfo': 'must not be read\n' });
    const plenty = await check([need(0)], new Machine(root), plan(), new FakeIo());
    expect(plenty.snapshot.missing).toEqual([]);
    // A large zone may hold HighAtomic blocks of order 4: here it would decide, and what is wrong with it is said.
    const large = zones(3).map((zone) => ({ ...zone, managed: 2e6 }));
    writeUnder(root, 'proc/zoneinfo', textsOf({ zones: large }).zoneinfo ?? '');
    const doubtful = await check([need(4)], new Machine(root), plan(), new FakeIo());
    expect(doubtful.prediction.verdict).toBe('attainable');
    expect(doubtful.snapshot.missing.join()).toContain('/proc/pagetypeinfo: line 1');
  });
});

describe('goes', () => {
  it.each<[Parameters<typeof goes>[0]['verdict'], boolean, boolean]>([
    // verdict, goes, goes with --strict
    ['available', true, true],
    ['attainable', true, false],
    ['unavailable', false, false],
    ['unknown', false, false],
  ])('%s: %s, with --strict %s', (verdict, plainly, strictly) => {
    expect([goes({ verdict }, false), goes({ verdict }, true)]).toEqual([plainly, strictly]);
  });
});

describe('a trial', () => {
  const granted: TrialResult = { measured: 'granted', via: 'x', microseconds: 1, stalled: false, why: null };
  const space = (): Need => {
    const single = plainNeed({ size: { amount: 8, unit: 'pages' }, path: 'vmalloc' }, 4096);
    return { ...single, request: { ...single.request, path: 'address-space', limit: 'commit' } };
  };

  it.each<[string, Need, string]>([
    [
      'single pages',
      plainNeed({ size: { amount: 8, unit: 'pages' }, path: 'vmalloc' }, 4096),
      'the request is for single pages, and a trial asks for a block',
    ],
    ['room under a limit', space(), 'a limit decides, and a trial asks for a block'],
    ['a node', plainNeed({ order: 1, node: 0 }, 4096), 'a trial cannot choose its node'],
    [
      'other flags',
      need(1, ['GFP_ATOMIC']),
      'a trial asks with GFP_KERNEL_ACCOUNT, this request with GFP_ATOMIC',
    ],
  ])('is not made for %s, and that is said', async (_, asked, why) => {
    const trial = jest.fn(() => Promise.resolve(granted));
    const files = { 'proc/meminfo': 'MemTotal: 80000 kB\nMemFree: 40000 kB\nMemAvailable: 40000 kB\n', 'proc/sys/vm/overcommit_memory': '1\n' }; // prettier-ignore
    const root = rootWith(3);
    for (const [path, text] of Object.entries(files)) writeUnder(root, path, text);
    const io = new FakeIo();
    const outcome = await check([asked], new Machine(root), plan({ trial }), io);
    expect(outcome.trial).toMatchObject({ measured: null, why });
    expect([trial.mock.calls, io.said]).toEqual([[], []]);
  });

  it('is made of the worst of several needs alone, and changes no other', async () => {
    const trial = jest.fn((order: number) =>
      Promise.resolve({ ...granted, measured: 'refused' as const, microseconds: order }),
    );
    const needs = [need(0), need(5)];
    const outcome = await check(needs, new Machine(rootWith(3)), plan({ trial }), new FakeIo());
    expect(trial.mock.calls.map(([order]) => order)).toEqual([5]);
    expect(outcome.answers.map(({ prediction: { verdict } }) => verdict)).toEqual([
      'available',
      'unavailable',
    ]);
    expect(outcome.prediction.reason).toMatch(
      /^the kernel was asked for a block of order 5 and refused it; before, /,
    );
  });
});
