// The health check and the prolog for Slurm, with an scontrol that keeps one node's state as Slurm does.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const examples = join(repository, 'examples/slurm');
const scontrol = `#!/bin/sh
case "$1 $2 $3" in
'-o show node')
  [ "$4" = n1 ] || exit 1
  printf 'NodeName=n1 Arch=x86_64 CoresPerSocket=2 CPUAlloc=0 State=%s Gres=(null)' "$(cat "$STATE/state")"
  [ ! -s "$STATE/reason" ] || printf ' Reason=%s [root@2026-01-01T00:00:00]' "$(cat "$STATE/reason")"
  echo
  ;;
'update NodeName=n1 State=DRAIN')
  echo IDLE+DRAIN >"$STATE/state"
  printf '%s' "\${4#Reason=}" >"$STATE/reason"
  echo drain >>"$STATE/calls"
  ;;
'update NodeName=n1 State=RESUME')
  echo IDLE >"$STATE/state"
  : >"$STATE/reason"
  echo resume >>"$STATE/calls"
  ;;
*) exit 1 ;;
esac
`;

let bin = '';
let state = '';
beforeEach(() => {
  bin = join(emptyRoot(), 'bin');
  state = emptyRoot();
  mkdirSync(bin);
  symlinkSync(join(dist, 'cli.cjs'), join(bin, 'buddyguard'));
  writeFileSync(join(bin, 'scontrol'), scontrol, { mode: 0o755 });
  writeFileSync(join(state, 'state'), 'IDLE\n');
});

/** As slurmd runs it; it gives no search path, and the test one that leads to its own scontrol. */
function run(script: string, root: string, node = 'n1'): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(join(examples, script), [], {
    encoding: 'utf8',
    env: {
      ...{ SLURMD_NODENAME: node, SLURM_CLUSTER_NAME: 'c', STATE: state, BUDDYGUARD_ROOT: root },
      PATH: `${bin}:${dirname(process.execPath)}`,
    },
  });
  return { status, stderr };
}
const text = (name: string): string =>
  existsSync(join(state, name)) ? readFileSync(join(state, name), 'utf8') : '';

const enough = fixture('7.3.4');
const short = fixture('concourse-little-cache');

describe('health-check', () => {
  it('drains the node once, with the answer as the reason, and resumes it', () => {
    expect(run('health-check', enough).status).toBe(0);
    expect(text('calls')).toBe('');
    expect(run('health-check', short).status).toBe(0);
    expect(run('health-check', short).status).toBe(0);
    expect([text('state'), text('calls')]).toEqual(['IDLE+DRAIN\n', 'drain\n']);
    expect(text('reason')).toMatch(/^buddyguard: unavailable: container needs 320 KiB/);
    expect(run('health-check', enough).status).toBe(0);
    expect(run('health-check', enough).status).toBe(0);
    expect([text('state'), text('calls')]).toEqual(['IDLE\n', 'drain\nresume\n']);
  });

  it.each([enough, short])('leaves a node alone that somebody else has drained', (root) => {
    writeFileSync(join(state, 'state'), 'MIXED+DRAIN\n');
    writeFileSync(join(state, 'reason'), 'a disk is broken');
    expect(run('health-check', root).status).toBe(0);
    expect([text('calls'), text('reason')]).toEqual(['', 'a disk is broken']);
  });

  it('drains nothing where the machine cannot be read or Slurm cannot be asked, and ends with 0', () => {
    const unread = run('health-check', '/nonexistent');
    expect([unread.status, unread.stderr]).toEqual([0, expect.stringContaining('/nonexistent')]);
    expect(run('health-check', short, 'another').status).toBe(0);
    expect(text('calls')).toBe('');
  });
});

describe('prolog', () => {
  it.each([
    ['lets the job start', enough, 0],
    ['lets it start where the machine cannot be read', '/nonexistent', 0],
    ['refuses what can never be', '', 69],
  ])('%s', (_, root, code) => {
    // No wait can bring a larger table than the kernel takes.
    const never = { BUDDYGUARD_RULES: '10000000', BUDDYGUARD_FOR: 'iptables', BUDDYGUARD_ROOT: enough };
    const { status } = spawnSync(join(examples, 'prolog'), [], {
      env: {
        ...{ SLURM_JOB_ID: '7', PATH: `${bin}:${dirname(process.execPath)}` },
        ...(root === '' ? never : { BUDDYGUARD_ROOT: root }),
      },
    });
    expect(status).toBe(code);
  });
});
