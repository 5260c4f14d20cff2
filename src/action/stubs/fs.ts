// Stands in for fs in the bundles: loading its promises takes as long as a check. @actions/core writes a few lines with them.
import { accessSync, appendFileSync, writeFileSync } from 'node:fs';

export { appendFileSync, constants, existsSync } from 'node:fs';

/** As of fs, done at once. */
export const promises = {
  access: async (...words: Parameters<typeof accessSync>): Promise<void> => {
    accessSync(...words);
  },
  appendFile: async (...words: Parameters<typeof appendFileSync>): Promise<void> => {
    appendFileSync(...words);
  },
  writeFile: async (...words: Parameters<typeof writeFileSync>): Promise<void> => {
    writeFileSync(...words);
  },
};
