// `--for a,b,c`: each workload is answered from the same look, and the worst of them decides.
import { describe, expect, it } from '@jest/globals';
import { oneLine, runCli } from '../support/cli.ts';
import { fixture } from '../support/root.ts';

interface Answer {
  verdict: string;
  request: { workload: string };
  needs: { request: { workload: string } }[];
  workloads?: { name: string; verdict: string; likelihood: number; reason: string }[];
  notes: string[];
}

async function ask(names: string, machine: string, ...more: string[]): Promise<[number | null, Answer]> {
  const { code, stdout } = await runCli([
    ...['check', '--for', names, '--root', fixture(machine), '--format', 'json'],
    ...more,
  ]);
  return [code, JSON.parse(stdout) as Answer];
}

// veth is available there, kvm attainable, container unavailable (its iptables table)
const machine = 'concourse-little-cache';

describe('several workloads at once', () => {
  it.each([
    ['veth', 0, 'available', 'veth'],
    ['veth,kvm', 0, 'attainable', 'kvm'],
    ['kvm,veth', 0, 'attainable', 'kvm'],
    ['veth,kvm,container', 75, 'unavailable', 'container'],
    ['container,veth', 75, 'unavailable', 'container'],
  ])('of %s the worst decides', async (names, exitCode, verdict, decides) => {
    const [code, answer] = await ask(names, machine);
    expect([code, answer.verdict, answer.request.workload]).toEqual([exitCode, verdict, decides]);
  });

  it('each has its own answer, the same as alone', async () => {
    const [, together] = await ask('veth,kvm,container', machine);
    expect(together.workloads?.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['veth', 'available'],
      ['kvm', 'attainable'],
      ['container', 'unavailable'],
    ]);
    const [, kvm] = await ask('kvm', machine);
    expect(kvm.workloads).toBeUndefined();
    const needs = together.needs.filter(({ request }) => request.workload === 'kvm');
    expect(needs).toEqual(kvm.needs);
  });

  it('an option that one of them heeds is no note of the others; one that none heeds is', async () => {
    const notes = async (names: string): Promise<string[]> => {
      const [, answer] = await ask(names, '7.3.4', '--rules', '40');
      return answer.notes.filter((note) => note.includes('not used'));
    };
    expect(await notes('container,kvm')).toEqual([]);
    expect(await notes('kvm,veth')).toEqual([expect.stringContaining('--rules means nothing to')]);
  });

  it('the text names all of them', async () => {
    const { stdout } = await runCli(['check', '--for', 'veth,container,kvm', '--root', fixture('7.3.4')]);
    expect(stdout.replace(/\s+/g, ' ')).toContain('veth, container and kvm ask for memory 9 times');
    const why = await runCli(['check', '--for', 'veth,kvm', '--why', '--root', fixture('7.3.4')]);
    expect(why.stdout.replace(/\s+/g, ' ')).toContain('kvm: struct kvm of a new VM');
  });

  it.each([
    ['veth,,kvm', 'expected names with one comma between them'],
    ['veth,', 'expected names with one comma between them'],
    ['kvm,veht', "'veht': no such workload (did you mean veth?)"],
    // 3.10 has no io_uring
    ['veth,io-uring', '--for io-uring: kernel 3.10.0-1160.49.1.el7.x86_64 does not have it'],
  ])('--for %s is usage', async (names, message) => {
    const { code, stdout, stderr } = await runCli([
      ...['check', '--for', names, '--root', fixture('3.10.0-fragmented')],
    ]);
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toContain(message);
  });
});
