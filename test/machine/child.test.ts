import { openSync, closeSync, readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type BoundedRun, type ChildEnd, runBounded } from '../../src/machine/child.ts';

const sh = (script: string, more: Partial<BoundedRun> = {}): Promise<ChildEnd> =>
  runBounded('sh', ['-c', script], { limitMilliseconds: 20_000, maxBytes: 100, ...more });

// prettier-ignore
const rows: [string, string, Partial<BoundedRun>, Partial<ChildEnd>][] = [
  ['ends well',                     'echo yes',                            {},                         { ended: 'exit', status: 0, output: 'yes\n', error: '' }],
  ['ends badly',                    'echo why >&2; echo more >&2; exit 3', {},                         { ended: 'exit', status: 3, output: '', error: 'why' }],
  ['is killed',                     'kill -SEGV $$',                       {},                         { ended: 'signal', status: 'SIGSEGV' }],
  ['does not end',                  'exec sleep 600',                      { limitMilliseconds: 200 }, { ended: 'late', status: null, error: 'did not end within 200 ms' }],
  ['is deaf',                       'trap "" TERM; while :; do sleep 1; done', { limitMilliseconds: 200 }, { ended: 'late', status: null }],
  ['prints as much as it may',      'printf %100s x',                      {},                         { ended: 'exit', status: 0 }],
  ['prints a byte more',            'printf %101s x; exec sleep 600',      {},                         { ended: 'failed', status: null, error: 'printed more than 100 bytes' }],
  ['complains without end',         'exec yes >&2',                        { limitMilliseconds: 200 }, { ended: 'late', output: '' }],
  ['has an environment of its own', 'echo "$ONE$HOME"',                    { env: { ONE: '1' } }, { output: '1\n' }],
  ['starts at the root',            'pwd',                                 {},                         { output: '/\n' }],
];

describe('a bounded child', () => {
  it.each(rows)('that %s', async (_, script, more, expected) => {
    expect(await sh(script, more)).toMatchObject(expected);
  });

  it('reads nothing, and prints to nowhere where nothing is read of it', async () => {
    const { ended, output } = await runBounded('sh', ['-c', 'cat; yes | head -c 100000'], {
      limitMilliseconds: 20_000,
    });
    expect([ended, output]).toEqual(['exit', '']);
  });

  it('is not listened for after its end', async () => {
    const before = process.listenerCount('exit');
    await Promise.all([sh('true'), sh('exec sleep 600', { limitMilliseconds: 200 })]);
    expect(process.listenerCount('exit')).toBe(before);
  });

  it('has the descriptors that it is given', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'buddyguard-child-'));
    const file = openSync(join(folder, 'file'), 'w');
    expect(await sh('printf 1 >&3', { descriptors: [file] })).toMatchObject({ ended: 'exit', status: 0 });
    closeSync(file);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('1');
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['no program of the name', 'buddyguard-nowhere', [], 'absent'],
    ['a program that may not be run', '/etc/passwd', [], 'failed'],
    ['an argument that no program can be given', 'sh', ['a\0b'], 'failed'],
  ] as const)('that cannot be started: %s', async (_, file, args, ended) => {
    const child = await runBounded(file, args, { limitMilliseconds: 1000 });
    expect(child).toMatchObject({
      ended,
      status: null,
      error: expect.stringMatching(/cannot be run|is not installed/),
    });
  });

  it('has no other descriptor that was opened here', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'buddyguard-child-'));
    const file = openSync(join(folder, 'file'), 'w');
    const { output } = await sh('exec ls -l /proc/self/fd', { maxBytes: 10_000 });
    closeSync(file);
    rmSync(folder, { recursive: true });
    expect(output).toContain('/dev/null');
    expect(output).not.toContain(folder);
  });

  it('gets nothing of our environment that makes programs load what others wrote', async () => {
    const ours = {
      NODE_OPTIONS: '--import=/x',
      LD_PRELOAD: '/x.so',
      PERL5OPT: '-Mx',
      PYTHONPATH: '/x',
      BASH_ENV: '/x',
    };
    const before = { ...process.env };
    Object.assign(process.env, ours, { LD_PRELOAD: '' });
    try {
      const { output } = await sh('env', { maxBytes: 10_000 });
      expect(
        output.split('\n').filter((line) => !/^(PATH|LC_ALL|PWD|SHLVL|_|OLDPWD)?(=|$)/.test(line)),
      ).toEqual([]);
    } finally {
      for (const name of Object.keys(ours)) Reflect.deleteProperty(process.env, name);
      Object.assign(process.env, before);
    }
  });
});
