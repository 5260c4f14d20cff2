import { statSync } from 'node:fs';
import { join } from 'node:path';
import { UnreadableError } from '../errors.ts';
import { type KernelVersion, atLeast, beyondRead, parseVersion } from '../kernel/version.ts';
import { Look, type ProcessLimits } from './look.ts';
import type { KeptMachine } from './kept.ts';
import { ownPageSize, pageSizeOf } from './page-size.ts';
import { cgroupHeadroom, cgroupHigh } from './proc/cgroup.ts';
import { hasHardCpuset, ownAllowedNodes, ownBoundNodes } from './proc/cpuset.ts';
import { parseMeminfo } from './proc/meminfo.ts';
import { readBounded, readOptional } from './read-file.ts';

/** A release as `uname -r` prints it: a version, then at most what makes it 64 printable characters (__NEW_UTS_LEN). */
const releaseForm = /^(?=[!-~]{3,64}$)\d{1,3}\.\d/;

/** The machine under a root (`/`, or a prefix before /proc and /sys), or what was kept of one. */
export class Machine {
  readonly root: string;
  /** what was assumed about the machine, one sentence each */
  readonly notes: string[] = [];
  readonly kernel: KernelVersion | null;
  readonly release: string;
  /** readings of this process itself (cgroup, cpuset) apply to the machine only without --root, --from and --kernel */
  readonly own: boolean;
  /** what is read in place of files; null for files */
  readonly kept: KeptMachine | null;
  /** another kernel than the one under the root is asked about */
  readonly otherKernel: boolean;
  #pageSize: number | null = null;
  #nextLook: Look | null = null;
  readonly #constants = new Map<string, string | undefined>();

  /**
   * @param kernelOverride answers as for that release (`--kernel`)
   * @param kept is read in place of the files under the root
   * @throws UnreadableError if the root is not a directory
   */
  constructor(root = '/', kernelOverride?: string, kept: KeptMachine | null = null) {
    this.root = root;
    this.kept = kept;
    // Of what cannot be examined, whoever reads a file under it says why, and whether that may pass.
    if (root !== '/' && safely(() => isDirectory(root)) === false) {
      throw new UnreadableError(root, 'is not a directory that holds proc/');
    }
    this.otherKernel = kernelOverride !== undefined;
    this.own = root === '/' && kernelOverride === undefined && kept === null;
    this.release = kernelOverride ?? kept?.release ?? this.#readRelease();
    this.kernel = parseVersion(this.release);
    if (!this.kernel)
      this.notes.push('the kernel release is not known: the rules of a current kernel are used');
    const beyond = this.kernel && beyondRead(this.kernel);
    if (beyond !== null) this.notes.push(beyond);
    this.notes.push(...(kept?.notes ?? []));
  }

  path(name: string): string {
    return this.root === '/' ? `/${name}` : join(this.root, name);
  }

  /** An optional text, read afresh; undefined if it cannot be read, and `trouble` is told why. */
  text(name: string, trouble: (why: string) => void = () => undefined): string | undefined {
    return this.kept ? this.kept.text(name, trouble) : readOptional(this.path(name), trouble);
  }

  /** An optional text that does not change while this process runs: it is read once. */
  constantText(name: string): string | undefined {
    if (!this.#constants.has(name)) this.#constants.set(name, this.text(name));
    return this.#constants.get(name);
  }

  /** Begins a look at the state of the memory: the one that has already begun, else a fresh one. */
  look(): Look {
    const look = this.begunLook;
    this.#nextLook = null;
    return look;
  }

  /** What is needed before the first look (the page size, a workload's readings) is read as part of it. */
  get begunLook(): Look {
    this.#nextLook ??= new Look({
      text: (path, trouble) => this.text(path, trouble),
      requiredText: (path) => this.requiredText(path),
      limits: this.#limits,
      hasDefragMode: this.kernel !== null && atLeast(this.kernel, 6, 15),
    });
    return this.#nextLook;
  }

  /**
   * A text without which there is no answer, read afresh.
   * @throws UnreadableError
   */
  protected requiredText(name: string): string {
    if (!this.kept) return readBounded(this.path(name));
    let why = 'was not kept';
    const text = this.kept.text(name, (trouble) => (why = trouble));
    if (text === undefined) throw new UnreadableError(this.path(name), why);
    return text;
  }

  /** The limits of the process that reads, or that read what was kept. */
  get #limits(): ProcessLimits | null {
    if (this.own)
      return {
        cgroup: cgroupHeadroom,
        cgroupHigh,
        allowedNodes: ownAllowedNodes,
        hardCpuset: hasHardCpuset,
        boundNodes: ownBoundNodes,
      };
    const kept = this.otherKernel ? null : this.kept;
    return (
      kept && {
        cgroup: () => kept.cgroup,
        cgroupHigh: () => kept.cgroupHigh,
        allowedNodes: () => kept.allowedNodes,
        hardCpuset: () => kept.hardCpuset,
        boundNodes: () => kept.boundNodes,
      }
    );
  }

  /** Bytes a page; taken from the texts for a foreign root. */
  get pageSize(): number {
    this.#pageSize ??= this.#readPageSize();
    return this.#pageSize;
  }

  #readPageSize(): number {
    const own = this.kept?.pageSize ?? (this.root === '/' ? ownPageSize() : null);
    if (own !== null) return own;
    const look = this.begunLook;
    const meminfo = look.text('proc/meminfo');
    const size = pageSizeOf(
      safely(() => look.snapshot.zoneinfo),
      safely(() => (meminfo === undefined ? null : parseMeminfo(meminfo))),
    );
    if (size === null) this.notes.push('the page size is not known: 4096 bytes are assumed');
    return size ?? 4096;
  }

  /** Under a foreign root anything may lie there: what is no release is not taken, and so never shown. */
  #readRelease(): string {
    const told = [
      this.constantText('proc/sys/kernel/osrelease')?.trim(),
      /^Linux version (\S+)/.exec(this.constantText('proc/version') ?? '')?.[1],
    ];
    return told.find((text) => text !== undefined && releaseForm.test(text)) ?? '';
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function safely<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
