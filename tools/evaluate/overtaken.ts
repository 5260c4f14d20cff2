import type { Trial } from './trial.ts';

/**
 * Whether the state moved on behind the reading: kswapd or kcompactd worked, pages were moved, or blocks were taken or given back,
 * between the reading and the request or, without a compaction of its own, while the kernel was asked. What a verdict says is
 * then about another state than the one that the kernel met.
 *
 * Trials from before the second reading have only what migrated during the request.
 */
export function isOvertaken({ meanwhile, attempts: [first] }: Trial): boolean {
  const counters = meanwhile
    ? [
        meanwhile.kswapdScanned,
        meanwhile.kswapdReclaimed,
        meanwhile.kcompactdScanned,
        meanwhile.pagesMigrated,
      ]
    : [];
  const compacted = (first?.compactStalls ?? 0) > 0;
  const during = [
    first?.kswapdScanned,
    first?.kcompactdScanned,
    ...(compacted ? [] : [first?.pagesMigrated]),
  ];
  return (
    typeof meanwhile?.buddyinfo === 'string' || [...counters, ...during].some((grown) => (grown ?? 0) > 0)
  );
}
