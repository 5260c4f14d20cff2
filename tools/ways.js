// npm run ways: what each way to have it takes, measured, into docs/install.md.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { interleaved } from '../bench/cpu-time.ts';
import { findBinary } from '../test/support/binary.ts';
import { replaceBetween } from './markers.js';
import { layOutImage } from './binary/image-root.ts';

const document = 'docs/install.md';
const rounds = 41;
const check = ['check', '--order', '4'];

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
const output = (program, ...words) => execFileSync(program, words, { maxBuffer: 1e9 });

/** What is fetched, compressed as gzip does, and what then lies on the disk. */
const sizes = (bytes) => [megabytes(gzipSync(bytes).length), megabytes(bytes.length)];

function built(architecture) {
  const found = findBinary(architecture);
  if ('missing' in found) throw new Error(found.missing);
  return found;
}

function imageSizes({ binary, node }) {
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-ways-'));
  try {
    layOutImage(join(folder, 'root'), binary, node);
    return sizes(output('tar', '-C', join(folder, 'root'), '-cf', '-', '.'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [x64, arm64] = [built('x64'), built('arm64')];
const own = built(process.arch);
const [{ size, unpackedSize }] = JSON.parse(output('npm', 'pack', '--dry-run', '--json', '--ignore-scripts'));
const [bare, byNode, byBinary] = await interleaved(
  [
    [own.node, '-e', '0'],
    [own.node, 'dist/cli.cjs', ...check],
    [own.binary, ...check],
  ],
  rounds,
);
const time = (milliseconds) => `${milliseconds.toFixed(0)} ms, ${(milliseconds / bare).toFixed(2)} x`;

const rows = [
  ['[a clone](#a-clone)', 'git, Node', ...sizes(output('git', 'archive', 'HEAD')), time(byNode)],
  [
    '[the npm package](#the-npm-package)',
    'npm, Node',
    megabytes(size),
    megabytes(unpackedSize),
    time(byNode),
  ],
  [
    '[one file](#one-file), x64',
    'glibc, libstdc++, libatomic',
    ...sizes(readFileSync(x64.binary)),
    time(byBinary),
  ],
  ['[one file](#one-file), arm64', 'the same', ...sizes(readFileSync(arm64.binary)), 'not measured'],
  ['[the image](#image), amd64', 'a container runtime', ...imageSizes(own), time(byBinary)],
];
const head = ['way', 'needs', 'to fetch', 'on disk', '`check --order 4`'];
const line = (cells) => `| ${cells.join(' | ')} |`;
const version = output(own.node, '-p', 'process.version').toString().trim();
const text = `
${[head, head.map(() => '---'), ...rows].map(line).join('\n')}

CPU time, the median of ${rounds}, and how many times that of \`node -e 0\` under the same Node (${version}: ${bare.toFixed(0)} ms).
`;
writeFileSync(
  document,
  replaceBetween(readFileSync(document, 'utf8'), '<!-- ways -->', '<!-- /ways -->', text),
);
console.log(`${document} (${statSync(document).size} bytes)${text}`);
