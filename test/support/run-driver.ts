import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist } from './cli.ts';

const source = `
const { requireUtf8Arguments, runCommand } = require('${join(dist, 'run.cjs')}');
async function main() {
  const argv = process.argv.slice(2);
  if (argv[0] === '--statuses') {
    const statuses = [];
    for (let n = 0; n < 256; n++) statuses.push(await runCommand(['sh', '-c', 'exit ' + n]));
    console.log(JSON.stringify(statuses));
    return 0;
  }
  requireUtf8Arguments(argv);
  return runCommand(argv);
}
main().then(process.exit, (error) => {
  process.stderr.write(error.exitCode ? 'buddyguard: ' + error.message + '\\n' : error.stack + '\\n');
  process.exit(error.exitCode ?? 70);
});
`;

/** A program that is nothing but runCommand() of the built bundle, so that its processes can be watched from outside. */
export function buildRunDriver(): { folder: string; driver: string } {
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-run-'));
  const driver = join(folder, 'driver.cjs');
  writeFileSync(driver, source);
  return { folder, driver };
}
