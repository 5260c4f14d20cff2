import type { Evaluation, PathReport } from './evaluation.ts';

/** The evaluation for people. */
export function evaluationText({ trials, paths }: Evaluation): string {
  const parts = Object.entries(paths).map(([path, report]) => pathText(path, report));
  return [`${trials} trials`, ...parts].join('\n\n') + '\n';
}

function pathText(path: string, report: PathReport): string {
  const rows = Object.entries(report.verdicts)
    .filter(([, { count }]) => count > 0)
    .map(
      ([verdict, { count, granted }]) =>
        `  ${verdict.padEnd(12)} ${cell(count)} of them granted ${cell(granted)} ${share(granted, count)}`,
    );
  const { slowPath: slow, missedFastPath: missed, naive } = report;
  return [
    `${path}: ${report.trials} trials`,
    ...rows,
    `  called available and refused (false promises): ${report.falsePromises}`,
    `  granted without a stall, not called available: ${missed.count} of ${missed.of}`,
    `  for the other ${slow.count}, the likelihood: AUC ${score(slow.auc)}, Brier ${score(slow.brier)}, calibration error ${score(slow.calibrationError)}`,
    `  beside it "some zone has a free block of that order": ${naive.falsePromises} false promises, AUC ${score(naive.auc)}`,
  ].join('\n');
}

function cell(value: number): string {
  return String(value).padStart(6);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : `(${((part / whole) * 100).toFixed(2)} %)`;
}

function score(value: number | null): string {
  return value === null ? '-' : value.toFixed(3);
}
