// Builds the committed bundles in dist/; with --check, builds elsewhere and compares byte by byte.
import { build } from 'esbuild';
import { mkdtempSync, readFileSync, readdirSync, rmSync, chmodSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundles } from './bundles.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const committed = join(root, 'dist');
const outdir = check ? mkdtempSync(join(tmpdir(), 'buddyguard-build-')) : committed;

if (!check) {
  for (const file of existsSync(committed) ? readdirSync(committed) : [])
    rmSync(join(committed, file), { recursive: true });
}
for (const options of bundles) {
  await build({ ...options, absWorkingDir: root, outfile: join(outdir, options.outfile) });
}
chmodSync(join(outdir, 'cli.cjs'), 0o755);

if (check) {
  const names = [...new Set([...readdirSync(outdir), ...readdirSync(committed)])].sort();
  const stale = names.filter((name) => {
    const [built, kept] = [join(outdir, name), join(committed, name)];
    return !existsSync(built) || !existsSync(kept) || !readFileSync(built).equals(readFileSync(kept));
  });
  rmSync(outdir, { recursive: true });
  if (stale.length > 0) {
    console.error(`dist/ differs from a rebuild: ${stale.join(', ')}; run: npm run build`);
    process.exit(1);
  }
  console.log(`dist/ is byte-identical to a rebuild (${names.length} files)`);
}
