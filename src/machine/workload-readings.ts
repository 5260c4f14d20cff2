import { existsSync } from 'node:fs';
import { BuddyguardError, UnreadableError } from '../errors.ts';
import { type Architecture, architectureOfRelease } from '../kernel/architecture.ts';
import type { StructName } from '../kernel/btf/struct-names.ts';
import { countKernelList } from '../kernel/list.ts';
import type { InstalledIptables } from '../request/iptables/installed.ts';
import type { Family } from '../request/iptables/layout.ts';
import { type LegacyModule, legacyModule } from '../request/iptables/legacy-module.ts';
import type { LiveTables } from '../request/iptables/live-tables.ts';
import { getOrder } from '../request/order.ts';
import type { SlabCache, StructReading, WorkloadReadings } from '../request/workloads/readings.ts';
import { parseCount } from '../text/lines.ts';
import { machineArchitecture } from './architecture.ts';
import { BtfFiles } from './btf.ts';
import { findIptables } from './iptables-variant.ts';
import type { KeptMachine } from './kept.ts';
import { readLiveTables } from './live-tables.ts';
import type { Machine } from './machine.ts';
import { readBounded } from './read-file.ts';

/**
 * The readings of a machine. Live tables are read at once, only for `families` and only on this machine itself, because
 * iptables-save has to be started for them.
 */
export async function workloadReadings(
  machine: Machine,
  families: readonly Family[] = [],
): Promise<WorkloadReadings> {
  const live = new Map<Family, LiveTables>();
  if (machine.own) for (const family of families) live.set(family, await readLiveTables(family));
  return new MachineReadings(machine, live);
}

class MachineReadings implements WorkloadReadings {
  readonly #machine: Machine;
  readonly #live: ReadonlyMap<Family, LiveTables>;
  readonly #btf: BtfFiles;

  constructor(machine: Machine, live: ReadonlyMap<Family, LiveTables>) {
    this.#machine = machine;
    this.#live = live;
    this.#btf = new BtfFiles(
      (name) => machine.path(name),
      () => architectureOfRelease(machine.release) ?? machineArchitecture(machine),
    );
  }

  /** What was kept of the process that read the machine, where its kernel is the one that is asked about. */
  get #kept(): KeptMachine | null {
    return this.#machine.otherKernel ? null : this.#machine.kept;
  }

  text(name: string): string | undefined {
    return this.#machine.begunLook.text(name);
  }

  possibleCpus(): number | null {
    return countKernelList(this.text('sys/devices/system/cpu/possible') ?? '');
  }

  onlineCpus(): number | null {
    try {
      const zones = this.#machine.begunLook.snapshot.zoneinfo ?? [];
      const cpus = Math.max(0, ...zones.map((zone) => zone.perCpu().cpus));
      return cpus === 0 ? null : cpus;
    } catch (error) {
      if (!(error instanceof BuddyguardError)) throw error;
      return null;
    }
  }

  slab(cache: string, pageSize: number): SlabCache | null {
    if (this.#machine.otherKernel) return null;
    const number = (file: string): number | null =>
      parseCount((this.text(`sys/kernel/slab/${cache}/${file}`) ?? '').trim());
    const objectBytes = number('slab_size') ?? number('object_size');
    const order = number('order');
    if (objectBytes === null || objectBytes === 0 || order === null) return null;
    return { objectBytes, order, minOrder: getOrder(objectBytes, pageSize) };
  }

  structBytes(name: StructName): StructReading {
    if (this.#machine.otherKernel)
      return { absent: 'the types of the kernel that runs are no fact about another one' };
    return (this.#machine.kept ?? this.#btf).structBytes(name);
  }

  architecture(): Architecture | null {
    const { kept } = this.#machine;
    return kept ? kept.architecture : machineArchitecture(this.#machine);
  }

  configuredCpus(): number | null {
    if (this.#machine.otherKernel) return null;
    const last = parseCount((this.text('sys/devices/system/cpu/kernel_max') ?? '').trim());
    return last === null ? null : last + 1;
  }

  memTotalBytes(): number | null {
    const match = /^MemTotal:\s+(\d{1,15}) kB$/m.exec(this.text('proc/meminfo') ?? '');
    return match ? Number(match[1]) * 1024 : null;
  }

  liveTables(family: Family): LiveTables | null {
    return this.#live.get(family) ?? null;
  }

  installedIptables(name: string): InstalledIptables | null {
    return this.#machine.own ? findIptables(name) : (this.#kept?.installedIptables(name) ?? null);
  }

  legacyModule(family: Family): LegacyModule {
    if (!this.#machine.own) return this.#kept?.legacyModule(family) ?? 'unknown';
    const lists = `lib/modules/${this.#machine.release}`;
    const stem = family === 'ipv6' ? 'ip6' : 'ip';
    const read = (name: string): string | undefined => this.text(name);
    return legacyModule(family, {
      hasTableNames: existsSync(`/proc/net/${stem}_tables_names`),
      get modules() {
        return read('proc/modules');
      },
      get builtin() {
        return read(`${lists}/modules.builtin`);
      },
      get dependencies() {
        return read(`${lists}/modules.dep`);
      },
    });
  }

  rulesFile(path: string): string {
    try {
      return readBounded(path);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      throw new UnreadableError('--rules-file', `${error.message}: expected a file that iptables-save wrote`);
    }
  }
}
