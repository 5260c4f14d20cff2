import { pagesInBlocks } from '../../src/kernel/free-blocks.ts';
import { cgroupHeadroom, cgroupHigh } from '../../src/machine/proc/cgroup.ts';
import { mayBeHardCpuset, parseAllowedNodes, parseBoundNodes } from '../../src/machine/proc/cpuset.ts';
import { parseVersion } from '../../src/kernel/version.ts';
import { type Snapshot, snapshotOf, withTexts } from '../../src/machine/snapshot.ts';
import { predict } from '../../src/predict/predict.ts';
import type { Prediction } from '../../src/predict/prediction.ts';
import type { Path } from '../../src/request/request.ts';
import { type GroupReport, Groups, ofRoot } from './groups.ts';
import type { Outcome } from './scores.ts';
import { type Report, Tally } from './tally.ts';
import type { Trial } from './trial.ts';

/** The whole evaluation: path by path as root sees it, and the contiguous path by kernel, architecture, condition and privilege. */
export interface Evaluation {
  trials: number;
  paths: Partial<Record<Path, Report>>;
  groups: GroupReport[];
}

/** Collects trials one by one. */
export class Evaluator {
  readonly #paths = new Map<Path, Tally>();
  readonly #groups = new Groups();

  /** Predicts a trial from its texts alone, as root and as anybody reads them, and compares with the first attempt. */
  add(trial: Trial): void {
    const { request } = trial;
    const { buddyinfo, zoneinfo, ...others } = trial.texts;
    const zones = snapshotOf({ buddyinfo, zoneinfo });
    const naive = zones.buddyinfo.some((row) => pagesInBlocks(row.freeBlocks, request.order) > 0);
    const { root, unprivileged } = predictTrial(trial, zones, others);
    this.#path(request.path).add(trial, root, naive);
    // Of the other paths a condition alone has a row of its own.
    if (request.path !== 'contiguous' && trial.condition === null) return;
    for (const tally of this.#groups.of(trial, 'root')) tally.add(trial, root, naive);
    for (const tally of this.#groups.of(trial, 'unprivileged')) tally.add(trial, unprivileged, naive);
  }

  /** The slow path's outcomes of a path, for tables of calibration. */
  slowOutcomes(path: Path): readonly Outcome[] {
    return this.#paths.get(path)?.slow ?? [];
  }

  report(): Evaluation {
    const paths: Evaluation['paths'] = {};
    let trials = 0;
    for (const [path, tally] of this.#paths) {
      const report = tally.report();
      trials += report.trials;
      paths[path] = report;
    }
    return { trials, paths, groups: this.#groups.report() };
  }

  #path(path: Path): Tally {
    const found = this.#paths.get(path) ?? new Tally();
    this.#paths.set(path, found);
    return found;
  }
}

/** What the caller's groups leave it, as a look reads it. */
function groupsOf(caller: Trial['caller']): Pick<Snapshot, 'cgroup' | 'cgroupHigh'> {
  const readText = (path: string): string | undefined => caller[path];
  return { cgroup: cgroupHeadroom(readText), cgroupHigh: cgroupHigh(readText) };
}

/** The nodes that the caller is kept to, as a look reads them. */
function nodesOf(caller: Trial['caller']): Pick<Snapshot, 'allowedNodes' | 'hardCpuset' | 'boundNodes'> {
  const {
    '/proc/self/status': status,
    '/proc/self/cgroup': cgroup = '',
    '/proc/self/numa_maps': numaMaps,
  } = caller;
  return {
    allowedNodes: status === undefined ? null : parseAllowedNodes(status),
    hardCpuset: mayBeHardCpuset(cgroup),
    boundNodes: numaMaps === undefined ? null : parseBoundNodes(numaMaps),
  };
}

/** As a check does: the other texts are parsed only where the zones do not settle it. */
function predictTrial(
  { request, release, caller }: Trial,
  zones: Snapshot,
  others: Omit<Trial['texts'], 'buddyinfo' | 'zoneinfo'>,
): { root: Prediction; unprivileged: Prediction } {
  const kernel = parseVersion(release);
  const begun = withTexts(zones, { defragMode: others.defragMode });
  const limited = { ...begun, ...nodesOf(caller), ...groupsOf(caller) };
  const settled = predict(request, limited, kernel);
  if (settled.verdict === 'available' && settled.wants.every((name) => name === 'cgroup'))
    return { root: settled, unprivileged: settled };
  const all = withTexts(limited, others);
  const closed = Object.fromEntries(ofRoot.map((name) => [name, null]));
  return {
    root: predict(request, all, kernel),
    unprivileged: predict(request, { ...all, ...closed }, kernel),
  };
}
