// npm run struct-sizes: the sizes of kernel structures, out of the BTF of Debian's kernel packages, for src/kernel/struct-sizes.ts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { architectureOfRelease } from '../../src/kernel/architecture.ts';
import { moduleOf, structNames } from '../../src/kernel/btf/struct-names.ts';
import { findStructSizes } from '../../src/kernel/btf/struct-sizes.ts';
import { structTable } from '../../src/kernel/struct-sizes.ts';
import { apt, byRelease } from '../../test/kernels/kernels.js';
import { kernelBtf } from './kernel-btf.js';

const output = 'src/kernel/struct-sizes.ts';
const cache = resolve(process.env.BUDDYGUARD_CACHE ?? '.cache');

/** Debian's architecture, and the flavour of its kernels that is read. */
const builds = [
  { architecture: 'amd64', flavour: 'cloud-amd64' },
  { architecture: 'arm64', flavour: 'cloud-arm64' },
  { architecture: 'ppc64el', flavour: 'powerpc64le' },
  { architecture: 's390x', flavour: 's390x' },
];

/** So many releases of a series are tried: the archive may list one that it does not have any more. */
const triesEach = 4;

const seriesOf = (release) => release.split('.').slice(0, 2).join('.');

/** The releases of a flavour by series, newest first. */
async function releasesBySeries(tools, flavour) {
  const text = await tools.cache('search', '--names-only', `^linux-image-[0-9].*-${flavour}$`);
  const all = [...text.matchAll(/^linux-image-(\d+\.\d+\.\d+\S*) /gm)].map(([, release]) => release);
  const wanted = all.filter((release) => !/-rt-/.test(release));
  const bySeries = new Map();
  for (const release of [...new Set(wanted)].sort(byRelease).reverse())
    bySeries.set(seriesOf(release), [...(bySeries.get(seriesOf(release)) ?? []), release]);
  return bySeries;
}

/** Unpacks a kernel; the upstream version of its package, or null where it cannot be had. */
async function unpack(tools, release, directory) {
  let version = null;
  // Since 6.19 the image and the modules are in packages of their own, on which linux-image-* depends.
  for (const part of ['image', 'binary', 'modules']) {
    const work = join(directory, part);
    mkdirSync(work);
    try {
      await tools.download(`linux-${part}-${release}`, work);
    } catch {
      continue;
    }
    const deb = readdirSync(work).find((name) => name.endsWith('.deb'));
    execFileSync('dpkg-deb', ['-x', join(work, deb), work]);
    rmSync(join(work, deb));
    version = /_(\d+\.\d+\.\d+)/.exec(deb)?.[1] ?? null;
  }
  return version;
}

/** The row of a kernel; null where it has no BTF, undefined where its packages cannot be had. */
async function rowOf(tools, release) {
  const directory = mkdtempSync(join(tmpdir(), 'buddyguard-kernel-'));
  try {
    const version = await unpack(tools, release, directory);
    if (version === null) return undefined;
    const modules = [...new Set(structNames.map(moduleOf).filter((name) => name !== null))];
    const btf = kernelBtf(directory, modules);
    const vmlinux = btf.vmlinux && findStructSizes(btf.vmlinux, structNames);
    if (!vmlinux || 'malformed' in vmlinux) return null;
    const bytes = Object.fromEntries(vmlinux.sizes);
    for (const module of btf.modules.values()) {
      const found = findStructSizes(module, structNames, vmlinux.strings);
      if ('malformed' in found) throw new Error(`${release}: ${found.malformed}`);
      for (const [name, size] of found.sizes) bytes[name] ??= size;
    }
    return {
      release,
      upstream: version.split('.').map(Number),
      architecture: architectureOfRelease(release),
      bytes,
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function source(rows) {
  const line = ({ release, upstream, architecture, bytes }) => {
    const sizes = structNames.flatMap((name) =>
      bytes[name] === undefined ? [] : [`${name}: ${bytes[name]}`],
    );
    return `  { release: '${release}', upstream: [${upstream.join(', ')}], architecture: '${architecture}', bytes: { ${sizes.join(', ')} } },`;
  };
  return `// Made by npm run struct-sizes out of the BTF of Debian's kernels.
import type { Architecture } from './architecture.ts';
import type { StructName } from './btf/struct-names.ts';

/** The sizes of structures in one kernel; one that it does not have, or that was not found, is left out. */
export interface StructSizesRow {
  release: string;
  upstream: readonly [major: number, minor: number, patch: number];
  architecture: Architecture;
  bytes: Readonly<Partial<Record<StructName, number>>>;
}

/** By architecture, oldest first. */
// prettier-ignore
export const structTable: readonly StructSizesRow[] = [
${rows.map(line).join('\n')}
];
`;
}

/** The former rows of a flavour, by series: one that cannot be made afresh stays as it was. */
function formerRows(flavour) {
  const architecture = architectureOfRelease(`-${flavour}`);
  const rows = structTable.filter((row) => row.architecture === architecture);
  return new Map(rows.map((row) => [seriesOf(row.upstream.join('.')), row]));
}

/** The newest kernel of each series that can be had, oldest first. */
async function rowsOf({ architecture, flavour }) {
  const rows = formerRows(flavour);
  try {
    const tools = await apt(cache, architecture);
    for (const [series, releases] of await releasesBySeries(tools, flavour)) {
      for (const release of releases.slice(0, triesEach)) {
        const row = await rowOf(tools, release);
        console.log(
          `${release}: ${row ? JSON.stringify(row.bytes) : row === null ? 'no BTF' : 'not to be had'}`,
        );
        if (row) rows.set(series, row);
        if (row !== undefined) break;
      }
    }
  } catch (error) {
    console.error(`${architecture}: ${error.message}`);
  }
  return [...rows].sort(([a], [b]) => byRelease(a, b)).map(([, row]) => row);
}

const rows = [];
for (const build of builds) rows.push(...(await rowsOf(build)));
writeFileSync(output, source(rows));
