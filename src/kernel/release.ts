/** What a release string (`uname -r`) says of a kernel. */
export interface KernelRelease {
  release: string;
  major: number;
  minor: number;
  /** the upstream patch level; null where the string does not hold it (Ubuntu's `4.15.0-1044-aws` does not) */
  patch: number | null;
}

/** Reads the upstream version off a release string; null where it has none. */
export function parseRelease(release: string): KernelRelease | null {
  const match = /^(\d{1,3})\.(\d{1,4})(?:\.(\d{1,5}))?/.exec(release);
  if (!match) return null;
  return { release, major: Number(match[1]), minor: Number(match[2]), patch: match[3] === undefined ? null : Number(match[3]) };
}

/** Whether the kernel is at least `major.minor`; an unknown kernel counts as a current one. */
export function atLeast(kernel: KernelRelease | null, major: number, minor: number): boolean {
  if (!kernel) return true;
  return kernel.major > major || (kernel.major === major && kernel.minor >= minor);
}
