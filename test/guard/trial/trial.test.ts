import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { trial } from '../../../src/guard/trial/trial.ts';
import { ownPageSize } from '../../../src/machine/page-size.ts';
import { TrialPath, isGone, limits, realProgram } from '../../support/trial-bench.ts';

const pageSize = ownPageSize() ?? 4096;
let path: TrialPath;
const ask = (order: number, more: object = {}): ReturnType<typeof trial> =>
  trial({ order, pageSize, folders: [path.folder], ...more });

beforeEach(() => {
  path = new TrialPath();
});
afterEach(() => {
  path.remove();
});

const real = (['perl', 'python3'] as const).filter((name) => realProgram(name) !== null);
/** One more than the largest block that this kernel has: it can only refuse. */
const beyond =
  process.platform === 'linux'
    ? readFileSync('/proc/buddyinfo', 'utf8').split('\n')[0]!.trim().split(/\s+/).length - 4
    : 0;
const privileged = process.getuid?.() === 0;

describe.each(real)('a trial by %s on this kernel', (name) => {
  beforeEach(() => {
    path.link(name);
  });

  // Up to order 3 the kernel does not give up; what needs no reclaim is its business.
  it.each([2, 3])('is granted a block of order %i', async (order) => {
    const result = await ask(order);
    expect(result).toMatchObject({ measured: 'granted', via: `AF_UNIX datagram (${name})`, why: null });
    expect(result.microseconds).toBeGreaterThan(0);
    expect(result.stalled).not.toBeNull();
  });

  const itPrivileged = privileged ? it : it.skip;
  itPrivileged('is refused a block larger than any, and leaves every limit as it was', async () => {
    const before = limits();
    await expect(ask(beyond)).resolves.toMatchObject({
      measured: 'refused',
      via: `AF_UNIX datagram (${name})`,
    });
    expect(limits()).toEqual(before);
  });
});

describe('a trial that is not possible', () => {
  it('says what is not installed', async () => {
    await expect(ask(3)).resolves.toMatchObject({
      measured: null,
      why: 'perl is not installed; python3 is not installed',
    });
  });

  it('starts nothing for an order below the page allocator', async () => {
    path.put('perl', `echo started > ${path.file('started')}`);
    const result = await ask(1);
    expect(result).toMatchObject({
      measured: null,
      why: expect.stringMatching(/order 1 cannot be asked for by itself/),
    });
    expect(existsSync(path.file('started'))).toBe(false);
  });

  it('gives up after its time, and leaves nobody behind', async () => {
    path.put('perl', `echo $$ > ${path.file('pid')}; exec /bin/sleep 60`);
    path.put('python3', `echo started > ${path.file('started')}`);
    const result = await ask(3, { limitMilliseconds: 1500 });
    expect(result).toMatchObject({ measured: null, why: 'the kernel did not answer in time' });
    await expect(isGone(Number(readFileSync(path.file('pid'), 'utf8')))).resolves.toBe(true);
    expect(existsSync(path.file('started'))).toBe(false);
  });

  it('shows what stands in its way without letting it at the terminal', async () => {
    path.put('perl', `printf 'datagram no \\033[31mred\\nring no such thing\\n'`);
    await expect(ask(3)).resolves.toMatchObject({
      measured: null,
      why: 'AF_UNIX datagram: \\x1b[31mred, pipe ring: such thing (perl); python3 is not installed',
    });
  });
});

describe('the way of asking', () => {
  it('is the next interpreter where one does not run the script', async () => {
    path.put('perl', 'echo "syntax error" >&2; exit 2');
    path.put('python3', 'echo ring refused 412 3');
    await expect(ask(9)).resolves.toEqual({
      measured: 'refused',
      via: 'pipe ring (python3)',
      microseconds: 412,
      stalled: true,
      why: null,
    });
  });

  it('is the pipe where the datagram may not be large enough', async () => {
    path.put('perl', 'echo datagram no needs more; echo ring granted - -');
    await expect(ask(9)).resolves.toEqual({
      measured: 'granted',
      via: 'pipe ring (perl)',
      microseconds: null,
      stalled: null,
      why: null,
    });
  });

  it('does not load what the environment names', async () => {
    path.put('perl', `/usr/bin/env > ${path.file('environment')}; echo datagram granted 1 0`);
    process.env.PERL5OPT = '-Mnothing';
    process.env.PYTHONPATH = '/nowhere';
    try {
      await ask(3);
    } finally {
      delete process.env.PERL5OPT;
      delete process.env.PYTHONPATH;
    }
    expect(readFileSync(path.file('environment'), 'utf8')).not.toMatch(/PERL5OPT|PYTHONPATH/);
  });
});
