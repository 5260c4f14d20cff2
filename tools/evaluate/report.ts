import type { Evaluation } from './evaluation.ts';
import type { GroupReport } from './groups.ts';
import type { Report } from './tally.ts';

/** The evaluation for people. */
export function evaluationText({ trials, paths, groups }: Evaluation): string {
  const parts = Object.entries(paths).map(([path, report]) => pathText(path, report));
  if (groups.length > 0) parts.push(groupsText(groups));
  return [`${trials} trials`, ...parts].join('\n\n') + '\n';
}

function pathText(path: string, report: Report): string {
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
    ...(report.withinBoost.count > 0
      ? [
          `  of the available ${report.withinBoost.count} where the marks may rise in between, ${report.withinBoost.falsePromises} of them refused`,
        ]
      : []),
    `  granted without a stall, not called available: ${missed.count} of ${missed.of}` +
      (missed.overtaken > 0 ? `, and ${missed.overtaken} where the state moved on meanwhile` : ''),
    `  for the other ${slow.count}, the likelihood: AUC ${score(slow.auc)}, Brier ${score(slow.brier)}, calibration error ${score(slow.calibrationError)}`,
    `  beside it "some zone has a free block of that order": ${naive.falsePromises} false promises, AUC ${score(naive.auc)}`,
  ].join('\n');
}

const columns = [
  'machine',
  'caller',
  'kernel or condition',
  'trials',
  'available',
  'broken',
  'missed',
  'of',
  'moved on',
  'the rest',
  'granted',
  'AUC',
  'calibration',
  'naive broken',
  'naive AUC',
];

/** A row a group; the figures as in `pathText`, in the same order. */
function groupsText(groups: readonly GroupReport[]): string {
  const rows = groups.map((group) => {
    const { verdicts, missedFastPath: missed, slowPath: slow, naive } = group;
    const cells = [
      `${group.architecture ?? 'unknown'}, ${group.pageSize / 1024}K`,
      group.privilege,
      group.condition ?? group.kernel ?? 'all',
      ...[group.trials, verdicts.available.count, group.falsePromises],
      ...[missed.count, missed.of, missed.overtaken, slow.count, slow.granted],
    ];
    return [...cells, score(slow.auc), score(slow.calibrationError), naive.falsePromises, score(naive.auc)];
  });
  const table = [columns, ...rows].map((row) => row.map(String));
  const widths = columns.map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((text, i) => (i < 3 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))).join('  ');
  return [
    'contiguous, by machine, caller and kernel or condition',
    ...table.map((row) => `  ${line(row)}`),
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
