// What a check that is not asked to change anything opens and starts, as the kernel sees it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../support/cli.ts';
import { skips, whyNoStrace } from '../support/faults.ts';
import { emptyRoot, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const describeHere = skips('what a check opens', whyNoStrace) ? describe.skip : describe;

describeHere('a check without --compact, --drop-caches and --trial', () => {
  it.each([
    ['check', '--order', '9', '--strict', '--deep', '--retries', '1', '--interval', '10ms'],
    ['check', '--for', 'container'],
    ['run', '--order', '60', '--', 'true'],
    ['workloads'],
  ])('%j %j %j opens nothing for writing, connects to nothing, and starts nothing', async (...args) => {
    const log = join(emptyRoot(), 'log');
    const calls = 'trace=openat,open,creat,connect,execve,unlink,rename,mkdir,setrlimit,utimensat';
    const { stderr } = await runCli(args, { under: ['strace', '-f', '-qq', '-o', log, '-e', calls] });
    expect(stderr).not.toContain('strace');
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    const writes = /O_WRONLY|O_RDWR|O_CREAT|\b(?:creat|connect|unlink|rename|mkdir|setrlimit|utimensat)\(/;
    expect(lines.filter((line) => writes.test(line) && !line.includes('"/dev/null"'))).toEqual([]);
    // Node itself.
    expect(lines.filter((line) => line.includes('execve('))).toHaveLength(1);
  });
});
