// Writes which kernels were seen to ask for what the catalogue says, from the lab's record; with --check, compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}src/report/workloads/traced.ts`;

const { requests } = JSON.parse(readFileSync(`${root}test/kernels/truth.json`, 'utf8'));
// Requests that were seen, and no mere outcomes, of a workload on a kernel: all of them have to agree, in every guest.
const seen = new Map();
for (const { workload, kernel, agrees, seen: request } of requests) {
  if (workload === null || request === null) continue;
  const kernels = seen.get(workload) ?? new Map();
  kernels.set(kernel, agrees && (kernels.get(kernel) ?? true));
  seen.set(workload, kernels);
}
const byVersion = (a, b) => a.localeCompare(b, 'en', { numeric: true });
const rows = [...seen]
  .map(([workload, kernels]) => [
    workload,
    [...kernels].filter(([, agrees]) => agrees).map(([kernel]) => kernel),
  ])
  .filter(([, kernels]) => kernels.length > 0)
  .sort(([a], [b]) => (a < b ? -1 : 1));
const key = (name) => (/^[a-z]\w*$/.test(name) ? name : `'${name}'`);
const list = (kernels) =>
  kernels
    .sort(byVersion)
    .map((kernel) => `'${kernel}'`)
    .join(', ');

const after = `/**
 * The Debian kernels that were seen, in a trace, to ask for what is said here on them. Written by tools/traced.js from
 * test/kernels/truth.json.
 */
// prettier-ignore
export const traced: Readonly<Record<string, readonly string[]>> = {
${rows.map(([workload, kernels]) => `  ${key(workload)}: [${list(kernels)}],`).join('\n')}
};
`;

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== after) {
    console.error('src/report/workloads/traced.ts is not what the lab recorded; run: npm run readme');
    process.exit(1);
  }
} else writeFileSync(file, after);
