// Steps of a release, which .github/workflows/release.yml calls one by one.
//   node tools/release.js check TAG        the tag, package.json, the changelog and GITHUB_REPOSITORY agree
//   node tools/release.js notes VERSION    the changelog's section, as the release's text
//   node tools/release.js artifacts DIR    what is published, with its checksums: the package, the executables that were built
// tools/release-dry-run.js goes through the whole workflow.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Where `npm run binary` leaves its files. */
const binaries = join(root, '.cache/binary');

/** The text below a version's heading in a changelog; null if there is no such heading or nothing below it. */
export function sectionOf(changelog, title) {
  const lines = changelog.split('\n');
  const start = lines.findIndex((line) => line === `## ${title}` || line.startsWith(`## ${title} `));
  if (start < 0) return null;
  const below = lines.slice(start + 1);
  const end = below.findIndex((line) => line.startsWith('## '));
  const text = (end < 0 ? below : below.slice(0, end)).join('\n').trim();
  return text === '' ? null : text;
}

/** @throws Error that says what does not agree */
function requireAgreement(tag) {
  if (tag !== `v${version}`)
    throw new Error(`the tag is ${tag}, and package.json has ${version}: expected v${version}`);
  notes(version);
  // npm compares them too, but only when everything else is done.
  const here = process.env.GITHUB_REPOSITORY;
  if (here && repository.url !== `git+https://github.com/${here}.git`)
    throw new Error(
      `the repository of package.json is ${repository.url}: expected git+https://github.com/${here}.git`,
    );
}

function notes(of) {
  const text = sectionOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), of);
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

const steps = {
  check: requireAgreement,
  notes: (of) => process.stdout.write(notes(of)),
  artifacts: (folder) => console.log(artifacts(folder).join('\n')),
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , step = '', argument] = process.argv;
  try {
    if (!Object.hasOwn(steps, step) || argument === undefined)
      throw new Error(
        `expected check TAG, notes VERSION or artifacts DIR, got '${process.argv.slice(2).join(' ')}'`,
      );
    steps[step](argument);
  } catch (error) {
    console.error(`release: ${error.message}`);
    process.exitCode = 1;
  }
}
