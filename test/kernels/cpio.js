// The "newc" archive that the kernel unpacks as its first root (Documentation/driver-api/early-userspace/buffer-format.rst).

const field = (number) => number.toString(16).padStart(8, '0');
const padding = (length) => Buffer.alloc((4 - (length % 4)) % 4);

function entry(inode, name, mode, content, device = [0, 0]) {
  const path = Buffer.from(`${name}\0`);
  const numbers = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, device[0], device[1], path.length, 0];
  const head = Buffer.concat([Buffer.from(`070701${numbers.map(field).join('')}`), path]);
  return [head, padding(head.length), content, padding(content.length)];
}

/**
 * @param {Map<string, {mode: number, content: Buffer}>} files path without the leading slash → file
 * @returns {Buffer} the archive, with every parent directory and /dev/console
 */
export function cpio(files) {
  const directories = new Set(['dev']);
  for (const path of files.keys()) {
    const parts = path.split('/');
    for (let i = 1; i < parts.length; i++) directories.add(parts.slice(0, i).join('/'));
  }
  let inode = 1;
  const empty = Buffer.alloc(0);
  const parts = [...directories].sort().flatMap((name) => entry(inode++, name, 0o040755, empty));
  parts.push(...entry(inode++, 'dev/console', 0o020600, empty, [5, 1]));
  for (const [name, { mode, content }] of files)
    parts.push(...entry(inode++, name, 0o100000 | mode, content));
  parts.push(...entry(0, 'TRAILER!!!', 0, empty));
  return Buffer.concat(parts);
}
