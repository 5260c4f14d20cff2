// The steps of a release that need no network: .github/workflows/release.yml calls them one by one, and CI all of them.
//   node tools/release.js check TAG        the tag, package.json and the changelog agree
//   node tools/release.js notes VERSION    the changelog's section, as the release's text
//   node tools/release.js artifacts DIR    what is published, with its checksums: the package, the executables that were built
//   node tools/release.js dry-run          all of these for the version that package.json has, in a folder of its own
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Where `npm run binary` leaves its files. */
const binaries = join(root, '.cache/binary');

/** The text below a version's heading in a changelog; null if there is no such heading or nothing below it. */
export function sectionOf(changelog, title) {
  const [, below] = changelog.split(
    new RegExp(`^## ${RegExp.escape?.(title) ?? escaped(title)}(?: .*)?$`, 'm'),
  );
  const text = below?.split(/^## /m)[0].trim() ?? '';
  return text === '' ? null : text;
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** @throws Error that says what does not agree */
export function requireAgreement(tag, packageVersion, changelog) {
  if (tag !== `v${packageVersion}`)
    throw new Error(`the tag is ${tag}, and package.json has ${packageVersion}: expected v${packageVersion}`);
  if (sectionOf(changelog, packageVersion) === null)
    throw new Error(`CHANGELOG.md has no section '## ${packageVersion}', or it is empty`);
}

const changelog = () => readFileSync(join(root, 'CHANGELOG.md'), 'utf8');

function notes(of) {
  const text = sectionOf(changelog(), of);
  if (text === null) throw new Error(`CHANGELOG.md has no section '## ${of}', or it is empty`);
  return `${text}\n`;
}

const digest = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** @returns the names of what lies in the folder then */
function artifacts(folder) {
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: root });
  copyFileSync(join(root, 'dist/sbom.cdx.json'), join(folder, 'buddyguard.cdx.json'));
  copyFileSync(join(root, 'dist/licenses.txt'), join(folder, 'licenses.txt'));
  const built = existsSync(binaries)
    ? readdirSync(binaries).filter((name) => /^buddyguard-linux-/.test(name))
    : [];
  for (const name of built) copyFileSync(join(binaries, name), join(folder, name));
  const names = readdirSync(folder)
    .filter((name) => name !== 'SHA256SUMS')
    .sort();
  const sums = names.map((name) => `${digest(join(folder, name))}  ${name}\n`).join('');
  writeFileSync(join(folder, 'SHA256SUMS'), sums);
  return [...names, 'SHA256SUMS'];
}

/** All steps; before a release its section of the changelog is still called Unreleased. */
function dryRun() {
  const isNamed = sectionOf(changelog(), version) !== null;
  const text = isNamed ? changelog() : changelog().replace(/^## Unreleased$/m, `## ${version}`);
  requireAgreement(`v${version}`, version, text);
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-release-'));
  try {
    const names = artifacts(folder);
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: folder });
    const lines = sectionOf(text, version).split('\n').length;
    console.log(`v${version}: ${names.join(', ')}; ${lines} lines of notes`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const steps = {
  check: (tag) => requireAgreement(tag, version, changelog()),
  notes: (of) => process.stdout.write(notes(of)),
  artifacts: (folder) => console.log(artifacts(folder).join('\n')),
  'dry-run': dryRun,
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , step = '', argument] = process.argv;
  try {
    if (!Object.hasOwn(steps, step) || (step !== 'dry-run' && argument === undefined))
      throw new Error(
        `expected check TAG, notes VERSION, artifacts DIR or dry-run, got '${process.argv.slice(2).join(' ')}'`,
      );
    steps[step](argument);
  } catch (error) {
    console.error(`release: ${error.message}`);
    process.exitCode = 1;
  }
}
