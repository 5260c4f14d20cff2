import type { Distribution } from '../release-forms.ts';
import type { KernelRelease } from '../release.ts';
import { atLeast, compareNumbers } from '../version.ts';
import type { Confidence, FaultName } from './fault-status.ts';

/** Those whose patch level is the stable tree's, so that a range read there holds for them. */
export const followers: readonly Distribution[] = [
  'mainline',
  'debian',
  'fedora',
  'arch',
  'alpine',
  'wsl',
  'raspberrypi',
  'amazon',
  'cos',
];

/** Upstream versions [from, before) that carry a fault. */
export interface UpstreamRange {
  /** as semver writes it; `-0` takes the release candidates in, or leaves them out at `before` */
  from: string;
  before: string;
  /** the version to take instead; null where none is known */
  fixedIn: string | null;
  /** it came or went at some unknown candidate or patch level within */
  unclear?: true;
  silent?: true;
  confidence: Confidence;
  /** a distribution's last patch level of this range that was seen; later ones are unverified */
  seenTo?: Partial<Record<Distribution, number>>;
  source: string;
  note?: string;
}

/** An upstream line: [4, 15] is 4.15 with all its patch levels. */
type Line = readonly [major: number, minor: number];

/** One upstream line, or those in [from, before). */
export type Lines = { line: Line } | { from: Line; before?: Line };

/** Builds of one distribution, where their numbers and not the upstream version decide. */
export interface BuildRule {
  distribution: Distribution;
  upstream: Lines;
  /** flavours that the rule holds for; absent: every one, with its derivatives */
  flavours?: readonly string[];
  /** patch levels (where the build has none of its own) or builds [from, fixed) carry the fault; absent: from the start, never */
  from?: number;
  fixed?: number;
  /** builds from this one to `fixed` may hold the fix already: their state is unknown */
  unclearFrom?: number;
  by?: 'patch';
  /** holds only where the patch level is not known: a signed one decides better */
  unsigned?: true;
  /** what is said in place of `affected` */
  state?: 'unknown' | 'not-affected';
  /** what to assume where the state is unknown */
  assumed?: boolean;
  fixedIn?: string;
  silent?: true;
  /** of the builds from this one on; those before are unverified; absent: of none */
  verifiedFrom?: number;
  source: string;
  note?: string;
}

/** One fault: where upstream carries it, and whose builds differ from that. */
export interface FaultTable {
  name: FaultName;
  says: string;
  /** what a kernel without it does, in a few words */
  relief: string;
  upstream: readonly UpstreamRange[];
  builds: readonly BuildRule[];
  /** of the versions outside every range */
  source: string;
  /** of those versions too: their source was not read; absent: it was */
  outside?: 'unverified';
}

/** Whether a version (`5.15.0-rc3`, `5.15.149`) lies in a range; candidates come before their release. */
export function isInRange(
  version: string,
  { from, before }: Pick<UpstreamRange, 'from' | 'before'>,
): boolean {
  const numbers = numbersOf(version);
  return compareNumbers(numbers, numbersOf(from)) >= 0 && compareNumbers(numbers, numbersOf(before)) < 0;
}

/** `5.15.149` is [5, 15, 149, Infinity], `5.15.0-rc3` is [5, 15, 0, 3], and `5.15.0-0`, before its candidates, [5, 15, 0, 0]. */
function numbersOf(version: string): number[] {
  const [numbers = '', candidate] = version.split('-');
  return [
    ...numbers.split('.').map(Number),
    candidate === undefined ? Infinity : Number(candidate.replace('rc', '')),
  ];
}

/** Whether a kernel is of one of the lines, whatever its patch level. */
export function isOfLines(kernel: Pick<KernelRelease, 'major' | 'minor'>, lines: Lines): boolean {
  if ('line' in lines) return kernel.major === lines.line[0] && kernel.minor === lines.line[1];
  return atLeast(kernel, ...lines.from) && !(lines.before && atLeast(kernel, ...lines.before));
}
