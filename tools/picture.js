// Draws docs/answer.svg from what the program really prints on a terminal for a recorded machine; with --check, compares.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));
const file = join(repository, 'docs/answer.svg');
const columns = 92;

// The machine of the incident: linux-aws 4.15.0-1044, whose iptables gives up at once, with little clean cache to take from.
const recorded = 'test/fixtures/proc/concourse-little-cache';
const options = ['--for', 'iptables', '--rules', '2000'];

const root = mkdtempSync(join(tmpdir(), 'buddyguard-picture-'));
cpSync(join(repository, recorded), root, { recursive: true });
mkdirSync(join(root, 'proc/sys/vm'), { recursive: true });
writeFileSync(join(root, 'proc/sys/vm/compact_memory'), '');
symlinkSync(join(repository, 'dist/cli.cjs'), join(root, 'buddyguard'));
const { stdout } = spawnSync(process.execPath, ['./buddyguard', 'check', ...options, '--root', '.'], {
  cwd: root,
  encoding: 'utf8',
  env: { PATH: process.env.PATH, COLUMNS: String(columns), FORCE_COLOR: '1', LANG: 'C.UTF-8' },
});
rmSync(root, { recursive: true, force: true });

// Where the recorded machine lies is no part of the answer.
const lines = [
  `$ buddyguard check ${options.join(' ')}`,
  ...stdout.replaceAll(' --root .', '').trimEnd().split('\n'),
];

const escapeSequence = new RegExp(`(${'\u001b'}\\[[0-9;]*m)`);
const colours = { 1: null, 2: '#8b949e', 31: '#ff7b72', 32: '#7ee787', 33: '#f2cc60' };
const escaped = (text) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);

function line(text, y) {
  let style = '';
  const spans = text.split(escapeSequence).map((part) => {
    const code = part.startsWith('\u001b[') ? part.slice(2, -1) : undefined;
    if (code === undefined) return part === '' ? '' : `<tspan${style}>${escaped(part)}</tspan>`;
    const inks = code.split(';').filter((ink) => ink !== '0');
    const colour = inks.map((ink) => colours[ink]).find(Boolean);
    style = `${colour ? ` fill="${colour}"` : ''}${inks.includes('1') ? ' font-weight="bold"' : ''}`;
    return '';
  });
  return `  <text x="16" y="${y}" xml:space="preserve">${spans.join('')}</text>`;
}

const [step, top] = [20, 30];
const [width, height] = [columns * 8.45 + 32, top + lines.length * step];
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="buddyguard check --for iptables: unavailable, with what was found and what to do">
  <rect width="100%" height="100%" rx="8" fill="#0d1117"/>
  <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">
${lines.map((text, i) => line(text, top + i * step)).join('\n')}
  </g>
</svg>
`;

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== svg) {
    console.error('docs/answer.svg is not what the program prints; run: npm run readme');
    process.exit(1);
  }
} else {
  writeFileSync(file, svg);
}
