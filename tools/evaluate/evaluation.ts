import { parseVersion } from '../../src/kernel/version.ts';
import { pagesInBlocks } from '../../src/kernel/free-blocks.ts';
import { type Snapshot, snapshotOf, withTexts } from '../../src/machine/snapshot.ts';
import { predict } from '../../src/predict/predict.ts';
import type { Prediction, Verdict } from '../../src/predict/prediction.ts';
import type { Path } from '../../src/request/request.ts';
import { type Outcome, areaUnderCurve, brierScore, calibrationError } from './scores.ts';
import type { Trial } from './trial.ts';

/** How the predictions of one path did. */
export interface PathReport {
  trials: number;
  verdicts: Record<Verdict, { count: number; granted: number }>;
  /** called available and refused */
  falsePromises: number;
  /** granted without a stall and not called available */
  missedFastPath: { count: number; of: number };
  slowPath: {
    count: number;
    granted: number;
    auc: number | null;
    brier: number | null;
    calibrationError: number | null;
  };
  /** the rule "some zone has a free block of that order" */
  naive: { falsePromises: number; auc: number | null };
}

/** The whole evaluation, path by path. */
export interface Evaluation {
  trials: number;
  paths: Partial<Record<Path, PathReport>>;
}

interface Tally {
  verdicts: PathReport['verdicts'];
  fast: { count: number; of: number };
  slow: Outcome[];
  naiveSlow: Outcome[];
  naiveFalsePromises: number;
}

/** Collects trials one by one; what is kept of each is two numbers. */
export class Evaluator {
  readonly #tallies = new Map<Path, Tally>();

  /** Predicts a trial from its texts alone and compares with the first attempt. */
  add(trial: Trial): void {
    const granted = trial.attempts[0]?.granted ?? false;
    const { request } = trial;
    const { buddyinfo, zoneinfo, ...others } = trial.texts;
    const zones = snapshotOf({ buddyinfo, zoneinfo });
    const { verdict, likelihood } = predictTrial(trial, zones, others);
    const tally = this.#tally(request.path);
    tally.verdicts[verdict].count++;
    if (granted) tally.verdicts[verdict].granted++;
    if (granted && !stalled(trial)) {
      tally.fast.of++;
      if (verdict !== 'available') tally.fast.count++;
    }
    const naive = zones.buddyinfo.some((row) => pagesInBlocks(row.freeBlocks, request.order) > 0);
    if (naive && !granted) tally.naiveFalsePromises++;
    if (verdict !== 'available' && verdict !== 'unknown') {
      tally.slow.push({ likelihood, granted });
      tally.naiveSlow.push({ likelihood: Number(naive), granted });
    }
  }

  /** The slow path's outcomes of a path, for tables of calibration. */
  slowOutcomes(path: Path): readonly Outcome[] {
    return this.#tallies.get(path)?.slow ?? [];
  }

  report(): Evaluation {
    const paths: Evaluation['paths'] = {};
    let trials = 0;
    for (const [path, tally] of this.#tallies) {
      const report = reportOf(tally);
      trials += report.trials;
      paths[path] = report;
    }
    return { trials, paths };
  }

  #tally(path: Path): Tally {
    const found = this.#tallies.get(path);
    if (found) return found;
    const none = (): { count: number; granted: number } => ({ count: 0, granted: 0 });
    const tally: Tally = {
      verdicts: { available: none(), attainable: none(), unavailable: none(), unknown: none() },
      fast: { count: 0, of: 0 },
      slow: [],
      naiveSlow: [],
      naiveFalsePromises: 0,
    };
    this.#tallies.set(path, tally);
    return tally;
  }
}

/** As a check does: the other texts are parsed only where the zones do not settle it. */
function predictTrial(
  { request, release }: Trial,
  zones: Snapshot,
  others: Omit<Trial['texts'], 'buddyinfo' | 'zoneinfo'>,
): Prediction {
  const kernel = parseVersion(release);
  const prediction = predict(request, zones, kernel);
  const isSettled = prediction.verdict === 'available' && prediction.wants.length === 0;
  return isSettled ? prediction : predict(request, withTexts(zones, others), kernel);
}

function stalled({ attempts: [first] }: Trial): boolean {
  return (first?.directReclaimStalls ?? 0) > 0 || (first?.compactStalls ?? 0) > 0;
}

function reportOf({ verdicts, fast, slow, naiveSlow, naiveFalsePromises }: Tally): PathReport {
  return {
    trials: Object.values(verdicts).reduce((sum, v) => sum + v.count, 0),
    verdicts,
    falsePromises: verdicts.available.count - verdicts.available.granted,
    missedFastPath: fast,
    slowPath: {
      count: slow.length,
      granted: slow.filter((o) => o.granted).length,
      auc: areaUnderCurve(slow),
      brier: brierScore(slow),
      calibrationError: calibrationError(slow),
    },
    naive: { falsePromises: naiveFalsePromises, auc: areaUnderCurve(naiveSlow) },
  };
}
