import type { GuardIo } from '../../src/guard/io.ts';

/** Io whose clock moves only while somebody sleeps. */
export class FakeIo implements GuardIo {
  readonly said: string[] = [];
  readonly slept: number[] = [];
  /** called before each sleep, with how long it will be */
  beforeSleep: (milliseconds: number) => void = () => undefined;
  readonly #draws: number[];
  #now = 1_000_000;

  /** @param draws what `random` gives, in turn; 0.5 after them, which is no jitter */
  constructor(draws: readonly number[] = []) {
    this.#draws = [...draws];
  }

  now(): number {
    return this.#now;
  }

  /** Lets time pass without a sleep, as a slow read does. */
  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }

  sleep(milliseconds: number): Promise<void> {
    this.beforeSleep(milliseconds);
    this.slept.push(milliseconds);
    this.#now += milliseconds;
    return Promise.resolve();
  }

  random(): number {
    return this.#draws.shift() ?? 0.5;
  }

  say(line: string): void {
    this.said.push(line);
  }

  progress(line: string): void {
    this.said.push(line);
  }
}
