/** What a guard needs besides the machine: a clock, randomness, and a way to tell people; tests bring their own. */
export interface GuardIo {
  /** milliseconds on a clock that never goes back */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** 0..1, for jitter */
  random(): number;
  /** one line of progress for people */
  say(line: string): void;
}

/** The real ones; progress goes to `say`. */
export function realIo(say: (line: string) => void): GuardIo {
  return {
    now: () => Number(process.hrtime.bigint()) / 1e6,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: () => Math.random(),
    say,
  };
}
