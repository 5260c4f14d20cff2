// The OCI hook and the runtime in front of runc, with the runtimes that are installed.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';
import { smallRoot } from '../support/small-root.ts';
import { quoted, whyNoNamespace } from './namespace.ts';

afterAll(removeRoots);

const examples = join(repository, 'examples/oci');
const enough = fixture('7.3.4');
const short = fixture('concourse-little-cache');
const refusal =
  'buddyguard: unavailable: container needs 320 KiB of memory in single pages for the largest table';

interface Bench {
  folder: string;
  /** leads to buddyguard, to Node, and to the system's programs */
  path: string;
}

function bench(): Bench {
  const folder = emptyRoot();
  smallRoot(join(folder, 'rootfs'));
  mkdirSync(join(folder, 'bin'));
  symlinkSync(join(dist, 'cli.cjs'), join(folder, 'bin/buddyguard'));
  const path = [join(folder, 'bin'), dirname(process.execPath), '/usr/sbin:/usr/bin:/sbin:/bin'].join(':');
  return { folder, path };
}

/** In mount, network and process namespaces of its own; what the script starts is gone when it ends. */
function inNamespaces({ folder, path }: Bench, script: string): SpawnSyncReturns<string> {
  const own = `mount --make-rprivate / && mount -t tmpfs tmpfs /run && { ${script}\n}`;
  const under = ['-nmpf', '--kill-child', '--mount-proc', 'sh', '-c', own];
  return spawnSync('unshare', under, {
    encoding: 'utf8',
    cwd: folder,
    env: { ...cleanEnvironment(), PATH: path },
    timeout: 90_000,
    killSignal: 'SIGKILL',
  });
}

/** The hook as examples/oci/buddyguard.json has it, on this machine and about another one. */
function hookJson(
  { path }: Bench,
  root: string,
): Record<string, unknown> & { hook: Record<string, unknown> } {
  const text = readFileSync(join(examples, 'buddyguard.json'), 'utf8');
  const json = JSON.parse(text) as ReturnType<typeof hookJson>;
  const env = [`PATH=${path}`, `BUDDYGUARD_ROOT=${root}`];
  return { ...json, hook: { ...json.hook, path: join(examples, 'hook'), env } };
}

/** Why a runtime cannot run a container here; null where it can. */
function whyNot(probe: (machine: Bench) => SpawnSyncReturns<string>, ...programs: string[]): string | null {
  const missing = whyNoNamespace(...programs, 'ip');
  if (missing !== null) return missing;
  const { status, stderr } = probe(bench());
  return status === 0 ? null : (stderr.trim().split('\n').at(-1) ?? '');
}

function suite(name: string, missing: string | null, tests: () => void): void {
  if (missing !== null) console.log(`skipped: the OCI hook with ${name}: ${missing}`);
  (missing === null ? describe : describe.skip)(name, tests);
}

describe.each([
  ['runc', 'runc'],
  ['crun', 'crun --cgroup-manager=disabled'],
])('the hook, by', (program, command) => {
  const run = (machine: Bench, hooks: unknown): SpawnSyncReturns<string> => {
    writeFileSync(join(machine.folder, 'hooks.json'), JSON.stringify(hooks));
    return inNamespaces(
      machine,
      // crun does not run where both versions of cgroups are mounted.
      `umount -R /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup
${program} spec
node -e '
const { readFileSync, writeFileSync } = require("fs");
const spec = JSON.parse(readFileSync("config.json", "utf8"));
spec.process.args = ["/bin/true"];
spec.process.terminal = false;
spec.hooks = JSON.parse(readFileSync("hooks.json", "utf8"));
writeFileSync("config.json", JSON.stringify(spec));
'
${command} --root "$PWD/state" run "guarded-$$"`,
    );
  };
  const missing = whyNot((machine) => run(machine, {}), program, 'node');

  suite(program, missing, () => {
    const withHook = (root: string): SpawnSyncReturns<string> => {
      const machine = bench();
      const { hook } = hookJson(machine, root);
      return run(machine, { createRuntime: [hook] });
    };

    it('lets the container be made where the memory is there', () => {
      expect(withHook(enough)).toMatchObject({ status: 0 });
    });

    it('stops it else', () => {
      const { status, stderr } = withHook(short);
      expect(status).not.toBe(0);
      // crun says only which hook it was.
      expect(stderr).toContain(program === 'runc' ? refusal : join(examples, 'hook'));
    });

    it('stops nobody where the machine cannot be read', () => {
      expect(withHook('/nonexistent')).toMatchObject({ status: 0 });
    });
  });
});

describe('the hook, in a folder of hooks', () => {
  const run = (machine: Bench, hooks: string): SpawnSyncReturns<string> => {
    const stores = '--root "$PWD/root" --runroot "$PWD/state" --storage-driver vfs --cgroup-manager cgroupfs';
    return inNamespaces(
      machine,
      `podman ${stores} --events-backend file --runtime runc --hooks-dir ${quoted(hooks)} \\
run --rm --network none --rootfs "$PWD/rootfs" /bin/true`,
    );
  };
  const missing = whyNot((machine) => run(machine, emptyRoot()), 'podman', 'runc');

  suite('podman', missing, () => {
    it.each([
      ['made', enough],
      ['refused', short],
    ])('is asked by podman: %s', (end, root) => {
      const machine = bench();
      const hooks = emptyRoot();
      writeFileSync(join(hooks, 'buddyguard.json'), JSON.stringify(hookJson(machine, root)));
      const { status, stderr } = run(machine, hooks);
      if (end === 'made') expect([status, stderr]).toEqual([0, '']);
      else {
        expect(status).not.toBe(0);
        expect(stderr).toContain(refusal);
      }
    });
  });
});

describe('the runtime in front of runc', () => {
  const run = (machine: Bench, root: string, more = ''): SpawnSyncReturns<string> =>
    inNamespaces(
      machine,
      `ip link set lo up
export BUDDYGUARD_ROOT=${quoted(root)}
printf '%s\\n' 'version = 2' "root = \\"$PWD/root\\"" "state = \\"$PWD/state\\"" \\
  'disabled_plugins = ["io.containerd.grpc.v1.cri"]' '[grpc]' "address = \\"$PWD/socket\\"" >config.toml
containerd -c config.toml >log 2>&1 &
for i in 1 2 3 4 5 6 7 8 9 10; do [ -S socket ] && break; sleep 1; done
ctr -a socket run --rm ${more} --rootfs "$PWD/rootfs" guarded /bin/true`,
    );
  const missing = whyNot((machine) => run(machine, enough), 'containerd', 'ctr', 'runc');

  suite('containerd’s shim, as Docker uses it', missing, () => {
    const guarded = `--runc-binary ${join(examples, 'runtime')}`;

    it('is runc where the memory is there', () => {
      expect(run(bench(), enough, guarded)).toMatchObject({ status: 0, stderr: '' });
    }, 60_000);

    it('says why there is no container else', () => {
      const { status, stderr } = run(bench(), short, guarded);
      expect(status).not.toBe(0);
      expect(stderr).toContain('OCI runtime create failed');
      expect(stderr).toContain(refusal);
    }, 60_000);
  });

  const docker = (machine: Bench, root: string, more = ''): SpawnSyncReturns<string> => {
    const daemon = JSON.parse(readFileSync(join(examples, 'daemon.json'), 'utf8')) as object;
    const runtimes = { guarded: { path: join(examples, 'runtime') } };
    writeFileSync(join(machine.folder, 'daemon.json'), JSON.stringify({ ...daemon, runtimes }));
    return inNamespaces(
      machine,
      `ip link set lo up
export BUDDYGUARD_ROOT=${quoted(root)} DOCKER_HOST="unix://$PWD/docker" DOCKER_CONFIG="$PWD"
dockerd --config-file daemon.json --data-root "$PWD/root" --exec-root "$PWD/state" -H "$DOCKER_HOST" \\
  --pidfile "$PWD/pid" --bridge none --iptables=false --ip6tables=false --storage-driver vfs >log 2>&1 &
for i in 1 2 3 4 5 6 7 8 9 10; do docker info >/dev/null 2>&1 && break; sleep 1; done
tar -C rootfs -c . | docker import - small >/dev/null
docker run --rm --network none ${more} small /bin/true`,
    );
  };
  const noDocker = whyNot((machine) => docker(machine, enough), 'dockerd', 'docker', 'runc', 'tar');

  suite('Docker', noDocker, () => {
    it('says why there is no container', () => {
      const { status, stderr } = docker(bench(), short);
      expect([status, stderr]).toEqual([125, expect.stringContaining(refusal)]);
    }, 60_000);

    it('goes around it with --runtime runc', () => {
      expect(docker(bench(), short, '--runtime runc')).toMatchObject({ status: 0, stderr: '' });
    }, 60_000);
  });

  it('asks before create and run, and before nothing else', () => {
    const { folder, path } = bench();
    const calls = join(folder, 'calls');
    writeFileSync(join(folder, 'bin/runc'), `#!/bin/sh\necho "$@" >>'${calls}'\n`, { mode: 0o755 });
    const call = (root: string, ...words: string[]): SpawnSyncReturns<string> =>
      spawnSync(join(examples, 'runtime'), words, {
        encoding: 'utf8',
        env: { PATH: path, BUDDYGUARD_ROOT: root },
      });
    const log = join(folder, 'log.json');
    const global = ['--root', '/run/x', '--log', log, '--log-format', 'json'];
    for (const command of ['delete', 'kill', 'start', 'state', 'features', '--version'])
      expect(call(short, ...global, command, 'id')).toMatchObject({ status: 0, stderr: '' });
    for (const command of ['create', 'run']) {
      expect(call(enough, ...global, command, '--bundle', '/b', 'id')).toMatchObject({
        status: 0,
        stderr: '',
      });
      const refused = call(short, ...global, command, '--bundle', '/b', 'id');
      expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining(refusal)]);
    }
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ level: 'error', msg: expect.stringContaining(refusal) });
    const made = readFileSync(calls, 'utf8').trimEnd().split('\n');
    expect(made).toHaveLength(8);
    expect(made.filter((words) => words.endsWith('--bundle /b id'))).toHaveLength(2);
  });
});
