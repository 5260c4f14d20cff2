// The files of the image: the executable, the libraries that it loads, and a shell for whoever needs a loop around it.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A static one; Debian's package is busybox-static. */
const busybox = '/bin/busybox';

/**
 * Lays the image's files out in `root`, which is made anew. Libraries and busybox are this machine's own.
 * @param node what `binary` was made from
 * @throws Error where a library, or a static busybox, is not installed here
 */
export function layOutImage(root: string, binary: string, node: string): void {
  if (!existsSync(busybox) || isDynamic(busybox))
    throw new Error(`${busybox} is no static program: expected the one of Debian's busybox-static`);
  const files = [busybox, ...librariesOf(binary)];
  rmSync(root, { recursive: true, force: true });
  copy(binary, join(root, 'usr/local/bin/buddyguard'));
  for (const file of [...files, ...licencesOf(files)]) copy(file, join(root, file));
  for (const name of ['sh', 'sleep']) symlinkSync('busybox', join(root, 'bin', name));
  const licence = join(dirname(node), '../LICENSE');
  if (existsSync(licence)) copy(licence, join(root, 'usr/share/doc/nodejs/copyright'));
}

/** The dynamic loader and what it loads for a program, by the paths where it looks for them. */
function librariesOf(program: string): string[] {
  const lines = execFileSync('ldd', [program], { encoding: 'utf8' }).trim().split('\n');
  const missing = lines.find((line) => line.includes('not found'));
  if (missing !== undefined) throw new Error(`${program} does not start here: ${missing.trim()}`);
  return lines.flatMap((line) => /(\/\S+) \(/.exec(line)?.[1] ?? []);
}

function isDynamic(program: string): boolean {
  return spawnSync('ldd', [program]).status === 0;
}

/** The licences of the packages that files are from, on Debian and its kind; elsewhere none. */
function licencesOf(files: readonly string[]): string[] {
  // A package may list a file by either path where /usr is merged.
  const names = files.map((file) => file.replace(/^\/usr\//, '/')).flatMap((file) => [file, `/usr${file}`]);
  const { error, stdout } = spawnSync('dpkg-query', ['--search', ...names], { encoding: 'utf8' });
  if (error !== undefined) return [];
  const packages = new Set([...stdout.matchAll(/^([^:,\s]+)(?::\S+)?: \//gm)].map(([, name = '']) => name));
  return [...packages].map((name) => `/usr/share/doc/${name}/copyright`).filter((file) => existsSync(file));
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
