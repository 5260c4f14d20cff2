// show --watch: draws again and again, gives the screen back, and ends well.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist, oneLine, runCli } from '../support/cli.ts';
import { FragmentedRoot } from '../support/fragmented-root.ts';
import { fixture } from '../support/root.ts';

const cli = join(dist, 'cli.cjs');
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

const hasScript = spawnSync('script', ['--version']).error === undefined;
if (!hasScript) console.log('no script of util-linux: show --watch on a terminal is not tested');

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}

/** Runs a command until `enough` of what it prints, then signals it. */
function until(
  enough: (output: string) => boolean,
  signal: NodeJS.Signals | null,
  program: string,
  args: string[],
  changed: (output: string) => void = () => undefined,
  environment: Record<string, string> = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...cleanEnvironment(), LANG: 'C.UTF-8', TERM: 'xterm', ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    children.push(child);
    let output = '';
    let isTold = false;
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString('utf8');
      changed(output);
      if (isTold || !enough(output)) return;
      isTold = true;
      if (signal === null) child.stdin.write('\u0003');
      else child.kill(signal);
    });
    child.on('error', reject);
    child.on('close', (code, by) => {
      resolve({ code, signal: by, output });
    });
  });
}

const frames = (output: string): number => output.split('\u001b[H').length - 1;

(hasScript ? it : it.skip)(
  'on a terminal each picture takes the place of the last, and Ctrl-C gives the screen back',
  async () => {
    const command = `stty cols 80 rows 20; exec '${process.execPath}' '${cli}' show --watch --every 1s --root '${fixture('7.3.4')}'`;
    const { code, output } = await until((text) => frames(text) >= 2, null, 'script', [
      '-qec',
      command,
      '/dev/null',
    ]);
    expect(code).toBe(0);
    expect(output.indexOf('\u001b[?1049h\u001b[?25l')).toBeGreaterThan(-1);
    expect(output.trimEnd().endsWith('\u001b[?25h\u001b[?1049l')).toBe(true);
    const [, first = ''] = output.split('\u001b[H');
    const lines = first.replace(/\u001b\[[\d;?]*[a-zA-Z]/g, '').split('\r\n');
    // No more than the terminal holds.
    expect(lines.length).toBe(20);
    expect(lines.at(-1)).toContain('…');
    expect(lines[0]).toMatch(/^good: /);
  },
);

(hasScript ? it : it.skip)(
  'a terminal that can only be written on gets one picture after the other',
  async () => {
    const command = `exec '${process.execPath}' '${cli}' show --watch --every 1s --root '${fixture('7.3.4')}'`;
    const words = ['-qec', command, '/dev/null'];
    const isEnough = (text: string): boolean => (text.match(/^good: /gm) ?? []).length >= 2;
    const { code, output } = await until(isEnough, null, 'script', words, undefined, { TERM: 'dumb' });
    expect(code).toBe(0);
    expect(output).not.toMatch(/\u001b\[(?:\?|H|K|J)/);
  },
);

describe('where nothing is drawn', () => {
  it('a look that fails is said, above what was seen last, until the next one', async () => {
    const root = new FragmentedRoot();
    const failed = 'no look: ';
    const { code, output } = await until(
      (text) => text.includes(failed) && text.lastIndexOf('order 0') > text.lastIndexOf(failed) + 4000,
      'SIGTERM',
      process.execPath,
      [cli, 'show', '--watch', '--every', '1s', '--root', root.path],
      (text) => {
        if (text.includes(failed)) root.freeBlocks([50_000]);
        else root.write('proc/buddyinfo', 'nonsense\n');
      },
    );
    root.remove();
    expect(code).toBe(0);
    expect(output).toMatch(/^no look: [^\n]*buddyinfo: line 1: [^\n]*\nfragmented: /m);
    const strips = [...output.matchAll(/^order 0 +4 KiB(.*)$/gm)].map(([, strip = '']) => strip.trim());
    expect(strips.slice(0, 2)).toEqual(['@   391 MiB', '@   391 MiB']);
    expect(strips).toContain('@=   195 MiB');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('one picture follows the other until %s', async (signal) => {
    const root = new FragmentedRoot();
    const { code, output } = await until(
      (text) => (text.match(/^order 0 /gm) ?? []).length >= 2,
      signal,
      process.execPath,
      [cli, 'show', '--watch', '--every', '1s', '--root', root.path],
      () => {
        root.freeBlocks([50_000]);
      },
    );
    root.remove();
    expect(code).toBe(0);
    expect(output).not.toContain('\u001b');
    const strips = [...output.matchAll(/^order 0 +4 KiB(.*)$/gm)].map(([, strip = '']) => strip.trim());
    expect(strips[0]).toBe('@   391 MiB');
    expect(strips[1]).toBe('@=   195 MiB');
  });

  it('--format json gives a line for each look', async () => {
    const args = [cli, 'show', '--watch', '--every', '1s', '--format', 'json', '--root', fixture('7.3.4')];
    const { code, output } = await until(
      (text) => text.split('\n').length > 2,
      'SIGTERM',
      process.execPath,
      args,
    );
    const lines = output.trimEnd().split('\n');
    expect([code, lines.length >= 2]).toEqual([0, true]);
    expect(lines.map((line) => (JSON.parse(line) as { schema: string }).schema)).toContain(
      'buddyguard/show/1',
    );
  });

  it('a reader that goes away ends it', () => {
    const line = `'${process.execPath}' '${cli}' show --watch --every 1s --format json --root '${fixture('7.3.4')}' | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, status } = spawnSync('bash', ['-c', line], {
      encoding: 'utf8',
      env: cleanEnvironment(),
      timeout: 60_000,
    });
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('0');
  });
});

it.each<[string, string[], number, RegExp]>([
  ['of a file', ['--from', 'x'], 64, /--watch and --from: expected one of them/],
  ['too often', ['--every', '1ms'], 64, /--every: expected at least 1s/],
  ['of what cannot be read', ['--root', '/nonexistent'], 66, /is not a directory/],
])('%s it ends at once', async (_, args, code, message) => {
  const ended = await runCli(['show', '--watch', ...args]);
  expect([ended.code, ended.stdout, ended.stderr]).toEqual([code, '', expect.stringMatching(oneLine)]);
  expect(ended.stderr).toMatch(message);
});
