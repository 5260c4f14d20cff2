// npm run binary: one file for each architecture that runs without Node, its bill of materials, licences and checksums, in
// .cache/binary/.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { billWithNode } from './bill.ts';
import { architectures, buildBinary, licences } from './build.ts';

const folder = '.cache/binary';
const sums: string[] = [];
rmSync(folder, { recursive: true, force: true });

function tell(name: string): void {
  const bytes = readFileSync(join(folder, name));
  sums.push(`${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`);
  console.log(`${join(folder, name)}: ${(statSync(join(folder, name)).size / 1e6).toFixed(1)} MB`);
}

let node = '';
for (const architecture of architectures) {
  const name = `buddyguard-linux-${architecture}`;
  const from = buildBinary(architecture, 'dist', join(folder, name));
  if ('missing' in from) {
    console.error(`${name} is not built: ${from.missing}`);
    process.exit(1);
  }
  ({ node } = from);
  tell(name);
  const bill = readFileSync('dist/sbom.cdx.json', 'utf8');
  writeFileSync(join(folder, `${name}.cdx.json`), billWithNode(bill, node));
  tell(`${name}.cdx.json`);
}
writeFileSync(join(folder, 'buddyguard-linux-licenses.txt'), `${licences('dist', node)}\n`);
tell('buddyguard-linux-licenses.txt');
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
