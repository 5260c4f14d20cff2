// What a check loads and opens: it is asked before every step, on machines that are short of memory.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist } from '../support/cli.ts';
import { fixture } from '../support/root.ts';

const folder = mkdtempSync(join(tmpdir(), 'buddyguard-cost-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const canTrace = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;
if (!canTrace) console.log('no strace that may trace here: which files a check opens is not tested');

/** The paths that Node opened, in the order in which it did. */
function opened(...args: string[]): string[] {
  return openedWith({}, '', ...args);
}

function openedWith(variables: Record<string, string>, input: string, ...args: string[]): string[] {
  const log = join(folder, 'opens');
  const trace = ['-f', '-qq', '-e', 'trace=open,openat,openat2', '-o', log];
  const env = { ...cleanEnvironment(), ...variables };
  spawnSync('strace', [...trace, process.execPath, ...args], { env, input });
  return [...readFileSync(log, 'utf8').matchAll(/\bopen(?:at2?)?\([^"]*"([^"]+)"/g)].map(
    ([, path = '']) => path,
  );
}

const check = (...args: string[]): string[] => opened(join(dist, 'cli.cjs'), 'check', ...args);

(canTrace ? describe : describe.skip)('a check', () => {
  it('of a plain request opens at most ten files more than Node alone, and two bundles', () => {
    const bare = opened('-e', '0');
    expect(bare.length).toBeGreaterThan(3);
    const files = check('--order', '0');
    expect(files.filter((path) => path === '/proc/zoneinfo')).toHaveLength(1);
    expect(files.filter((path) => path.includes('pagetypeinfo'))).toEqual([]);
    expect(files.length - bare.length).toBeLessThanOrEqual(10);
    expect(files.filter((path) => path.startsWith(dist) && path.endsWith('.cjs'))).toEqual([
      join(dist, 'cli.cjs'),
      join(dist, 'main.cjs'),
    ]);
  });

  it('that says no, and what to do, loads neither yargs nor the reader of logs', () => {
    const holdsThem = (path: string): boolean => /showHelpOnFail|zcat FILE/.test(readFileSync(path, 'utf8'));
    expect(readdirSync(dist).filter((name) => holdsThem(join(dist, name))).length).toBeGreaterThan(1);
    const files = check('--order', '10', '--root', fixture('concourse-little-cache'));
    const bundles = files.filter((path) => path.startsWith(dist) && path.endsWith('.cjs'));
    expect(bundles).toContain(join(dist, 'cli.cjs'));
    expect(bundles.filter(holdsThem)).toEqual([]);
  });

  it('for a container runtime loads what a check of a container does, and for DEL nothing of it', () => {
    const pod = { CNI_CONTAINERID: 'a', CNI_NETNS: '/run/netns/a', CNI_IFNAME: 'eth0' };
    const configuration = JSON.stringify({ cniVersion: '1.0.0', name: 'n', root: fixture('7.3.4') });
    const bundles = (command: string): string[] =>
      openedWith({ ...pod, CNI_COMMAND: command }, configuration, join(dist, 'cli.cjs'))
        .filter((path) => path.startsWith(dist) && path.endsWith('.cjs'))
        .map((path) => path.slice(dist.length + 1));
    expect(bundles('ADD')).toEqual(['cli.cjs', 'cni.cjs', 'catalogue.cjs']);
    expect(bundles('DEL')).toEqual(['cli.cjs', 'cni.cjs']);
  });

  it.each<[string, string, string[]]>([
    ['that says yes', '6.12.117-two-nodes', ['--order', '2']],
    ['that says no', 'concourse-little-cache', ['--order', '10']],
    ['of a rule set', 'concourse-little-cache', ['--for', 'iptables', '--rules', '100']],
    ['of what needs several things', 'concourse-little-cache', ['--for', 'container']],
  ])('%s reads each file of the machine once', (_, machine, args) => {
    const root = fixture(machine);
    const files = check(...args, '--root', root).filter((path) => path.startsWith(root));
    expect(files).toContain(join(root, 'proc/buddyinfo'));
    expect(files.filter((path, i) => files.indexOf(path) !== i)).toEqual([]);
  });
});
