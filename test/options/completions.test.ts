import { describe, expect, it } from '@jest/globals';
import { formatNames } from '../../src/cli/format-names.ts';
import { completions } from '../../src/options/completions.ts';
import { runCli } from '../support/cli.ts';

const at = (line: string): string[] =>
  completions(line.split(' '), () => ['veth', 'iptables', 'ip6tables'], formatNames);

describe('completion', () => {
  it.each<[string, string[]]>([
    ['buddyguard ', ['check', 'run', 'explain', 'workloads', 'completion']],
    ['buddyguard ch', ['check']],
    ['buddyguard check --or', ['--order']],
    ['buddyguard check --order 4 --or', []],
    ['buddyguard check --for ip', ['iptables', 'ip6tables']],
    ['buddyguard check --path v', ['vmalloc', 'vmalloc-noretry']],
    ['buddyguard run --on-unknown ', ['warn', 'fail']],
    ['buddyguard workloads --format ', ['text', 'json']],
    ['buddyguard check --on-', []],
    ['buddyguard check --rules-file ', []],
    ['buddyguard explain ', []],
    ['buddyguard workloads v', ['veth']],
    ['buddyguard workloads veth ', []],
    ['buddyguard nonsense --', []],
    ['buddyguard run --order 4 -- ip --', []],
  ])('of %j is %j', (line, expected) => {
    expect(at(line)).toEqual(expected);
  });

  it('is answered to the script that `completion` prints', async () => {
    const asked = await runCli(['--get-yargs-completions', 'buddyguard', 'check', '--for', 'ipt']);
    expect(asked).toMatchObject({ code: 0, stdout: 'iptables\niptables-legacy\niptables-nft\n', stderr: '' });
    const script = await runCli(['completion']);
    expect(script.stdout).toContain('buddyguard --get-yargs-completions');
  });
});
