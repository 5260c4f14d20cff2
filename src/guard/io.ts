/** What a guard needs besides the machine: a clock, randomness, and a way to tell people; tests bring their own. */
export interface GuardIo {
  /** milliseconds on a clock that never goes back */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** 0..1, for jitter */
  random(): number;
  /** one line for people */
  say(line: string): void;
  /** one line of progress, which the next one may take the place of */
  progress(line: string): void;
}

/** The real ones; what is told to people goes to `say` and `progress`. */
export function realIo(say: (line: string) => void, progress = say): GuardIo {
  return {
    now: () => Number(process.hrtime.bigint()) / 1e6,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: () => Math.random(),
    say,
    progress,
  };
}
