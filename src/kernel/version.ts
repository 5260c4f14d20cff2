/** The upstream version in a release string; all that the allocator's rules ask of a kernel. */
export interface KernelVersion {
  release: string;
  major: number;
  minor: number;
}

/** Reads `major.minor` off the head of a release string; null where it has none. */
export function parseVersion(release: string): KernelVersion | null {
  const match = /^(\d{1,3})\.(\d{1,4})(?!\d)/.exec(release);
  return match ? { release, major: Number(match[1]), minor: Number(match[2]) } : null;
}

/** Whether the kernel is at least `major.minor`; an unknown kernel counts as a current one. */
export function atLeast(
  kernel: Pick<KernelVersion, 'major' | 'minor'> | null,
  major: number,
  minor: number,
): boolean {
  if (!kernel) return true;
  return kernel.major > major || (kernel.major === major && kernel.minor >= minor);
}

/** Compares versions number by number, as far as the second goes: below 0 where the first is older. */
export function compareNumbers(version: readonly number[], other: readonly number[]): number {
  const at = other.findIndex((number, i) => (version[i] ?? 0) !== number);
  return at < 0 ? 0 : (version[at] ?? 0) - (other[at] ?? 0);
}
