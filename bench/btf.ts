import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyKind, struct, writeBtf } from '../test/support/btf-writer.ts';
import { interleaved } from './cpu-time.ts';
import { writeMachine } from './invented-machine.ts';
import type { Table } from './table.ts';

const maxMilliseconds = 60;

/** As large as a distribution's vmlinux, with types of every kind under names of their own. */
function largeVmlinux(): Buffer {
  const types = [];
  for (let round = 0; types.length < 137_000; round++)
    types.push(...everyKind.map((type) => ({ ...type, name: `of_round_${round}_${type.kind}` })));
  return writeBtf({ types: [...types, struct('net', 4288)] });
}

/** What a check costs more where the size of a structure is read out of the running kernel's types. */
export async function btf(table: Table, scratch: string, rounds: number): Promise<void> {
  const [without, withBtf] = ['without-btf', 'with-btf'].map((name) => join(scratch, name));
  for (const root of [without!, withBtf!]) writeMachine(root, { nodes: 1, cpus: 2 });
  const vmlinux = largeVmlinux();
  mkdirSync(join(withBtf!, 'sys/kernel/btf'), { recursive: true });
  writeFileSync(join(withBtf!, 'sys/kernel/btf/vmlinux'), vmlinux);
  const words = ['dist/cli.cjs', 'check', '--for', 'netns', '-q', '--root'];
  const commands = table.columns.flatMap(({ node }) =>
    [without!, withBtf!].map((root) => [node, ...words, root]),
  );
  const times = await interleaved(commands, rounds);
  table.add(
    `sizes out of BTF of ${(vmlinux.length / 1e6).toFixed(1)} MB`,
    table.columns.map((_, i) => {
      const more = (times[2 * i + 1] ?? 0) - (times[2 * i] ?? 0);
      return { text: `${more.toFixed(0)} ms more`, holds: more <= maxMilliseconds };
    }),
    `at most ${maxMilliseconds} ms`,
  );
}
