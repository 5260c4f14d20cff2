// The BTF of a Debian kernel: in its image, and in its modules.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findSections } from '../../src/kernel/btf/sections.ts';

/** How a kernel image may be compressed: the first bytes of what is, and the program that takes it back. */
const compressions = [
  { magic: '1f8b08', program: ['gzip', '-dc'] },
  { magic: 'fd377a585a00', program: ['xz', '-dc', '--single-stream'] },
  { magic: '28b52ffd', program: ['zstd', '-dc'] },
  { magic: '02214c18', program: ['lz4', '-dc'] },
];

/** The first bytes of BTF with a header of 24 bytes, little- and big-endian. */
const headers = ['9feb010018000000', 'eb9f010000000018'];

/** The BTF that lies somewhere in a file's bytes; null where none does. */
function btfIn(bytes) {
  for (const header of headers) {
    const pattern = Buffer.from(header, 'hex');
    for (let at = bytes.indexOf(pattern); at !== -1; at = bytes.indexOf(pattern, at + 1)) {
      const found = findSections(bytes.subarray(at));
      if (typeof found !== 'string')
        return bytes.subarray(at, at + Math.max(found.types.end, found.strings.end));
    }
  }
  return null;
}

function decompressed([program, ...words], bytes) {
  return spawnSync(program, words, { input: bytes, maxBuffer: 2 ** 30, stdio: ['pipe', 'pipe', 'ignore'] })
    .stdout;
}

/** As btfIn(), for an image that may be compressed behind the code that unpacks it (scripts/extract-vmlinux). */
function btfOfImage(image) {
  const plain = btfIn(image);
  if (plain) return plain;
  for (const { magic, program } of compressions) {
    const pattern = Buffer.from(magic, 'hex');
    for (let at = image.indexOf(pattern); at !== -1; at = image.indexOf(pattern, at + 1)) {
      const inner = decompressed(program, image.subarray(at));
      const found = inner.length > image.length ? btfIn(inner) : null;
      if (found) return found;
    }
  }
  return null;
}

/**
 * @param {string} directory where the packages of one kernel were unpacked
 * @param {readonly string[]} modules as they are named under /sys/kernel/btf
 * @returns {{ vmlinux: Buffer | null, modules: Map<string, Buffer> }}
 */
export function kernelBtf(directory, modules) {
  const found = { vmlinux: null, modules: new Map() };
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (/^vmlin/.test(entry.name)) found.vmlinux ??= btfOfImage(readFileSync(path));
    const module = /^(.*)\.ko(\.xz|\.zst)?$/.exec(basename(path));
    const name = module?.[1].replaceAll('-', '_');
    if (!modules.includes(name)) continue;
    const file = readFileSync(path);
    const program = { '.xz': ['xz', '-dc'], '.zst': ['zstd', '-dc'] }[module[2]];
    const btf = btfIn(program ? decompressed(program, file) : file);
    if (btf) found.modules.set(name, btf);
  }
  return found;
}
