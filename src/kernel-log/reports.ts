import { mayEndHeader } from './continuation.ts';
import type { Header } from './header.ts';
import { parseLogLine } from './prefix.ts';
import type { LogLine } from './log-line.ts';
import { Report } from './report.ts';
import { type Statement, parseStatement } from './statement.ts';

/** More at once than any console interleaves; the oldest is ended for the next. */
const mostOpen = 16;
/** A report that got none of this many lines has ended; one whose last free list was read ends sooner. */
const longestIdle = 200;
const longestTailIdle = 24;
/** A guard area, in the largest pages, lies between what vmap reports and what vmalloc does. */
const largestGuardBytes = 2 * 256 * 1024;

/** Puts the lines of a log together into failure reports, however they are prefixed, wrapped and interleaved. */
export class Reports {
  readonly #ended: (report: Report) => void;
  #open: Report[] = [];
  /** the report that took the line before */
  #last: Report | null = null;
  /** the line before, where it was not a header but may be the first half of a wrapped one */
  #half: LogLine | null = null;
  readonly #boots = new Map<string, string>();
  /** reports that the kernel says it left out */
  suppressed = 0;

  constructor(ended: (report: Report) => void) {
    this.#ended = ended;
  }

  /** No report is open: lines without a word of a header in them need not be given. */
  get idle(): boolean {
    return this.#open.length === 0;
  }

  /** Gives the next line of the log. */
  read(raw: string, number: number): void {
    for (const line of parseLogLine(raw, number)) this.#line(line);
  }

  /** Ends every open report: the log is at its end, or has been silent for long. */
  flush(): void {
    for (const report of this.#open.splice(0)) this.#end(report);
    this.#last = null;
    this.#half = null;
  }

  #line(line: LogLine): void {
    for (const report of this.#open) report.idle++;
    const statement = parseStatement(line.text);
    const joined = statement ? null : this.#joined(line);
    if (statement) this.#take(line, statement);
    else if (joined && this.#half)
      this.#header({ ...this.#half, number: line.number }, joined, this.#half.number);
    else this.#continue(line);
    this.#half = line;
    this.#expire();
  }

  #take(line: LogLine, statement: Statement): void {
    if (statement.type === 'header') this.#header(line, statement.header);
    else if (statement.type === 'suppressed') this.suppressed += statement.count;
    else if (statement.type === 'boot') this.#boot(line, statement.release);
    // Somebody asked for the memory state: what follows is nobody's failure.
    else if (statement.type === 'other-dump') this.flush();
    else this.#give(line, statement);
  }

  #boot(line: LogLine, release: string): void {
    this.#boots.set(line.stream, release);
    for (const report of this.#open.filter(({ stream }) => stream === line.stream)) this.#end(report);
  }

  #give(line: LogLine, statement: Statement): void {
    const owners = this.#open.filter((report) => report.mayOwn(line) && report.expects(statement));
    // SLUB prints its lines at once: of several reports the youngest is meant.
    const [owner] = statement.type === 'cache' || statement.type === 'slabs' ? owners.slice(-1) : owners;
    if (!owner) {
      if (!this.#continue(line)) this.#last = null;
    } else if (owners.length > 1 && statement.type !== 'cache' && statement.type !== 'slabs') {
      for (const report of owners) report.contest(statement);
      this.#last = null;
    } else {
      owner.take(line, statement);
      this.#last = owner;
    }
  }

  #header(line: LogLine, header: Header, firstNumber = line.number): void {
    const near = this.#open.findLast((report) => report.mayOwn(line) && report.idle <= 3);
    // Up to 4.8 a failed vmalloc was two lines, the second as of a page.
    if (
      near &&
      header.kind === 'page-allocation' &&
      header.order === 0 &&
      isOldVmalloc(near.header) &&
      near.follows(line)
    ) {
      const { comm, gfpMask, gfpNames } = header;
      near.retake(line, { type: 'header', header: { ...near.header, comm, gfpMask, gfpNames } });
      this.#last = near;
      return;
    }
    // Exhausted address space is told twice, by vmap and by the vmalloc that asked it.
    let merged = header;
    if (near && header.kind === 'vmalloc' && near.header.kind === 'vmap' && isSameArea(near.header, header)) {
      merged = { ...header, vmallocStep: 'address-space', addressRange: near.header.addressRange };
      this.#open = this.#open.filter((report) => report !== near);
    }
    // A task prints one report after the other.
    for (const report of this.#open.filter(
      ({ caller, stream }) => line.caller !== '' && caller === line.caller && stream === line.stream,
    )) {
      this.#end(report);
    }
    const report = new Report(line, merged, firstNumber);
    report.release = this.#boots.get(line.stream) ?? null;
    this.#open.push(report);
    this.#last = report;
    if (this.#open.length > mostOpen && this.#open[0]) this.#end(this.#open[0]);
  }

  /** Mail wraps at spaces: a line may be the second half of a header. */
  #joined(line: LogLine): Header | null {
    const half = this.#half;
    if (!half || line.number > half.number + 1 || half.text.length > 400) return null;
    if (!mayEndHeader(line.text)) return null;
    const statement = parseStatement(`${half.text} ${line.text}`);
    return statement?.type === 'header' && statement.header.kind !== 'cgroup' ? statement.header : null;
  }

  #continue(line: LogLine): boolean {
    const report = this.#last;
    const text = report?.joinedWith(line) ?? null;
    if (!report || text === null) return false;
    const statement = parseStatement(text);
    if (!statement) return false;
    report.retake({ ...line, text }, statement);
    return true;
  }

  #expire(): void {
    for (const report of [...this.#open]) {
      const near = report.memory.complete || report.header.kind === 'slub' || report.header.kind === 'vmap';
      const most = near && report.header.kind !== 'oom' ? longestTailIdle : longestIdle;
      if (report.idle > most) this.#end(report);
    }
  }

  #end(report: Report): void {
    this.#open = this.#open.filter((other) => other !== report);
    if (this.#last === report) this.#last = null;
    this.#ended(report);
  }
}

function isOldVmalloc({ kind, comm, gfpMask }: Header): boolean {
  return kind === 'vmalloc' && comm === null && gfpMask === null;
}

function isSameArea(vmap: Header, vmalloc: Header): boolean {
  const more = (vmap.bytes ?? 0) - (vmalloc.bytes ?? 0);
  return more >= 0 && more <= largestGuardBytes;
}
