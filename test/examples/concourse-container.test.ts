// The Concourse tasks in containers as Concourse makes them: a user namespace for a task, none for a privileged one.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import {
  type ContainerPlan,
  type ContainerResult,
  runInContainer,
  whyNoContainers,
} from '../support/runc.ts';
import { quoted } from './namespace.ts';
import { newFolder, removeShims } from './shim.ts';

const why = whyNoContainers();
const describeHere = why === null ? describe : describe.skip;
const task: ContainerPlan = { userNamespace: true };
const privileged: ContainerPlan = { privileged: true };

afterAll(removeShims);

/** Runs a task file in a build folder with its inputs; a param that is null is empty. */
function runTask(name: string, plan: ContainerPlan, params: Record<string, string>): ContainerResult {
  const { run, params: own } = parse(readFileSync(join(repository, 'examples/concourse', name), 'utf8')) as {
    run: { path: string; args: string[] };
    params: Record<string, string | null>;
  };
  const rules = newFolder();
  writeFileSync(join(rules, 'rules.v4'), '*filter\n-A INPUT -s 10.0.0.1/32 -j DROP\nCOMMIT\n');
  const bind = (source: string, destination: string) => ({
    source,
    destination,
    type: 'bind',
    options: ['rbind', 'ro'],
  });
  const variables = Object.entries({ ...own, ...params }).map(([key, value]) =>
    quoted(`${key}=${value ?? ''}`),
  );
  const script = `mkdir -p /tmp/build/node/rootfs/usr/local/bin /tmp/bin && cd /tmp/build
    for name in iptables iptables-restore; do ln -s /usr/sbin/xtables-nft-multi /tmp/bin/$name; done
    ln -s /node node/rootfs/usr/local/bin/node; ln -s /node /tmp/bin/node; ln -s /source source; mkdir buddyguard; ln -s /buddyguard buddyguard/dist
    PATH=/tmp/bin:$PATH; export PATH
    env ${variables.join(' ')} ${[run.path, ...run.args].map(quoted).join(' ')}
    code=$?; iptables -S INPUT 2>/dev/null; exit $code`;
  return runInContainer({ ...plan, mounts: [bind(rules, '/source/ci')] }, ['/bin/sh', '-c', script], dist);
}

describeHere(`a Concourse task in its container${why === null ? '' : ` (skipped: ${why})`}`, () => {
  it.each([
    ['0', 0, /^available: one free block of 4 KiB \(order 0\), and the kernel would grant it now\n/],
    [
      '40',
      69,
      /^unavailable: one free block of 4 PiB \(order 40\), and this machine can never\n {2}grant it\n/,
    ],
  ])('check.yml answers order %s with %i', (order, code, said) => {
    const result = runTask('check.yml', task, { BUDDYGUARD_ORDER: order });
    expect([result.code, result.stderr]).toEqual([code, '']);
    expect(result.stdout).toMatch(said);
  });

  const itTables = existsSync('/usr/sbin/xtables-nft-multi') ? it : it.skip;
  itTables('run.yml loads its rules where it is privileged, and cannot where it is not', () => {
    const params = { BUDDYGUARD_FOR: '', BUDDYGUARD_ORDER: '0', BUDDYGUARD_RULES_FILE: '' };
    const can = runTask('run.yml', privileged, params);
    const cannot = runTask('run.yml', task, params);
    expect([can.code, can.stdout.trim().split('\n').at(-1)]).toEqual([0, '-A INPUT -s 10.0.0.1/32 -j DROP']);
    expect(cannot.code).not.toBe(0);
    expect(cannot.stdout).not.toContain('10.0.0.1');
  });

  // The table in examples/concourse/README.md.
  it.each([
    ['a task', task, 'no', 'no', 'no'],
    ['a privileged task', privileged, 'yes', 'yes', 'yes'],
  ] as const)('%s sees what the README says', (_, plan, lists, compacts, links) => {
    const script = `
      sees() { if head -c8 $1 >/dev/null 2>&1; then echo "$1 yes"; else echo "$1 no"; fi; }
      for file in buddyinfo zoneinfo meminfo vmstat pagetypeinfo kpageflags; do sees /proc/$file; done
      if ( : >>/proc/sys/vm/compact_memory ) 2>/dev/null; then echo compact yes; else echo compact no; fi
      if ip link add one type veth peer name two 2>/dev/null; then echo link yes; else echo link no; fi`;
    expect(runInContainer(plan, ['/bin/sh', '-c', script]).stdout.trim().split('\n')).toEqual([
      '/proc/buddyinfo yes',
      '/proc/zoneinfo yes',
      '/proc/meminfo yes',
      '/proc/vmstat yes',
      `/proc/pagetypeinfo ${lists}`,
      `/proc/kpageflags ${lists}`,
      `compact ${compacts}`,
      `link ${links}`,
    ]);
  });
});
