import type { KernelRelease } from '../release.ts';
import { beyondRead } from '../version.ts';
import type { Confidence, FaultState, FaultStatus } from './fault-status.ts';
import {
  type BuildRule,
  type FaultTable,
  type UpstreamRange,
  followers,
  isInRange,
  isOfLines,
} from './fault-table.ts';

/** Decides one fault for one kernel: its distribution's build numbers first, then the upstream version. */
export function decideFault(table: FaultTable, kernel: KernelRelease | null): FaultStatus {
  if (!kernel) {
    const note = 'the kernel release is not known; a current one is assumed';
    const { source } = table;
    return status(table, { state: 'unknown', assumed: false, confidence: 'unverified', source, note });
  }
  const rule = table.builds.find((candidate) => ruleApplies(candidate, kernel));
  const decided = rule ? byBuild(table, rule, kernel) : byVersion(table, kernel);
  return beyondRead(kernel) === null ? decided : { ...decided, confidence: 'unverified' };
}

function ruleApplies(rule: BuildRule, kernel: KernelRelease): boolean {
  if (rule.distribution !== kernel.distribution || !isOfLines(kernel, rule.upstream)) return false;
  if (rule.by === 'patch' && kernel.patch === null) return false;
  if (rule.unsigned && kernel.patch !== null) return false;
  if (isBounded(rule) && !hasOriginalBuilds(kernel)) return false;
  return rule.flavours === undefined || (kernel.flavour !== null && rule.flavours.includes(kernel.flavour));
}

/** The rule asks for the distribution's build number. */
function isBounded({ by, from, fixed }: BuildRule): boolean {
  return by === undefined && (from !== undefined || fixed !== undefined);
}

function hasOriginalBuilds({ build, rebuild }: KernelRelease): boolean {
  return build.length > 0 && rebuild !== 'own-builds';
}

function byBuild(table: FaultTable, rule: BuildRule, kernel: KernelRelease): FaultStatus {
  const number = (rule.by === 'patch' ? kernel.patch : kernel.build[0]) ?? 0;
  const confidence: Confidence =
    rule.verifiedFrom !== undefined && number >= rule.verifiedFrom && kernel.rebuild === null
      ? 'verified'
      : 'unverified';
  const common = { confidence, source: rule.source, note: rule.note ?? null };
  const inside = number >= (rule.from ?? 0) && number < (rule.fixed ?? Infinity);
  const fixedIn = rule.fixedIn ?? null;
  if (!inside) {
    const state: FaultState = number < (rule.from ?? 0) ? 'not-affected' : 'fixed';
    return status(table, { ...common, state, assumed: false, fixedIn: state === 'fixed' ? fixedIn : null });
  }
  if (rule.state === 'not-affected')
    return status(table, { ...common, state: 'not-affected', assumed: false });
  const since =
    rule.from === undefined
      ? null
      : `${kernel.major}.${kernel.minor}.${rule.by === 'patch' ? '' : '0-'}${rule.from}`;
  const silent =
    rule.silent ??
    table.upstream.some((range) => range.silent === true && isInRange(versionOf(kernel, 0), range));
  const isUnclear = number >= (rule.unclearFrom ?? Infinity);
  const state = rule.state ?? (isUnclear ? 'unknown' : 'affected');
  return status(table, { ...common, state, assumed: rule.assumed ?? true, since, fixedIn, silent });
}

function byVersion(table: FaultTable, kernel: KernelRelease): FaultStatus {
  // Without its patch level a kernel may be any of its line: the first and the last of it have to agree.
  const [first, last] = kernel.patch === null ? [0, 9999] : [kernel.patch, kernel.patch];
  const rangeAt = (patch: number): UpstreamRange | undefined =>
    table.upstream.find((range) => isInRange(versionOf(kernel, patch), range));
  const [lowest, highest] = [rangeAt(first), rangeAt(last)];
  const follows = followers.includes(kernel.distribution) && kernel.rebuild === null;
  const range = lowest ?? highest;
  if (!range) {
    const line = table.upstream.find((candidate) => isFixedInLine(candidate, kernel));
    return status(table, {
      state: line ? 'fixed' : 'not-affected',
      assumed: false,
      fixedIn: line?.fixedIn ?? null,
      confidence: follows ? (table.outside ?? 'verified') : 'unverified',
      source: line?.source ?? table.source,
      note: null,
    });
  }
  const seen = range.seenTo?.[kernel.distribution] ?? Infinity;
  const certain = lowest === highest && range.unclear !== true;
  return status(table, {
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

function versionOf({ major, minor, releaseCandidate }: KernelRelease, patch: number): string {
  return releaseCandidate === null
    ? `${major}.${minor}.${patch}`
    : `${major}.${minor}.0-rc${releaseCandidate}`;
}

/** The range ends inside this kernel's own line: a stable release of it brought the fix. */
function isFixedInLine({ before, unclear }: UpstreamRange, { major, minor }: KernelRelease): boolean {
  return unclear !== true && before.startsWith(`${major}.${minor}.`) && !/\.0(?:-0)?$/.test(before);
}

type Decided = Pick<FaultStatus, 'state' | 'assumed' | 'confidence' | 'source' | 'note'> &
  Partial<FaultStatus>;

function status({ name, says, relief }: FaultTable, decided: Decided): FaultStatus {
  return { name, says, relief, since: null, fixedIn: null, silent: false, ...decided };
}
