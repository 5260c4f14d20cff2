import { join, posix } from 'node:path';
import { parseCount } from '../../text/lines.ts';

/** The tightest limit on this process's memory among its cgroup and that one's ancestors. */
export interface CgroupHeadroom {
  /** limit less usage, plus what reclaim inside the cgroup gives back */
  bytes: number;
  limitBytes: number;
  /** the cgroup that sets it */
  path: string;
  /** limit less usage alone, of all of them the least: what can be charged before anything is reclaimed */
  unusedBytes: number;
  /** the cgroup whose limit leaves that, and the limit, where it is another one */
  unusedOf?: { path: string; limitBytes: number } | undefined;
}

/** The memory.high that is nearest above a process's cgroups: whoever goes beyond is stalled, and refused nothing. */
export interface CgroupHigh {
  /** limit less usage */
  unusedBytes: number;
  limitBytes: number;
  /** the cgroup that sets it */
  path: string;
}

/** Where a memory controller is mounted, and which cgroup is at that place. */
interface MemoryMount {
  version: 1 | 2;
  root: string;
  mountPoint: string;
}

/** The files of one cgroup version. A v1 limit near 2^63 is none, as `max` is in v2. */
const filesOf = {
  1: {
    limit: 'memory.limit_in_bytes',
    usage: 'memory.usage_in_bytes',
    file: ['total_inactive_file', 'total_active_file'],
  },
  2: { limit: 'memory.max', usage: 'memory.current', file: ['inactive_file', 'active_file'] },
} as const;

/**
 * The tightest memory limit over a process's cgroup and its ancestors, v1 or v2: what is left below it, counting the
 * file pages that reclaim inside that cgroup gives back. Null where no limit is set or can be read.
 * @param readText reads a file of this machine, undefined where it cannot
 */
export function cgroupHeadroom(readText: ReadText): CgroupHeadroom | null {
  let tightest: CgroupHeadroom | null = null;
  let fullest: CgroupHeadroom | null = null;
  for (const { version, directory } of ownDirectories(readText)) {
    const headroom = headroomAt(version, directory, readText);
    if (!headroom) continue;
    if (!fullest || headroom.unusedBytes < fullest.unusedBytes) fullest = headroom;
    if (!tightest || headroom.bytes < tightest.bytes) tightest = headroom;
  }
  if (!tightest || !fullest) return null;
  const { path, limitBytes, unusedBytes } = fullest;
  return { ...tightest, unusedBytes, ...(path === tightest.path ? {} : { unusedOf: { path, limitBytes } }) };
}

/** The nearest memory.high over a process's cgroup and its ancestors (v2); null where none is set or can be read. */
export function cgroupHigh(readText: ReadText): CgroupHigh | null {
  let nearest: CgroupHigh | null = null;
  for (const { version, directory } of ownDirectories(readText)) {
    const limitBytes = version === 2 ? parseLimit(readText(join(directory, 'memory.high'))) : null;
    if (limitBytes === null) continue;
    const usage = parseCount((readText(join(directory, filesOf[2].usage)) ?? '').trim());
    const unusedBytes = usage === null ? null : Math.max(0, limitBytes - usage);
    if (unusedBytes !== null && (!nearest || unusedBytes < nearest.unusedBytes))
      nearest = { unusedBytes, limitBytes, path: directory };
  }
  return nearest;
}

type ReadText = (path: string) => string | undefined;

/** Every directory of a process's cgroups that may limit its memory. */
function ownDirectories(readText: ReadText): { version: 1 | 2; directory: string }[] {
  const own = parseOwnCgroups(readText('/proc/self/cgroup') ?? '');
  return parseMemoryMounts(readText('/proc/self/mountinfo') ?? '').flatMap((mount) => {
    const path = own.get(mount.version);
    if (path === undefined) return [];
    return ancestors(mount, path).map((directory) => ({ version: mount.version, directory }));
  });
}

function headroomAt(
  version: 1 | 2,
  directory: string,
  readText: (path: string) => string | undefined,
): CgroupHeadroom | null {
  const files = filesOf[version];
  const limitBytes = parseLimit(readText(join(directory, files.limit)));
  // Most have none: then nothing more is read.
  if (limitBytes === null) return null;
  const usage = parseCount((readText(join(directory, files.usage)) ?? '').trim());
  if (usage === null) return null;
  const stat = readText(join(directory, 'memory.stat')) ?? '';
  const reclaimable = files.file.reduce(
    (sum, name) => sum + (parseCount(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1] ?? '') ?? 0),
    0,
  );
  const unused = limitBytes - usage;
  return {
    bytes: Math.max(0, unused + reclaimable),
    limitBytes,
    path: directory,
    unusedBytes: Math.max(0, unused),
  };
}

function parseLimit(text: string | undefined): number | null {
  const limit = parseCount((text ?? '').trim());
  return limit === null || limit >= 2 ** 52 ? null : limit;
}

/** PATH_MAX: the kernel prints no longer path of a cgroup, and mounts at none. */
const maxPathLength = 4096;

/** Texts of /proc are read byte by byte; a name of a cgroup is any bytes, and UTF-8 as a rule. */
function bytesAsText(text: string): string {
  return /[\x80-\xff]/.test(text) && !/[^\0-\xff]/.test(text) ? Buffer.from(text, 'latin1').toString() : text;
}

/** mountinfo has spaces, tabs, line ends and backslashes as `\040` (fs/proc_namespace.c mangle). */
function unescaped(text: string): string {
  return bytesAsText(
    text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))),
  );
}

/** Parses /proc/self/cgroup: the path in the v2 hierarchy and in v1's memory hierarchy. */
export function parseOwnCgroups(text: string): Map<1 | 2, string> {
  const paths = new Map<1 | 2, string>();
  for (const line of text.split('\n')) {
    const match = /^\d+:([^:]*):(\/.*)$/.exec(line);
    if (!match || (match[2] ?? '').length >= maxPathLength) continue;
    const path = bytesAsText(match[2] ?? '/');
    if (match[1] === '') paths.set(2, path);
    else if (match[1]?.split(',').includes('memory')) paths.set(1, path);
  }
  return paths;
}

/** Parses /proc/self/mountinfo for the memory controllers (proc_pid_mountinfo(5)). */
export function parseMemoryMounts(text: string): MemoryMount[] {
  const mounts: MemoryMount[] = [];
  for (const line of text.split('\n')) {
    const [before, after] = line.split(' - ');
    const [, , , root, mountPoint] = (before ?? '').split(' ');
    const [type, , superOptions] = (after ?? '').split(' ');
    if (root === undefined || mountPoint === undefined) continue;
    if (root.length >= maxPathLength || mountPoint.length >= maxPathLength) continue;
    const mount = { root: unescaped(root), mountPoint: unescaped(mountPoint) };
    if (type === 'cgroup2') mounts.push({ version: 2, ...mount });
    if (type === 'cgroup' && superOptions?.split(',').includes('memory'))
      mounts.push({ version: 1, ...mount });
  }
  return mounts;
}

/** The cgroup's directory and those above it, up to the mount; a path outside what is mounted falls to the mount. */
function ancestors({ root, mountPoint }: MemoryMount, path: string): string[] {
  const below = posix.relative(root, path);
  const directories = [mountPoint];
  if (below === '' || below === '..' || below.startsWith('../')) return directories;
  let directory = mountPoint;
  for (const part of below.split('/')) directories.push((directory = join(directory, part)));
  return directories;
}
