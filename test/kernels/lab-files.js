// What a guest needs to run the real command: Node, dist/, perl's base package, a shell, and the lab's own programs.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from './image.js';

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

/** Files for the initramfs of a guest whose first process runs `script` (a shell's) with the harness `agree` or `story`. */
export function labFiles(cache, script) {
  return new Map([
    ...withLibraries(process.execPath, '/bin/node'),
    ...withLibraries('/bin/sh'),
    ...perl(),
    ...readdirSync(dist, { recursive: true })
      .filter((name) => statSync(join(dist, name)).isFile())
      .map((name) => [`lab/dist/${name}`, program(readFileSync(join(dist, name)))]),
    ...['agree', 'story', 'fragmenter', 'command'].map((name) => [
      `lab/${name}.mjs`,
      program(readFileSync(join(guest, `${name}.js`))),
    ]),
    ['lab/fragment', compile(cache, 'fragment', ['fragment.c', ...shared])],
    ['lab/job', compile(cache, 'job', ['job.c'])],
    ['lab/run.sh', program(Buffer.from(script))],
  ]);
}
