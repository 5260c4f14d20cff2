// The single executable application: Node itself with the bundles of dist/ inside.
// https://nodejs.org/api/single-executable-applications.html
import { execFileSync } from 'node:child_process';
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
import { dirname, join, resolve } from 'node:path';
import { type FoundNode, fetchNode, findNode } from '../../test/support/nodes.ts';

/** As Node and npm name it. */
export type Architecture = 'x64' | 'arm64';

export const architectures: readonly Architecture[] = ['x64', 'arm64'];

/** The first major version whose every release has --build-sea. */
const major = 26;

/** Entries of dist/ that are called otherwise than through cli.cjs. */
const otherEntries = ['action.cjs', 'post.cjs', 'evaluate.cjs', 'index.cjs'];

/** A part of the main script; the others are assets. */
const everyCall = ['cli.cjs', 'main.cjs'];

/** The bundles of dist/ that a command line can need. */
export function bundlesIn(dist: string): string[] {
  return readdirSync(dist).filter((name) => name.endsWith('.cjs') && !otherEntries.includes(name));
}

/** The licences of what is in an executable, and so in the image: ours, those of the bundles, Node's. */
export function licences(dist: string, node: string): string {
  const files = ['LICENSE', join(dist, 'licenses.txt'), join(dirname(node), '../LICENSE')];
  return files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8').trim())
    .join(`\n\n${'='.repeat(80)}\n\n`);
}

/**
 * The newest Node for an architecture, and one of the same minor release that runs here and builds: what it writes, that
 * reads. npm does not have every patch release for every architecture.
 */
function nodesFor(architecture: Architecture): { target: string; builder: string } | { missing: string } {
  const target = architecture === process.arch ? findNode(major) : fetchNode(String(major), architecture);
  if ('missing' in target) return target;
  if (architecture === process.arch) return { target: target.node, builder: target.node };
  const manifest = readFileSync(join(dirname(target.node), '../package.json'), 'utf8');
  const [minor = ''] = /^\d+\.\d+/.exec((JSON.parse(manifest) as { version: string }).version) ?? [];
  const builder = fetchNode(minor, process.arch);
  return 'missing' in builder ? builder : { target: target.node, builder: builder.node };
}

/**
 * Builds the executable for one architecture into `output`, in one step.
 * @returns the Node that it was made from, or why there is none
 * @throws where Node cannot build it
 */
export function buildBinary(architecture: Architecture, dist: string, output: string): FoundNode {
  const nodes = nodesFor(architecture);
  if ('missing' in nodes) return nodes;
  const assets = bundlesIn(dist).filter((name) => !everyCall.includes(name));
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-binary-'));
  const unfinished = `${resolve(output)}.${process.pid}`;
  mkdirSync(dirname(unfinished), { recursive: true });
  try {
    writeFileSync(join(folder, 'buddyguard.cjs'), mainScript(dist));
    const configuration = {
      // Relative: the executable holds this path, and is to be the same wherever it is built.
      main: 'buddyguard.cjs',
      executable: resolve(nodes.target),
      output: unfinished,
      assets: Object.fromEntries(assets.map((name) => [name, resolve(dist, name)])),
      // V8's cache is of one architecture.
      useCodeCache: architecture === process.arch,
      disableExperimentalSEAWarning: true,
      // Should V8 not take its cache, nobody need know. No --disable-sigusr1: it blocks the signal, here and in a command.
      execArgv: ['--no-warnings'],
      // NODE_OPTIONS is for the job's own Node.
      execArgvExtension: 'none',
    };
    writeFileSync(join(folder, 'sea.json'), JSON.stringify(configuration));
    // Without a fixed seed the cache differs from build to build.
    execFileSync(nodes.builder, ['--random-seed=1', '--build-sea', 'sea.json'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    chmodSync(unfinished, 0o755);
    renameSync(unfinished, output);
    return { node: nodes.target };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(unfinished, { force: true });
  }
}

/**
 * The bundles of every call as functions, and loader.cjs, which calls them. As a part of this script they are in V8's code
 * cache; in parentheses they are compiled at once.
 */
function mainScript(dist: string): string {
  const functions = everyCall.map((name) => {
    const text = readFileSync(join(dist, name), 'utf8').replace(/^#!.*\n/, '');
    return `'${name}': (function (exports, require, module, __filename, __dirname) {${text}\n}),\n`;
  });
  return `const inScript = {\n${functions.join('')}};\n${readFileSync('tools/binary/loader.cjs', 'utf8')}`;
}
