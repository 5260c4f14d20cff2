// What a guest needs to run the real command: Node, dist/, perl's base package, a shell, and the lab's own programs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usual } from './architectures.js';
import { compile } from './image.js';
import { apt } from './kernels.js';

const guest = fileURLToPath(new URL('guest', import.meta.url));
const dist = process.env.BUDDYGUARD_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
const shared = ['states.c', 'pools.c', 'attempt.c', 'pages.c', 'zones.c', 'texts.c', 'random.c', 'port.c'];
export const program = (content) => ({ mode: 0o755, content });

/** A dynamically linked program under the name given, and every library that it loads where it looks for them. */
export function withLibraries(path, name = path) {
  const files = [[name.slice(1), program(readFileSync(realpathSync(path)))]];
  const needs = execFileSync('ldd', [realpathSync(path)], { encoding: 'utf8' });
  for (const [, library] of needs.matchAll(/(?:=> )?(\/\S+) \(0x/g)) {
    files.push([library.slice(1), program(readFileSync(realpathSync(library)))]);
  }
  return files;
}

export function directory(path) {
  const files = [];
  for (const name of readdirSync(path)) {
    const inner = join(path, name);
    if (statSync(inner).isDirectory()) files.push(...directory(inner));
    else files.push([inner.slice(1), program(readFileSync(inner))]);
  }
  return files;
}

function perl() {
  const library =
    existsSync('/usr/lib') &&
    execFileSync('perl', ['-e', 'print join "\n", @INC'], { encoding: 'utf8' }).split('\n');
  const base = (library || []).find((path) => path.endsWith('/perl-base'));
  return [...withLibraries('/usr/bin/perl'), ...(base ? directory(base) : [])];
}

/** Node, a shell and perl as they are on this machine. */
const programsHere = () => [
  ...withLibraries(process.execPath, '/bin/node'),
  ...withLibraries('/bin/sh'),
  ...perl(),
];

/** What a shell and Node load, one after another into the same folder. */
const debianPackages = ['dash', 'libc6', 'libgcc-s1', 'libstdc++6', 'libatomic1'];

/** Node from npm, Debian's shell, and what both load: no perl, which only a trial needs. */
async function programsElsewhere(cache, { debian, node }) {
  const home = join(cache, `programs-${debian}`);
  const root = join(home, 'root');
  const npm = join(home, 'node_modules', `node-linux-${node}`, 'bin', 'node');
  mkdirSync(home, { recursive: true });
  if (!existsSync(npm)) {
    const words = [
      'install',
      '--prefix',
      home,
      '--no-save',
      '--ignore-scripts',
      '--force',
      '--loglevel=error',
    ];
    execFileSync('npm', [...words, `node-linux-${node}@22`], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  if (!existsSync(root)) {
    const tools = await apt(cache, debian);
    for (const name of debianPackages) await tools.download(name, home);
    for (const deb of readdirSync(home).filter((file) => file.endsWith('.deb')))
      execFileSync('dpkg-deb', ['-x', join(home, deb), root]);
  }
  const files = readdirSync(root, { recursive: true });
  const shell = files.find((path) => path.endsWith('bin/dash'));
  const loaded = /^(?:ld-linux.*|lib(?:c|m|dl|pthread|rt|stdc\+\+|gcc_s|atomic))\.so\.\d$/;
  const libraries = files.filter((path) => loaded.test(basename(path)) && existsSync(join(root, path)));
  return [
    ['bin/node', program(readFileSync(npm))],
    ['bin/sh', program(readFileSync(join(root, shell)))],
    ...libraries.map((path) => [`lib/${basename(path)}`, program(readFileSync(join(root, path)))]),
  ];
}

/**
 * Files for the initramfs of a guest whose first process runs `script` (a shell's) with the harness `agree` or `story`.
 * @param {string} cache
 * @param {string} script
 * @param {import('./architectures.js').Architecture} row one with `node`, or this machine's own
 */
export async function labFiles(cache, script, row) {
  return new Map([
    ...(row.debian === usual.debian ? programsHere() : await programsElsewhere(cache, row)),
    ...readdirSync(dist, { recursive: true })
      .filter((name) => statSync(join(dist, name)).isFile())
      .map((name) => [`lab/dist/${name}`, program(readFileSync(join(dist, name)))]),
    ...['agree', 'story', 'fragmenter', 'command'].map((name) => [
      `lab/${name}.mjs`,
      program(readFileSync(join(guest, `${name}.js`))),
    ]),
    ['lab/fragment', compile(cache, 'fragment', ['fragment.c', ...shared], row.compiler)],
    ['lab/job', compile(cache, 'job', ['job.c'], row.compiler)],
    ['lab/run.sh', program(Buffer.from(script))],
  ]);
}
