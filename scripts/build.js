// Builds the committed bundles in dist/ and their code caches; with --check, builds elsewhere and compares byte by byte.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundles } from './bundles.js';
import { codeCacheFolder, makeCodeCaches } from './code-cache.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const committed = join(root, 'dist');
// Beside dist/, so that each bundle is moved there in one step: nobody who runs them meets an empty folder.
const outdir = mkdtempSync(check ? join(tmpdir(), 'buddyguard-build-') : join(root, '.dist-'));

for (const options of bundles) {
  await build({ ...options, absWorkingDir: root, outfile: join(outdir, options.outfile) });
}
chmodSync(join(outdir, 'cli.cjs'), 0o755);
for (const name of readdirSync(outdir)) mark(join(outdir, name));
makeCodeCaches(outdir);

const built = filesIn(outdir);
// Code caches of other Nodes stay for as long as their bundle does.
const others = filesIn(committed).filter((name) => !built.includes(name) && !isForeignCache(name));
if (check) {
  const optional = existsSync(codeCacheFolder(committed)) ? '' : codeCacheFolder('');
  const stale = built.filter((name) => {
    const [ours, kept] = [join(outdir, name), join(committed, name)];
    if (optional && name.startsWith(optional)) return false;
    return !existsSync(kept) || !readFileSync(ours).equals(readFileSync(kept));
  });
  stale.push(...others);
  rmSync(outdir, { recursive: true });
  if (stale.length > 0) {
    console.error(`dist/ differs from a rebuild: ${stale.sort().join(', ')}; run: npm run build`);
    process.exit(1);
  }
  console.log(`dist/ is byte-identical to a rebuild (${built.length} files)`);
  if (optional) console.log(`(it has no code cache for Node ${process.version}: not compared)`);
} else {
  for (const name of built) {
    mkdirSync(dirname(join(committed, name)), { recursive: true });
    renameSync(join(outdir, name), join(committed, name));
  }
  for (const name of others) rmSync(join(committed, name));
  rmSync(outdir, { recursive: true });
}

/** Puts a bundle's own digest at its start: a code cache is named for it, so that none can meet another text. */
function mark(file) {
  const text = readFileSync(file, 'latin1');
  if (text.startsWith('#!')) return;
  const digest = createHash('sha256').update(text, 'latin1').digest('hex').slice(0, 12);
  writeFileSync(file, `// ${digest}\n${text}`, 'latin1');
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function isForeignCache(name) {
  if (!name.startsWith('code-cache/') || name.startsWith(codeCacheFolder(''))) return false;
  return built.some((file) => basename(file) === basename(name));
}
