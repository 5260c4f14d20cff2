// Fills README's generated blocks from the program itself; with --check, compares.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { replaceBetween } from './markers.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}README.md`;
const cli = (...words) =>
  execFileSync(process.execPath, [`${root}dist/cli.cjs`, ...words], { encoding: 'utf8', cwd: root });
const fenced = (text) => `\n\`\`\`\n${text.trimEnd()}\n\`\`\`\n\n`;
const kept = (path) =>
  existsSync(`${root}${path}`) ? `\n${readFileSync(`${root}${path}`, 'utf8').trim()}\n\n` : '\n';

/** The columns of a Markdown table that stand under these heads. */
function columns(table, heads) {
  const rows = table
    .trim()
    .split('\n')
    .map((line) => line.split('|').slice(1, -1));
  const all = rows[0].map((head) => head.trim());
  return rows.map((cells) => `|${heads.map((head) => cells[all.indexOf(head)]).join('|')}|`).join('\n');
}

const before = readFileSync(file, 'utf8');
let after = before;
after = replaceBetween(after, '<!-- help check -->', '<!-- /help -->', fenced(cli('check', '--help')));
const old = [
  '--kernel',
  '5.15.0-91-generic',
  '--cpus',
  '64',
  '--root',
  'test/fixtures/proc/6.12.117-two-nodes',
];
after = replaceBetween(after, '<!-- workloads -->', '<!-- /workloads -->', fenced(cli('workloads', ...old)));
after = replaceBetween(after, '<!-- calibration -->', '<!-- /calibration -->', kept('docs/calibration.md'));
const bench = columns(kept('docs/bench.md'), ['what', 'Node 24', 'promised']);
after = replaceBetween(after, '<!-- bench -->', '<!-- /bench -->', `\n${bench}\n\n`);

if (process.argv.includes('--check')) {
  if (before !== after) {
    console.error('README.md differs from what the program says; run: npm run readme');
    process.exit(1);
  }
  console.log('README.md says what the program says');
} else {
  writeFileSync(file, after);
}
