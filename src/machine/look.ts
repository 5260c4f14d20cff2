import type { CgroupHeadroom, CgroupHigh } from './proc/cgroup.ts';
import {
  type ProcFileName,
  type ProcTexts,
  type Reading,
  type Snapshot,
  procFiles,
  snapshotOf,
  withTexts,
} from './snapshot.ts';

/** What limits the process that looks. */
export interface ProcessLimits {
  /** @param readText reads a file of the machine by its absolute path */
  cgroup(readText: (path: string) => string | undefined): CgroupHeadroom | null;
  cgroupHigh(readText: (path: string) => string | undefined): CgroupHigh | null;
  allowedNodes(): readonly number[] | null;
  hardCpuset(): boolean;
  boundNodes(): readonly number[] | null;
}

/** What a look reads with. */
export interface LookSource {
  /** an optional text under the root; undefined if it cannot be read, and `trouble` is told why */
  text(path: string, trouble?: (why: string) => void): string | undefined;
  /** @throws UnreadableError */
  requiredText(path: string): string;
  /** null where the process that looks does not run on the machine */
  limits: ProcessLimits | null;
  /** the kernel has vm.defrag_mode */
  hasDefragMode: boolean;
}

/** One look at a machine: every file is read once at most; what an answer turns out to need is added to the same snapshot. */
export class Look {
  readonly #source: LookSource;
  readonly #texts = new Map<string, { text: string | undefined; why: string | null }>();
  readonly #added = new Set<Reading>();
  #snapshot: Snapshot | null = null;

  constructor(source: LookSource) {
    this.#source = source;
  }

  /** A text under the root, as it was when this look first read it; undefined if it cannot be read. */
  text(path: string): string | undefined {
    return this.#read(path).text;
  }

  /**
   * What has been read so far; at first buddyinfo and zoneinfo.
   * @throws UnreadableError or MalformedError for /proc/buddyinfo alone
   */
  get snapshot(): Snapshot {
    this.#snapshot ??= this.#begin();
    return this.#snapshot;
  }

  /** Adds what has not been read yet; false if nothing was left to read. */
  add(wanted: readonly Reading[]): boolean {
    let { snapshot } = this;
    const left = new Set(wanted.filter((reading) => !this.#added.has(reading)));
    for (const reading of left) {
      this.#added.add(reading);
      if (reading === 'cgroup') {
        const { limits } = this.#source;
        const readText = (path: string): string | undefined => this.text(path.slice(1));
        snapshot = {
          ...snapshot,
          cgroup: limits?.cgroup(readText) ?? null,
          cgroupHigh: limits?.cgroupHigh(readText) ?? null,
        };
      } else snapshot = this.#withFile(snapshot, reading);
    }
    this.#snapshot = snapshot;
    return left.size > 0;
  }

  /** Notes what a scan of /proc/kpageflags found. */
  addPageScan(movableBlockFound: boolean): void {
    this.#snapshot = { ...this.snapshot, movableBlockFound };
  }

  /** Notes that the kernel was asked for a block of the order right before, served it from what was free, and has it back. */
  addGrant(grantedOrder: number): void {
    this.#snapshot = { ...this.snapshot, grantedOrder };
  }

  #begin(): Snapshot {
    const texts: ProcTexts = { buddyinfo: this.#buddyinfo() };
    const { text: zoneinfo, why } = this.#read(procFiles.zoneinfo.path);
    texts.zoneinfo = zoneinfo;
    if (this.#source.hasDefragMode) texts.defragMode = this.text(procFiles.defragMode.path);
    const snapshot = snapshotOf(texts, why === null ? [] : [why]);
    const severalNodes = new Set(snapshot.buddyinfo.map((row) => row.node)).size > 1;
    const { limits } = this.#source;
    if (!limits || !severalNodes) return snapshot;
    return {
      ...snapshot,
      allowedNodes: limits.allowedNodes(),
      hardCpuset: limits.hardCpuset(),
      boundNodes: limits.boundNodes(),
    };
  }

  /** The one text that is required: a workload may have read it, or read it later. */
  #buddyinfo(): string {
    const { path } = procFiles.buddyinfo;
    const text = this.#texts.get(path)?.text ?? this.#source.requiredText(path);
    this.#texts.set(path, { text, why: null });
    return text;
  }

  #withFile(snapshot: Snapshot, name: ProcFileName): Snapshot {
    const { text, why } = this.#read(procFiles[name].path);
    return why === null
      ? withTexts(snapshot, { [name]: text })
      : { ...snapshot, missing: [...snapshot.missing, why] };
  }

  #read(path: string): { text: string | undefined; why: string | null } {
    let known = this.#texts.get(path);
    if (!known) {
      let why: string | null = null;
      const text = this.#source.text(path, (trouble) => (why = trouble));
      this.#texts.set(path, (known = { text, why }));
    }
    return known;
  }
}
