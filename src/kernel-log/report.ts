import { sameComm } from './comm.ts';
import type { FailureKind, Header } from './header.ts';
import type { LogLine } from './log-line.ts';
import { MemInfo } from './mem-info.ts';
import type { Frame, Statement } from './statement.ts';

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
  cache: { name: string; objectBytes: number; order: number } | null = null;
  /** the OOM killer acted inside a memory cgroup */
  memcg: string | null = null;
  /** a line that may be this report's or another's: neither takes memory facts from then on */
  contested = false;
  /** lines since the last one that was its own */
  idle = 0;

  #taskSeen = false;
  #framesContested = false;
  #lastSeconds: number | null;
  #lastNumber: number;
  #lastText: string;
  #lastType: Statement['type'] = 'header';

  constructor(line: LogLine, header: Header, firstNumber = line.number) {
    this.header = header;
    this.line = firstNumber;
    this.stream = line.stream;
    this.caller = line.caller;
    this.#lastSeconds = line.seconds;
    this.#lastNumber = line.number;
    this.#lastText = line.text;
  }

  get dumps(): boolean {
    return dumping.has(this.header.kind);
  }

  /** The line after the last of this report's own lines. */
  follows(line: LogLine): boolean {
    return line.number <= this.#lastNumber + 1;
  }

  /** Whether the prefix lets the line be of this report. */
  mayOwn(line: LogLine): boolean {
    if (line.stream === '' && this.stream !== '') return this.follows(line);
    if (line.stream !== this.stream) return false;
    if (line.caller !== this.caller) {
      // Vendors print their task tag once for a message of several lines.
      if (line.caller !== '' || !this.follows(line) || line.seconds !== this.#lastSeconds) return false;
    }
    if (line.seconds === null || this.#lastSeconds === null) return true;
    const pause = line.seconds - this.#lastSeconds;
    return pause >= -1 && pause <= longestPauseSeconds;
  }

  /** Whether the report still lacks what the statement says: each part comes once, in the kernel's order. */
  expects(statement: Statement): boolean {
    const { memory } = this;
    switch (statement.type) {
      case 'task':
        return (
          this.#hasTrace && !this.#taskSeen && memory.empty && sameComm(this.header.comm, statement.comm)
        );
      case 'frame':
        return this.#hasTrace && memory.empty;
      case 'mem-info':
        return this.dumps && memory.empty;
      case 'counts':
      case 'node':
        return this.dumps && memory.zones.length === 0 && memory.strays.length === 0;
      case 'zone':
        return this.dumps && memory.expectsZone(statement.zone);
      case 'reserve':
        return this.dumps && memory.expectsReserve;
      case 'buddy':
        return this.dumps && memory.expectsBuddy(statement.buddy);
      case 'tail':
        return memory.buddies > 0;
      case 'cache':
      case 'slabs':
        return this.header.kind === 'slub' && (statement.type === 'slabs' || this.cache === null);
      case 'memcg':
      case 'out-of-memory':
      case 'process-row':
        return this.header.kind === 'oom';
      default:
        return false;
    }
  }

  take(line: LogLine, statement: Statement): void {
    this.idle = 0;
    this.#lastNumber = line.number;
    this.#lastText = line.text;
    this.#lastType = statement.type;
    if (line.seconds !== null) this.#lastSeconds = line.seconds;
    this.#read(statement);
  }

  /** Marks a line as one that two reports could own; what it says goes to none of them. */
  contest(statement: Statement): void {
    this.idle = 0;
    if (statement.type === 'task') this.#taskSeen = true;
    else if (statement.type === 'frame') this.#framesContested = true;
    else this.contested = true;
    if (this.#framesContested) this.frames = [];
  }

  /**
   * A line that says nothing by itself but goes on where this report's last one was wrapped.
   * Returns the whole line, for the caller to read again.
   */
  continued(line: LogLine): string | null {
    if (!this.follows(line) || !continuations[this.#lastType]?.test(line.text)) return null;
    return `${this.#lastText} ${line.text}`;
  }

  /** Replaces what the last line said by what it says together with its continuation. */
  retake(line: LogLine, text: string, statement: Statement): void {
    this.#lastNumber = line.number;
    this.#lastText = text;
    if (statement.type === 'header')
      this.header = { ...statement.header, comm: statement.header.comm ?? this.header.comm };
    else if (statement.type === 'zone') {
      const last = this.memory.zones.at(-1);
      if (last) last.line = statement.zone;
    } else this.#read(statement);
  }

  get #hasTrace(): boolean {
    return this.dumps || this.header.kind === 'percpu';
  }

  #read(statement: Statement): void {
    const { memory } = this;
    switch (statement.type) {
      case 'task':
        this.#taskSeen = true;
        this.release = statement.release ?? this.release;
        if (statement.comm !== '') this.header.comm = statement.comm;
        break;
      case 'frame':
        if (!this.#framesContested && this.frames.length < mostFrames) this.frames.push(...statement.frames);
        break;
      case 'mem-info':
        memory.started = true;
        break;
      case 'counts':
        for (const [name, value] of statement.fields) memory.counts.set(name, value);
        break;
      case 'node':
        memory.nodes.set(statement.node, statement.fields);
        break;
      case 'zone':
        memory.zones.push({ line: statement.zone, reserve: null, buddy: null });
        break;
      case 'reserve':
        memory.zones.at(-1)!.reserve = statement.pages;
        break;
      case 'buddy':
        memory.takeBuddy(statement.buddy);
        break;
      case 'tail':
        memory.freeSwapKib = statement.freeSwapKib ?? memory.freeSwapKib;
        break;
      case 'cache':
        this.cache = { name: statement.name, objectBytes: statement.objectBytes, order: statement.order };
        break;
      case 'memcg':
        this.memcg ??= statement.text;
        break;
      default:
        break;
    }
  }
}

/** What the rest of a wrapped line looks like, by what the line began as. */
const continuations: Partial<Record<Statement['type'], RegExp>> = {
  header:
    /^(?:order:|mode:|gfp_mask=|gfp=|nodemask=|cpuset=|mems_allowed=|oom_score_adj=|of \d|bytes|failed to |page |exceeds|vm_struct|size \d|\S*\)?,)/,
  task: /^(?:Comm:|Not tainted|Tainted:|[A-Z -]*\d+\.\d|\S+ (?:Not tainted|Tainted:))/,
  zone: /(?:^|\s)(?:[a-z_]+(?:\([a-z]+\))?:\d+(?:kB|KB)?|all_unreclaimable\?|yes|no)(?:\s|$)/,
  node: /(?:^|\s)(?:[a-z_]+(?:\([a-z]+\))?:\s?\d+(?:kB|KB)?|all_unreclaimable\?|yes|no)(?:\s|$)/,
  reserve: /^\d+(?: \d+)*$/,
  buddy: /^(?:\d+\*\d+kB|\([UMERHCI]+\)|= ?\d+kB|\d+kB)/,
};
