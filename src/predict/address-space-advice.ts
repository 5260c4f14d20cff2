import type { Request } from '../request/request.ts';

/** What makes room under a limit that has nothing to do with free memory. */
export function addressSpaceAdvice({ path, limit }: Pick<Request, 'path' | 'limit'>): string[] {
  if (path !== 'address-space') {
    return [
      'boot with a larger vmalloc space (vmalloc= on the kernel command line), or a 64-bit kernel: more memory would not help',
    ];
  }
  if (limit === 'commit') {
    return [
      'raise vm.overcommit_ratio (or vm.overcommit_kbytes), add swap, or set vm.overcommit_memory to 0: free memory does not count under 2',
    ];
  }
  return [
    'raise net.core.bpf_jit_limit (sysctl -w, as root), or remove programs that are not used any more: free memory does not matter here',
  ];
}
