// The library's own part: options as a program gives them, and errors in its terms.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist, runCli } from '../../support/cli.ts';
import { fixture } from '../../support/root.ts';

interface Asked {
  name?: string;
  code?: number;
  message?: string;
  progress: string[];
  report?: Record<string, unknown>;
}

/** What check() of the bundle gives for each of these, in one program. */
function askAll(questions: readonly object[]): Asked[] {
  const source = `
    const { check } = require(${JSON.stringify(join(dist, 'index.cjs'))});
    (async () => {
      const told = [];
      for (const question of JSON.parse(process.argv[1])) {
        const progress = [];
        const options = question.silent ? {} : { progress: (line) => progress.push(line) };
        delete question.silent;
        try {
          told.push({ progress, report: await check({ ...question, ...options }) });
        } catch ({ name, exitCode: code, message }) {
          told.push({ progress, name, code, message });
        }
      }
      console.log(JSON.stringify(told));
    })();`;
  const env = { ...cleanEnvironment(), BUDDYGUARD_ORDER: '99', BUDDYGUARD_STRICT: 'true' };
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', source, JSON.stringify(questions)], {
    encoding: 'utf8',
    env,
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Asked[];
}

const root = fixture('concourse-little-cache');
/** But for how long the look took. */
const timeless = (report: unknown): unknown =>
  JSON.parse(JSON.stringify(report).replace(/"afterMilliseconds":\d+/g, '"afterMilliseconds":0'));

describe('check()', () => {
  it.each<[object, string[]]>([
    [{ order: 4 }, ['--order', '4']],
    [{ size: 5000 }, ['--size', '5000']],
    [{ size: '5 MiB', path: 'vmalloc' }, ['--size', '5 MiB', '--path', 'vmalloc']],
    [{ for: 'veth' }, ['--for', 'veth']],
    [{ for: ['veth', 'kvm'], cpus: 8 }, ['--for', 'veth,kvm', '--cpus', '8']],
    [{ order: 2, gfp: 'GFP_ATOMIC' }, ['--order', '2', '--gfp', 'GFP_ATOMIC']],
    [{ order: 2, gfp: ['GFP_KERNEL', '__GFP_DMA32'] }, ['--order', '2', '--gfp', 'GFP_KERNEL|__GFP_DMA32']],
    [{ order: 9, strict: true }, ['--order', '9', '--strict']],
    [{ order: 9, strict: false, deep: undefined }, ['--order', '9']],
    [{ order: 0, count: 3, kernel: '6.1.0' }, ['--order', '0', '--count', '3', '--kernel', '6.1.0']],
  ])('of %j is what check --format json prints', async (question, words) => {
    const [told] = askAll([{ ...question, root }]);
    const { stdout } = await runCli(['check', ...words, '--root', root, '--format', 'json']);
    expect(timeless(told?.report)).toEqual(timeless(JSON.parse(stdout)));
  });

  it('waits in milliseconds, and tells its progress to whoever asks for it', () => {
    const wait = { order: 9, root, strict: true, retries: 1, interval: 1, timeout: 60_000 };
    const [told, silent, text] = askAll([wait, { ...wait, silent: true }, { ...wait, interval: '1ms' }]);
    for (const each of [told, silent, text]) expect(each?.report?.attempts).toHaveLength(2);
    expect(told?.progress).toEqual([
      expect.stringMatching(/^look 1: .*next look in 0\.0 s/),
      expect.stringMatching(/^look 2: /),
    ]);
    expect(silent?.progress).toEqual([]);
  });

  it.each<[object, string, RegExp]>([
    [{ order: 99 }, 'UsageError', /^order: '99': expected /],
    [{ orders: 1 }, 'UsageError', /^orders: not an option of check$/],
    // What is about printing is none of a library's.
    [{ order: 1, format: 'json' }, 'UsageError', /^format: not an option of check$/],
    [{ order: 1, exitCode: 3 }, 'UsageError', /^exitCode: not an option of check$/],
    [{ order: 1, quiet: true }, 'UsageError', /^quiet: not an option of check$/],
    [{ order: 1, onUnknown: 'fail' }, 'UsageError', /^onUnknown: not an option of check$/],
    [{}, 'UsageError', /^[^-]*\bfor\b[^-]*$/],
    [{ order: 1, size: 5 }, 'UsageError', /^(?!.*--)/],
    [{ for: 'iptables', rulesFile: '/nonexistent' }, 'UnreadableError', /\/nonexistent: is not there/],
  ])('of %j throws %s', (question, name, message) => {
    const [told] = askAll([{ root, ...question }]);
    expect(told).toMatchObject({ name, code: name === 'UsageError' ? 64 : 66 });
    expect(told?.message).toMatch(message);
  });

  it('of a machine that cannot be read is an answer', () => {
    const [told] = askAll([{ order: 1, root: '/nonexistent' }]);
    expect(told?.report).toMatchObject({ verdict: 'unknown', go: false });
  });
});
