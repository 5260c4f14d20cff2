import { sameComm } from '../line/comm.ts';
import type { FailureKind, Header } from '../line/header.ts';
import type { LogLine } from '../line/log-line.ts';
import { type Stamp, stampOf } from '../line/stamp.ts';
import { MemInfo } from './mem-info.ts';
import { type CacheStatement, type Frame, type Statement, isMemoryStatement } from '../line/statement.ts';

const dumping: ReadonlySet<FailureKind> = new Set(['page-allocation', 'stall', 'vmalloc', 'oom']);

/** Frames kept of a call trace: those of the workload are near its top. */
const maxFrames = 40;

/** Flags that restrict a request to the lowest zones. */
const lowZones = new Set(['GFP_DMA', 'GFP_DMA32', '__GFP_DMA', '__GFP_DMA32']);

/** Between two lines of one report; the kernel stamps them as it prints them, before any slow console does. */
const maxReportSeconds = 1;

/** Functions of SLUB that ask for the pages of a slab. */
const slabFrames = /^(?:new_slab|allocate_slab|alloc_slab_page|_*slab_alloc)/;

/** How long after one line of a report the next may come. */
const maxPauseSeconds = 10;

/** Everything that belongs to one failure, collected as its lines come in. */
export class Report {
  header: Header;
  readonly line: number;
  readonly stream: string;
  readonly caller: string;
  /** of its first line */
  readonly time: Stamp | null;
  readonly memory: MemInfo;
  frames: Frame[] = [];
  release: string | null = null;
  /** the object cache that SLUB could not extend */
  cache: CacheStatement | null = null;
  /** the kernel's words that the OOM killer acted inside a memory cgroup */
  memcg: string | null = null;
  /** a line of its memory state may belong to another report: neither is judged by it */
  contested = false;
  /** lines since the last one that was its own */
  idle = 0;
  /** how many of those could have been its own, judging by their prefix */
  passed = 0;

  /** the tasks that the OOM killer may choose from are listed: with them a report of a cgroup ends, which has no zones */
  #tasksListed = false;

  /** SLUB has said that this failure is its own: its cache follows */
  slubFollows = false;

  #taskSeen = false;
  #framesContested = false;
  #end: number;
  #seconds: number | null;

  constructor(line: LogLine, header: Header) {
    this.header = header;
    this.memory = new MemInfo(header.gfpNames?.some((name) => lowZones.has(name)) ?? false);
    this.line = line.number;
    this.stream = line.stream;
    this.caller = line.caller;
    this.time = stampOf(line);
    this.#end = line.end;
    this.#seconds = line.seconds;
  }

  /** A call trace and the state of the memory follow its first line. */
  get dumps(): boolean {
    return dumping.has(this.header.kind);
  }

  /** All that the kernel prints has come. */
  get isWhole(): boolean {
    return this.memory.complete || (this.memcg !== null && this.#tasksListed && this.memory.empty);
  }

  /** The line directly follows the last one that was this report's own, or is that one. */
  follows(line: LogLine): boolean {
    return line.number <= this.#end + 1;
  }

  /** It was silent before the line for longer than the kernel takes to print a report. */
  isSilentBefore(line: LogLine): boolean {
    return line.seconds !== null && this.#seconds !== null && line.seconds - this.#seconds > maxReportSeconds;
  }

  /** Its trace says that SLUB asked for the pages. */
  get isOfSlub(): boolean {
    return (
      this.header.kind === 'page-allocation' && this.frames.some(({ symbol }) => slabFrames.test(symbol))
    );
  }

  /** The line may belong to a message of several lines whose own prefix, inside the collectors', was printed only once. */
  mayGoOn(line: LogLine): boolean {
    return line.stream !== this.stream && this.stream.startsWith(line.stream) && this.follows(line);
  }

  /** Whether the line may belong to this report, judging by its prefix. */
  mayOwn(line: LogLine): boolean {
    if (line.stream !== this.stream) return false;
    if (line.caller !== this.caller) {
      // Vendors print their task tag once for a message of several lines.
      if (line.caller !== '' || !this.follows(line) || line.seconds !== this.#seconds) return false;
    }
    if (line.seconds === null || this.#seconds === null) return true;
    const pause = line.seconds - this.#seconds;
    return pause >= -1 && pause <= maxPauseSeconds;
  }

  /** Whether the report still lacks what the statement says: each part comes once, in the kernel's order. */
  expects(statement: Statement): boolean {
    const { kind, comm } = this.header;
    if (isMemoryStatement(statement)) return dumping.has(kind) && this.memory.expects(statement);
    const inTrace = (dumping.has(kind) || kind === 'percpu') && this.memory.empty;
    if (statement.type === 'mode') return inTrace && this.header.gfpMask === null;
    if (statement.type === 'task') return inTrace && !this.#taskSeen && sameComm(comm, statement.comm);
    if (statement.type === 'frame') return inTrace;
    if (statement.type === 'cache') return (kind === 'slub' || this.slubFollows) && this.cache === null;
    return kind === 'oom' && ['memcg', 'out-of-memory', 'process-row'].includes(statement.type);
  }

  take(line: LogLine, statement: Statement): void {
    this.#wake();
    this.#end = line.end;
    // A line without the inner prefix has another clock's time.
    if (line.stream === this.stream) this.#seconds = line.seconds ?? this.#seconds;
    if (isMemoryStatement(statement)) this.memory.take(statement);
    else if (statement.type === 'mode') {
      const { gfpMask, gfpNames } = statement;
      this.header = { ...this.header, gfpMask, gfpNames };
    } else if (statement.type === 'task') this.#takeTask(statement.comm, statement.release);
    else if (statement.type === 'frame') this.#takeFrames(statement.frames);
    else if (statement.type === 'cache') this.cache = statement;
    else if (statement.type === 'memcg') this.memcg ??= statement.text;
    else if (statement.type === 'process-row') this.#tasksListed = true;
  }

  /** Takes the second line of a failed vmalloc up to 4.8, which names the task and the mode. */
  amend(line: LogLine, { comm, gfpMask, gfpNames }: Header): void {
    this.#end = line.end;
    this.header = { ...this.header, comm, gfpMask, gfpNames };
  }

  /**
   * Takes note of a line that several reports could own. None is judged by it; but each may have had it, and waits for it
   * no longer: one that was cut off would have a share in every report behind it.
   */
  contest(statement: Statement): void {
    this.#wake();
    if (statement.type === 'task') this.#taskSeen = true;
    else if (statement.type === 'frame') {
      this.#framesContested = true;
      this.frames = [];
    } else {
      this.contested = true;
      if (isMemoryStatement(statement)) this.memory.take(statement);
    }
  }

  /**
   * A zone's line has come that no report expects: a memory state that has begun but is not complete may have lost lines
   * or taken another report's.
   */
  doubt(line: LogLine): void {
    if (this.mayOwn(line) && !this.memory.empty && !this.memory.complete) this.contested = true;
  }

  #wake(): void {
    this.idle = 0;
    this.passed = 0;
  }

  #takeTask(comm: string, release: string | null): void {
    this.#taskSeen = true;
    this.release = release ?? this.release;
    if (comm !== '') this.header = { ...this.header, comm };
  }

  #takeFrames(frames: readonly Frame[]): void {
    if (!this.#framesContested && this.frames.length < maxFrames) this.frames.push(...frames);
  }
}
