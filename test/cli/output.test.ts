// Where the answer goes: a reader that has gone, and one that is slow.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist, runCli } from '../support/cli.ts';
import { fixture, makeRoot, removeRoots } from '../support/root.ts';
import { afterAll } from '@jest/globals';

afterAll(removeRoots);

it('a reader that has gone changes neither the code nor stderr', async () => {
  const args = ['check', '--order', '4', '--root', fixture('7.3.4')];
  const child = spawn(process.execPath, [join(dist, 'cli.cjs'), ...args], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect([code, stderr]).toEqual([0, '']);
});

it('an answer larger than a pipe arrives whole', async () => {
  const rows = Array.from(
    { length: 4000 },
    (_, node) => `Node ${node}, zone   Normal 1 2 3 4 5 6 7 8 9 10 11 \n`,
  );
  const root = makeRoot({ 'proc/buddyinfo': rows.join('') });
  const { code, stdout } = await runCli(['check', '--order', '4', '--root', root, '--format', 'json']);
  expect(code).toBe(0);
  expect(stdout.length).toBeGreaterThan(300_000);
  expect((JSON.parse(stdout) as { zones: unknown[] }).zones).toHaveLength(4000);
});

// A full disk as the shell redirects to it.
(existsSync('/dev/full') ? describe : describe.skip)('a full disk', () => {
  const small = fixture('concourse-little-cache');
  const refused = `--order 9 --root ${small}`;
  const sh = (script: string): { status: number | null; stdout: string } => {
    const cli = `'${process.execPath}' '${join(dist, 'cli.cjs')}'`;
    const { status, stdout } = spawnSync('sh', ['-c', script.replaceAll('BUDDYGUARD', cli)], {
      env: cleanEnvironment(),
      encoding: 'utf8',
    });
    return { status, stdout };
  };

  it.each<[string, string, number]>([
    ['a wrong option', 'BUDDYGUARD check --order 99 2>/dev/full', 64],
    ['a machine that cannot be read', 'BUDDYGUARD check --order 4 --root /nonexistent 2>/dev/full', 66],
    ['a wait', `BUDDYGUARD check ${refused} --retries 1 --interval 10ms 2>/dev/full >/dev/null`, 75],
    ['a refusal by run', `BUDDYGUARD run ${refused} -- true 2>/dev/full`, 75],
    ['a command that is not found', 'BUDDYGUARD run --order 0 -- /nonexistent/command 2>/dev/full', 127],
    [
      'a signal in a wait',
      `BUDDYGUARD check ${refused} --retries 9 --interval 9s -q 2>/dev/full & sleep 2; kill -TERM $!; wait $!`,
      143,
    ],
  ])('under standard error changes nothing: %s', (_, script, status) => {
    expect(sh(script).status).toBe(status);
  });

  it('under standard error keeps no command from running where the machine cannot be read', () => {
    const ran = sh('BUDDYGUARD run --order 4 --root /nonexistent -- echo ran 2>/dev/full');
    expect(ran).toEqual({ status: 0, stdout: 'ran\n' });
  });

  it.each<[string, string]>([
    ['check', `check --order 0 --root ${small}`],
    ['check --format json', `check --order 0 --format json --root ${small}`],
    ['a refusal', `check ${refused}`],
    ['workloads', `workloads --root ${small}`],
    ['explain', 'explain /proc/version'],
    ['explain --format json', 'explain /proc/version --format json'],
    ['--help', '--help'],
    ['--version', '--version'],
  ])('under an answer that was asked for is 74: %s', (_, args) => {
    expect(sh(`BUDDYGUARD ${args} >/dev/full 2>/dev/null`).status).toBe(74);
  });

  it('is said, where there is a place for it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'buddyguard-full-'));
    sh(`BUDDYGUARD check --order 0 --root ${small} >/dev/full 2>${folder}/err`);
    expect(readFileSync(join(folder, 'err'), 'utf8')).toBe(
      'buddyguard: standard output cannot be written (ENOSPC)\n',
    );
    rmSync(folder, { recursive: true });
  });
});

describe('in a workflow run', () => {
  const environment = { GITHUB_ACTIONS: 'true' };
  const isCommand = /^\s*::|##\[/m;
  const cache = `${'a'.repeat(36)} ::error::pwn(1:j)`;
  const log = [
    '[1.0] ##[add-mask]a: page allocation failure: order:5, mode:0x440dc0(GFP_KERNEL_ACCOUNT|__GFP_COMP|__GFP_ZERO)',
    'SLUB: Unable to allocate memory on node -1, gfp=0xcc0(GFP_KERNEL)',
    `  cache: ${cache}, object size: 8192, buffer size: 8192, default order: 3, min order: 1`,
  ];
  const root = makeRoot({ 'job.log': `${log.join('\n')}\n` });

  it.each(['text', 'json'])('no line of a log becomes a command, as %s', async (format) => {
    const args = ['explain', join(root, 'job.log'), '--format', format];
    const [plain, there] = [await runCli(args), await runCli(args, { environment })];
    expect(there.code).toBe(0);
    expect(there.stdout).not.toMatch(isCommand);
    // Without a runner that reads it the text stays as it is.
    if (format === 'text') expect(plain.stdout).toMatch(isCommand);
    else expect(JSON.parse(there.stdout)).toEqual(JSON.parse(plain.stdout));
  });

  it('with --format github the commands are ours alone', async () => {
    const { stdout } = await runCli(['explain', join(root, 'job.log'), '--format', 'github'], {
      environment,
    });
    const commands = stdout.split('\n').filter((line) => isCommand.test(line));
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((line) => !line.startsWith('::warning title='))).toEqual([]);
  });

  it('a refusal by run, on standard error', async () => {
    const kernel = `6.1.0-${'b'.repeat(30)}::error::pwn`;
    const args = ['run', '--order', '9', '--root', fixture('concourse-little-cache'), '--kernel', kernel];
    const { code, stderr } = await runCli([...args, '--', 'true'], { environment });
    expect(code).toBe(75);
    expect(stderr).not.toMatch(isCommand);
  });
});
