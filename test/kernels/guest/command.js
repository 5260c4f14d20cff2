// The command in a guest.
import fs from 'node:fs';
import { createRequire } from 'node:module';

export const cli = '/lab/dist/cli.cjs';
const main = '/lab/dist/main.cjs';
const require = createRequire(cli);
const writeSync = fs.writeSync;
const exit = process.exit.bind(process);

/** The command as `node dist/cli.cjs …` runs it, but in this process: starting one takes memory that the state has not got. */
export function runHere(args) {
  return new Promise((resolve) => {
    let output = '';
    fs.writeSync = (descriptor, data, at = 0, ...rest) => {
      if (descriptor !== 1 && descriptor !== 2) return writeSync(descriptor, data, at, ...rest);
      if (descriptor === 1) output += data.subarray(at).toString();
      return data.length - at;
    };
    process.argv = [process.argv[0], cli, ...args];
    process.exit = (code) => {
      process.exit = exit;
      fs.writeSync = writeSync;
      resolve({ code, output });
    };
    for (const bundle of [cli, main]) delete require.cache[bundle];
    require(cli);
  });
}
