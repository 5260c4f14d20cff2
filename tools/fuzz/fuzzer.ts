import { createContext, Script } from 'node:vm';
import { isBuddyguardError } from '../../src/errors.ts';
import { demandOneLine } from './laws.ts';
import { minimise } from './minimise.ts';
import { makeInput, maxInputBytes } from './mutate.ts';
import { Random, hashOf } from './random.ts';
import type { Input, Target } from './target.ts';

/** An input on which the processor is longer than this is a find. */
const usualMaxMilliseconds = 2000;

/** An input that a target does not stand. */
export interface Find {
  target: Target;
  seed: number;
  /** which of the target's inputs of that seed */
  index: number;
  /** the error, with its trace */
  what: string;
  input: Input;
}

/** One target with one seed: its inputs are numbered, and each follows from the seed and its number alone. */
export class Fuzzer {
  readonly target: Target;
  readonly seed: number;
  /** inputs that were run */
  count = 0;
  find: Find | null = null;
  readonly #seeds: readonly Input[];
  readonly #key: number;
  readonly #maxMilliseconds: number;

  constructor(target: Target, seed: number, maxMilliseconds = usualMaxMilliseconds) {
    this.target = target;
    this.seed = seed;
    this.#maxMilliseconds = maxMilliseconds;
    this.#key = hashOf(target.name);
    this.#seeds = target.seeds().map((input) => input.map((part) => part.slice(0, maxInputBytes)));
  }

  input(index: number): Input {
    return makeInput(this.target, this.#seeds, new Random(this.seed, this.#key, index));
  }

  /** Runs the next inputs, `count` of them or until a find or the time is over. */
  run(count: number, milliseconds = Infinity): void {
    const started = performance.now();
    const batch = (): { input: Input; what: string | null } | null => {
      for (let left = count, at = started; left > 0 && at - started < milliseconds; left--) {
        const input = this.input(this.count++);
        const what = this.#trouble(input);
        const took = performance.now() - at;
        if (what !== null || took > this.#maxMilliseconds) return { input, what };
        at += took;
      }
      return null;
    };
    const ended =
      milliseconds === Infinity ? { value: batch() } : bounded(batch, milliseconds + this.#maxMilliseconds);
    // What hangs is interrupted: the input that was begun last.
    const doubtful = ended ? ended.value : { input: this.input(this.count - 1), what: null };
    if (!doubtful) return;
    if (doubtful.what === null) this.#confirm(doubtful.input);
    else this.#found(doubtful.input, doubtful.what);
  }

  /** Runs an input again that took long: only the processor's time counts, not that of others. */
  #confirm(input: Input): void {
    const before = process.cpuUsage().user;
    const ended = bounded(() => this.#trouble(input), 5 * this.#maxMilliseconds);
    const took = (process.cpuUsage().user - before) / 1000;
    if (ended && ended.value !== null) this.#found(input, ended.value);
    else if (!ended || took > this.#maxMilliseconds)
      this.find = this.#findOf(input, `it took more than ${this.#maxMilliseconds} ms`);
  }

  /** What is wrong with how an input is read; null where nothing is. */
  #trouble(input: Input): string | null {
    try {
      this.target.run(input);
      return null;
    } catch (error) {
      if (!isBuddyguardError(error)) return told(error);
      try {
        demandOneLine(error.message);
        return null;
      } catch (broken) {
        return told(broken);
      }
    }
  }

  /** Keeps a find with the smallest input that is one too. */
  #found(input: Input, what: string): void {
    let last = what;
    const isFind = (tried: Input): boolean => {
      const trouble = bounded(() => this.#trouble(tried), this.#maxMilliseconds)?.value ?? null;
      last = trouble ?? last;
      return trouble !== null;
    };
    const smallest = minimise(input, this.target.separator ?? '\n', isFind);
    this.find = this.#findOf(smallest, last);
  }

  #findOf(input: Input, what: string): Find {
    const { target, seed, count } = this;
    return { target, seed, index: count - 1, what, input };
  }
}

/** What synchronous code comes to; null if it had to be interrupted. */
function bounded<T>(run: () => T, milliseconds: number): { value: T } | null {
  try {
    const context = createContext({ run });
    return { value: new Script('run()').runInContext(context, { timeout: Math.ceil(milliseconds) }) as T };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null;
    throw error;
  }
}

function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack = '' } = error;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return [`${name}: ${message.slice(0, 2000)}`, ...frames.slice(0, 6)].join('\n');
}
