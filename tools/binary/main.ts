// npm run binary: one file for each architecture that runs without Node, and their checksums, in .cache/binary/.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { architectures, buildBinary } from './build.ts';

const folder = '.cache/binary';
const sums: string[] = [];
rmSync(join(folder, 'SHA256SUMS'), { force: true });
for (const architecture of architectures) {
  const name = `buddyguard-linux-${architecture}`;
  const file = join(folder, name);
  const from = buildBinary(architecture, 'dist', file);
  if ('missing' in from) {
    console.error(`${file} is not built: ${from.missing}`);
    process.exit(1);
  }
  sums.push(`${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${name}\n`);
  console.log(`${file}: ${(statSync(file).size / 1e6).toFixed(0)} MB`);
}
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
