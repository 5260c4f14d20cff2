// Builds what is committed in dist/: the bundles, the library's types, the licences and the bill of materials; with --check, builds elsewhere and compares byte by byte.
import { build } from 'esbuild';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundles } from './bundles.js';
import { billOfMaterials, licenses } from './supply.js';
import { declarations } from './types.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
// What no other program than esbuild has a part in.
const bundlesOnly = check && process.argv.includes('--bundles');
const committed = join(root, 'dist');
// Beside dist/, so that each bundle is moved there in one step: nobody who runs them meets an empty folder.
const outdir = mkdtempSync(check ? join(tmpdir(), 'buddyguard-build-') : join(root, '.dist-'));
// A build that fails leaves nothing behind.
process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));

const inputs = {};
const outputs = {};
for (const options of bundles) {
  const outfile = join(outdir, options.outfile);
  const { metafile } = await build({ ...options, absWorkingDir: root, outfile, metafile: true });
  Object.assign(inputs, metafile.inputs);
  Object.assign(outputs, { [options.outfile]: Object.values(metafile.outputs)[0] });
}
const metafile = { inputs, outputs };
if (!bundlesOnly) {
  writeFileSync(join(outdir, 'index.d.cts'), declarations());
  writeFileSync(join(outdir, 'index.d.mts'), "export * from './index.cjs';\n");
  writeFileSync(join(outdir, 'licenses.txt'), licenses(metafile));
  writeFileSync(join(outdir, 'sbom.cdx.json'), billOfMaterials(metafile));
}
chmodSync(join(outdir, 'cli.cjs'), 0o755);

const built = readdirSync(outdir);
const others =
  existsSync(committed) && !bundlesOnly ? readdirSync(committed).filter((name) => !built.includes(name)) : [];
if (check) {
  const differs = (name) => {
    const kept = join(committed, name);
    return !existsSync(kept) || !readFileSync(join(outdir, name)).equals(readFileSync(kept));
  };
  const stale = [...built.filter(differs), ...others].sort();
  if (stale.length > 0) {
    console.error(`dist/ differs from a rebuild: ${stale.join(', ')}; run: npm run build`);
    process.exit(1);
  }
  console.log(`dist/ is byte-identical to a rebuild (${built.length} files)`);
} else {
  for (const name of built) renameSync(join(outdir, name), join(committed, name));
  for (const name of others) rmSync(join(committed, name), { recursive: true });
}
