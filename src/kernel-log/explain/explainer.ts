import { type ExplainOptions, explainReport, readReport } from './explain-report.ts';
import type { Failure } from './failure.ts';
import { TurnRound } from '../read/turn-round.ts';
import type { CountedMessage } from '../line/program-message.ts';
import type { Report } from '../report/report.ts';
import { type EnomemLines, Reports } from '../report/reports.ts';

/** Distinct failures that are kept; further ones are only counted, so that no log can fill the memory. */
const maxFailures = 1000;

/** Everything that a log says about failed allocations. */
export interface Explanation {
  /** one entry for each distinct failure, in the order of their first reports */
  failures: Failure[];
  /** reports that the kernel says it left out (`warn_alloc: N callbacks suppressed`) */
  suppressed: number;
  /** distinct failures beyond the first thousand, which are only counted */
  omitted: number;
  /** lines that say ENOMEM and are neither a report nor one of `programs`: only that machine's kernel log tells more */
  enomem: EnomemLines;
  /** the log ran backwards, newest line first, and was read from its end */
  newestFirst: boolean;
  /** messages from programs that could not get memory, the first of each kind; the reason is in the kernel's log */
  programs: CountedMessage[];
}

/** Explains a log as its lines come in; a failure that is reported again is counted. */
export class Explainer {
  readonly #options: ExplainOptions;
  readonly #reports: Reports;
  readonly #failures = new Map<string, Failure>();
  #omitted = 0;
  /** lines of a log whose newest comes first and which is read from its end */
  #backwards: number | null = null;

  /** @param found called for each report as it ends, with its failure as counted so far */
  constructor(options: ExplainOptions = {}, found: (failure: Failure) => void = () => undefined) {
    this.#options = options;
    this.#reports = new Reports((report) => {
      found(this.#count(report));
    });
  }

  /** Between reports: lines that hold no word of a header may be left out. */
  get idle(): boolean {
    return this.#reports.idle;
  }

  /** Gives one line of the log, without its line feed. */
  read(line: string, number: number): void {
    this.#reports.read(line, number);
  }

  /** Ends the reports that are still open, as at the end of the log. */
  flush(): void {
    this.#reports.flush();
  }

  /** The lines come from the end of a log of that many: the numbers of an explanation are those of the log. */
  backwardsFrom(lines: number): void {
    this.#backwards = lines;
  }

  explanation(): Explanation {
    const { suppressed, enomem, programs } = this.#reports;
    return {
      failures: [...this.#failures.values()].map(this.#placed).sort((a, b) => a.line - b.line),
      suppressed,
      omitted: this.#omitted,
      enomem: { ...enomem, lines: enomem.lines.map(this.#number) },
      newestFirst: this.#backwards !== null,
      programs: programs.map(this.#placed),
    };
  }

  readonly #number = (line: number): number => (this.#backwards === null ? line : this.#backwards + 1 - line);

  readonly #placed = <T extends { line: number; lastLine: number }>(found: T): T => ({
    ...found,
    line: this.#number(found.line),
    lastLine: this.#number(found.lastLine),
  });

  #count(report: Report): Failure {
    const read = readReport(report, this.#options);
    const known = this.#failures.get(read.key);
    if (known) {
      known.count++;
      known.lastLine = report.line;
      known.lastTime = report.time;
      // The first report with a complete memory state says the most.
      const more = known.complete ? null : explainReport(read);
      if (more?.complete === true)
        Object.assign(known, more, { line: known.line, time: known.time, count: known.count });
      return known;
    }
    const failure = explainReport(read);
    if (this.#failures.size >= maxFailures) this.#omitted++;
    else this.#failures.set(read.key, failure);
    return failure;
  }
}

/** Explains a whole log: a text, or its lines. */
export function explainText(log: string | Iterable<string>, options: ExplainOptions = {}): Explanation {
  const explainer = new Explainer(options);
  const lines = new TurnRound(explainer);
  let number = 0;
  for (const line of typeof log === 'string' ? log.split('\n') : log) lines.read(line, ++number);
  lines.flush();
  return explainer.explanation();
}
