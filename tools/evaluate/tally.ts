import type { Prediction, Verdict } from '../../src/predict/prediction.ts';
import { isOvertaken } from './overtaken.ts';
import { type Outcome, areaUnderCurve, brierScore, calibrationError } from './scores.ts';
import type { Trial } from './trial.ts';
import { isWithinBoost } from './within-boost.ts';

/** How the predictions of some trials did. */
export interface Report {
  trials: number;
  verdicts: Record<Verdict, { count: number; granted: number }>;
  /** called available and refused */
  falsePromises: number;
  /** of what was called available, where the marks may have risen in between (within-boost.ts) */
  withinBoost: { count: number; falsePromises: number };
  /**
   * granted without a stall and not called available; `overtaken` are those, counted in neither, where the state moved on behind
   * the reading
   */
  missedFastPath: { count: number; of: number; overtaken: number };
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

/** Collects outcomes one by one; what is kept of each is two numbers. */
export class Tally {
  readonly #verdicts: Report['verdicts'] = {
    available: { count: 0, granted: 0 },
    attainable: { count: 0, granted: 0 },
    unavailable: { count: 0, granted: 0 },
    unknown: { count: 0, granted: 0 },
  };
  readonly #fast = { count: 0, of: 0, overtaken: 0 };
  readonly #slow: Outcome[] = [];
  readonly #naiveSlow: Outcome[] = [];
  readonly #withinBoost = { count: 0, falsePromises: 0 };
  #naiveFalsePromises = 0;

  /** @param naive what the naive rule said */
  add(trial: Trial, { verdict, likelihood }: Prediction, naive: boolean): void {
    const granted = trial.attempts[0]?.granted ?? false;
    this.#verdicts[verdict].count++;
    if (granted) this.#verdicts[verdict].granted++;
    if (verdict === 'available' && trial.request.path === 'contiguous' && isWithinBoost(trial)) {
      this.#withinBoost.count++;
      if (!granted) this.#withinBoost.falsePromises++;
    }
    if (granted && !stalled(trial)) {
      const isMissed = verdict !== 'available';
      if (isMissed && isOvertaken(trial)) this.#fast.overtaken++;
      else {
        this.#fast.of++;
        if (isMissed) this.#fast.count++;
      }
    }
    if (naive && !granted) this.#naiveFalsePromises++;
    if (verdict !== 'available' && verdict !== 'unknown') {
      this.#slow.push({ likelihood, granted });
      this.#naiveSlow.push({ likelihood: Number(naive), granted });
    }
  }

  get slow(): readonly Outcome[] {
    return this.#slow;
  }

  report(): Report {
    const { available } = this.#verdicts;
    return {
      trials: Object.values(this.#verdicts).reduce((sum, v) => sum + v.count, 0),
      verdicts: this.#verdicts,
      falsePromises: available.count - available.granted,
      withinBoost: this.#withinBoost,
      missedFastPath: this.#fast,
      slowPath: {
        count: this.#slow.length,
        granted: this.#slow.filter((o) => o.granted).length,
        auc: areaUnderCurve(this.#slow),
        brier: brierScore(this.#slow),
        calibrationError: calibrationError(this.#slow),
      },
      naive: { falsePromises: this.#naiveFalsePromises, auc: areaUnderCurve(this.#naiveSlow) },
    };
  }
}

function stalled({ attempts: [first] }: Trial): boolean {
  const stalls = [first?.directReclaimStalls, first?.compactStalls, first?.groupStalls];
  return stalls.some((count) => (count ?? 0) > 0);
}
