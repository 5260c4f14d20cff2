// Builds the committed bundles in dist/; with --check, builds elsewhere and compares byte by byte.
import { build } from 'esbuild';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundles } from './bundles.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const committed = join(root, 'dist');
// Beside dist/, so that each bundle is moved there in one step: nobody who runs them meets an empty folder.
const outdir = mkdtempSync(check ? join(tmpdir(), 'buddyguard-build-') : join(root, '.dist-'));

for (const options of bundles) {
  await build({ ...options, absWorkingDir: root, outfile: join(outdir, options.outfile) });
}
chmodSync(join(outdir, 'cli.cjs'), 0o755);

const built = readdirSync(outdir);
const others = existsSync(committed) ? readdirSync(committed).filter((name) => !built.includes(name)) : [];
if (check) {
  const differs = (name) => {
    const kept = join(committed, name);
    return !existsSync(kept) || !readFileSync(join(outdir, name)).equals(readFileSync(kept));
  };
  const stale = [...built.filter(differs), ...others].sort();
  rmSync(outdir, { recursive: true });
  if (stale.length > 0) {
    console.error(`dist/ differs from a rebuild: ${stale.join(', ')}; run: npm run build`);
    process.exit(1);
  }
  console.log(`dist/ is byte-identical to a rebuild (${built.length} files)`);
} else {
  for (const name of built) renameSync(join(outdir, name), join(committed, name));
  for (const name of others) rmSync(join(committed, name), { recursive: true });
  rmSync(outdir, { recursive: true });
}
