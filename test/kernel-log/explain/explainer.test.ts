import { describe, expect, it } from '@jest/globals';
import { explainText } from '../../../src/kernel-log/explain/explainer.ts';
import { ages, reportLines, vethReport } from '../support/report-text.ts';

const age = ages.at(-1)!;
const whole = reportLines(vethReport(age), age);
const noise = Array.from({ length: 40 }, (_, i) => `systemd[1]: Started Session ${i} of user root.`);

describe('a log with several failures', () => {
  it('counts the same failure and says where it was first and last', () => {
    const { failures } = explainText([...whole, ...noise, ...whole, ...noise, ...whole]);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ line: 1, count: 3, lastLine: 1 + 2 * (whole.length + noise.length) });
  });

  it('keeps the first whole report of those of one failure', () => {
    const { failures } = explainText([
      ...whole.slice(0, 9),
      ...Array.from({ length: 6 }, () => noise).flat(),
      ...whole,
    ]);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ line: 1, count: 2, complete: true, cause: 'fragmentation' });
  });

  it('keeps different failures apart, in the order of their lines', () => {
    const other = reportLines(vethReport(age, { comm: 'kubelet', order: 5 }), age);
    const { failures } = explainText([...other, ...noise, ...whole]);
    expect(failures.map(({ comm, order }) => [comm, order])).toEqual([
      ['kubelet', 5],
      ['dockerd', 4],
    ]);
  });

  it('adds up what the kernel left out', () => {
    expect(
      explainText([
        '[1.0] warn_alloc: 154 callbacks suppressed',
        ...noise,
        '[9.0] warn_alloc_failed: 3 callbacks suppressed',
      ]).suppressed,
    ).toBe(157);
  });

  it('lists a thousand different ones at most, and counts the rest', () => {
    const lines = Array.from(
      { length: 1500 },
      (_, i) => `task-${i}: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)`,
    );
    const { failures, omitted } = explainText(lines);
    expect(failures).toHaveLength(1000);
    expect(omitted).toBe(500);
  });

  it('takes the release from the boot where the report has none, until the next boot', () => {
    const vmap = '[    5.000000] vmap allocation for size 16384 failed: use vmalloc=<size> to increase size';
    const boot = (release: string): string =>
      `[    0.000000] Linux version ${release} (root@build) (gcc 12.2.0) #1 SMP`;
    const { failures } = explainText([vmap, boot('5.4.58'), vmap, boot('6.1.0-32-amd64'), vmap]);
    expect(failures.map(({ kernelRelease }) => kernelRelease)).toEqual([null, '5.4.58', '6.1.0-32-amd64']);
  });

  it('judges by another kernel where it is told to', () => {
    const [asPrinted] = explainText(whole).failures;
    const [asOld] = explainText(whole, { kernel: '3.10.0' }).failures;
    expect(asOld!.kernelRelease).toBe(asPrinted!.kernelRelease);
    expect(asOld!.reason).not.toBe(asPrinted!.reason);
  });

  it('does not take a memory state that somebody asked for as that of a failure before it', () => {
    const { failures } = explainText([...whole.slice(0, 9), 'sysrq: Show Memory', ...whole.slice(9)]);
    expect(failures[0]).toMatchObject({ complete: false, verdict: 'unknown' });
  });

  it('tells what programs say apart from failures', () => {
    const { failures, programs } = explainText([
      '2024-05-07T12:00:00.1234567Z docker: failed to add the host (veth1) <=> sandbox (veth2) pair interfaces: cannot allocate memory.',
      'iptables: Memory allocation problem.',
      'iptables v1.8.4 (legacy): iptables: Memory allocation problem.',
    ]);
    expect(failures).toEqual([]);
    expect(programs.map(({ line, check }) => [line, check])).toEqual([
      [1, ['check', '--for', 'veth']],
      [2, ['check', '--for', 'iptables']],
    ]);
  });

  it('takes a text as well as its lines', () => {
    expect(explainText(`${whole.join('\n')}\n`)).toEqual(explainText(whole));
  });
});
