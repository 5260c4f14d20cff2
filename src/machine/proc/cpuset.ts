import { parseKernelList } from '../../kernel/list.ts';
import { readBounded } from '../read-file.ts';

/** The memory nodes that this process's cpuset allows; null if /proc does not tell. */
export function ownAllowedNodes(): number[] | null {
  try {
    const list = /^Mems_allowed_list:\s*(\S+)$/m.exec(readBounded('/proc/self/status'))?.[1];
    return list === undefined ? null : parseKernelList(list);
  } catch {
    return null;
  }
}
