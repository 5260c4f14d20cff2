import type { Request } from '../request/request.ts';
import type { Advice } from './advised.ts';

/** What makes room under a limit that has nothing to do with free memory. */
export function addressSpaceAdvice({ path, limit }: Pick<Request, 'path' | 'limit'>): Advice {
  if (path !== 'address-space') {
    return advice(
      'boot with a larger vmalloc space (vmalloc= on the kernel command line), or a 64-bit kernel',
      'more memory would not help',
    );
  }
  if (limit === 'commit') {
    return advice(
      'raise vm.overcommit_ratio (or vm.overcommit_kbytes), add swap, or set vm.overcommit_memory to 0',
      'free memory does not count under 2',
    );
  }
  return advice(
    'raise net.core.bpf_jit_limit (sysctl -w, as root), or remove programs that are not used any more',
    'free memory does not matter here',
  );
}

function advice(words: string, effect: string): Advice {
  return { says: `${words}: ${effect}`, does: { words }, effect };
}
