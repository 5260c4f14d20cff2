import { architectureOfRelease } from '../../src/kernel/architecture.ts';
import { parseVersion } from '../../src/kernel/version.ts';
import { type Report, Tally } from './tally.ts';
import type { Trial } from './trial.ts';

/** Who reads: root, or a caller to whom the files that are root's alone are closed. */
export type Privilege = 'root' | 'unprivileged';

/** What is root's alone among the texts of a trial: mode 0400 (0600) in every kernel. */
export const ofRoot = ['pagetypeinfo', 'vmallocinfo', 'bpfJitLimit'] as const;

/** The trials of the contiguous path on one kind of machine, as one caller sees them. */
export interface GroupReport extends Report {
  /** `6.12`, `6.12 rt`; null for all kernels of the architecture together */
  kernel: string | null;
  /** what the hosts had (test/kernels/conditions.js), or `preempt-rt`; null for those without */
  condition: string | null;
  /** null where the release does not name it */
  architecture: string | null;
  /** bytes */
  pageSize: number;
  privilege: Privilege;
}

type Key = Pick<GroupReport, 'kernel' | 'condition' | 'architecture' | 'pageSize' | 'privilege'>;

/** Tallies by kernel, architecture and privilege. */
export class Groups {
  readonly #groups = new Map<string, { key: Key; tally: Tally }>();

  /**
   * The tallies that a trial counts in: that of all kernels of the architecture and condition, and, without condition, its kernel's.
   * A kernel with PREEMPT_RT is a condition of its own among all kernels.
   */
  of({ release, pageSize, condition }: Trial, privilege: Privilege): Tally[] {
    const architecture = architectureOfRelease(release);
    const ofAll = condition ?? (isRealTime(release) ? 'preempt-rt' : null);
    const tally = (kernel: string | null, host: string | null): Tally =>
      this.#tally({ kernel, condition: host, architecture, pageSize, privilege });
    return [...(condition === null ? [tally(kernelOf(release), null)] : []), tally(null, ofAll)];
  }

  /** By architecture and page size, in it by privilege, in it by kernel; what is for all kernels comes last, by condition. */
  report(): GroupReport[] {
    return [...this.#groups.values()]
      .sort((a, b) => compare(a.key, b.key))
      .map(({ key, tally }) => ({ ...key, ...tally.report() }));
  }

  #tally(key: Key): Tally {
    const name = JSON.stringify(key);
    const found = this.#groups.get(name) ?? { key, tally: new Tally() };
    this.#groups.set(name, found);
    return found.tally;
  }
}

function kernelOf(release: string): string {
  const version = parseVersion(release);
  if (!version) return 'unknown';
  return `${version.major}.${version.minor}${isRealTime(release) ? ' rt' : ''}`;
}

function isRealTime(release: string): boolean {
  return /-rt\d*(?:-|$)/.test(release);
}

function compare(a: Key, b: Key): number {
  const place = ({ architecture, pageSize, privilege, condition, kernel }: Key): (string | number)[] => [
    architecture ?? '~',
    pageSize,
    privilege,
    condition ?? '',
    ...(kernel === null
      ? [Infinity]
      : kernel.split(/[. ]/).map((part) => (/^\d+$/.test(part) ? Number(part) : part))),
  ];
  const [x, y] = [place(a), place(b)];
  const at = x.findIndex((part, i) => part !== y[i]);
  if (at === -1) return x.length - y.length;
  const [left, right] = [x[at] ?? '', y[at] ?? ''];
  return left < right ? -1 : 1;
}
