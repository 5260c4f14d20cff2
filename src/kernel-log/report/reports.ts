import { type FailureKind, type Header, headerOf } from '../line/header.ts';
import { LearnedPrefixes } from '../line/learned-prefix.ts';
import { LastPrefix } from '../line/last-prefix.ts';
import { parseLogLine } from '../line/prefix.ts';
import type { LogLine } from '../line/log-line.ts';
import type { ProgramMessage, CountedMessage } from '../line/program-message.ts';
import { Report } from './report.ts';
import { SoftBreaks } from '../line/soft-breaks.ts';
import { KnownStatements } from '../line/known-statements.ts';
import type { Statement } from '../line/statement.ts';
import { Unwrapper } from '../line/unwrap.ts';

/** More than any console interleaves; one more than this ends the oldest. */
const maxOpenReports = 16;

/** The two headers of one failure are at most this many lines of the same caller apart. */
const maxNearLines = 8;

/** A report ends after this many lines that were not its own. */
const maxIdleLines = 200;
/** A short or complete report ends after this many lines that, by their prefix, could have been its own. */
const maxPassedLines = 24;

/** Killed tasks that are remembered. */
const maxVictims = 64;

/** Lines with ENOMEM that are named one by one. */
const maxEnomemLines = 10;

/** Lines that say ENOMEM in one of its forms and were not recognised as anything else. */
export interface EnomemLines {
  count: number;
  /** numbers of the first ten, from 1 */
  lines: number[];
}

/** What vmap reports may exceed what vmalloc reports by a guard area, in the largest pages. */
const maxGuardBytes = 2 * 256 * 1024;

/** Assembles the lines of a log into failure reports, however they are prefixed, wrapped and interleaved. */
export class Reports {
  readonly #ended: (report: Report) => void;
  #open: Report[] = [];
  readonly #softBreaks = new SoftBreaks();
  readonly #last = new LastPrefix();
  readonly #prefixes = new LearnedPrefixes();
  readonly #statements = new KnownStatements();
  readonly #unwrapper = new Unwrapper(
    (line) => {
      this.#line(line);
    },
    (text) => this.#statements.parse(text),
  );
  readonly #boots = new Map<string, string>();
  /** reports that the kernel says it left out */
  suppressed = 0;
  /** lines that say ENOMEM of something that nothing is known of */
  readonly enomem: EnomemLines = { count: 0, lines: [] };
  /** tasks that were killed for their memory cgroup, with the kernel's words; the latest of them */
  readonly #victims = new Map<string, { number: number; text: string }>();
  /** messages from programs, the first of each kind */
  readonly programs: CountedMessage[] = [];

  constructor(ended: (report: Report) => void) {
    this.#ended = ended;
  }

  /** No report is open: lines without any word of a header may be left out. */
  get idle(): boolean {
    return this.#open.length === 0 && !this.#softBreaks.holds && !this.#unwrapper.mayBeginReport;
  }

  /** Gives the next line of the log. */
  read(raw: string, number: number): void {
    this.#read(this.#softBreaks.read(raw, number));
  }

  #read(part: ReturnType<SoftBreaks['read']>): void {
    if (!part) return;
    for (const line of parseLogLine(part.text, part.number, this.#last)) {
      line.end = part.end;
      this.#unwrapper.read(this.#prefixes.strip(line), this.#open.length > 0);
    }
  }

  /** Ends every open report: the log is at its end, or has been silent for long. */
  flush(): void {
    this.#read(this.#softBreaks.flush());
    this.#unwrapper.flush();
    this.#endAll();
  }

  #line(line: LogLine): void {
    if (this.#open.length > 0 && !otherFields.test(line.text)) {
      for (const report of this.#open) {
        report.idle++;
        if (report.mayOwn(line)) report.passed++;
      }
    }
    const statement = this.#statements.parse(line.text);
    if (statement) this.#take(line, statement);
    if (this.#open.some(hasEnded)) for (const report of this.#open.filter(hasEnded)) this.#end(report);
  }

  #endAll(): void {
    for (const report of [...this.#open]) this.#end(report);
  }

  #take(line: LogLine, statement: Statement): void {
    if (statement.type === 'header') this.#header(line, statement.header);
    else if (statement.type === 'suppressed') this.suppressed += statement.count;
    else if (statement.type === 'boot') this.#boot(line, statement.release);
    else if (statement.type === 'program') this.#told(line, statement.message);
    else if (statement.type === 'enomem') this.#enomem(line);
    // Somebody asked for the memory state: what follows is not a failure.
    else if (statement.type === 'other-dump') this.#endAll();
    else this.#give(line, statement);
  }

  #enomem({ number }: LogLine): void {
    this.enomem.count++;
    if (this.enomem.lines.length < maxEnomemLines) this.enomem.lines.push(number);
  }

  #told({ number }: LogLine, message: ProgramMessage): void {
    const known = this.programs.find(({ says }) => says === message.says);
    if (known) {
      known.count++;
      known.lastLine = number;
    } else this.programs.push({ line: number, ...message, count: 1, lastLine: number });
  }

  #boot(line: LogLine, release: string): void {
    this.#boots.set(line.stream, release);
    for (const report of this.#open.filter(({ stream }) => stream === line.stream)) this.#end(report);
  }

  #give(line: LogLine, statement: Statement): void {
    if (statement.type === 'memcg' && statement.victim !== null) {
      this.#victims.delete(statement.victim);
      if (this.#victims.size >= maxVictims) this.#victims.clear();
      this.#victims.set(statement.victim, { number: line.number, text: statement.text });
    }
    const owners = this.#open.filter(
      (report) =>
        (report.mayOwn(line) || (statement.type === 'counts' && report.mayGoOn(line))) &&
        report.expects(statement),
    );
    // One that has been silent is over, where another has begun since.
    if (owners.length > 1 && owners.at(-1)?.isSilentBefore(line) === false)
      owners.splice(0, owners.length, ...owners.filter((report) => !report.isSilentBefore(line)));
    // SLUB prints its lines together: the youngest of several reports is meant, and is complete with this.
    const youngest = owners.at(-1);
    if (statement.type === 'cache' && youngest) {
      youngest.take(line, statement);
      this.#end(youngest);
    } else if (owners.length > 1) for (const report of owners) report.contest(statement);
    else if (owners[0]) owners[0].take(line, statement);
    else if (isZoneStatement(statement)) for (const report of this.#open) report.doubt(line);
    else if ('victim' in statement && statement.victim !== null)
      this.#begin(line, headerOf({ kind: 'oom-kill', comm: statement.victim })).take(line, statement);
  }

  #header(line: LogLine, header: Header): void {
    const near = this.#open.findLast((report) => report.mayOwn(line) && report.passed <= maxNearLines);
    if (near && isSecondLine(near.header, header) && near.follows(line)) {
      near.amend(line, header);
      return;
    }
    // The allocator reports a failure, and SLUB, which asked, reports it once more.
    if (header.kind === 'slub' && near?.isOfSlub === true && !near.slubFollows) {
      near.slubFollows = true;
      return;
    }
    // Exhausted address space is reported twice, by vmap and by the vmalloc that called it.
    const told = near && isSameArea(near.header, header) ? near : null;
    if (told) this.#open = this.#open.filter((report) => report !== told);
    // A task prints one dump after the other.
    const ended = this.#open.filter(
      ({ caller, stream, dumps, isWhole, header: { comm } }) =>
        caller === line.caller &&
        stream === line.stream &&
        dumps &&
        (line.caller !== '' || (isWhole && comm !== null && comm === header.comm)),
    );
    const report = this.#begin(
      line,
      told ? { ...header, vmallocStep: 'address-space', addressRange: told.header.addressRange } : header,
    );
    // Where nobody in the cgroup could be killed, the request is refused after all.
    const limit = ended.at(-1);
    if (header.kind === 'vmalloc' && limit?.header.kind === 'oom' && limit.header.comm === header.comm)
      report.memcg ??= limit.memcg;
    if (report.dumps) for (const other of ended) this.#end(other);
  }

  #begin(line: LogLine, header: Header): Report {
    const report = new Report(line, header);
    report.release = this.#boots.get(line.stream) ?? null;
    // The kill ends a vmalloc of the task that is still under way.
    const victim = header.kind === 'vmalloc' ? this.#victims.get(header.comm ?? '') : undefined;
    if (victim && line.number - victim.number <= maxIdleLines) report.memcg = victim.text;
    this.#open.push(report);
    if (this.#open.length > maxOpenReports && this.#open[0]) this.#end(this.#open[0]);
    return report;
  }

  #end(report: Report): void {
    this.#open = this.#open.filter((other) => other !== report);
    this.#ended(report);
  }
}

/** Lines of a record beside its message: of pretty-printed JSON, and of journald's export. */
const otherFields = /^(?:[[\]{},]+$|"[\w@.-]{1,60}" ?: ?|_{0,2}[A-Z][A-Z0-9_]{1,60}=)/;

/** Up to 4.8 a failed vmalloc printed two lines, the second worded like a failed page allocation. */
function isSecondLine(first: Header, second: Header): boolean {
  const isFirst = first.kind === 'vmalloc' && first.comm === null && first.gfpMask === null;
  return isFirst && second.kind === 'page-allocation' && second.order === 0;
}

function isSameArea(vmap: Header, vmalloc: Header): boolean {
  const more = (vmap.bytes ?? 0) - (vmalloc.bytes ?? 0);
  return vmap.kind === 'vmap' && vmalloc.kind === 'vmalloc' && more >= 0 && more <= maxGuardBytes;
}

/** A line about one zone: if no report expects it, some report has lost the lines before it. */
function isZoneStatement({ type }: Statement): boolean {
  return type === 'zone' || type === 'reserve' || type === 'buddy';
}

/** Kinds whose report is a line or two. */
const shortKinds: ReadonlySet<FailureKind> = new Set(['slub', 'vmap', 'cgroup', 'oom-kill']);

/** Whether the report is over: it is complete, or so many other lines have come that no more of it will. */
function hasEnded({ header, memory, idle, passed }: Report): boolean {
  if (idle > maxIdleLines) return true;
  if (passed <= maxPassedLines) return false;
  return shortKinds.has(header.kind) || (header.kind !== 'oom' && memory.complete);
}
