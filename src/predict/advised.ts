/** One thing to do. */
export interface Advice {
  /** all of it in one sentence that holds wherever it is read */
  says: string;
  /** the same for a line of a text: options to add to what was asked, or a few words; absent where it is no deed */
  does?: { options: readonly AdvisedOption[] } | { words: string };
  /** what comes of it, in a few words; for a line of a text */
  effect?: string;
}

/** An option to add to what was asked: a flag, or one with a value. */
export interface AdvisedOption {
  name: 'compact' | 'drop-caches' | 'timeout' | 'path';
  value?: string;
}
