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
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usual } from './architectures.js';
import { cpio } from './cpio.js';
import { modulesFor } from './modules.js';

const sources = fileURLToPath(new URL('guest', import.meta.url));

/** A static program of the guest. */
export function compile(cache, name, files, compiler = usual.compiler) {
  const program = join(cache, `${name}-${process.pid}`);
  const paths = files.map((file) => join(sources, file));
  const flags = ['-O1', '-Wall', '-Wextra', '-D_FILE_OFFSET_BITS=64', '-static'];
  execFileSync(compiler, [...flags, '-o', program, ...paths, '-lm'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const content = readFileSync(program);
  rmSync(program);
  return { mode: 0o755, content };
}

/** With the guest programs and `extra` files. */
function initramfs(cache, compiler, extra) {
  const shared = readdirSync(sources).filter(
    (file) => file.endsWith('.c') && !/^(init|job|fragment|ask)\.c$/.test(file),
  );
  const files = new Map([['init', compile(cache, 'init', ['init.c', ...shared], compiler)], ...extra]);
  return cpio(files);
}

/** An ext4 file system whose files are holes: reading them fills the page cache without reading the disk. */
function cacheDisk(cache) {
  const path = join(cache, 'cache-4k.ext4');
  if (!existsSync(path)) {
    sparse(path, 64 << 20);
    execFileSync('mke2fs', ['-q', '-F', '-t', 'ext4', '-b', '4096', '-O', '^has_journal', path], {
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    });
  }
  return path;
}

/** The guest itself makes it a swap area: that depends on its size of page and its byte order. */
function swapDisk(cache) {
  const path = join(cache, 'swap-disk');
  if (!existsSync(path)) sparse(path, 256 << 20);
  return path;
}

function sparse(path, bytes) {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'w');
  ftruncateSync(file, bytes);
  closeSync(file);
}

let archives = 0;
const made = [];
process.once('exit', () => made.forEach((path) => rmSync(path, { force: true })));

/**
 * Everything that a guest boots with, made in `cache` (the initramfs anew in each process).
 * @param {string} cache
 * @param {{extra?: Map<string, {mode: number, content: Buffer}>, kernel?: import('./kernels.js').Kernel}} [options] further files,
 *   and the kernel whose modules and architecture it is for
 */
export function media(cache, { extra = new Map(), kernel } = {}) {
  mkdirSync(cache, { recursive: true });
  const path = join(cache, `initramfs-${process.pid}-${archives++}.cpio`);
  const row = kernel?.architecture ?? usual;
  const modules = kernel?.modules ? modulesFor(kernel.modules, row.modules) : [];
  const files = modules.map(({ name, content }, index) => [
    `modules/${String(index).padStart(3, '0')}-${name}.ko`,
    { mode: 0o600, content },
  ]);
  writeFileSync(path, initramfs(cache, row.compiler, new Map([...files, ...extra])));
  made.push(path);
  return { initramfs: path, disk: cacheDisk(cache), swap: swapDisk(cache) };
}
