// `explain` where nobody gave it a log, what is left out by --since, and --fail.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SinceBoot } from '../../../src/kernel-log/read/own-log.ts';
import { cleanEnvironment, dist } from '../../support/cli.ts';
import { repository } from '../../support/corpus.ts';
import { readableKmsg } from '../../support/kmsg.ts';

const explain = (words: readonly string[], input: string | null = null, user?: number) =>
  spawnSync(process.execPath, [join(dist, 'cli.cjs'), 'explain', ...words], {
    encoding: 'utf8',
    env: cleanEnvironment(),
    ...(user === undefined ? {} : { uid: user, gid: user }),
    ...(input === null ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input }),
  });

const header = 'x: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)\n';

describe('--fail', () => {
  it.each([
    ['a failure of the kernel', header, 1],
    ['a message of a program', 'fork: Cannot allocate memory\n', 1],
    ['nothing', 'all is well\n', 0],
  ])('%s', (_, log, status) => {
    expect(explain(['--fail', '-'], log).status).toBe(status);
    expect(explain(['-'], log).status).toBe(0);
  });
});

describe('--since', () => {
  it('is no option for a file, whose clock is not known', () => {
    const { status, stderr } = explain(['--since', '1h', join(repository, 'README.md')]);
    expect([status, stderr.split('\n').length]).toEqual([64, 2]);
    expect(stderr).toContain('--since: expected no FILE');
  });

  it.each(['tomorrow', '-1h', '2026-99-99', ''])('is how long ago, or a time: not %j', (text) => {
    expect(explain([`--since=${text}`]).status).toBe(64);
  });

  it('leaves out the records before, and no part of those after', () => {
    const seen: [string, number][] = [];
    const since = new SinceBoot({ idle: true, read: (line, number) => seen.push([line, number]) }, 2000);
    const lines = ['6,1,1999,-;a', ' SUBSYSTEM=x', '6,2,2000,-;b', ' SUBSYSTEM=y', '6,3,1500,-;late'];
    lines.forEach((line, i) => {
      since.read(line, i + 1);
    });
    expect(seen).toEqual(lines.slice(2).map((line, i) => [line, i + 3]));
    expect(since.skipped).toBe(2);
  });
});

describe('without a log', () => {
  const itHere = readableKmsg() ? it : it.skip;

  itHere('reads that of this machine', () => {
    const [own, kmsg] = [explain(['--format', 'json']), explain(['--format', 'json', '/dev/kmsg'])];
    expect(own.status).toBe(0);
    const { lines } = JSON.parse(own.stdout) as { lines: number };
    expect(lines).toBeGreaterThan(0);
    expect((JSON.parse(kmsg.stdout) as { lines: number }).lines).toBeGreaterThanOrEqual(lines);
    expect(
      (JSON.parse(explain(['--format', 'json', '--since', '2100-01-01']).stdout) as { lines: number }).lines,
    ).toBe(0);
  });

  const itAsRoot = process.getuid?.() === 0 ? it : it.skip;
  itAsRoot('says how to be allowed, where it is not', () => {
    const { status, stderr, stdout } = explain([], null, 65_534);
    // Some machines let everybody read it.
    if (status === 0) expect(stdout).toMatch(/in [\d,]+ lines/);
    else {
      expect(status).toBe(66);
      expect(stderr).toMatch(/^buddyguard: [^\n]*(?:run as root)[^\n]*\n$/);
    }
  });
});
