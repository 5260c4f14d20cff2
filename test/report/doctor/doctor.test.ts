import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { dist, runCli } from '../../support/cli.ts';
import { fixture, makeRoot, removeRoots } from '../../support/root.ts';

afterAll(removeRoots);

interface Told {
  schema: string;
  isRoot: boolean;
  reads: { name: string; able: boolean; why: string | null }[];
  can: { name: string; able: boolean }[];
  atRisk: { workload: string; verdict: string }[];
  faults: { workloads: string[]; fixedIn: string | null }[];
  unjudged: string | null;
  next: { command: string };
}
const asked = async (...args: string[]): Promise<Told> => {
  const { code, stdout, stderr } = await runCli(['doctor', ...args, '--format', 'json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Told;
};

describe('doctor', () => {
  it("finds the incident's risk, its fault, and the command that comes next", async () => {
    const root = fixture('concourse-little-cache');
    const told = await asked('--root', root);
    expect(told.schema).toBe('buddyguard/doctor/1');
    const worst = told.atRisk
      .filter(({ verdict }) => verdict === 'unavailable')
      .map(({ workload }) => workload);
    expect(worst).toEqual(expect.arrayContaining(['iptables', 'container']));
    expect(told.faults).toContainEqual(
      expect.objectContaining({
        workloads: expect.arrayContaining(['iptables']) as unknown,
        fixedIn: '4.15.0-1047',
      }),
    );
    expect(told.next.command).toMatch(/ check --for ip6?tables\S* --root /);
    expect(told.reads.find(({ name }) => name.endsWith('pagetypeinfo'))).toMatchObject({ able: false });
    expect(told.can.find(({ name }) => name === '--compact')).toMatchObject({ able: false });
  });

  it('agrees with check about every workload that it calls at risk', async () => {
    const root = fixture('3.10.0-fragmented');
    const { atRisk } = await asked('--root', root);
    for (const { workload, verdict } of atRisk.slice(0, 6)) {
      const { stdout } = await runCli(['check', '--for', workload, '--root', root, '--format', 'json']);
      expect([workload, (JSON.parse(stdout) as { verdict: string }).verdict]).toEqual([workload, verdict]);
    }
  });

  it('says of a machine that cannot be read what is missing, and judges nothing', async () => {
    const told = await asked('--root', makeRoot({ 'proc/version': 'Linux version 6.1.0 ()\n' }));
    expect(told.atRisk).toEqual([]);
    expect(told.unjudged).toMatch(/proc\/buddyinfo: is not there$/);
    expect(told.reads.filter(({ able }) => able)).toEqual([]);
  });

  it('is a page for people, in lines as wide as their terminal', async () => {
    const environment = { COLUMNS: '80' };
    const { code, stdout } = await runCli(['doctor', '--root', fixture('eight-nodes')], { environment });
    expect(code).toBe(0);
    for (const head of ['Reads', 'Can', 'iptables', 'At risk now', 'Next'])
      expect(stdout).toContain(`\n${head}\n`);
    for (const line of stdout.split('\n'))
      expect(line.length).toBeLessThanOrEqual(80 + fixture('eight-nodes').length);
  });

  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const [setpriv = '', ...ids] = nobody;
  const canBe =
    spawnSync(setpriv, [...ids, process.execPath, join(dist, 'cli.cjs'), '--version']).status === 0;
  (canBe ? it : it.skip)(
    `tells another user what root could do${canBe ? '' : ' (skipped: no setpriv, or not root)'}`,
    async () => {
      const { code, stdout } = await runCli(['doctor', '--format', 'json'], { under: nobody });
      const told = JSON.parse(stdout) as Told;
      expect([code, told.isRoot]).toEqual([0, false]);
      expect(told.can.find(({ name }) => name === '--compact')).toMatchObject({ able: false });
    },
  );
});
