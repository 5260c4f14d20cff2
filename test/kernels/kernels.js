// Debian's kernels, fetched and verified by apt in a configuration of its own: nothing is installed, the system's is not touched.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { architecture, unpackedImage, usual } from './architectures.js';

const run = promisify(execFile);
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const suites = ['bullseye', 'bookworm', 'trixie', 'forky', 'sid', 'bookworm-backports', 'trixie-backports'];
const securitySuites = ['bullseye-security', 'bookworm-security', 'trixie-security'];
const day = 24 * 60 * 60 * 1000;

/** The mirror that this system's apt uses for Debian itself. */
function debianMirror(directory = '/etc/apt') {
  const lists = [
    'sources.list',
    ...list(join(directory, 'sources.list.d')).map((name) => join('sources.list.d', name)),
  ];
  for (const name of lists) {
    const text = existsSync(join(directory, name)) ? readFileSync(join(directory, name), 'utf8') : '';
    for (const line of text.split('\n')) {
      const found = /^(?:deb\s+(?:\[[^\]]*\]\s*)?|URIs:\s*)(\S+\/debian)\/?(?:\s|$)/.exec(line);
      if (found) return found[1];
    }
  }
  throw new Error('no Debian mirror in the apt sources of this system');
}

const list = (directory) => (existsSync(directory) ? readdirSync(directory).sort() : []);

/** apt of one architecture (`arm64`, as Debian names it) over all suites. */
export async function apt(cache, architecture = 'amd64') {
  const home = join(cache, architecture === 'amd64' ? 'apt' : `apt-${architecture}`);
  const lists = join(home, 'lists');
  const options = [
    `Dir::Etc::sourcelist=${join(home, 'sources.list')}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${lists}`,
    `Dir::Cache=${join(home, 'cache')}`,
    `APT::Architecture=${architecture}`,
    `APT::Architectures=${architecture}`,
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
    'Acquire::Retries=3',
  ].flatMap((option) => ['-o', option]);
  const stamp = join(home, 'updated');
  if (!existsSync(stamp) || Date.now() - Number(readFileSync(stamp, 'utf8')) > 7 * day) {
    if (!existsSync(keyring)) throw new Error(`no ${keyring}: apt could not verify the kernels`);
    mkdirSync(join(lists, 'partial'), { recursive: true });
    mkdirSync(join(home, 'cache', 'archives', 'partial'), { recursive: true });
    const mirror = debianMirror();
    const line = (address, suite) => `deb [signed-by=${keyring}] ${address} ${suite} main\n`;
    const sources = suites.map((suite) => line(mirror, suite)).join('');
    const security = securitySuites.map((suite) => line(`${mirror}-security`, suite)).join('');
    writeFileSync(join(home, 'sources.list'), sources + security);
    await run('apt-get', [...options, '-qq', 'update'], { timeout: 300_000 }).catch((error) => {
      // A suite that the mirror has only half ("sync in progress") is left out: apt keeps no list that it could not verify.
      if (!list(lists).some((name) => /_Packages(\.|$)/.test(name))) throw error;
    });
    writeFileSync(stamp, String(Date.now()));
  }
  return {
    cache: async (...args) => (await run('apt-cache', [...options, ...args], { maxBuffer: 1 << 26 })).stdout,
    download: (name, directory) =>
      run('apt-get', [...options, '-qq', 'download', name], { cwd: directory, timeout: 300_000 }),
  };
}

const parts = (release) => release.split(/[.+-]/).map((part) => (/^\d+$/.test(part) ? Number(part) : -1));
export const byRelease = (a, b) => {
  const [x, y] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++)
    if ((x[i] ?? -1) !== (y[i] ?? -1)) return (x[i] ?? -1) - (y[i] ?? -1);
  return a < b ? -1 : 1;
};

/** Releases that Debian has of a flavour, oldest first: `5.10.0-46-cloud-amd64` … */
async function releases(tools, flavour) {
  const text = await tools.cache('search', '--names-only', `^linux-image-[0-9].*-${flavour}$`);
  const form = new RegExp(`^linux-image-(\\d+\\.\\d+\\.\\d+\\S*-${flavour}) `, 'gm');
  const names = [...text.matchAll(form)].map((match) => match[1]);
  const another = (name) => /-(?:cloud|rt)-/.test(name) && !/^(?:cloud|rt)-/.test(flavour);
  return [...new Set(names)].filter((name) => !another(name)).sort(byRelease);
}

/**
 * @typedef {object} Kernel
 * @property {string} series `6.12`
 * @property {string} release
 * @property {string} image path of its vmlinuz
 * @property {string | null} modules directory of its modules, where they were asked for
 * @property {import('./architectures.js').Architecture & {name: string}} architecture
 */

/**
 * The newest Debian kernel of each series (`6.12`), or the newest of all (`newest`).
 * @param {string[]} wanted
 * @param {string} cache a directory that is made where it is missing
 * @param {{architecture?: string, flavour?: string, withModules?: boolean}} [options] a row of architectures.js, and another flavour
 *   than its own: the cloud kernels are small, but have no 9p
 * @returns {Promise<Kernel[]>}
 */
export async function kernels(wanted, cache, options = {}) {
  const row = architecture(options.architecture ?? 'amd64');
  const { flavour = row.flavour, withModules = flavour !== usual.flavour } = options;
  const home = join(cache, 'kernels');
  mkdirSync(home, { recursive: true });
  const tools = await apt(cache, row.debian);
  const known = await releases(tools, flavour);
  const of = (release) => release.split('.').slice(0, 2).join('.');
  const found = [];
  for (const series of wanted) {
    const newestFirst = known.filter((name) => series === 'newest' || of(name) === series).reverse();
    const all = [...new Set(known.map(of))].join(', ');
    if (newestFirst.length === 0)
      throw new Error(`no kernel '${series}' of ${flavour}: Debian has ${all}, or say 'newest'`);
    found.push(await firstToBeHad(newestFirst.slice(0, 3)));
  }
  return found;

  /** A list may name what the mirror has not (yet, or any more). */
  async function firstToBeHad([release, ...others]) {
    const image = join(home, `vmlinuz-${release}`);
    const modules = join(home, `modules-${release}`);
    const parts = [imagePart(release, image), ...(withModules ? [modulesPart(release, modules)] : [])];
    try {
      await fetchParts(tools, release, home, parts);
    } catch (error) {
      if (others.length === 0) throw error;
      return firstToBeHad(others);
    }
    return { series: of(release), release, image, modules: withModules ? modules : null, architecture: row };
  }
}

const imagePart = (release, to) => ({
  places: [
    join('boot', `vmlinuz-${release}`),
    join('boot', `vmlinux-${release}`),
    join('usr', 'lib', 'modules', release, 'vmlinuz'),
    join('usr', 'lib', 'modules', release, 'vmlinux'),
  ],
  to,
  sign: '',
  change: (path) => writeFileSync(path, unpackedImage(readFileSync(path))),
});
const modulesPart = (release, to) => ({
  places: [join('lib', 'modules', release), join('usr', 'lib', 'modules', release)],
  to,
  // The package of the image has the directory too.
  sign: 'kernel',
  change: () => undefined,
});

/** Downloads packages until there is a place of each part, and keeps those. */
async function fetchParts(tools, release, home, parts) {
  // Since 6.19 linux-image-* only depends on the other two, which have the files.
  for (const kind of ['image', 'binary', 'modules']) {
    const missing = parts.filter(({ to }) => !existsSync(to));
    if (missing.length === 0) return;
    const name = `linux-${kind}-${release}`;
    const work = join(home, `.${name}.${process.pid}`);
    mkdirSync(work, { recursive: true });
    try {
      await tools.download(name, work);
    } catch {
      rmSync(work, { recursive: true });
      continue;
    }
    const deb = readdirSync(work).find((file) => file.endsWith('.deb'));
    await run('dpkg-deb', ['-x', join(work, deb), work]);
    for (const { places, to, sign, change } of missing) {
      const place = places.map((path) => join(work, path)).find((path) => existsSync(join(path, sign)));
      if (!place) continue;
      change(place);
      renameSync(place, to);
    }
    rmSync(work, { recursive: true });
  }
  const without = parts.find(({ to }) => !existsSync(to));
  if (without) throw new Error(`apt has no kernel package for ${release}`);
}
