import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { explainText } from '../../../src/kernel-log/explain/explainer.ts';
import { type PrintedZone, ages, reportLines, vethReport } from '../support/report-text.ts';

describe('a report as each age of the kernel prints it', () => {
  it.each(ages.map((age) => [age.release, age] as const))('%s', (_release, age) => {
    const { failures } = explainText(reportLines(vethReport(age), age));
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({
      line: 1,
      kind: 'page-allocation',
      comm: 'dockerd',
      kernelRelease: age.release,
      order: 4,
      bytes: 65_536,
      gfpMask: age.mask,
      gfp: ['GFP_KERNEL', '__GFP_COMP'],
      callers: ['veth_alloc_queues [veth]', 'veth_dev_init [veth]'],
      complete: true,
      cause: 'fragmentation',
      // What would have been let through is stopped with --strict.
      check: ['check', '--for', 'veth', ...(failures[0]?.verdict === 'attainable' ? ['--strict'] : [])],
    });
    expect(failures[0]!.verdict).not.toBe('available');
    expect(failures[0]!.zones.map(({ zone }) => zone)).toEqual(['Normal', 'DMA32', 'DMA']);
  });

  it('a legacy vmalloc is two lines of one failure', () => {
    const { failures } = explainText([
      'vmalloc: allocation failure, allocated 8192 of 331776 bytes',
      'iptables: page allocation failure: order:0, mode:0xd2',
      'CPU: 1 PID: 13184 Comm: iptables Not tainted 3.10.49 #1',
    ]);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({
      kind: 'vmalloc',
      comm: 'iptables',
      kernelRelease: '3.10.49',
      bytes: 331_776,
      requestBytes: 327_680,
      obtainedBytes: 8192,
      gfp: ['GFP_KERNEL', '__GFP_HIGHMEM'],
    });
  });
});

const orders = 11;
const letters = fc.subarray(['U', 'M', 'E', 'H', 'C'], { minLength: 1 }).map((types) => types.join(''));
const zones = fc.array(fc.array(fc.nat({ max: 9999 }), { minLength: orders, maxLength: orders }), {
  minLength: 3,
  maxLength: 3,
});

describe('what a report prints comes out as the state that is judged', () => {
  it('free blocks, marks and reserves, page by page', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ages),
        zones,
        fc.array(letters, { minLength: orders, maxLength: orders }),
        fc.constantFrom(4, 16, 64),
        fc.boolean(),
        (age, blocks, types, pageKib, numa) => {
          const printed: PrintedZone[] = vethReport(age).zones.map((zone, i) => ({
            ...zone,
            freeBlocks: blocks[i]!,
            letters: types,
            minKib: 64 * pageKib * (i + 1),
          }));
          const [failure] = explainText(
            reportLines(vethReport(age, { zones: printed, pageKib, numa }), age),
          ).failures;
          expect(failure?.complete).toBe(true);
          expect(failure?.bytes).toBe(pageKib * 1024 * 16);
          for (const zone of printed) {
            const found = failure!.zones.find((candidate) => candidate.zone === zone.zone);
            expect(found?.freeBlocks).toEqual(zone.freeBlocks);
            expect(found?.freePages).toBe(
              zone.freeBlocks.reduce((sum, count, order) => sum + count * 2 ** order, 0),
            );
            expect(found?.watermarkPages?.min).toBe(zone.minKib / pageKib);
            expect(found?.lowmemReservePages).toBe(zone.reserve[2]);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
