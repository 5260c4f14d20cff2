import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readLiveTables } from '../../src/machine/live-tables.ts';
import type { LiveTables } from '../../src/request/iptables/live-tables.ts';
import { asNobody } from '../support/nobody.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'buddyguard-live-'));
  mkdirSync(join(root, 'proc/net'), { recursive: true });
  mkdirSync(join(root, 'sbin'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function names(text: string, stem = 'ip'): void {
  writeFileSync(join(root, `proc/net/${stem}_tables_names`), text);
}

/** A program in the fake sbin; it leaves `started` behind. */
function program(name: string, body: string): void {
  writeFileSync(join(root, 'sbin', name), `#!/bin/sh\n: >${root}/started\n${body}\n`);
  chmodSync(join(root, 'sbin', name), 0o755);
}

const started = (): boolean => {
  try {
    readFileSync(join(root, 'started'));
    return true;
  } catch {
    return false;
  }
};
const read = (family: 'ipv4' | 'ipv6' = 'ipv4', timeoutMilliseconds = 5_000): Promise<LiveTables> =>
  readLiveTables(family, { root, directories: [join(root, 'sbin')], timeoutMilliseconds });

describe('the live tables', () => {
  it('are not looked for where the kernel names none: nothing is started', async () => {
    program('iptables-legacy-save', 'echo "*filter"');
    expect(await read()).toEqual({ state: 'none' });
    names('');
    expect(await read()).toEqual({ state: 'none' });
    names('filter\n', 'ip6');
    expect(await read()).toEqual({ state: 'none' });
    expect(started()).toBe(false);
  });

  it('are what iptables-legacy-save prints', async () => {
    names('nat\nfilter\n');
    program('iptables-legacy-save', 'printf "*filter\\nCOMMIT\\n"');
    expect(await read()).toEqual({
      state: 'tables',
      names: ['nat', 'filter'],
      saveText: '*filter\nCOMMIT\n',
    });
  });

  it('are those of the family', async () => {
    names('nat\n', 'ip6');
    program('iptables-legacy-save', 'echo wrong');
    program('ip6tables-legacy-save', 'echo right');
    expect(await read('ipv6')).toEqual({ state: 'tables', names: ['nat'], saveText: 'right\n' });
  });

  it('are asked of iptables-save only where that is not the nf_tables variant', async () => {
    names('nat\n');
    program('xtables-nft-multi', 'echo nft');
    symlinkSync('xtables-nft-multi', join(root, 'sbin/iptables-save'));
    expect(await read()).toMatchObject({
      state: 'unreadable',
      why: expect.stringContaining('is not installed'),
    });
    expect(started()).toBe(false);
    rmSync(join(root, 'sbin/iptables-save'));
    program('xtables-legacy-multi', 'echo legacy');
    symlinkSync('xtables-legacy-multi', join(root, 'sbin/iptables-save'));
    expect(await read()).toMatchObject({ saveText: 'legacy\n' });
  });

  it('are asked for with the mark that lets a guard in PATH pass, and without the caller’s environment', async () => {
    names('nat\n');
    program('iptables-legacy-save', 'env');
    const live = await read();
    expect(live).toMatchObject({ saveText: expect.stringContaining('BUDDYGUARD_GUARDING=1\n') });
    expect(live).not.toMatchObject({ saveText: expect.stringContaining('HOME=') });
  });

  it.each<[string, string, string]>([
    [
      'a failure',
      'echo "Permission denied (you must be root)" >&2; exit 3',
      'ended with 3: Permission denied',
    ],
    ['escapes in its message', `printf '\\033[2J\\nmore' >&2; exit 1`, '\\x1b[2J'],
    ['a crash', 'kill -SEGV $$', 'ended with SIGSEGV'],
    ['output without end', 'yes', 'printed more than 33554432 bytes'],
    ['a message without end', 'yes >&2', 'did not end within 300 ms'],
    ['no end', 'sleep 1000', 'did not end within 300 ms'],
    ['deafness', 'trap "" TERM INT; while :; do sleep 1; done', 'did not end within 300 ms'],
  ])('%s of the program is told, and ends', async (_, body, why) => {
    names('nat\n');
    // The shell becomes the program where it can, so that nothing is left running.
    program(
      'iptables-legacy-save',
      body.startsWith('sleep') || body.startsWith('yes') ? `exec ${body}` : body,
    );
    const live = await read('ipv4', why.startsWith('did not end') ? 300 : 20_000);
    expect(live).toEqual({ state: 'unreadable', why: expect.stringContaining(why) });
  });

  it('a program that cannot be run', async () => {
    names('nat\n');
    writeFileSync(join(root, 'sbin/iptables-legacy-save'), '#!/nowhere/sh\n', { mode: 0o755 });
    expect(await read()).toEqual({ state: 'unreadable', why: expect.stringContaining('ENOENT') });
  });

  it('a root without proc', async () => {
    expect(await readLiveTables('ipv4', { root: join(root, 'sbin') })).toMatchObject({ state: 'unreadable' });
  });

  it('the list of names, where it may not be read', async () => {
    names('nat\n');
    chmodSync(root, 0o755);
    chmodSync(join(root, 'proc/net/ip_tables_names'), 0);
    expect(await asNobody(() => read())).toEqual({
      state: 'unreadable',
      why: expect.stringContaining('by root only'),
    });
  });
});
