import { sameComm } from './comm.ts';
import { mayContinue } from './continuation.ts';
import type { FailureKind, Header } from './header.ts';
import type { LogLine } from './log-line.ts';
import { MemInfo } from './mem-info.ts';
import { type CacheStatement, type Frame, type Statement, isMemoryStatement } from './statement.ts';

/** Kinds whose report goes on with a call trace and the state of the memory. */
const dumping: ReadonlySet<FailureKind> = new Set(['page-allocation', 'vmalloc', 'oom']);

/** Callers kept of a call trace: the workload's frames lie near its top. */
const mostFrames = 40;

/** How long a line of one report may come after the one before it. */
const longestPauseSeconds = 10;

/** Everything that belongs to one failure, as its lines come in. */
export class Report {
  header: Header;
  readonly line: number;
  readonly stream: string;
  readonly caller: string;
  readonly memory = new MemInfo();
  frames: Frame[] = [];
  release: string | null = null;
  /** the object cache that SLUB could not extend */
  cache: CacheStatement | null = null;
  /** how the kernel says that the OOM killer acted inside a memory cgroup */
  memcg: string | null = null;
  /** a line of its memory may be another report's: neither is judged by it */
  contested = false;
  /** lines since the last one that was its own */
  idle = 0;

  #taskSeen = false;
  #framesContested = false;
  #last: { line: LogLine; type: Statement['type'] };
  #seconds: number | null;

  constructor(line: LogLine, header: Header, firstNumber = line.number) {
    this.header = header;
    this.line = firstNumber;
    this.stream = line.stream;
    this.caller = line.caller;
    this.#last = { line, type: 'header' };
    this.#seconds = line.seconds;
  }

  /** The line is at most one after the last of this report's own. */
  follows(line: LogLine): boolean {
    return line.number <= this.#last.line.number + 1;
  }

  /** Whether the prefix lets the line be of this report. */
  mayOwn(line: LogLine): boolean {
    if (line.stream === '' && this.stream !== '') return this.follows(line);
    if (line.stream !== this.stream) return false;
    if (line.caller !== this.caller) {
      // Vendors print their task tag once for a message of several lines.
      if (line.caller !== '' || !this.follows(line) || line.seconds !== this.#seconds) return false;
    }
    if (line.seconds === null || this.#seconds === null) return true;
    const pause = line.seconds - this.#seconds;
    return pause >= -1 && pause <= longestPauseSeconds;
  }

  /** Whether the report still lacks what the statement says: each part comes once, in the kernel's order. */
  expects(statement: Statement): boolean {
    const { kind, comm } = this.header;
    if (isMemoryStatement(statement)) return dumping.has(kind) && this.memory.expects(statement);
    const inTrace = (dumping.has(kind) || kind === 'percpu') && this.memory.empty;
    if (statement.type === 'task') return inTrace && !this.#taskSeen && sameComm(comm, statement.comm);
    if (statement.type === 'frame') return inTrace;
    if (statement.type === 'cache') return kind === 'slub' && this.cache === null;
    if (statement.type === 'slabs') return kind === 'slub';
    return kind === 'oom' && ['memcg', 'out-of-memory', 'process-row'].includes(statement.type);
  }

  take(line: LogLine, statement: Statement): void {
    this.idle = 0;
    this.#last = { line, type: statement.type };
    this.#seconds = line.seconds ?? this.#seconds;
    if (isMemoryStatement(statement)) this.memory.take(statement);
    else if (statement.type === 'task') this.#takeTask(statement.comm, statement.release);
    else if (statement.type === 'frame') this.#takeFrames(statement.frames);
    else if (statement.type === 'cache') this.cache = statement;
    else if (statement.type === 'memcg') this.memcg ??= statement.text;
  }

  /** Marks a line as one that several reports could own; what it says goes to none of them. */
  contest(statement: Statement): void {
    this.idle = 0;
    if (statement.type === 'task') this.#taskSeen = true;
    else if (statement.type !== 'frame') this.contested = true;
    else {
      this.#framesContested = true;
      this.frames = [];
    }
  }

  /** The report's last line together with this one, where this looks like its wrapped rest; else null. */
  joinedWith(line: LogLine): string | null {
    const { line: last, type } = this.#last;
    return this.follows(line) && mayContinue(type, line.text) ? `${last.text} ${line.text}` : null;
  }

  /** Takes the last line again, now with its wrapped rest. */
  retake(line: LogLine, statement: Statement): void {
    this.#last = { line, type: statement.type };
    if (statement.type === 'header')
      this.header = { ...statement.header, comm: statement.header.comm ?? this.header.comm };
    else if (statement.type === 'zone') this.memory.retakeZone(statement.zone);
    else if (isMemoryStatement(statement)) this.memory.take(statement);
    else if (statement.type === 'task') this.#takeTask(statement.comm, statement.release);
  }

  #takeTask(comm: string, release: string | null): void {
    this.#taskSeen = true;
    this.release = release ?? this.release;
    if (comm !== '') this.header = { ...this.header, comm };
  }

  #takeFrames(frames: readonly Frame[]): void {
    if (!this.#framesContested && this.frames.length < mostFrames) this.frames.push(...frames);
  }
}
