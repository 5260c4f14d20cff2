import type { KernelAnswer } from '../../guard/advice.ts';
import { escapeControls } from '../../text/escape.ts';

/** A kernel for people: `kernel 5.15.0-91-generic (ubuntu, upstream 5.15.131)`. */
export function kernelName({ release, distribution, upstream }: KernelAnswer): string {
  if (release === '') return 'an unknown kernel';
  const version = upstream === null ? '' : `, upstream ${upstream}`;
  return `kernel ${escapeControls(release)} (${distribution ?? 'unknown'}${version})`;
}
