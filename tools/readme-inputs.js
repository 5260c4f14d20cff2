// Writes docs/action.md's table of the Action's inputs and outputs from action.yml; with --check, compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { replaceBetween } from './markers.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}docs/action.md`;

const { inputs, outputs } = parse(readFileSync(`${root}action.yml`, 'utf8'));
const table = (name, entries) => [
  `| ${name} | |`,
  '|---|---|',
  ...Object.entries(entries).map(([key, { description }]) => `| \`${key}\` | ${cell(description)} |`),
];
const block = [...table('input', inputs), '', ...table('output', outputs)].join('\n');
const before = readFileSync(file, 'utf8');
const after = replaceBetween(before, '<!-- inputs -->', '<!-- /inputs -->', `\n${block}\n\n`);

if (process.argv.includes('--check')) {
  if (before !== after) {
    console.error('docs/action.md differs from action.yml; run: node tools/readme-inputs.js');
    process.exit(1);
  }
  console.log('docs/action.md agrees with action.yml');
} else {
  writeFileSync(file, after);
}

function cell(text) {
  return text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|');
}
