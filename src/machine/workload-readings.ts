import { join } from 'node:path';
import { BuddyguardError, UnreadableError } from '../errors.ts';
import { parseCount } from './proc/text.ts';
import { readBounded, readOptional } from './read-file.ts';
import { parseZoneinfo } from './proc/zoneinfo.ts';
import type { Family } from '../request/iptables/layout.ts';
import { type LiveTables, readLiveTables } from './live-tables.ts';
import { getOrder } from '../request/order.ts';
import { countCpuList } from '../request/workloads/cpus.ts';

/** A slab cache as /sys/kernel/slab tells it. */
export interface SlabCache {
  /** bytes that one object takes in its slab, debugging included */
  objectBytes: number;
  /** the order that SLUB asks for first, without insisting */
  order: number;
  /** the order that it falls back to, and cannot do without (calculate_sizes: get_order of one object) */
  leastOrder: number;
}

/** What a workload may read of the machine. Nothing is read before it is asked for; nothing throws but `rulesFile`. */
export interface Readings {
  /** num_possible_cpus() */
  possibleCpus(): number | null;
  onlineCpus(): number | null;
  /** of the running kernel; null for another one's, and where the cache or SLUB is not there */
  slab(cache: string, pageSize: number): SlabCache | null;
  memTotalBytes(): number | null;
  /** iptables-legacy's tables of this network namespace; null where they are not this process's own to read */
  liveTables(family: Family): LiveTables | null;
  /** @throws UnreadableError */
  rulesFile(path: string): string;
  /** a text under the root, such as `proc/cgroups` */
  text(name: string): string | undefined;
}

/** Where the readings come from. */
export interface ReadingSource {
  /** `/`, or the prefix before proc/ and sys/ */
  root: string;
  /** the answers are for the kernel that runs this process: neither --root nor --kernel is given */
  own: boolean;
  /** another kernel than the one under the root is asked about (`--kernel`) */
  otherKernel: boolean;
}

/**
 * Readings of a machine. Live tables are read before, only for `families` and only on the own machine: iptables-save
 * has to be started for them.
 */
export async function readingsOf(source: ReadingSource, families: readonly Family[] = []): Promise<Readings> {
  const live = new Map<Family, LiveTables>();
  if (source.own) for (const family of families) live.set(family, await readLiveTables(family));
  return new MachineReadings(source, live);
}

class MachineReadings implements Readings {
  readonly #source: ReadingSource;
  readonly #live: ReadonlyMap<Family, LiveTables>;

  constructor(source: ReadingSource, live: ReadonlyMap<Family, LiveTables>) {
    this.#source = source;
    this.#live = live;
  }

  text(name: string): string | undefined {
    const { root } = this.#source;
    return readOptional(join(root, name), () => undefined);
  }

  possibleCpus(): number | null {
    return countCpuList(this.text('sys/devices/system/cpu/possible') ?? '');
  }

  onlineCpus(): number | null {
    const zoneinfo = this.text('proc/zoneinfo');
    if (zoneinfo === undefined) return null;
    try {
      const cpus = Math.max(0, ...parseZoneinfo(zoneinfo).map((zone) => zone.perCpu().cpus));
      return cpus === 0 ? null : cpus;
    } catch (error) {
      if (!(error instanceof BuddyguardError)) throw error;
      return null;
    }
  }

  slab(cache: string, pageSize: number): SlabCache | null {
    if (this.#source.otherKernel) return null;
    const number = (file: string): number | null =>
      parseCount((this.text(`sys/kernel/slab/${cache}/${file}`) ?? '').trim());
    const objectBytes = number('slab_size') ?? number('object_size');
    const order = number('order');
    if (objectBytes === null || objectBytes === 0 || order === null) return null;
    return { objectBytes, order, leastOrder: getOrder(objectBytes, pageSize) };
  }

  memTotalBytes(): number | null {
    const match = /^MemTotal:\s+(\d{1,15}) kB$/m.exec(this.text('proc/meminfo') ?? '');
    return match ? Number(match[1]) * 1024 : null;
  }

  liveTables(family: Family): LiveTables | null {
    return this.#live.get(family) ?? null;
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
