// The programs that a guest of an architecture takes on this machine.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

function isThere(program) {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return directories.some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * The first that is missing, or null.
 * @param {import('./architectures.js').Architecture} row
 * @param {string[]} [others] what is to be done takes besides
 */
export function missingProgram(row, others = []) {
  const wanted = [row.qemu, row.compiler, 'apt-get', 'dpkg-deb', 'mke2fs', ...others];
  return wanted.find((program) => !isThere(program)) ?? null;
}
