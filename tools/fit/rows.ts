import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Architecture, architectureOfRelease } from '../../src/kernel/architecture.ts';
import { gfpTraits } from '../../src/kernel/gfp.ts';
import { parseRelease } from '../../src/kernel/release.ts';
import { snapshotOf } from '../../src/machine/snapshot.ts';
import {
  type FeatureName,
  type SlowPathFeatures,
  slowPathFeatures,
} from '../../src/predict/likelihood/features.ts';
import { type MinMark, minMark, minMarkBounds } from '../../src/predict/likelihood/min-mark.ts';
import { predict } from '../../src/predict/predict.ts';
import { zonelistFor } from '../../src/predict/zonelist.ts';
import { costlyOrder } from '../../src/request/order.ts';
import { parseTrial } from '../evaluate/trial.ts';
import type { BoostedRow } from './boost.ts';
import { wideFeatures } from './wide.ts';

/** A trial of the slow path, as the fit sees it. */
export interface Row extends BoostedRow<FeatureName> {
  features: SlowPathFeatures;
  wide: Record<string, number>;
  architecture: Architecture | null;
  /** `arm64, 16K pages` */
  machine: string;
  kernel: string;
  /** the boot */
  run: string;
  order: number;
  noRetry: boolean;
  minMark: MinMark;
  bounds: { least: number; most: number };
  /** judges the model, and is never in a fit */
  isKeptAside: boolean;
}

/** The seeds whose files are kept aside: states and machines that the fit has not seen. */
export const seedsKeptAside = ['703', '905'];

/** The trials of a file that the model is asked about; those under a condition (test/kernels/conditions.js) are none. */
export function rowsOf(file: string): Row[] {
  const isKeptAside = seedsKeptAside.some((seed) => file.includes(`-${seed}.jsonl`));
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').filter(Boolean);
  return lines.flatMap((line, i) => {
    const trial = parseTrial(line, file, i + 1);
    const { order, path, gfp } = trial.request;
    const traits = gfpTraits(gfp);
    // Where a limit refuses what the zones would have granted, the zones' likelihood is not what is learned.
    if (trial.condition !== null) return [];
    if (path !== 'contiguous' || (order <= costlyOrder && !traits.noRetry)) return [];
    const snapshot = snapshotOf(trial.texts);
    const kernel = parseRelease(trial.release);
    if (predict(trial.request, snapshot, kernel).verdict === 'available') return [];
    const zonelist = zonelistFor(snapshot, traits.highestZone);
    const slowPath = { order, traits, zonelist, snapshot, kernel };
    // A release without an architecture is of the first recordings, which were of x86-64 alone.
    const architecture = architectureOfRelease(trial.release) ?? 'x86-64';
    return {
      features: slowPathFeatures(slowPath),
      wide: wideFeatures(slowPath, trial.pageSize),
      granted: trial.attempts[0]?.granted ?? false,
      architecture,
      machine: `${architecture}, ${trial.pageSize / 1024}K pages`,
      kernel: `${kernel?.major ?? 0}.${kernel?.minor ?? 0}`,
      run: trial.id.split('#')[0] ?? trial.id,
      order,
      noRetry: traits.noRetry,
      minMark: minMark(slowPath),
      bounds: minMarkBounds(slowPath),
      isKeptAside,
    };
  });
}
