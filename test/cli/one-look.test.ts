// A look reads each file once, at one moment: what an answer turns out to need is added to it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { dist } from '../support/cli.ts';
import { fixture } from '../support/root.ts';

const folder = mkdtempSync(join(tmpdir(), 'buddyguard-look-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const canTrace = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;
if (!canTrace) console.log('no strace that may trace here: how often a look opens its files is not tested');

/** How often each file under `root` is opened, by its path there. */
function opens(root: string, ...args: string[]): Map<string, number> {
  const log = join(folder, 'opens');
  const strace = ['-f', '-qq', '-e', 'trace=open,openat', '-o', log];
  spawnSync('strace', [...strace, process.execPath, join(dist, 'cli.cjs'), ...args]);
  const counts = new Map<string, number>();
  for (const [, path = ''] of readFileSync(log, 'utf8').matchAll(/\bopen(?:at)?\([^"]*"([^"]+)".*= \d+$/gm)) {
    if (!path.startsWith(root)) continue;
    const name = path.slice(root.length).replace(/^\//, '');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

const aRoot = fixture('6.12.117-two-nodes');
const oldRoot = fixture('3.10.0-fragmented');

(canTrace ? describe : describe.skip)('one look opens each file once', () => {
  it.each<[string, string, string[]]>([
    ['what is free serves it', aRoot, ['check', '--order', '2']],
    ['a size in pages, which asks for the page size', aRoot, ['check', '--size', '80pages']],
    ['a refusal with advice', oldRoot, ['check', '--order', '10', '--format', 'json']],
    ['several needs', oldRoot, ['check', '--for', 'container', '--why']],
    ['a workload whose size follows the memory', aRoot, ['check', '--for', 'conntrack']],
    ['a huge page', aRoot, ['check', '--for', 'hugepage', '--format', 'json']],
  ])('%s', (_, root, args) => {
    const counts = opens(root, ...args, '--root', root);
    expect(counts.get('proc/buddyinfo')).toBe(1);
    expect([...counts].filter(([, count]) => count > 1)).toEqual([]);
  });

  it('on this machine', () => {
    const counts = opens('/proc/', 'check', '--order', '10', '--format', 'json', '--why');
    const looked = ['buddyinfo', 'zoneinfo', 'pagetypeinfo', 'meminfo', 'vmstat'];
    expect(counts.get('buddyinfo')).toBe(1);
    expect(looked.filter((name) => (counts.get(name) ?? 0) > 1)).toEqual([]);
  });

  it('two looks open them twice', () => {
    const args = ['check', '--order', '11', '--retries', '1', '--interval', '1ms'];
    expect(opens(oldRoot, ...args, '--root', oldRoot).get('proc/buddyinfo')).toBe(1); // never: no second look
    const waits = ['check', '--order', '10', '--gfp', 'GFP_ATOMIC', '--retries', '1', '--interval', '1ms'];
    expect(opens(oldRoot, ...waits, '--root', oldRoot).get('proc/buddyinfo')).toBe(2);
  });
});
