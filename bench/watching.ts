import { cpuMilliseconds } from './cpu-time.ts';
import type { Table } from './table.ts';

/** What `show --watch` takes of one CPU once it has started; all Nodes watch this machine at the same time. */
export async function watching(table: Table, seconds: number): Promise<void> {
  const watch = (node: string, length: number): Promise<number> =>
    cpuMilliseconds(['timeout', '-s', 'INT', `${length}s`, node, 'dist/cli.cjs', 'show', '--watch', '--for', 'container']); // prettier-ignore
  const shares = await Promise.all(
    table.columns.map(async ({ node }) => {
      const started = await watch(node, 2);
      const whole = await watch(node, 2 + seconds);
      return ((whole - started) / (seconds * 1000)) * 100;
    }),
  );
  table.add(
    `\`show --watch --for container\` for ${seconds} s, a look every two`,
    shares.map((share) => ({ text: `${share.toFixed(2)} % of a core`, holds: share <= 1 })),
    'at most 1 %',
  );
}
