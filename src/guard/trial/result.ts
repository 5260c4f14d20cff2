/** What the kernel did when it was really asked. */
export interface TrialResult {
  /** null if no way of asking works here */
  measured: 'granted' | 'refused' | null;
  via: string | null;
  /** of the allocation alone; null if the clock could not be read */
  microseconds: number | null;
  /** direct reclaim or compaction ran meanwhile, anywhere on the machine; null if /proc/vmstat cannot be read */
  stalled: boolean | null;
  /** why there is no answer; null if there is one */
  why: string | null;
}

/** The answer if the kernel cannot be asked. */
export function notPossible(why: string): TrialResult {
  return { measured: null, via: null, microseconds: null, stalled: null, why };
}
