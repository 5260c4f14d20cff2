// Where the answer goes: a reader that has gone, and one that is slow.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
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
