import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './corpus.ts';

const source = `
import { runCommand } from '${join(repository, 'src/guard/run/run.ts')}';
import { requireUtf8Arguments } from '${join(repository, 'src/guard/run/arguments.ts')}';
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

/** Builds a program that is nothing but runCommand(), so that its processes can be watched from outside. */
export function buildRunDriver(): { folder: string; driver: string } {
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-run-'));
  const entry = join(folder, 'driver.ts');
  const driver = join(folder, 'driver.cjs');
  writeFileSync(entry, source);
  // esbuild's own library refuses the globals of a jest environment; its program does not mind.
  execFileSync(join(repository, 'node_modules/.bin/esbuild'), [
    entry,
    '--bundle',
    '--platform=node',
    '--format=cjs',
    '--log-level=error',
    `--outfile=${driver}`,
  ]);
  return { folder, driver };
}
