import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** One open descriptor as /proc/self/fd and fdinfo show it. */
export interface Descriptor {
  number: number;
  /** as readlink tells: a path, `pipe:[inode]`, `anon_inode:[eventfd]`, … */
  target: string;
  /** open(2) flags */
  flags: number;
}

const closeOnExec = 0o2000000;
const accessMode = 3;
const ownTarget = 'anon_inode:';

/** What this process has open besides standard input, output and error; empty if /proc does not tell. */
export function openDescriptors(): Descriptor[] {
  try {
    return readdirSync('/proc/self/fd').flatMap((name) => {
      const number = Number(name);
      return number > 2 ? (describeDescriptor(number) ?? []) : [];
    });
  } catch {
    return [];
  }
}

function describeDescriptor(number: number): Descriptor | null {
  try {
    const target = readlinkSync(`/proc/self/fd/${number}`);
    // Most of Node's own: the target alone decides.
    if (target.startsWith(ownTarget)) return null;
    const info = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${number}`, 'utf8'));
    return { number, target, flags: parseInt(info?.[1] ?? '0', 8) };
  } catch {
    return null; // closed since: the descriptor of the listing itself
  }
}

/**
 * The descriptors that a caller passed to this process (`3<file`, `<(…)`, make's job server) and that Node, which marks
 * everything it finds at start-up close-on-exec, would keep from the command. Node's own are event queues, pipes with
 * both ends in this process, and one read-only /dev/null.
 */
export function inheritedDescriptors(open: readonly Descriptor[], makeflags = ''): number[] {
  const modes = new Map<string, Set<number>>();
  for (const { target, flags } of open)
    modes.set(target, (modes.get(target) ?? new Set()).add(flags & accessMode));
  const jobServer = /--jobserver-(?:auth|fds)=(\d+),(\d+)/.exec(makeflags)?.slice(1).map(Number) ?? [];
  return open
    .filter(({ flags }) => (flags & closeOnExec) !== 0)
    .filter(({ number, target, flags }) => {
      if (target.startsWith(ownTarget)) return false;
      if (target.startsWith('pipe:')) return modes.get(target)?.size === 1 || jobServer.includes(number);
      return target !== '/dev/null' || (flags & accessMode) !== 0;
    })
    .map(({ number }) => number)
    .sort((a, b) => a - b);
}

/** The stdio option of spawn that passes on what was inherited, each at its own number. */
export function standardIoWith(open: readonly Descriptor[]): ('inherit' | 'ignore' | number)[] {
  const stdio: ('inherit' | 'ignore' | number)[] = ['inherit', 'inherit', 'inherit'];
  for (const number of inheritedDescriptors(open, process.env.MAKEFLAGS)) {
    // From 3 on, 'ignore' leaves a number closed.
    while (stdio.length < number) stdio.push('ignore');
    stdio.push(number);
  }
  return stdio;
}
