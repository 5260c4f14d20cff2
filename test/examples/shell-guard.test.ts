import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { fixture } from '../support/root.ts';
import { inNamespace, quoted, whyNoNamespace } from './namespace.ts';
import { makeShim, newFolder, removeShims, writeScript } from './shim.ts';

afterAll(removeShims);

const noTables = whyNoNamespace('iptables-legacy', 'iptables-nft');
const describeTables = noTables === null ? describe : describe.skip;

const path = (folder: string): string => `PATH=${folder}:$PATH`;

describeTables(
  `the shim with the real buddyguard${noTables === null ? '' : ` (skipped: ${noTables})`}`,
  () => {
    const script = 'iptables-legacy -A INPUT -s 10.0.0.1 -j DROP; echo "status $?"; iptables-legacy -S INPUT';
    const guard = `exec ${quoted(process.execPath)} ${quoted(join(dist, 'cli.cjs'))} "$@"`;

    it('lets a call go that can have its memory', () => {
      const { folder } = makeShim(guard);
      const { stdout, stderr } = inNamespace(`${path(folder)}; ${script}`, {
        environment: { BUDDYGUARD_ORDER: '0' },
      });
      expect(stdout).toBe('status 0\n-P INPUT ACCEPT\n-A INPUT -s 10.0.0.1/32 -j DROP\n');
      expect(stderr).toBe('');
    });

    it('refuses a call that cannot, and leaves the table alone', () => {
      const { folder } = makeShim(guard);
      const { stdout, stderr } = inNamespace(`${path(folder)}; ${script}`, {
        environment: { BUDDYGUARD_ORDER: '40' },
      });
      expect(stdout).toBe('status 4\n-P INPUT ACCEPT\n');
      expect(stderr).toMatch(
        /^iptables-legacy: not run: unavailable: one free block of 4 PiB \(order 40\), and this machine can never grant it: the largest block of this kernel is 4 MiB; to do: ask for less \(no state of this machine can serve order 40\)\n$/,
      );
    });

    // The machines of the incident: kernel 4.15.0-1044-aws, whose x_tables gives up after one pass over the clean cache.
    it.each([
      ['concourse-little-cache', 'status 4', /^iptables-legacy: not run: unavailable: iptables-legacy /],
      ['concourse-much-cache', 'status 0', /^$/],
    ])('answers on %s with %s', (machine, status, said) => {
      const { folder } = makeShim(guard);
      const environment = { BUDDYGUARD_ROOT: fixture(machine) };
      const { stdout, stderr } = inNamespace(`${path(folder)}; ${script}`, { environment });
      expect(stdout.split('\n')[0]).toBe(status);
      expect(stderr).toMatch(said);
    });

    it('asks for exactly the rules in the file that will be loaded', () => {
      const { folder } = makeShim();
      const answer = join(folder, 'answer');
      writeScript(
        join(folder, 'buddyguard'),
        `exec ${quoted(process.execPath)} ${quoted(join(dist, 'cli.cjs'))} check --format json >${answer}`,
      );
      const rules = Array.from(
        { length: 1000 },
        (_, i) => `-A INPUT -s 10.0.${i >> 8}.${i & 255} -j DROP\n`,
      ).join('');
      inNamespace(`${path(folder)}; cat >rules; iptables-legacy-restore <rules`, {
        cwd: newFolder(),
        input: `*filter\n${rules}COMMIT\n`,
      });
      const { request } = JSON.parse(readFileSync(answer, 'utf8')) as {
        request: { bytes: number; workload: string };
      };
      // 1000 rules of 112 + 40 bytes, and little more for the built-in chains.
      expect(request.workload).toBe('iptables-legacy');
      expect(request.bytes).toBeGreaterThan(152_000);
      expect(request.bytes).toBeLessThan(154_000);
    });

    it('is installed by one command, under the names that are here, and uninstalled with its folder', () => {
      const folder = join(newFolder(), 'with space');
      const install = spawnSync(join(repository, 'examples/shell/install'), [folder], {
        encoding: 'utf8',
        env: cleanEnvironment(),
      });
      expect([install.status, install.stderr]).toEqual([0, '']);
      const environment = { PATH: `${folder}:/usr/sbin:/usr/bin:/sbin:/bin`, BUDDYGUARD_ORDER: '40' };
      const { stdout } = inNamespace(`command -v iptables-restore; command -v ip6tables-legacy; ${script}`, {
        bare: true,
        environment,
      });
      expect(stdout).toBe(
        `${folder}/iptables-restore\n${folder}/ip6tables-legacy\nstatus 4\n-P INPUT ACCEPT\n`,
      );
      const again = spawnSync(join(repository, 'examples/shell/install'), [folder], { encoding: 'utf8' });
      expect(again.status).toBe(0);
    });
  },
);
