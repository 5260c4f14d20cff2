// Containers as Docker makes them, by runc, from the host's own programs: nothing is downloaded.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Mount, type Spec, containerSpec } from './runc-spec.ts';

export interface ContainerPlan {
  /** as `docker run --privileged`: every capability, nothing masked, nothing read-only */
  privileged?: boolean;
  /** a user namespace whose root is nobody outside */
  userNamespace?: boolean;
  /** on top of Docker's own */
  maskedPaths?: string[];
  mounts?: Mount[];
}

export interface ContainerResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Null where runc can run a container here, else why not. */
export function whyNoContainers(): string | null {
  if (process.getuid?.() !== 0) return 'needs root';
  const version = spawnSync('runc', ['--version'], { encoding: 'utf8' });
  if (version.error) return 'needs runc';
  const { code, stderr } = runInContainer({}, ['/bin/true']);
  return code === 0 ? null : `runc cannot run a container here: ${stderr.trim().split('\n').at(-1) ?? ''}`;
}

/** Runs a command in a new container to its end; `/buddyguard` is where `dist` is seen, `/node` is this Node. */
export function runInContainer(
  plan: ContainerPlan,
  command: readonly string[],
  dist = '/usr',
): ContainerResult {
  const bundle = mkdtempSync(join(tmpdir(), 'buddyguard-runc-'));
  const id = basename(bundle);
  try {
    // The root of a user namespace is somebody else out here.
    chmodSync(bundle, 0o755);
    const root = join(bundle, 'rootfs');
    makeRootfs(root, plan.mounts ?? []);
    const spec: Spec = containerSpec({ ...plan, command, dist });
    writeFileSync(join(bundle, 'config.json'), JSON.stringify(spec));
    const run = spawnSync('runc', ['--root', join(bundle, 'state'), 'run', '--bundle', bundle, id], {
      encoding: 'utf8',
      input: '',
      timeout: 60_000,
    });
    return { code: run.status, stdout: run.stdout, stderr: run.stderr };
  } finally {
    rmSync(bundle, { recursive: true, force: true });
  }
}

/** Folders to mount on, and the links of a system whose programs are all under /usr. */
function makeRootfs(root: string, mounts: readonly Mount[]): void {
  const folders = ['proc', 'sys', 'dev', 'tmp', 'usr', 'buddyguard', 'etc'];
  for (const { destination } of mounts) if (!destination.startsWith('/proc/')) folders.push(destination);
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'node'), '');
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    try {
      symlinkSync(readlinkSync(join('/', name)), join(root, name));
    } catch {
      mkdirSync(join(root, name), { recursive: true });
    }
  }
}
