// What is read of a machine only where an answer needs it; a plain check does without.
import { cgroupHeadroom } from './proc/cgroup.ts';
import { parseMeminfo, parseVmstat } from './proc/counters.ts';
import type { Machine } from './machine.ts';
import { parsePagetypeinfo } from './proc/pagetypeinfo.ts';
import { type Reading, type Snapshot, type ZoneTexts, parseOptional, zoneSnapshot } from './snapshot.ts';

/** All texts that a snapshot can be made of; one that is absent was not read. */
export interface ProcTexts extends ZoneTexts {
  pagetypeinfo?: string | undefined;
  meminfo?: string | undefined;
  vmstat?: string | undefined;
}

/**
 * Parses the texts. Only buddyinfo is required; a malformed optional text is left out and said in `missing`.
 * @throws MalformedError for buddyinfo
 */
export function snapshotOf(texts: ProcTexts, missing: readonly string[] = []): Snapshot {
  return withTexts(zoneSnapshot(texts, missing), texts);
}

/**
 * Reads the memory's state afresh, and of the machine what is wanted besides.
 * @throws UnreadableError or MalformedError for /proc/buddyinfo alone
 */
export function snapshotWith(machine: Machine, wanted: readonly Reading[]): Snapshot {
  const snapshot = machine.snapshot();
  const texts: Partial<Record<Reading, string | undefined>> = {};
  for (const file of wanted) {
    if (file === 'cgroup') continue;
    texts[file] = machine.text(`proc/${file}`, (why) => snapshot.missing.push(why));
  }
  if (machine.own && wanted.includes('cgroup')) {
    snapshot.cgroup = cgroupHeadroom((path) => machine.text(path.slice(1)));
  }
  return withTexts(snapshot, texts);
}

/** A snapshot of the zones with the other texts parsed into it. */
export function withTexts(snapshot: Snapshot, texts: Omit<ProcTexts, keyof ZoneTexts>): Snapshot {
  const { missing } = snapshot;
  return {
    ...snapshot,
    pageTypes: parseOptional(texts.pagetypeinfo, parsePagetypeinfo, missing),
    meminfo: parseOptional(texts.meminfo, parseMeminfo, missing),
    vmstat: parseOptional(texts.vmstat, parseVmstat, missing),
  };
}
