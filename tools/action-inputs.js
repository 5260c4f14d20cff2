// Writes the inputs of action.yml from the options table; with --check, compares.
import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { replaceBetween } from './markers.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}action.yml`;

const { outputFiles } = await build({
  entryPoints: ['src/surfaces/action/inputs.ts'],
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { inputOptions, describeInput } = await import(`data:text/javascript;base64,${code}`);

const inputs = Object.fromEntries(
  inputOptions.map((option) => [option.name, { description: describeInput(option), required: false }]),
);
const block = stringify({ inputs }, { lineWidth: 0, singleQuote: true });
const before = readFileSync(file, 'utf8');
const after = replaceBetween(before, '# inputs, from the options table', '# end of the inputs', block);

if (process.argv.includes('--check')) {
  if (before !== after) {
    console.error('action.yml differs from the options table; run: node tools/action-inputs.js');
    process.exit(1);
  }
  console.log('action.yml agrees with the options table');
} else {
  writeFileSync(file, after);
}
