import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A fake root of one's own, whose memory is all in single pages: plenty for compaction, nothing for order 9. */
export class FragmentedRoot {
  readonly path = mkdtempSync(join(tmpdir(), 'buddyguard-root-'));

  constructor(nodes: readonly number[] = [0]) {
    this.freeBlocks([100_000], nodes);
    this.write('proc/zoneinfo', nodes.map(zoneinfoOf).join(''));
    this.write(
      'proc/vmstat',
      'compact_migrate_scanned 10\ncompact_isolated 5\ncompact_stall 0\ncompact_daemon_wake 1\n',
    );
    this.write(
      'proc/meminfo',
      'MemTotal:        1000000 kB\nMemFree:          400000 kB\nMemAvailable:     400000 kB\n',
    );
    this.write('proc/loadavg', '0.00 0.00 0.00 1/100 1\n');
    this.write('proc/stat', 'cpu  1 1 1 1\ncpu0 1 1 1 1\ncpu1 1 1 1 1\n');
    this.write('proc/sys/kernel/osrelease', '6.12.0\n');
    for (const node of nodes) this.write(`sys/devices/system/node/node${node}/compact`, '');
    this.write('proc/sys/vm/compact_memory', '');
    this.write('proc/sys/vm/drop_caches', '');
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(join(this.path, name), text);
  }

  /** Sets the free blocks of every node, from order 0 on. */
  freeBlocks(counts: readonly number[], nodes: readonly number[] = [0]): void {
    const columns = Array.from({ length: 11 }, (_, order) => `${counts[order] ?? 0} `.padStart(7)).join('');
    this.write('proc/buddyinfo', nodes.map((node) => `Node ${node}, zone   Normal ${columns}\n`).join(''));
  }

  /** Takes away what this root says of /sys and /proc/sys, to make place for links to the real ones. */
  delegate(): void {
    for (const name of ['sys', 'proc/sys']) rmSync(join(this.path, name), { recursive: true });
    // Containers with a user namespace see it as somebody else.
    chmodSync(this.path, 0o755);
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

function zoneinfoOf(node: number): string {
  return `Node ${node}, zone   Normal
  pages free     100000
        min      1000
        low      1250
        high     1500
        spanned  262144
        present  262144
        managed  250000
        protection: (0, 0)
`;
}
