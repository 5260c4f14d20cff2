/** A likelihood that was said and what then happened. */
export interface Outcome {
  likelihood: number;
  granted: boolean;
}

/** The chance that a granted outcome was given the higher likelihood; ties count half. Null with one class only. */
export function areaUnderCurve(outcomes: readonly Outcome[]): number | null {
  const sorted = [...outcomes].sort((a, b) => a.likelihood - b.likelihood);
  const positives = sorted.filter((o) => o.granted).length;
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let rankSum = 0;
  for (let i = 0; i < sorted.length;) {
    let j = i;
    while (j < sorted.length && sorted[j]?.likelihood === sorted[i]?.likelihood) j++;
    const rank = (i + 1 + j) / 2;
    for (let k = i; k < j; k++) if (sorted[k]?.granted) rankSum += rank;
    i = j;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Mean squared distance between what was said and what happened. */
export function brierScore(outcomes: readonly Outcome[]): number | null {
  if (outcomes.length === 0) return null;
  return outcomes.reduce((sum, o) => sum + (o.likelihood - Number(o.granted)) ** 2, 0) / outcomes.length;
}

/** One bin of a calibration table. */
export interface CalibrationBin {
  from: number;
  to: number;
  count: number;
  said: number;
  happened: number;
}

/** Ten bins of equal width over what was said. */
export function calibrationBins(outcomes: readonly Outcome[]): CalibrationBin[] {
  const bins = Array.from({ length: 10 }, (_, i) => ({
    from: i / 10,
    to: (i + 1) / 10,
    count: 0,
    said: 0,
    happened: 0,
  }));
  for (const { likelihood, granted } of outcomes) {
    const bin = bins[Math.min(9, Math.floor(likelihood * 10))];
    if (!bin) continue;
    bin.count++;
    bin.said += likelihood;
    bin.happened += Number(granted);
  }
  return bins.map((bin) => ({
    ...bin,
    said: bin.said / (bin.count || 1),
    happened: bin.happened / (bin.count || 1),
  }));
}

/** Expected calibration error: the bins' distances, weighted by count. */
export function calibrationError(outcomes: readonly Outcome[]): number | null {
  if (outcomes.length === 0) return null;
  return calibrationBins(outcomes).reduce(
    (sum, b) => sum + (b.count / outcomes.length) * Math.abs(b.said - b.happened),
    0,
  );
}
