import { afterAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../support/cli.ts';
import { type Kind, runInContainer, whyNoContainer } from './container.ts';
import { removeShims } from './shim.ts';

interface Answer {
  verdict: string;
  kernel: { release: string };
  zones: { node: number; zone: string; allowed: boolean }[];
}

const missing = whyNoContainer();
const describeHere = missing === null ? describe : describe.skip;
const check = (kind: Kind, ...args: string[]) =>
  runInContainer(kind, ['/node', 'buddyguard/dist/cli.cjs', 'check', ...args]);

afterAll(removeShims);

describeHere(`in a container${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  it.each(['task', 'docker', 'privileged'] as const)("a check gives the host's answer: %s", async (kind) => {
    const inside = check(kind, '--order', '0', '--format', 'json');
    const host = await runCli(['check', '--order', '0', '--format', 'json']);
    expect(inside.stderr).toBe('');
    const [seen, real] = [inside.stdout, host.stdout].map((text) => {
      const { verdict, kernel, zones } = JSON.parse(text) as Answer;
      return {
        verdict,
        release: kernel.release,
        zones: zones.map(({ node, zone, allowed }) => ({ node, zone, allowed })),
      };
    });
    expect(seen).toEqual(real);
    expect(inside.status).toBe(host.code);
  });

  // The table in examples/concourse/README.md.
  it.each([
    ['task', 'no', 'no', 'no'],
    ['docker', 'yes', 'no', 'no'],
    ['privileged', 'yes', 'yes', 'yes'],
  ] as const)(
    '%s: pagetypeinfo and kpageflags %s, compact_memory %s, a table %s',
    (kind, lists, compacts, tables) => {
      const script = `
      sees() { if head -c1 $1 >/dev/null 2>&1; then echo "$1 yes"; else echo "$1 no"; fi; }
      for file in buddyinfo zoneinfo meminfo vmstat pagetypeinfo kpageflags; do sees /proc/$file; done
      if ( : >>/proc/sys/vm/compact_memory ) 2>/dev/null; then echo compact yes; else echo compact no; fi
      if ip link add one type dummy 2>/dev/null; then echo link yes; else echo link no; fi`;
      const { stdout } = runInContainer(kind, ['/bin/sh', '-c', script]);
      expect(stdout.trim().split('\n')).toEqual([
        '/proc/buddyinfo yes',
        '/proc/zoneinfo yes',
        '/proc/meminfo yes',
        '/proc/vmstat yes',
        `/proc/pagetypeinfo ${lists}`,
        `/proc/kpageflags ${lists}`,
        `compact ${compacts}`,
        `link ${tables}`,
      ]);
    },
  );

  it('a hidden /proc/buddyinfo is unknown, and run goes on', () => {
    const hidden = ['/proc/buddyinfo'];
    const words = ['/node', 'buddyguard/dist/cli.cjs'];
    const checked = runInContainer('docker', [...words, 'check', '--order', '2'], { hidden });
    expect([65, 66]).toContain(checked.status);
    expect(checked.stdout + checked.stderr).toMatch(/\/proc\/buddyinfo/);
    const ran = runInContainer('docker', [...words, 'run', '--order', '2', '--', 'echo', 'ran'], { hidden });
    expect([ran.status, ran.stdout]).toEqual([0, 'ran\n']);
  });
});
