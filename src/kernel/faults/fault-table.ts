import coerce from 'semver/functions/coerce.js';
import satisfies from 'semver/functions/satisfies.js';
import type { Confidence, FaultName, FaultState, Finding } from './finding.ts';
import type { Distribution, KernelRelease } from '../release.ts';
import { atLeast, parseVersion } from '../version.ts';

/** Upstream versions [from, before) that carry a fault. */
export interface UpstreamRange {
  /** as semver writes it; `-0` takes the release candidates in, or leaves them out at `before` */
  from: string;
  before: string;
  /** the version to take instead */
  fixedIn: string;
  /** it came or went with some candidate or patch level in here that is not known */
  unclear?: true;
  silent?: true;
  confidence: Confidence;
  /** a distribution's last patch level of this range that was seen; later ones are unverified */
  seenTo?: Partial<Record<Distribution, number>>;
  source: string;
  note?: string;
}

/** Builds of one distribution, where their numbers and not the upstream version decide. */
export interface BuildRule {
  distribution: Distribution;
  /** semver range over the upstream version without patch level, `4.15.x` */
  upstream: string;
  /** flavours that the rule holds for; absent: every one, with its derivatives */
  flavours?: readonly string[];
  /** patch levels (where the build has none of its own) or builds [from, fixed) carry the fault; absent: from the start, never */
  from?: number;
  fixed?: number;
  by?: 'patch';
  /** holds only where the patch level is not known: a signed one decides better */
  unsigned?: true;
  /** said instead of affected */
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
  upstream: readonly UpstreamRange[];
  builds: readonly BuildRule[];
  /** of the versions outside every range */
  source: string;
}

/** Those whose patch level is the stable tree's, so that a range read there holds for them. */
const followers: readonly Distribution[] = [
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

/** Decides one fault for one kernel: its distribution's build numbers first, then the upstream version. */
export function findingFor(table: FaultTable, kernel: KernelRelease | null): Finding {
  if (!kernel) {
    const note = 'the kernel release is not known; a current one is assumed';
    return finding(table, {
      state: 'unknown',
      assumed: false,
      confidence: 'unverified',
      source: table.source,
      note,
    });
  }
  const rule = table.builds.find((candidate) => ruleApplies(candidate, kernel));
  return rule ? byBuild(table, rule, kernel) : byVersion(table, kernel);
}

function ruleApplies(rule: BuildRule, kernel: KernelRelease): boolean {
  if (rule.distribution !== kernel.distribution) return false;
  if (!satisfies(`${kernel.major}.${kernel.minor}.0`, rule.upstream)) return false;
  if (rule.by === 'patch' && kernel.patch === null) return false;
  if (rule.unsigned && kernel.patch !== null) return false;
  return rule.flavours === undefined || (kernel.flavour !== null && rule.flavours.includes(kernel.flavour));
}

function byBuild(table: FaultTable, rule: BuildRule, kernel: KernelRelease): Finding {
  const number = (rule.by === 'patch' ? kernel.patch : kernel.build[0]) ?? 0;
  const confidence: Confidence =
    rule.verifiedFrom !== undefined && number >= rule.verifiedFrom ? 'verified' : 'unverified';
  const common = { confidence, source: rule.source, note: rule.note ?? null };
  const inside = number >= (rule.from ?? 0) && number < (rule.fixed ?? Infinity);
  const fixedIn = rule.fixedIn ?? null;
  if (!inside) {
    const state: FaultState = number < (rule.from ?? 0) ? 'not-affected' : 'fixed';
    return finding(table, {
      ...common,
      state,
      assumed: false,
      fixedIn: state === 'fixed' ? fixedIn : null,
    });
  }
  if (rule.state === 'not-affected')
    return finding(table, { ...common, state: 'not-affected', assumed: false });
  const since =
    rule.from === undefined
      ? null
      : `${kernel.major}.${kernel.minor}.${rule.by === 'patch' ? '' : '0-'}${rule.from}`;
  const silent =
    rule.silent ??
    table.upstream.some((range) => range.silent === true && inRange(range, versionOf(kernel, 0)));
  const state = rule.state ?? 'affected';
  return finding(table, { ...common, state, assumed: rule.assumed ?? true, since, fixedIn, silent });
}

function byVersion(table: FaultTable, kernel: KernelRelease): Finding {
  // Without its patch level a kernel may be any of its line: the first and the last of it have to agree.
  const [first, last] = kernel.patch === null ? [0, 9999] : [kernel.patch, kernel.patch];
  // Building a semver range costs more than all the rest: most lines are out of most ranges at a glance.
  const near = table.upstream.filter((range) => mayHold(range, kernel));
  const rangeAt = (patch: number): UpstreamRange | undefined =>
    near.find((range) => inRange(range, versionOf(kernel, patch)));
  const [lowest, highest] = [rangeAt(first), rangeAt(last)];
  const follows = followers.includes(kernel.distribution);
  const range = lowest ?? highest;
  if (!range) {
    const line = table.upstream.find((candidate) => fixedInLine(candidate, kernel));
    return finding(table, {
      state: line ? 'fixed' : 'not-affected',
      assumed: false,
      fixedIn: line?.fixedIn ?? null,
      confidence: follows ? 'verified' : 'unverified',
      source: line?.source ?? table.source,
      note: null,
    });
  }
  const seen = range.seenTo?.[kernel.distribution] ?? Infinity;
  const certain = lowest === highest && range.unclear !== true;
  return finding(table, {
    state: certain ? 'affected' : 'unknown',
    assumed: true,
    since: range.from.replace(/-0$/, ''),
    fixedIn: range.fixedIn,
    silent: range.silent === true,
    confidence: certain && follows && (kernel.patch ?? 0) <= seen ? range.confidence : 'unverified',
    source: range.source,
    note: certain
      ? (range.note ?? null)
      : 'it came or went within this line, and the patch level does not tell on which side this kernel is',
  });
}

function versionOf(kernel: KernelRelease, patch: number): string {
  const text =
    kernel.releaseCandidate === null
      ? `${kernel.major}.${kernel.minor}.${patch}`
      : kernel.upstream.replace('-rc', '.0-rc');
  return coerce(text, { includePrerelease: true })?.version ?? text;
}

/** Whether the kernel's line lies between the lines of a range's ends. */
function mayHold({ from, before }: UpstreamRange, { major, minor }: KernelRelease): boolean {
  const upTo = parseVersion(before);
  return atLeast({ major, minor }, ...lineOf(from)) && (upTo === null || atLeast(upTo, major, minor));
}

function lineOf(version: string): [number, number] {
  const line = parseVersion(version);
  return line ? [line.major, line.minor] : [0, 0];
}

function inRange(range: UpstreamRange, version: string): boolean {
  return satisfies(version, `>=${range.from} <${range.before}`, { includePrerelease: true });
}

/** The range ends inside this kernel's own line: a stable release of it brought the fix. */
function fixedInLine(range: UpstreamRange, kernel: KernelRelease): boolean {
  const line = `${kernel.major}.${kernel.minor}.`;
  return (
    range.unclear !== true &&
    range.before.startsWith(line) &&
    range.before !== `${line}0` &&
    !range.before.endsWith('-0')
  );
}

type Decided = Pick<Finding, 'state' | 'assumed' | 'confidence' | 'source' | 'note'> & Partial<Finding>;

function finding(table: FaultTable, decided: Decided): Finding {
  return {
    name: table.name,
    says: table.says,
    since: null,
    fixedIn: null,
    silent: false,
    ...decided,
  };
}
