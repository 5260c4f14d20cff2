import type { LogLine } from './log-line.ts';

/** Lines that are remembered: more than a few reports have that differ from each other. */
const maxKnown = 4096;

/** Longer lines are seldom seen twice. */
const maxKnownLength = 600;

/** printk's own stamp, which is another for every line. */
const printkStamp = /\[ *(\d{1,12}\.\d{1,9})\] /y;

/** What a line says whose stamp and last prefix are taken off. */
interface KnownLine extends Pick<LogLine, 'text' | 'stream' | 'caller'> {
  /** of the prefix before it */
  outer: string;
  stamped: boolean;
}

/** How many forms a prefix has, whether a time was among them, and what it says. */
interface PrefixOfLine extends Pick<LogLine, 'stream' | 'caller' | 'seconds' | 'time' | 'clock'> {
  forms: number;
  timed: boolean;
}

const noPrefix: PrefixOfLine = {
  ...{ forms: 0, timed: false, stream: '', caller: '' },
  ...{ seconds: null, time: '', clock: '' },
};

/**
 * What the last line had before its text, up to the kernel's tag (`Jan  1 00:00:00 node kernel: `), and what that said. The
 * lines of a report follow each other within a second: most have the very same, and it is read once. Where an allocation
 * fails again and again most of what stands behind it comes again too, with another stamp of printk's.
 */
export class LastPrefix {
  #text = '';
  #said = noPrefix;
  /** by what stood behind the prefix and the stamp, as it came */
  readonly #known = new Map<string, KnownLine>();

  /** Takes the same prefix off a line that has it; null if it has not, or if it may go on. */
  take(text: string, line: LogLine): PrefixOfLine | null {
    if (this.#text === '' || line.stream !== '' || line.seconds !== null || !text.startsWith(this.#text))
      return null;
    // A tag behind the tag may be a host of that name.
    if (text.startsWith('k', this.#text.length)) return null;
    const { stream, caller, seconds, time, clock } = this.#said;
    Object.assign(line, { stream, caller, seconds, time, clock });
    return this.#said;
  }

  get length(): number {
    return this.#text.length;
  }

  keep(text: string, said: PrefixOfLine): void {
    this.#text = text;
    this.#said = said;
  }

  /** A line of which nothing is new but the prefix's time and the stamp; else null. */
  line(raw: string, number: number): LogLine | null {
    const { outer, stamped, rest, seconds, time, clock } = this.#cut(raw);
    const known = this.#known.get(rest);
    if (known?.outer !== outer.stream || known.stamped !== stamped) return null;
    const { text, stream, caller } = known;
    return { number, end: number, raw, text, stream, caller, seconds, time, clock };
  }

  /** Remembers a line that has been read, unless more of its time stands in it than is taken off. */
  learn(line: LogLine): void {
    if (line.raw.length > maxKnownLength) return;
    const { outer, stamped, rest, seconds, time } = this.#cut(line.raw);
    if (outer.caller !== '' || line.seconds !== seconds || line.time !== time) return;
    if (rest.startsWith('k') || rest.endsWith('}')) return;
    if (this.#known.size >= maxKnown) this.#known.clear();
    const { text, stream, caller } = line;
    this.#known.set(rest, { text, stream, caller, outer: outer.stream, stamped });
  }

  /** What a line has before its words, as far as it is the last prefix and a stamp of printk's, and when that was. */
  #cut(
    raw: string,
  ): { outer: PrefixOfLine; stamped: boolean; rest: string } & Pick<LogLine, 'seconds' | 'time' | 'clock'> {
    const same = this.#text !== '' && raw.startsWith(this.#text);
    const outer = same ? this.#said : noPrefix;
    const at = same ? this.#text.length : 0;
    printkStamp.lastIndex = at;
    const stamp = printkStamp.exec(raw)?.[1];
    if (stamp === undefined) {
      const { seconds, time, clock } = outer;
      return { outer, stamped: false, rest: raw.slice(at), seconds, time, clock };
    }
    const [time, clock] = outer.time === '' ? [stamp, 'printk'] : [outer.time, outer.clock];
    const rest = raw.slice(printkStamp.lastIndex);
    return { outer, stamped: true, rest, seconds: Number(stamp), time, clock };
  }
}
