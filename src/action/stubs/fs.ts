// Stands in for fs in the bundles: loading its promises takes as long as a check. @actions/core writes a few lines with them.
import { accessSync, appendFileSync, writeFileSync } from 'node:fs';

export { appendFileSync, constants, existsSync } from 'node:fs';

/** A function's promise; it is called at once. */
function promised<T extends unknown[]>(act: (...words: T) => void): (...words: T) => Promise<void> {
  return (...words) =>
    new Promise((resolve) => {
      act(...words);
      resolve();
    });
}

/** As of fs. */
export const promises = {
  access: promised(accessSync),
  appendFile: promised(appendFileSync),
  writeFile: promised(writeFileSync),
};
