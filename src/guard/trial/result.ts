/** What the kernel did when it was really asked. */
export interface TrialResult {
  /** null where no way of asking works here */
  measured: 'granted' | 'refused' | null;
  via: string | null;
  /** of the allocation alone; null where the clock could not be read */
  microseconds: number | null;
  /** direct reclaim or compaction ran meanwhile, anywhere on the machine; null where /proc/vmstat cannot be read */
  stalled: boolean | null;
  /** why there is no answer; null where there is one */
  why: string | null;
}

/** The answer where the kernel cannot be asked. */
export function notPossible(why: string): TrialResult {
  return { measured: null, via: null, microseconds: null, stalled: null, why };
}
