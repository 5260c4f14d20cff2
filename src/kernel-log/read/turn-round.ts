import { parseLogLine } from '../line/prefix.ts';

/** Lines from whose times the direction of a log is told. They are all read, however little they look like a report. */
const sampleLines = 2000;

/** A log that runs backwards is kept whole up to this many characters: exports of web consoles are short. */
const maxKept = 64 * 1024 * 1024;

/** What explains the lines. */
interface Explainer {
  readonly idle: boolean;
  read(line: string, number: number): void;
  flush(): void;
  /** the lines come from the end of a log of that many */
  backwardsFrom(lines: number): void;
}

/**
 * Passes the lines of a log on to an explainer, from its end if it runs backwards, as web consoles export it; their
 * numbers stay those of the log.
 */
export class TurnRound {
  readonly #explainer: Explainer;
  /** lines that wait: until the direction is known, then all of a log that runs backwards */
  #kept: string[] | null = [];
  #characters = 0;

  constructor(explainer: Explainer) {
    this.#explainer = explainer;
  }

  /** Lines that hold no word of a header may be left out. */
  get idle(): boolean {
    return this.#kept === null && this.#explainer.idle;
  }

  /** Gives one line of the log, without its line feed. */
  read(line: string, number: number): void {
    if (this.#kept === null) {
      this.#explainer.read(line, number);
      return;
    }
    this.#kept.push(line);
    this.#characters += line.length;
    if (this.#kept.length % sampleLines !== 0 && this.#characters < maxKept) return;
    if (this.#characters >= maxKept || !runsBackwards(this.#kept)) this.#pass(this.#kept);
  }

  /** The log is at its end. */
  flush(): void {
    if (this.#kept !== null) {
      const backwards = runsBackwards(this.#kept);
      if (backwards) this.#explainer.backwardsFrom(this.#kept.length);
      this.#pass(backwards ? this.#kept.reverse() : this.#kept);
    }
    this.#explainer.flush();
  }

  #pass(lines: readonly string[]): void {
    this.#kept = null;
    lines.forEach((line, i) => {
      this.#explainer.read(line, i + 1);
    });
  }
}

/** Whether times fall from line to line, at least three times, and next to never rise. */
function runsBackwards(lines: readonly string[]): boolean {
  let [falls, rises] = [0, 0];
  let last: number | null = null;
  for (const raw of lines.slice(0, sampleLines)) {
    const seconds = parseLogLine(raw, 0).at(0)?.seconds ?? null;
    if (seconds === null) continue;
    if (last !== null && seconds < last) falls++;
    if (last !== null && seconds > last) rises++;
    last = seconds;
  }
  return falls >= 3 && rises * 20 <= falls;
}
