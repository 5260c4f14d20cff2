// What this process can read and do here: for `doctor`, which only looks and changes nothing.
import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { explainErrno } from '../text/errno.ts';
import { findProgram } from './programs.ts';

/** Something that can be read or done, or why not. */
export interface Ability {
  /** a path under the root, or an option */
  name: string;
  /** what it is good for, in a few words */
  adds: string;
  able: boolean;
  /** why not, in a few words; null where it is able */
  why: string | null;
}

/** What is read, and what each file adds; the first alone is required. */
const readings: readonly (readonly [path: string, adds: string])[] = [
  ['proc/buddyinfo', 'free blocks; no answer without it'],
  ['proc/zoneinfo', 'marks and reserves; no promise without it'],
  ['proc/pagetypeinfo', 'which free blocks are set aside'],
  ['proc/meminfo', 'memory that can be had at all'],
  ['proc/vmstat', 'what reclaim and compaction are doing'],
  ['proc/kpageflags', 'what compaction could move (--deep)'],
  ['sys/kernel/slab', 'sizes of kernel objects'],
  ['sys/kernel/btf/vmlinux', 'sizes of kernel objects'],
  ['proc/vmallocinfo', 'how full the space for BPF is'],
  ['proc/sys/net/core/bpf_jit_limit', 'the limit for BPF and seccomp'],
  ['dev/kmsg', "this machine's log, for explain"],
  ['proc/self/cgroup', 'the memory limit of this process'],
];

/** CONSOLE_EXT_LOG_MAX: no record of /dev/kmsg is longer. */
const recordBytes = 8192;

/** What can be read under a root, in the order above. */
export function readable(root: string): Ability[] {
  return readings.map(([path, adds]) => ability(`/${path}`, adds, whyNotRead(join(root, path))));
}

/** What can be done besides reading. */
export function possible(root: string): Ability[] {
  const written = (path: string): string | null => whyNotWritten(join(root, 'proc/sys/vm', path));
  return [
    ability('--compact', 'moves memory together', written('compact_memory')),
    ability('--drop-caches', 'frees the file cache', written('drop_caches')),
    ability('--trial', 'really asks the kernel', whyNoTrial(root)),
  ];
}

/** The kind of container that a machine's processes are in, as far as it shows; null where nothing shows one. */
export function containerKind(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const textOf = (path: string): string => readText(join(root, path));
  if (/gVisor|runsc/i.test(textOf('proc/version'))) return 'gVisor';
  if (environment.KUBERNETES_SERVICE_HOST !== undefined) return 'Kubernetes';
  if (existsSync(join(root, '.dockerenv'))) return 'Docker';
  if (existsSync(join(root, 'run/.containerenv'))) return 'Podman';
  const named = environment.container ?? '';
  if (/^[\w.-]{1,30}$/.test(named)) return named;
  if (textOf('proc/self/cgroup').includes('kubepods')) return 'Kubernetes';
  return /^\S+ \/proc\/sys \S+ ro[ ,]/m.test(textOf('proc/self/mounts')) ? 'a container' : null;
}

function ability(name: string, adds: string, why: string | null): Ability {
  return { name, adds, able: why === null, why };
}

function whyNotRead(path: string): string | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    // A record of the log is read whole or not at all.
    readSync(descriptor, Buffer.alloc(recordBytes), 0, recordBytes, null);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A folder that opens can be listed; a log without a new line is readable.
    return code === 'EISDIR' || code === 'EAGAIN' ? null : explainErrno(error);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function whyNotWritten(path: string): string | null {
  try {
    accessSync(path, constants.W_OK);
    return null;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EROFS') return 'read-only here: on the host, or in a privileged container';
    return code === 'ENOENT' ? 'is not there' : 'takes root on the host';
  }
}

function whyNoTrial(root: string): string | null {
  if (root !== '/') return 'asks this machine alone';
  return (findProgram('perl') ?? findProgram('python3')) === null
    ? 'neither perl nor python3 is there'
    : null;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
