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

/** The oldest and the newest kernel whose source was read for the rules and sizes here. */
const oldestRead = [3, 10] as const;
const newestRead = [7, 3] as const;

/** Why what is known here need not hold for a kernel, as a note; null where it was read, or one before and after it. */
export function beyondRead({ major, minor }: Pick<KernelVersion, 'major' | 'minor'>): string | null {
  if (compareNumbers([major, minor], newestRead) > 0) return notRead(major, minor, 'newer', newestRead);
  if (compareNumbers([major, minor], oldestRead) < 0) return notRead(major, minor, 'older', oldestRead);
  return null;
}

function notRead(major: number, minor: number, how: 'newer' | 'older', last: readonly number[]): string {
  return `unverified: kernel ${major}.${minor} is ${how} than any that was read (${last.join('.')}), whose rules and sizes are assumed`;
}

/** Compares versions number by number, as far as the second goes: below 0 where the first is older. */
export function compareNumbers(version: readonly number[], other: readonly number[]): number {
  const at = other.findIndex((number, i) => (version[i] ?? 0) !== number);
  return at < 0 ? 0 : (version[at] ?? 0) - (other[at] ?? 0);
}
