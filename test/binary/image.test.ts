// The image, built from the Containerfile without a registry, and run as a cluster's node and a Concourse worker would.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { layOutImage } from '../../tools/binary/image-root.ts';
import { findBinary } from '../support/binary.ts';
import { oneLine } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';

const folder = emptyRoot();
const stores = [
  '--root',
  join(folder, 'root'),
  '--runroot',
  join(folder, 'state'),
  '--storage-driver',
  'vfs',
];
const tag = 'buddyguard:test';
// Lower than those of this shell: raising them again takes more than some containers' root may.
const limits = ['--ulimit', 'nofile=1000:1000', '--ulimit', 'nproc=1000:1000'];
const podman = ['--runtime', 'runc', '--cgroup-manager', 'cgroupfs', '--events-backend', 'file', ...stores];

afterAll(() => {
  spawnSync('podman', [...stores, 'system', 'reset', '--force'], { stdio: 'ignore' });
  removeRoots();
});

/** Runs the image; `options` are podman's, `words` the program's. */
function run(options: readonly string[], words: readonly string[]): SpawnSyncReturns<string> {
  const all = [...podman, 'run', '--rm', '--network', 'none', ...limits, ...options, tag, ...words];
  return spawnSync('podman', all, { encoding: 'utf8', timeout: 120_000 });
}

/** Builds it; null, or why it cannot be built and run here. */
function whyNot(): string | null {
  const found = findBinary();
  if ('missing' in found) return found.missing;
  if (process.getuid?.() !== 0) return 'needs root';
  const absent = ['buildah', 'podman', 'runc'].find(
    (program) => spawnSync(program, ['--version']).error !== undefined,
  );
  if (absent !== undefined) return `not installed: ${absent}`;
  const context = join(folder, 'context');
  try {
    layOutImage(context, found.binary, found.node);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const build = ['build', '-f', join(repository, 'Containerfile'), '-t', tag, context];
  const { status, stderr } = spawnSync('buildah', [...stores, ...build], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`buildah: ${stderr}`);
  // Whether containers can be run here at all is asked of what does not depend on the image.
  const probe = run(['--entrypoint', '/bin/busybox'], ['true']);
  return probe.status === 0
    ? null
    : `podman cannot run a container here: ${probe.stderr.trim().split('\n').at(-1) ?? ''}`;
}

const why = whyNot();
if (why !== null) console.log(`skipped: the image: ${why}`);

(why === null ? describe : describe.skip)('the image', () => {
  it("answers for the host by the host's /proc", () => {
    const { status, stdout, stderr } = run(
      ['-v', '/proc:/host/proc:ro'],
      ['check', '--root', '/host', '--order', '4', '--format', 'json'],
    );
    expect(stderr).toBe('');
    expect([0, 75]).toContain(status);
    const answer = JSON.parse(stdout) as { verdict: string; zones: unknown[] };
    expect(answer.verdict).not.toBe('unknown');
    expect(answer.zones.length).toBeGreaterThan(0);
  });

  it("answers by the container's own /proc, with nothing that a pod may be denied", () => {
    const denied = ['--read-only', '--cap-drop', 'all', '--security-opt', 'no-new-privileges'];
    const { status, stdout } = run(denied, ['check', '--order', '0']);
    expect([status, stdout.split(':')[0]]).toEqual([0, 'available']);
  });

  it.each([
    ['container', 75, /^unavailable: container needs 320 KiB/],
    ['veth', 0, /^a(vail|ttain)able: veth/],
  ])('answers for another machine: %s with %i', (workload, code, said) => {
    const machine = ['-v', `${fixture('concourse-little-cache')}:/machine:ro`];
    const { status, stdout } = run(machine, ['check', '--for', workload, '--root', '/machine']);
    expect([status, stdout]).toEqual([code, expect.stringMatching(said)]);
  });

  it('has only nobody as its user, and says so on one line where something is wrong', () => {
    expect(run(['--entrypoint', 'sh'], ['-c', 'echo $(busybox id -u) $(busybox id -g)']).stdout).toBe(
      '65534 65534\n',
    );
    const { status, stderr } = run([], ['check', '--order', 'four']);
    expect([status, stderr]).toEqual([64, expect.stringMatching(oneLine)]);
  });

  it('is what the DaemonSet runs: metrics are written, again and again', () => {
    const { spec } = parse(
      readFileSync(join(repository, 'examples/kubernetes/daemonset.yml'), 'utf8'),
    ) as DaemonSet;
    const [container] = spec.template.spec.containers;
    const { runAsUser } = container!.securityContext;
    const textfile = join(folder, 'textfile');
    mkdirSync(textfile);
    const [program = '', ...words] = container!.command;
    // Twice round the loop, where a node goes round until it is told to end.
    const twice = words.map((word) =>
      word.replace('while :; do', 'for i in 1 2; do').replace('sleep 60', 'sleep 0.1'),
    );
    const options = [
      '--read-only',
      '--cap-drop',
      'all',
      '--user',
      String(runAsUser),
      '--entrypoint',
      program,
    ];
    const { status, stderr } = run([...options, '-v', `${textfile}:/textfile`], twice);
    expect([status, stderr]).toEqual([0, '']);
    const metrics = readFileSync(join(textfile, 'buddyguard.prom'), 'utf8');
    expect(metrics).toMatch(/^buddyguard_verdict\{workload="kvm",verdict="\w+"\} 1$/m);
    rmSync(textfile, { recursive: true });
  });

  it('is what an init container runs', () => {
    const { spec } = parse(readFileSync(join(repository, 'examples/kubernetes/pod.yml'), 'utf8')) as Pod;
    const [init] = spec.initContainers;
    const options = ['--read-only', '--cap-drop', 'all', '--user', String(init!.securityContext.runAsUser)];
    const { status, stdout } = run(options, init!.args);
    expect([0, 75]).toContain(status);
    expect(stdout).toMatch(/^(available|attainable|unavailable): io-uring/);
  });

  it('is what the Concourse task runs, whose params are its environment', () => {
    const task = parse(readFileSync(join(repository, 'examples/concourse/check-image.yml'), 'utf8')) as Task;
    const params: Task['params'] = { ...task.params, BUDDYGUARD_ORDER: '40' };
    const environment = Object.entries(params).flatMap(([name, value]) => [
      '--env',
      `${name}=${value ?? ''}`,
    ]);
    const { status, stdout } = run([...environment, '--entrypoint', task.run.path], task.run.args);
    expect([status, stdout]).toEqual([69, expect.stringMatching(/^unavailable: one free block of 4 PiB/)]);
  });
});

interface DaemonSet {
  spec: {
    template: { spec: { containers: { command: string[]; securityContext: { runAsUser: number } }[] } };
  };
}
interface Pod {
  spec: { initContainers: { args: string[]; securityContext: { runAsUser: number } }[] };
}
interface Task {
  params: Record<string, string | null>;
  run: { path: string; args: string[] };
}
