// `explain` and `workloads` are as wide as the terminal, within 40 and 120 columns; 100 where there is none.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist, runCli } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { skips, whyNot } from '../support/faults.ts';
import { fixture } from '../support/root.ts';

const reports: string[][] = [
  ['workloads', 'iptables', '--root', fixture('7.3.4')],
  ['explain', join(repository, 'test/fixtures/logs/5.4-vmap-and-vmalloc.log')],
];

/** The longest line that could be broken: neither a command to be copied nor a headline. */
function widest(text: string): number {
  const lines = text.split('\n').filter((line) => line.startsWith('  ') && !line.startsWith('  guard'));
  return Math.max(...lines.map((line) => line.trimEnd().length));
}

describe.each(reports)('%s', (...args) => {
  it.each([
    [undefined, 100],
    ['60', 60],
    ['300', 120],
  ])('with COLUMNS=%s', async (COLUMNS, width) => {
    const environment = COLUMNS === undefined ? {} : { COLUMNS };
    const found = widest((await runCli(args, { environment })).stdout);
    expect([found > width - 20, found <= width]).toEqual([true, true]);
  });

  const itOnTerminal = skips('a terminal', whyNot('script', 'script', '-qec', 'true', '/dev/null'))
    ? it.skip
    : it;
  itOnTerminal('on a terminal of 72 columns', () => {
    const command = [process.execPath, join(dist, 'cli.cjs'), ...args].map((word) => `'${word}'`).join(' ');
    const { stdout } = spawnSync('script', ['-qec', `stty cols 72; ${command}`, '/dev/null'], {
      env: cleanEnvironment(),
      encoding: 'utf8',
    });
    const found = widest(stdout.replaceAll('\r', ''));
    expect([found > 52, found <= 72]).toEqual([true, true]);
  });
});
