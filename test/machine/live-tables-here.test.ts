import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { repository } from '../support/corpus.ts';
import { whyNoRestore } from '../request/iptables/legacy-restore.ts';

const why = whyNoRestore('ipv4') ?? whyNoRestore('ipv6');
if (why !== null) console.warn(`live tables of a network namespace skipped: ${why}`);
const itHere = why === null ? it : it.skip;

describe('the live tables of a network namespace', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'buddyguard-here-'));
    const contents = `
      import { readLiveTables } from './src/machine/live-tables.ts';
      import { tableRequest } from './src/request/iptables/table-request.ts';
      const needs = ['ipv4', 'ipv6'].map(async (family) => {
        const live = await readLiveTables(family);
        const { table, bytes, source, oldBytes } = tableRequest({ family, live });
        return { state: live.state, source, table, bytes, oldBytes };
      });
      console.log(JSON.stringify(await Promise.all(needs)));`;
    const stdin = { contents, resolveDir: repository, loader: 'ts' as const };
    await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile: join(folder, 'needs.mjs') });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs `setUp` in a new namespace, then asks; `names` are the tables that the kernel names afterwards. */
  function ask(setUp: string): { needs: unknown; names: string } {
    writeFileSync(join(folder, 'set-up.sh'), setUp);
    const script =
      '. ./set-up.sh; "$0" needs.mjs && cat /proc/net/ip_tables_names /proc/net/ip6_tables_names';
    const env = { ...process.env, XTABLES_LOCKFILE: join(folder, 'lock') };
    const { stdout, stderr } = spawnSync('unshare', ['-n', 'sh', '-c', script, process.execPath], {
      cwd: folder,
      env,
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(stderr).toBe('');
    const [first = '', ...rest] = stdout.split('\n');
    return { needs: JSON.parse(first), names: rest.join(' ').trim() };
  }

  itHere('are none in a new one, and looking loads none', () => {
    const none = { state: 'none', source: 'default', table: null, bytes: 327_680, oldBytes: null };
    expect(ask('')).toEqual({ needs: [none, none], names: '' });
  });

  itHere('are the largest of each family, to the byte', () => {
    const setUp = `
      iptables-legacy -t nat -A POSTROUTING -m comment --comment 'a "b" c' -j MASQUERADE
      iptables-legacy -A INPUT -p tcp --dport 22 -j ACCEPT
      ip6tables-legacy -N mine; ip6tables-legacy -A INPUT -s fd00::/8 -j mine`;
    const ipv4 = 784 + 112 + 288 + 56 + 64;
    const ipv6 = 856 + 440 + 208 + 64;
    expect(ask(setUp).needs).toEqual([
      { state: 'tables', source: 'live', table: 'nat', bytes: ipv4, oldBytes: ipv4 },
      { state: 'tables', source: 'live', table: 'filter', bytes: ipv6, oldBytes: ipv6 },
    ]);
  });

  itHere('are none where only nf_tables holds rules', () => {
    const { needs } = ask('iptables-nft -A INPUT -j ACCEPT || exit 1');
    expect(needs).toMatchObject([{ state: 'none' }, { state: 'none' }]);
  });
});
