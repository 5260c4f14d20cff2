import { parseKernelList } from '../../kernel/list.ts';
import { readBounded, readHead } from '../read-file.ts';

/** The memory nodes that a process's cpuset allows, from its /proc/PID/status; null where that does not tell. */
export function parseAllowedNodes(status: string): number[] | null {
  const list = /^Mems_allowed_list:\s*(\S+)$/m.exec(status)?.[1];
  return list === undefined ? null : parseKernelList(list);
}

/**
 * Whether a cpuset may confine requests without __GFP_HARDWALL, too, from /proc/PID/cgroup: one of version 1 does by its
 * mem_exclusive or mem_hardwall, which version 2 has not (kernel/cgroup/cpuset.c nearest_hardwall_ancestor).
 */
export function mayBeHardCpuset(cgroup: string): boolean {
  return cgroup === '' || /^\d+:(?:[^:\n]*,)?cpuset[,:]/m.test(cgroup);
}

/**
 * The nodes that a process is bound to (MPOL_BIND), from its /proc/PID/numa_maps, which names for an area without a policy
 * of its own that of the process (fs/proc/task_mmu.c show_numa_map, mm/mempolicy.c mpol_to_str). Null where it is bound to
 * none: other policies say which node is asked first, and any other may serve.
 */
export function parseBoundNodes(numaMaps: string): number[] | null {
  const list = /^[\da-f]+ bind(?:=[a-z|]+)?:([\d,-]+)(?:\s|$)/.exec(numaMaps)?.[1];
  return list === undefined ? null : parseKernelList(list);
}

/** The first area is the program itself: nobody gives it a policy of its own, and to list all of them takes long. */
const firstAreaBytes = 4096;

/** Of this process; null if /proc does not tell. */
export function ownAllowedNodes(): number[] | null {
  return orNull(() => parseAllowedNodes(readBounded('/proc/self/status')));
}

/** Of this process; true where /proc does not tell. */
export function hasHardCpuset(): boolean {
  return mayBeHardCpuset(orNull(() => readBounded('/proc/self/cgroup')) ?? '');
}

/** Of this process; null if /proc does not tell. */
export function ownBoundNodes(): number[] | null {
  return orNull(() => parseBoundNodes(readHead('/proc/self/numa_maps', firstAreaBytes)));
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
