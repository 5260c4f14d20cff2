// Builds the committed bundles in dist/; with --check, builds elsewhere and compares byte by byte.
import { build } from 'esbuild';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
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

if (!check) {
  mkdirSync(committed, { recursive: true });
  const built = readdirSync(outdir);
  for (const file of built) renameSync(join(outdir, file), join(committed, file));
  for (const file of readdirSync(committed))
    if (!built.includes(file)) rmSync(join(committed, file), { recursive: true });
  rmSync(outdir, { recursive: true });
}

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
