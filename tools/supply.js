// What of other people is in the bundles: a bill of materials, and their licences.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * A CycloneDX bill of materials for what esbuild put into the bundles.
 * @param metafile esbuild's, of all bundles
 */
export function billOfMaterials(metafile) {
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-sbom-'));
  try {
    const path = join(folder, 'metafile.json');
    writeFileSync(path, JSON.stringify(metafile));
    const program = join(root, 'node_modules/.bin/cyclonedx-esbuild');
    const words = ['--output-reproducible', '--mc-type', 'application', '--output-file', '-', path];
    const text = execFileSync(process.execPath, [program, ...words], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return `${text.trimEnd()}\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The packages whose files are in the bundles, by their folders. */
function bundledPackages({ inputs }) {
  const folders = Object.keys(inputs).map(
    (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0],
  );
  return [...new Set(folders.filter(Boolean))].sort();
}

/** The licences of what is in the bundles, each in its own words, and once for each version that is there. */
export function licenses(metafile) {
  const parts = bundledPackages(metafile).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((each) => /^licen[cs]e/i.test(each));
    const path = file && join(root, folder, file);
    if (!path || !existsSync(path)) throw new Error(`${folder} has no file with its license`);
    return `${name} ${version} (${license})\n\n${readFileSync(path, 'utf8').trim()}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return `The programs in this folder contain the following packages.\n${rule}${[...new Set(parts)].sort().join(rule)}`;
}
