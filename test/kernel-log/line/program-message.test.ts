import { describe, expect, it } from '@jest/globals';
import { Explainer, type Explanation, explainText } from '../../../src/kernel-log/explain/explainer.ts';
import { Scanner } from '../../../src/kernel-log/read/scanner.ts';
import { workloads } from '../../../src/request/workloads/index.ts';
import { textFormat } from '../../../src/report/explain/text.ts';

/** Through the prefilter, as the command reads a log; other lines stand around it. */
function scanned(line: string): Explanation {
  const explainer = new Explainer();
  const scanner = new Scanner(explainer);
  const around = 'systemd[1]: Started Session 7 of user root.\n'.repeat(30);
  scanner.push(Buffer.from(`${around}${line}\n${around}`));
  scanner.end();
  explainer.flush();
  return explainer.explanation();
}

const found = ({ failures, programs }: Explanation): number => failures.length + programs.length;

const lines = workloads.flatMap(({ name, failure }) => failure.map((line) => [name, line] as const));

describe('what the catalogue says that a failure prints', () => {
  // An errno or the kernel's own words: without either nothing was printed.
  const printedLines = lines.filter(([, line]) =>
    /cannot allocate|allocation|unable to allocate|vmalloc|errno 524|restore: line|OS thread/i.test(line),
  );

  it('is a line for all but a bare errno, a limit, a number, a line on the host, and a feature that is off', () => {
    const rest = lines.filter((entry) => !printedLines.includes(entry));
    expect(rest.map(([name, line]) => `${name}: ${line.slice(0, 24)}`)).toEqual([
      'io-uring: io_uring_queue_init: -12',
      'hugepage: nr_hugepages stays below',
      'hugepages: EAL: No free 2048 kB hug',
      'hugepages: EAL: Cannot get hugepage',
      'hugepages: ENOMEM of mmap with MAP_',
      'bpf-map: failed to create map: Op',
      'fork: fork: Resource temporari',
      'vmbus: Wsl/Service/0x8007274c (',
      'vmbus: Wsl/Service/0x80072747 (',
      'perf: cycles:P: PMU Hardware d',
    ]);
  });

  it.each(printedLines)('%s: %s', (_name, line) => {
    expect(found(scanned(line))).toBe(1);
    const { failures, programs } = explainText([line]);
    expect(scanned(line).failures.map(({ kind, check }) => [kind, check])).toEqual(
      failures.map(({ kind, check }) => [kind, check]),
    );
    expect(scanned(line).programs.map(({ says }) => says)).toEqual(programs.map(({ says }) => says));
  });
});

describe('messages of programs', () => {
  it.each([
    ['bash: fork: Cannot allocate memory', 'fork'],
    ['fork/exec /usr/bin/git: cannot allocate memory', 'fork'],
    ['unshare: unshare failed: Cannot allocate memory', 'netns'],
    ['Error: Could not process rule: Cannot allocate memory', 'nft'],
    ['iptables-restore v1.8.9 (nf_tables): Could not process rule: Cannot allocate memory', 'iptables-nft'],
    ['e1000e 0000:00:19.0 eth0: Unable to allocate memory for the transmit descriptor ring', 'nic-up'],
    ['mount: /mnt/share: mount(2) system call failed: Cannot allocate memory.', null],
    ['ls: reading directory /mnt/c: Cannot allocate memory', null],
    ['iptables-restore: line 42 failed', 'iptables'],
    ['ip6tables-restore: line 7 failed', 'ip6tables'],
    ['iptables-legacy-restore: line 42 failed', 'iptables'],
    ['failed to create endpoint x on network bridge: cannot allocate memory', 'container'],
    [
      'failed to create endpoint x on network bridge: failed to add the host (veth1) <=> sandbox (veth2) pair interfaces: cannot allocate memory.',
      'veth',
    ],
    ['io_uring_setup: Cannot allocate memory', 'io-uring'],
    ['modprobe: ERROR: could not insert nf_conntrack: Cannot allocate memory', 'conntrack'],
    ["modprobe: ERROR: could not insert 'nf_conntrack': Cannot allocate memory", 'conntrack'],
    ["modprobe: ERROR: could not insert 'overlay': Cannot allocate memory", null],
    ['ipset v7.17: Kernel error received: Cannot allocate memory', 'ipset'],
    ['RTNETLINK answers: Cannot allocate memory', null],
    ['runtime: failed to create new OS thread (have 2048 already; errno=11)', null],
    ['runtime: failed to create new OS thread (have 12 already; errno=12)', 'kernel-stack'],
    ['error loading seccomp filter into kernel: error loading seccomp filter: errno 524: unknown', 'seccomp'],
    ['seccomp: Unknown error 524', 'seccomp'],
    ['prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER): Unknown error 524', 'seccomp'],
    ['bpf(BPF_PROG_LOAD): Unknown error 524', 'bpf-program'],
    ["libbpf: prog 'x': BPF program load failed: unknown error (-524)", 'bpf-program'],
    ["libbpf: prog 'x': failed to load: -524", 'bpf-program'],
  ])('%s: %s', (line, workload) => {
    for (const spelling of [line, line.replace('Cannot', 'cannot'), line.replace('cannot', 'Cannot')]) {
      const { programs, failures } = scanned(`2024-05-07T12:00:00.1234567Z ${spelling}`);
      expect(failures).toEqual([]);
      expect(programs.map(({ check }) => check)).toEqual([workload && ['check', '--for', workload]]);
    }
  });

  it.each([
    'iptables-restore: line 42 has no chain',
    'store: line 42 failed',
    'cannot allocate memory bandwidth to the guest',
    'a fork of the project: how to allocate memory',
    'docker: unshare the allocation',
    'seccomp: filter 524 loaded',
    'bpf: program of 524 instructions failed to load',
    'the new OS thread started',
  ])('%s: none', (line) => {
    expect(found(scanned(line))).toBe(0);
  });

  it('say why where their words alone tell it', () => {
    const text = (line: string): string => textFormat.render(explainText([line]), 1);
    expect(text('nf_conntrack: falling back to vmalloc.')).toContain('cause  no free block was large enough');
    expect(text('runtime: failed to create new OS thread (have 9 already; errno=11)')).toContain(
      'cause  a limit',
    );
    expect(text('fork: Cannot allocate memory')).toContain('cause  only a program says so');
  });

  it('are counted', () => {
    const { programs } = explainText([
      'iptables: Memory allocation problem.',
      'fork: Cannot allocate memory',
      'iptables: Memory allocation problem.',
    ]);
    expect(programs.map(({ line, count, lastLine }) => [line, count, lastLine])).toEqual([
      [1, 2, 3],
      [2, 1, 2],
    ]);
  });

  it('are in the total', () => {
    const page = 'a: page allocation failure: order:3, mode:0xcc0(GFP_KERNEL)';
    const message = 'fork: Cannot allocate memory';
    const total = (log: readonly string[]): string | undefined =>
      textFormat.render(explainText(log), log.length).trimEnd().split('\n').at(-1);
    expect(total([page, message, message])).toBe(
      '1 failure, 1 report, and 1 message from a program, in 3 lines',
    );
    expect(total([message, 'iptables: Memory allocation problem.'])).toBe(
      'no allocation failure reported by the kernel, but 2 messages from programs, in 2 lines',
    );
    expect(total(['nothing'])).toBe('no allocation failure found in 1 line');
  });
});
