// What a plain check loads and opens: it is asked before every step, on machines that are short of memory.
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { dist } from '../support/cli.ts';
import { fixture } from '../support/root.ts';

const folder = mkdtempSync(join(tmpdir(), 'buddyguard-cost-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function checkWith(bundles: readonly string[], ...args: string[]): { code: number | null; stderr: string } {
  const place = mkdtempSync(join(folder, 'dist-'));
  for (const bundle of bundles) copyFileSync(join(dist, bundle), join(place, bundle));
  const { status, stderr } = spawnSync(process.execPath, [join(place, 'cli.cjs'), ...args], {
    encoding: 'utf8',
  });
  return { code: status, stderr };
}

const healthy = ['--root', fixture('6.12.117-two-nodes'), '-q'];

it('what the free lists settle takes the first bundle alone', () => {
  expect(checkWith(['cli.cjs'], 'check', '--order', '2', ...healthy)).toEqual({ code: 0, stderr: '' });
});

it('a named workload takes one more', () => {
  const args = ['check', '--for', 'iptables', '--rules', '100', '--kernel', '6.12.1', ...healthy];
  expect(checkWith(['cli.cjs', 'catalogue.cjs'], ...args)).toEqual({ code: 0, stderr: '' });
  // Without it the tool is not whole.
  expect(checkWith(['cli.cjs'], ...args).code).toBe(70);
});

const canTrace = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;
if (!canTrace) console.log('no strace that may trace here: how many files a check opens is not tested');

(canTrace ? it : it.skip)('a plain check opens at most ten files more than Node alone', () => {
  const opened = (...args: string[]): string[] => {
    const log = join(folder, 'opens');
    spawnSync('strace', [
      '-f',
      '-qq',
      '-e',
      'trace=open,openat,openat2',
      '-o',
      log,
      process.execPath,
      ...args,
    ]);
    expect(existsSync(log)).toBe(true);
    return readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => /\bopen/.test(line));
  };
  const bare = opened('-e', '0');
  const check = opened(join(dist, 'cli.cjs'), 'check', '--order', '0');
  expect(bare.length).toBeGreaterThan(3);
  expect(check.filter((line) => line.includes('/proc/zoneinfo'))).toHaveLength(1);
  expect(check.filter((line) => line.includes('pagetypeinfo'))).toEqual([]);
  expect(check.length - bare.length).toBeLessThanOrEqual(10);
});
