import { spawnSync } from 'node:child_process';
import { findBinary } from '../test/support/binary.ts';
import { interleaved } from './cpu-time.ts';
import type { Cell, Column, Table } from './table.ts';

/** A command line of the tool, and what its CPU time may be over that of `node -e 0` under the same Node. */
interface StartUp {
  what: string;
  /** put before Node */
  under?: readonly string[];
  words: readonly string[];
  atMost: number;
  /** for single Nodes, by their major version */
  besides?: Readonly<Record<number, number>>;
}

const order4 = ['--order', '4'];
const refused = ['--order', '10', '--root', 'test/fixtures/proc/concourse-little-cache'];

const startUps: readonly StartUp[] = [
  {
    what: '`check --order 4`',
    words: ['dist/cli.cjs', 'check', ...order4],
    atMost: 1.3,
    besides: { 26: 1.33 },
  },
  {
    what: '`run --order 4 -- true`',
    words: ['dist/cli.cjs', 'run', ...order4, '--', 'true'],
    atMost: 1.65,
  },
  {
    what: '`check --for iptables --rules 100`',
    words: ['dist/cli.cjs', 'check', '--for', 'iptables', '--rules', '100'],
    atMost: 1.65,
  },
  {
    what: '`check --order 10`, refused with advice',
    words: ['dist/cli.cjs', 'check', ...refused],
    atMost: 2,
  },
  {
    what: 'the Action, with order 4',
    under: ['env', 'INPUT_ORDER=4'],
    words: ['dist/action.cjs'],
    atMost: 1.9,
  },
];

/** What the single executable's check may cost over `node -e 0` of the Node that it was made from. */
const binaryAtMost = 1.25;

/** On Node 20, which nobody should start with any more, each may cost so much more. */
const moreOnNode20 = 0.1;

function limitOn({ major }: Column, { atMost, besides = {} }: StartUp): number {
  return besides[major] ?? (major === 20 ? atMost + moreOnNode20 : atMost);
}

function promiseOf(startUp: StartUp, columns: readonly Column[]): string {
  const others = columns
    .filter((column) => limitOn(column, startUp) !== startUp.atMost)
    .map((column) => `${limitOn(column, startUp).toFixed(2)} on ${column.name}`);
  return [`at most ${startUp.atMost.toFixed(2)}`, ...others].join(', ');
}

/** Programs that do something comparable, where they are installed. */
function peers(): { what: string; command: readonly string[] }[] {
  return [
    {
      what: 'an awk line over /proc/buddyinfo',
      needs: 'awk',
      command: ['awk', '{ if ($9+$10+$11 > 0) f=1 } END { exit !f }', '/proc/buddyinfo'],
    },
    { what: '`python3 -c 0`', needs: 'python3', command: ['python3', '-c', '0'] },
    {
      what: "node_exporter's buddyinfo and zoneinfo, one scrape",
      needs: 'prometheus-node-exporter',
      command: ['sh', '-c', scrape],
    },
  ].filter(({ needs }) => spawnSync('sh', ['-c', `command -v ${needs}`]).status === 0);
}

const scrape = `
prometheus-node-exporter --collector.disable-defaults --collector.buddyinfo --collector.zoneinfo --web.listen-address=127.0.0.1:19100 &
p=$!
for i in 1 2 3 4 5 6 7 8 9; do
  perl -MIO::Socket::INET -e '
    $s = IO::Socket::INET->new("127.0.0.1:19100") or exit 1;
    print $s "GET /metrics HTTP/1.0\\r\\n\\r\\n";
    1 while <$s>' && break
  sleep 0.1
done
kill $p
wait $p`;

/** What starting costs, as ratios to `node -e 0` under the same Node. */
export async function startUp(table: Table, rounds: number): Promise<void> {
  const { columns } = table;
  const bare = columns.map(({ node }) => [node, '-e', '0']);
  const own = startUps.flatMap(({ under = [], words }) =>
    columns.map(({ node }) => [...under, node, ...words]),
  );
  const others = peers();
  const found = findBinary();
  if ('missing' in found) console.error(`not measured: the single executable: ${found.missing}`);
  const binary = 'binary' in found ? [[found.binary, 'check', ...order4]] : [];
  const times = await interleaved(
    [...bare, ...own, ...binary, ...others.map(({ command }) => command)],
    rounds,
  );
  const bareTimes = times.splice(0, columns.length);
  const ratio = (milliseconds: number, column: number): number => milliseconds / (bareTimes[column] ?? 0);
  const cell = (value: number, limit = Number.POSITIVE_INFINITY): Cell => ({
    text: `${value.toFixed(2)} x`,
    holds: value <= limit,
  });

  table.add(
    '`node -e 0`, CPU time',
    bareTimes.map((milliseconds) => ({ text: `${milliseconds.toFixed(0)} ms`, holds: true })),
  );
  for (const one of startUps) {
    const measured = times.splice(0, columns.length);
    table.add(
      one.what,
      columns.map((column, i) => cell(ratio(measured[i] ?? 0, i), limitOn(column, one))),
      promiseOf(one, columns),
    );
  }
  if ('binary' in found) {
    const milliseconds = times.shift() ?? 0;
    const made = columns.map(({ node }) => node === found.node);
    table.add(
      '`check --order 4` by the single executable',
      made.map((of, i) => (of ? cell(ratio(milliseconds, i), binaryAtMost) : { text: '', holds: true })),
      `at most ${binaryAtMost.toFixed(2)}`,
    );
  }
  for (const { what } of others) {
    const milliseconds = times.shift() ?? 0;
    table.add(
      what,
      columns.map((_, i) => cell(ratio(milliseconds, i))),
    );
  }
}
