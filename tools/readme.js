// Fills the generated blocks of docs/ from the program itself; with --check, compares.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { replaceBetween } from './markers.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = (...words) =>
  execFileSync(process.execPath, [`${root}dist/cli.cjs`, ...words], { encoding: 'utf8', cwd: root });
const fenced = (text) => `\n\`\`\`\n${text.trimEnd()}\n\`\`\`\n\n`;

const commands = ['check', 'run', 'explain', 'workloads', 'show', 'snapshot', 'record', 'doctor'];
const machine = [
  '--kernel',
  '5.15.0-91-generic',
  '--cpus',
  '64',
  '--root',
  'test/fixtures/proc/6.12.117-two-nodes',
];

/** Each block: the document, its marker, and what stands in it. */
const blocks = [
  ...commands.map((name) => ['docs/options.md', `help ${name}`, () => fenced(cli(name, '--help'))]),
  ['docs/workloads.md', 'workloads', () => fenced(cli('workloads', ...machine))],
  [
    'docs/show.md',
    'show',
    () => fenced(cli('show', '--for', 'veth,iptables', ...machine).replace(/, [\dTZ:-]+$/m, '')),
  ],
  [
    'docs/decides.md',
    'calibration',
    () => `\n${readFileSync(`${root}docs/calibration.md`, 'utf8').trim()}\n\n`,
  ],
];

const stale = [];
for (const [file, marker, text] of blocks) {
  const before = readFileSync(`${root}${file}`, 'utf8');
  const after = replaceBetween(before, `<!-- ${marker} -->`, `<!-- /${marker} -->`, text());
  if (before === after) continue;
  stale.push(file);
  if (!process.argv.includes('--check')) writeFileSync(`${root}${file}`, after);
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`${[...new Set(stale)].join(', ')}: not what the program says; run: npm run readme`);
  process.exit(1);
}
