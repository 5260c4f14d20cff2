// The health check and the prolog for Slurm: with an scontrol that keeps one node's state as Slurm does, and, where it is
// installed, in a Slurm of one node.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';
import { quoted, whyNoNamespace } from './namespace.ts';

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

const noSlurm = whyNoNamespace('slurmctld', 'slurmd', 'scontrol', 'srun', 'ip');
if (noSlurm !== null) console.log(`skipped: the health check in Slurm itself: ${noSlurm}`);

(noSlurm === null ? describe : describe.skip)('in Slurm', () => {
  it('a node whose memory is short gets no jobs until it has memory again', () => {
    const folder = emptyRoot();
    const health = `#!/bin/sh
BUDDYGUARD_ROOT=$(cat ${quoted(join(folder, 'machine'))}) SLURM_CONF=${quoted(join(folder, 'slurm.conf'))} \\
  PATH=${quoted(`${bin}:${dirname(process.execPath)}`)} exec ${quoted(join(examples, 'health-check'))}
`;
    // The test's own scontrol is for the others.
    rmSync(join(bin, 'scontrol'));
    writeFileSync(join(folder, 'health'), health, { mode: 0o755 });
    writeFileSync(
      join(folder, 'slurm.conf'),
      `ClusterName=c
SlurmctldHost=n1(10.9.9.1)
AuthType=auth/none
CredType=cred/none
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${folder}
SlurmdSpoolDir=${folder}
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
HealthCheckProgram=${folder}/health
HealthCheckInterval=1
HealthCheckNodeState=ANY
NodeName=n1 NodeAddr=10.9.9.1 CPUs=1 State=UNKNOWN
PartitionName=p Nodes=ALL Default=YES State=UP
`,
    );
    const script = `
mount --make-rprivate /
mount -t tmpfs tmpfs /run
hostname n1
echo 10.9.9.1 n1 >hosts && mount --bind hosts /etc/hosts
ip link set lo up
# Slurm looks for an address that is not the loopback's.
ip link add v0 type veth peer name v1 && ip addr add 10.9.9.1/24 dev v0 && ip link set v0 up && ip link set v1 up
export SLURM_CONF="$PWD/slurm.conf"
state() {
  for i in $(seq 60); do
    scontrol -o show node n1 2>/dev/null | grep -o ' State=[^ ]*' | grep -q "$1" && echo "$2" && return
    sleep 0.5
  done
}
echo ${quoted(enough)} >machine
slurmctld -D >log 2>&1 &
slurmd -D -N n1 >>log 2>&1 &
state '=IDLE$' ready
srun -N1 echo job 1
echo ${quoted(short)} >machine
state '+DRAIN' drained
scontrol -o show node n1 | grep -o 'Reason=buddyguard: unavailable: container needs 320 KiB'
srun --immediate=2 -N1 echo job 2
echo ${quoted(enough)} >machine
state '=IDLE$' resumed
timeout 60 srun -N1 echo job 3
`;
    const under = ['-nmpuf', '--kill-child', '--mount-proc', 'sh', '-c', script];
    const done = spawnSync('unshare', under, {
      encoding: 'utf8',
      cwd: folder,
      timeout: 150_000,
      killSignal: 'SIGKILL',
    });
    expect(done.stdout.trimEnd().split('\n')).toEqual([
      ...[
        'ready',
        'job 1',
        'drained',
        'Reason=buddyguard: unavailable: container needs 320 KiB',
        'resumed',
        'job 3',
      ],
    ]);
  }, 180_000);
});
