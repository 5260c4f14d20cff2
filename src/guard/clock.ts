/** What the guard needs of the world besides /proc; tests bring their own. */
export interface World {
  /** milliseconds on a clock that never goes back */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** 0..1, for jitter */
  random(): number;
  /** one line of progress for people */
  say(line: string): void;
}

/** The real world; `say` is where progress goes. */
export function realWorld(say: (line: string) => void): World {
  return {
    now: () => {
      const [s, ns] = process.hrtime();
      return s * 1000 + ns / 1e6;
    },
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: () => Math.random(),
    say,
  };
}
