// npm run bench: every promise about speed, as ratios taken in one run; with --write, docs/bench.md for the README.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeMachine } from './big-machine.ts';
import { type Case, type Measured, cpuMilliseconds, interleaved, median } from './cpu-time.ts';
import { explainCost } from './explain.ts';

const cli = join('dist', 'cli.cjs');
const node = process.execPath;
const rounds = Number(process.env.BUDDYGUARD_BENCH_ROUNDS ?? 41);
const scratch = mkdtempSync(join(tmpdir(), 'buddyguard-bench-'));
const lines: string[] = ['| what | measured | promised |', '|---|---|---|'];
const failures: string[] = [];

function report(what: string, measured: string, promised: string, holds: boolean): void {
  lines.push(`| ${what} | ${measured} | ${promised}${holds ? '' : ' (missed)'} |`);
  if (!holds) failures.push(what);
  console.error(`${holds ? 'ok    ' : 'MISSED'} ${what}: ${measured} (${promised})`);
}

function startUp(): void {
  const bare: Case = { name: '`node -e 0`', command: [node, '-e', '0'] };
  const call = (...words: string[]): string[] => [node, cli, ...words];
  const cases: Case[] = [
    bare,
    { name: '`check --order 4`', command: call('check', '--order', '4'), most: 1.25 },
    { name: '`run --order 4 -- true`', command: call('run', '--order', '4', '--', 'true'), most: 1.5 },
    {
      name: '`check --for iptables --rules 100`',
      command: call('check', '--for', 'iptables', '--rules', '100'),
      most: 1.5,
    },
    { name: 'the Action', command: ['env', 'INPUT_ORDER=4', node, join('dist', 'action.cjs')], most: 1.6 },
  ];
  const plain = join(scratch, 'dist');
  cpSync('dist', plain, { recursive: true });
  rmSync(join(plain, 'code-cache'), { recursive: true, force: true });
  const peers: Case[] = [
    {
      name: '`check --order 4` without its code cache',
      command: [node, join(plain, 'cli.cjs'), 'check', '--order', '4'],
    },
    {
      name: 'an awk line over buddyinfo',
      command: ['awk', '{ if ($9+$10+$11 > 0) f=1 } END { exit !f }', '/proc/buddyinfo'],
    },
    { name: '`python3 -c 0`', command: ['python3', '-c', '0'] },
    { name: "node_exporter's buddyinfo and zoneinfo, one scrape", command: nodeExporter() },
  ].filter(({ command: [program = ''] }) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0);
  const measured = interleaved([...cases, ...peers], rounds);
  const base = measured[0];
  for (const one of measured.slice(1)) startUpLine(one, base?.milliseconds ?? 0);
}

function startUpLine({ name, ratio, most }: Measured, base: number): void {
  const promised = most === undefined ? '' : `at most ${most}`;
  report(
    name,
    `${ratio.toFixed(2)} x \`node -e 0\` (${base.toFixed(0)} ms)`,
    promised,
    most === undefined || ratio <= most,
  );
}

function nodeExporter(): string[] {
  const script = `prometheus-node-exporter --collector.disable-defaults --collector.buddyinfo --collector.zoneinfo --web.listen-address=127.0.0.1:19100 & p=$!; for i in 1 2 3 4 5 6 7 8 9; do perl -MIO::Socket::INET -e '$s=IO::Socket::INET->new("127.0.0.1:19100") or exit 1; print $s "GET /metrics HTTP/1.0\\r\\n\\r\\n"; 1 while <$s>' && break; sleep 0.1; done; kill $p; wait $p`;
  return spawnSync('sh', ['-c', 'command -v prometheus-node-exporter']).status === 0
    ? ['sh', '-c', script]
    : ['absent-exporter'];
}

function work(): void {
  const sizes = {
    small: { nodes: 1, cpus: 2 },
    half: { nodes: 8, cpus: 512 },
    big: { nodes: 8, cpus: 1024 },
  };
  const cases = Object.entries(sizes).map(([name, size]): Case => {
    const root = join(scratch, name);
    writeMachine(root, size);
    return { name, command: [node, cli, 'check', '--order', '4', '-q', '--root', root] };
  });
  const [small, half, big] = interleaved(cases, rounds);
  const more = (big?.milliseconds ?? 0) - (small?.milliseconds ?? 0);
  const halfMore = (half?.milliseconds ?? 0) - (small?.milliseconds ?? 0);
  report(
    'a machine of 8 nodes and 1,024 CPUs',
    `${more.toFixed(1)} ms more than a small one`,
    'at most 10 ms',
    more <= 10,
  );
  report(
    'twice the zoneinfo',
    `${(more / halfMore).toFixed(1)} x the extra time`,
    'linear: at most 3',
    more / halfMore <= 3 || more < 3,
  );
  const bare = peakKib(['-e', '0']);
  const peak = peakKib([cli, 'check', '--order', '4', '-q', '--root', join(scratch, 'big')]);
  report(
    'memory peak on that machine',
    `${((peak - bare) / 1024).toFixed(1)} MB over bare Node`,
    'at most 15 MB',
    peak - bare <= 15 * 1024,
  );
}

/** Peak resident size of a Node program, in KiB. */
function peakKib(words: readonly string[]): number {
  const hook = join(scratch, 'peak.cjs');
  writeFileSync(
    hook,
    "process.on('exit', () => require('fs').writeSync(2, `\\npeak ${process.resourceUsage().maxRSS}`));\n",
  );
  const { stderr } = spawnSync(node, ['-r', hook, ...words], { encoding: 'utf8' });
  return Number(/peak (\d+)/.exec(stderr)?.[1]);
}

function waiting(): void {
  const seconds = Number(process.env.BUDDYGUARD_BENCH_WAIT ?? 60);
  const root = join(scratch, 'small');
  writeFileSync(
    join(root, 'proc/buddyinfo'),
    'Node 0, zone   Normal    900    700      0      0      0      0      0      0      0      0      0 \n',
  );
  // 125 ms grow to eight times themselves: one look a second.
  const wait = ['check', '--order', '9', '--root', root, '--interval', '125ms', '--timeout', `${seconds}s`];
  const whole = cpuMilliseconds([node, cli, ...wait]);
  const once = cpuMilliseconds([node, cli, 'check', '--order', '9', '--root', root]);
  const share = ((whole - once) / (seconds * 1000)) * 100;
  report(
    `waiting ${seconds} s, a look a second`,
    `${share.toFixed(2)} % of a core`,
    'at most 0.5 %',
    share <= 0.5,
  );
}

function trials(): void {
  const folder = join('test', 'corpus', 'trials');
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.gz'))
        .map((name) => join(folder, name))
    : [];
  if (files.length === 0) return;
  const command = [node, join('dist', 'evaluate.cjs'), '--json', ...files];
  const { stdout } = spawnSync(command[0] ?? '', command.slice(1), { encoding: 'utf8' });
  const { trials: count } = JSON.parse(stdout) as { trials: number };
  const elapsed: number[] = [];
  const cpu = [1, 2, 3].map(() => {
    const started = performance.now();
    const milliseconds = cpuMilliseconds(command);
    elapsed.push(performance.now() - started);
    return milliseconds;
  });
  const rate = (times: readonly number[]): number => (count / median(times)) * 1000;
  report(
    '`evaluate`',
    `${rate(elapsed).toFixed(0)} trials a second, ${rate(cpu).toFixed(0)} a second of CPU time`,
    'at least 2,000',
    rate(elapsed) >= 2000,
  );
}

function logs(): void {
  const cost = explainCost(scratch, [node, cli, 'explain'], Math.min(rounds, 7), peakKib);
  const speed = (cost.bytesPerSecond / 1e9).toFixed(1);
  for (const { locale, ratio } of cost.throughput) {
    report(
      `\`explain\` on a journal of 1 GiB with 3 failures, LC_ALL=${locale}`,
      `${ratio.toFixed(2)} x the throughput of \`grep -c "allocation failure"\` (${speed} GB/s)`,
      'at least 0.5',
      ratio >= 0.5,
    );
  }
  const more = (cost.peakKib - peakKib(['-e', '0'])) / 1024;
  report('memory peak on that journal', `${more.toFixed(1)} MB over bare Node`, 'at most 30 MB', more <= 30);
}

try {
  startUp();
  work();
  trials();
  logs();
  waiting();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const table = lines.join('\n');
console.log(table);
if (process.argv.includes('--write')) {
  mkdirSync('docs', { recursive: true });
  writeFileSync(join('docs', 'bench.md'), `${table}\n`);
}
process.exitCode = failures.length === 0 ? 0 : 1;
