// What a guest boots with: an initramfs (made at test time, never committed), and disks for page cache and swap.
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpio } from './cpio.js';

const sources = fileURLToPath(new URL('guest', import.meta.url));

/** A static program of the guest. */
export function compile(cache, name, files) {
  const program = join(cache, `${name}-${process.pid}`);
  const paths = files.map((file) => join(sources, file));
  execFileSync('gcc', ['-O1', '-Wall', '-Wextra', '-static', '-o', program, ...paths, '-lm'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const content = readFileSync(program);
  rmSync(program);
  return { mode: 0o755, content };
}

/** With the guest programs and `extra` files. */
function initramfs(cache, extra = new Map()) {
  const shared = readdirSync(sources).filter(
    (file) => file.endsWith('.c') && !/^(init|job|fragment|ask)\.c$/.test(file),
  );
  const files = new Map([['init', compile(cache, 'init', ['init.c', ...shared])], ...extra]);
  return cpio(files);
}

/** An ext4 file system whose files are holes: reading them fills the page cache without reading the disk. */
function cacheDisk(cache) {
  const path = join(cache, 'cache.ext4');
  if (!existsSync(path)) {
    sparse(path, 64 << 20);
    execFileSync('mke2fs', ['-q', '-F', '-t', 'ext4', '-O', '^has_journal', path], {
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    });
  }
  return path;
}

/** A swap area (mm/swapfile.c read_swap_header: version 1, last page, signature at the end of the first page). */
function swapDisk(cache) {
  const path = join(cache, 'swap');
  if (!existsSync(path)) {
    const bytes = 256 << 20;
    const header = Buffer.alloc(4096);
    header.writeUInt32LE(1, 1024);
    header.writeUInt32LE(bytes / 4096 - 1, 1028);
    header.write('SWAPSPACE2', 4086, 'latin1');
    sparse(path, bytes);
    const file = openSync(path, 'r+');
    writeSync(file, header, 0, header.length, 0);
    closeSync(file);
  }
  return path;
}

function sparse(path, bytes) {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'w');
  ftruncateSync(file, bytes);
  closeSync(file);
}

/** Everything that a guest boots with, made in `cache` (the initramfs anew in each process). */
export function media(cache, extra = new Map()) {
  mkdirSync(cache, { recursive: true });
  const path = join(cache, `initramfs-${process.pid}.cpio`);
  writeFileSync(path, initramfs(cache, extra));
  process.once('exit', () => rmSync(path, { force: true }));
  return { initramfs: path, disk: cacheDisk(cache), swap: swapDisk(cache) };
}
