import { statSync } from 'node:fs';
import { join } from 'node:path';
import { UnreadableError } from '../errors.ts';
import { type KernelVersion, atLeast, parseVersion } from '../kernel/version.ts';
import { ownAllowedNodes } from './proc/cpuset.ts';
import { ownPageSize, pageSizeOf } from './page-size.ts';
import { readOptional, readerOf } from './read-file.ts';
import { parseMeminfo } from './proc/counters.ts';
import { type Snapshot, type ZoneTexts, zoneSnapshot } from './snapshot.ts';
import { readZoneHeads } from './proc/zoneinfo-heads.ts';

/**
 * Characters of a buddyinfo of several nodes, some six rows: there zoneinfo may have megabytes. A smaller one is read
 * whole, in one call.
 */
const largeBuddyinfo = 600;

/** The machine under a root: `/`, or a prefix before /proc and /sys. */
export class Machine {
  readonly root: string;
  /** what was assumed about the machine, one sentence each */
  readonly notes: string[] = [];
  readonly kernel: KernelVersion | null;
  readonly release: string;
  #pageSize: number | null = null;
  readonly #read: (path: string) => string;
  /** readings of this process itself (cgroup, cpuset) belong to the machine only without --root and --kernel */
  readonly own: boolean;
  /** another kernel than the one under the root is asked about */
  readonly otherKernel: boolean;

  /**
   * @param kernelOverride answers as for that release (`--kernel`)
   * @throws UnreadableError where the root is not a directory
   */
  constructor(root = '/', kernelOverride?: string) {
    this.root = root;
    this.#read = readerOf(root);
    if (root !== '/' && !statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
      throw new UnreadableError(root, 'is not a directory that holds proc/');
    }
    this.otherKernel = kernelOverride !== undefined;
    this.own = root === '/' && kernelOverride === undefined;
    this.release = kernelOverride ?? this.#readRelease();
    this.kernel = parseVersion(this.release);
    if (!this.kernel)
      this.notes.push('the kernel release is not known: the rules of a current kernel are used');
  }

  path(name: string): string {
    return this.root === '/' ? `/${name}` : join(this.root, name);
  }

  /** An optional text; undefined where it cannot be read, which `trouble` is told. */
  text(
    name: string,
    trouble: (why: string) => void = () => undefined,
    read: (path: string) => string = this.#read,
  ): string | undefined {
    return readOptional(this.path(name), trouble, read);
  }

  /**
   * Reads the memory's state afresh.
   * @throws UnreadableError or MalformedError for /proc/buddyinfo alone
   */
  snapshot(): Snapshot {
    const missing: string[] = [];
    const texts: ZoneTexts = { buddyinfo: this.#read(this.path('proc/buddyinfo')) };
    const trouble = (why: string): void => void missing.push(why);
    if (texts.buddyinfo.length < largeBuddyinfo) texts.zoneinfo = this.text('proc/zoneinfo', trouble);
    else {
      texts.zoneHeads = this.text('proc/zoneinfo', trouble, readZoneHeads);
      texts.wholeZoneinfo = () => this.text('proc/zoneinfo');
    }
    if (this.kernel && atLeast(this.kernel, 6, 15)) texts.defragMode = this.text('proc/sys/vm/defrag_mode');
    const snapshot = zoneSnapshot(texts, missing);
    const nodes = new Set(snapshot.buddy.map((row) => row.node));
    if (this.own && nodes.size > 1) {
      const allowed = ownAllowedNodes()?.filter((node) => nodes.has(node));
      if (allowed && allowed.length > 0 && allowed.length < nodes.size) snapshot.allowedNodes = allowed;
    }
    return snapshot;
  }

  /** Bytes a page; taken from the texts for a foreign root. */
  get pageSize(): number {
    this.#pageSize ??= this.#readPageSize();
    return this.#pageSize;
  }

  #readPageSize(): number {
    const own = this.root === '/' ? ownPageSize() : null;
    if (own !== null) return own;
    const meminfo = this.text('proc/meminfo');
    const size = pageSizeOf(
      safely(() => this.snapshot().zones),
      safely(() => (meminfo === undefined ? null : parseMeminfo(meminfo))),
    );
    if (size === null) this.notes.push('the page size is not known: 4096 bytes are assumed');
    return size ?? 4096;
  }

  #readRelease(): string {
    const osrelease = this.text('proc/sys/kernel/osrelease')?.trim();
    if (osrelease !== undefined && osrelease !== '') return osrelease;
    return /^Linux version (\S+)/.exec(this.text('proc/version') ?? '')?.[1] ?? '';
  }
}

function safely<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
