// Containers as runc makes them for Concourse and Docker, from the host's own programs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from '../support/cli.ts';
import { newFolder } from './shim.ts';

/**
 * `task`: a Concourse task, root in a user namespace of its own. `docker`: Docker's default, root with few
 * capabilities. `privileged`: a privileged Concourse task.
 */
export type Kind = 'task' | 'docker' | 'privileged';

interface Spec {
  process: {
    terminal: boolean;
    cwd: string;
    args: string[];
    env: string[];
    capabilities: Record<string, string[]>;
  };
  root: { readonly: boolean };
  mounts: { destination: string; type: string; source: string; options: string[] }[];
  linux: {
    resources: object;
    namespaces: { type: string }[];
    maskedPaths: string[];
    readonlyPaths: string[];
    uidMappings?: object[];
    gidMappings?: object[];
  };
}

const few =
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT';
const more = 'NET_ADMIN SYS_ADMIN SYS_PTRACE';
// Container root is the host's last user, so that it owns nothing there.
const mappings = [
  { containerID: 0, hostID: 4_294_967_294, size: 1 },
  { containerID: 1, hostID: 1, size: 4_294_967_293 },
];
let count = 0;

/** Why no container can be made here; null where one can. */
export function whyNoContainer(): string | null {
  if (process.getuid?.() !== 0) return 'needs root';
  if (spawnSync('runc', ['--version'], { stdio: 'ignore' }).error) return 'runc is not installed';
  const first = runInContainer('task', ['true']);
  return first.status === 0
    ? null
    : `runc makes no container here: ${first.stderr.trim().split('\n').at(-1) ?? ''}`;
}

export interface ContainerOptions {
  environment?: Record<string, string>;
  /** paths that the container sees as empty */
  hidden?: readonly string[];
}

/** Runs a program in a new container, in a build folder that has buddyguard as an input. */
export function runInContainer(kind: Kind, args: readonly string[], options: ContainerOptions = {}) {
  const bundle = newFolder();
  mkdirSync(join(bundle, 'rootfs'), { mode: 0o755 });
  spawnSync('chmod', ['755', bundle]);
  const spec = baseSpec(bundle);
  spec.process.terminal = false;
  spec.process.cwd = '/build';
  spec.process.args = [...args];
  spec.process.env.push(
    ...Object.entries(options.environment ?? {}).map(([name, value]) => `${name}=${value}`),
  );
  const capabilities = (kind === 'privileged' ? `${few} ${more}` : few)
    .split(' ')
    .map((name) => `CAP_${name}`);
  for (const set of Object.keys(spec.process.capabilities)) spec.process.capabilities[set] = capabilities;
  spec.root.readonly = false;
  for (const folder of ['usr', 'bin', 'lib', 'lib64', 'sbin']) bind(spec, `/${folder}`, `/${folder}`);
  bind(spec, process.execPath, '/node');
  bind(spec, dist, '/build/buddyguard/dist');
  spec.linux.resources = {};
  spec.linux.maskedPaths.push(...(options.hidden ?? []));
  if (kind === 'task') {
    spec.linux.namespaces.push({ type: 'user' });
    spec.linux.uidMappings = mappings;
    spec.linux.gidMappings = mappings;
  }
  if (kind === 'privileged') {
    spec.linux.maskedPaths = [...(options.hidden ?? [])];
    spec.linux.readonlyPaths = [];
  }
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(spec));
  const id = `buddyguard-test-${process.pid}-${count++}`;
  return spawnSync('runc', ['--root', join(bundle, 'state'), 'run', '--bundle', bundle, id], {
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
}

function baseSpec(bundle: string): Spec {
  spawnSync('runc', ['spec', '--bundle', bundle]);
  return JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8')) as Spec;
}

function bind(spec: Spec, source: string, destination: string): void {
  spec.mounts.push({ destination, type: 'bind', source, options: ['rbind', 'ro'] });
}
