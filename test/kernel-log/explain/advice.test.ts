import { describe, expect, it } from '@jest/globals';
import { explainText } from '../../../src/kernel-log/explain/explainer.ts';
import { findFault } from '../../../src/kernel/faults/index.ts';
import { parseRelease } from '../../../src/kernel/release.ts';
import { advise } from '../../../src/predict/advice.ts';
import { plainRequest } from '../../../src/request/plain-request.ts';
import { ages, reportLines, vethReport } from '../support/report-text.ts';

const age = ages.find(({ release }) => release.startsWith('5.10'))!;

function adviceOf(release: string, frames: readonly string[], order = 5): string[] {
  const [failure] = explainText([
    `task: page allocation failure: order:${order}, mode:0x40dc0(GFP_KERNEL|__GFP_COMP|__GFP_ZERO), nodemask=(null)`,
    `CPU: 1 PID: 13184 Comm: task Not tainted ${release} #46`,
    'Call Trace:',
    ...frames.map((frame) => ` ${frame}+0x25/0x80`),
  ]).failures;
  return failure!.advice;
}

describe('the fixed kernel', () => {
  it.each([
    ['5.15.0-91-generic', 'veth_alloc_queues', 5, 'upgrade the kernel to 5.15.0-111 or newer'],
    ['5.15.0-111-generic', 'veth_alloc_queues', 5, null],
    ['6.1.0-18-amd64', 'veth_dev_init', 4, 'upgrade the kernel to 6.1.0-19 or newer'],
    ['6.12.1', 'veth_alloc_queues', 5, null],
    // The kernel refuses no block of that size for its size.
    ['5.15.0-91-generic', 'veth_alloc_queues', 3, null],
    ['5.4.19', 'nvme_alloc_ns', 4, 'upgrade the kernel to 5.19 or newer'],
    ['4.14.100', 'kvm_dev_ioctl', 4, 'upgrade the kernel to 4.18 or newer'],
    // A vCPU is no struct kvm.
    ['4.14.100', 'kvm_vm_ioctl_create_vcpu', 4, null],
    ['3.10.0-1160.el7.x86_64', 'memcg_register_cache', 6, 'upgrade the kernel to 4.18 or newer'],
    ['5.15.0-91-generic', 'ext4_fill_super', 5, null],
  ])('%s, %s, order %d: %s', (release, frame, order, upgrade) => {
    const advice = adviceOf(release, [frame], order);
    if (upgrade === null) expect(advice.join('\n')).not.toContain('upgrade the kernel to');
    else expect(advice[0]).toContain(upgrade);
  });

  it('is told in the words of check, and before all else', () => {
    const { advice } = explainText(
      reportLines(vethReport(age, { order: 5, release: '5.15.0-91-generic' }), age),
    ).failures[0]!;
    const request = plainRequest({ order: 5, path: 'contiguous' }, 4096);
    const finding = findFault('veth-queues', parseRelease('5.15.0-91-generic'));
    const asked = { verdict: 'unavailable', cause: 'fragmentation', never: false } as const;
    const told = advise(request, asked, finding).map(({ says }) => says);
    expect(advice.filter((says) => !told.includes(says))).toEqual([]);
    expect(advice[0]).toContain('5.15.0-111');
  });

  it('is looked for on the kernel that --kernel names', () => {
    const lines = reportLines(vethReport(age, { order: 5, release: '5.15.0-91-generic' }), age);
    const [failure] = explainText(lines, { kernel: '6.1.80' }).failures;
    expect(failure!.advice[0]).toContain('upgrade the kernel to 6.1.81');
  });
});
