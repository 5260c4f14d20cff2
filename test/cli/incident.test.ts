import { describe, expect, it } from '@jest/globals';
import { runCli } from '../support/cli.ts';
import { fixture } from '../support/root.ts';

/**
 * The Concourse incident: linux-aws 4.15.0-1044, a table of 323,585 to 327,680 bytes, zones at their minimum. The
 * machines are invented true to form: a c5d.large with 4 GiB, with 50 and with 59,500 pages of clean page cache.
 */
async function ask(machine: string, ...more: string[]): Promise<Record<string, unknown>> {
  const args = ['check', '--for', 'iptables', '--root', fixture(machine), '--format', 'json', ...more];
  const { code, stdout } = await runCli(args);
  return { code, ...(JSON.parse(stdout) as object) };
}

describe('the Concourse incident', () => {
  it.each<[string, string[], string, string, number]>([
    ['concourse-little-cache', [], 'vmalloc-noretry', 'unavailable', 75],
    ['concourse-much-cache', [], 'vmalloc-noretry', 'attainable', 0],
    ['concourse-much-cache', ['--kernel', '4.15.0-1047-aws'], 'vmalloc', 'available', 0],
    ['concourse-much-cache', ['--kernel', '5.4.0-1045-aws'], 'vmalloc', 'available', 0],
  ])('%s %j: path %s, %s, exit %d', async (machine, more, path, verdict, code) => {
    expect(await ask(machine, ...more)).toMatchObject({
      verdict,
      code,
      request: { path, bytes: 327_680, pages: 80 },
    });
  });

  it('names the build that fixes it', async () => {
    const { advice, kernel } = await ask('concourse-little-cache');
    expect((advice as string[]).join('\n')).toContain('4.15.0-1047');
    expect(kernel).toMatchObject({ distribution: 'ubuntu', upstream: '4.15', noRetryXtables: true });
  });

  it('does not depend on the largest free block: the little-cache machine has order 7 to spare', async () => {
    const contiguous = await runCli([
      'check',
      '--order',
      '7',
      '--root',
      fixture('concourse-little-cache'),
      '-q',
    ]);
    const { verdict } = await ask('concourse-little-cache');
    expect([contiguous.code, verdict]).toEqual([0, 'unavailable']);
  });
});
