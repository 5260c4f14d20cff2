// `check --format json`: one object, field by field, and nothing else on stdout.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Finished, inParallel, runCli } from '../support/cli.ts';
import { fixture } from '../support/root.ts';

const isNumber = expect.any(Number);
const isText = expect.any(String);

const runs: Record<string, string[]> = {
  available: ['--order', '4', '--root', fixture('7.3.4')],
  attainable: ['--order', '3', '--root', fixture('3.10.0-fragmented')],
  unavailable: ['--order', '5', '--gfp', 'GFP_ATOMIC', '--root', fixture('3.10.0-fragmented')],
  never: ['--order', '12', '--root', fixture('6.12.117-two-nodes')],
  sized: ['--size', '331776', '--gfp', 'GFP_KERNEL|__GFP_COMP', '--root', fixture('4.18.0-arm64-64k')],
  vmalloc: ['--size', '331776', '--path', 'vmalloc', '--root', fixture('5.10.0')],
  'vmalloc-noretry': ['--size', '331776', '--path', 'vmalloc-noretry', '--root', fixture('5.10.0')],
  otherKernel: ['--order', '4', '--root', fixture('7.3.4'), '--kernel', '4.15.0-1044-aws'],
};
const found = new Map<string, Finished>();
const object = (name: string): Record<string, unknown> =>
  JSON.parse(found.get(name)!.stdout) as Record<string, unknown>;

beforeAll(async () => {
  await inParallel(Object.entries(runs), async ([name, args]) => {
    found.set(name, await runCli(['check', ...args, '--format', 'json']));
  });
}, 60_000);

describe('the object', () => {
  it.each(Object.keys(runs))('of %s has every field of the schema, each of its kind', (name) => {
    const { stdout, stderr } = found.get(name)!;
    expect(stderr).toBe('');
    expect(stdout.endsWith('}\n')).toBe(true);
    expect(stdout.trimEnd()).not.toContain('\n');
    expect(object(name)).toMatchObject({
      schema: 'buddyguard/check/1',
      verdict: expect.stringMatching(/^(available|attainable|unavailable)$/),
      likelihood: isNumber,
      go: expect.any(Boolean),
      reason: isText,
      request: {
        workload: null,
        bytes: isNumber,
        order: isNumber,
        pages: isNumber,
        path: expect.stringMatching(/^(contiguous|vmalloc|vmalloc-noretry)$/),
        gfp: expect.arrayContaining([isText]),
      },
      kernel: { release: isText, upstream: isText },
      zones: expect.any(Array),
      attempts: expect.any(Array),
      advice: expect.any(Array),
    });
    const { likelihood, reason } = object(name) as { likelihood: number; reason: string };
    expect(likelihood >= 0 && likelihood <= 1).toBe(true);
    expect(reason).toMatch(/^[^\n]{10,}$/);
    for (const field of ['distribution', 'noRetryXtables']) expect(object(name).kernel).toHaveProperty(field);
  });

  it.each([
    ['available', 0, true, 'available'],
    ['attainable', 0, true, 'attainable'],
    ['unavailable', 75, false, 'unavailable'],
    ['never', 69, false, 'unavailable'],
  ])('of %s goes with its exit code', (name, code, go, verdict) => {
    expect(found.get(name)!.code).toBe(code);
    expect(object(name)).toMatchObject({ go, verdict });
  });

  it('says the request as the kernel gets it', () => {
    expect(object('available').request).toMatchObject({
      bytes: 65_536,
      order: 4,
      pages: 16,
      gfp: ['GFP_KERNEL'],
    });
    // 331,776 bytes are six pages of 64 KiB, which kmalloc rounds up to eight.
    expect(object('sized').request).toMatchObject({
      ...{ bytes: 331_776, order: 3, pages: 8, pageSize: 65_536, path: 'contiguous' },
      gfp: ['GFP_KERNEL', '__GFP_COMP'],
    });
    expect(object('vmalloc').request).toMatchObject({ bytes: 331_776, pages: 81, path: 'vmalloc' });
    expect(object('vmalloc-noretry').request).toMatchObject({ pages: 81, path: 'vmalloc-noretry' });
  });

  it('says the kernel that it answers for', () => {
    expect(object('available').kernel).toMatchObject({
      release: '7.3.4+deb13-cloud-amd64',
      upstream: '7.3.4',
    });
    // Ubuntu's 4.15.0 says nothing of the patch level.
    expect(object('otherKernel').kernel).toMatchObject({ release: '4.15.0-1044-aws', upstream: '4.15' });
  });

  it('has a row for every row of buddyinfo, with the blocks as read there', () => {
    expect((object('available').zones as unknown[])[0]).toEqual({
      node: 0,
      zone: 'Normal',
      allowed: true,
      freePages: 102_788,
      freeBlocks: [2, 1, 2, 0, 1, 1, 3, 1, 0, 2, 99],
      watermarkPages: { min: 461, low: 576, high: 691 },
      lowmemReservePages: 0,
      fits: true,
      mayFit: true,
      why: isText,
    });
    const places = (name: string): string[] =>
      (object(name).zones as { node: number; zone: string }[]).map(({ node, zone }) => `${node} ${zone}`);
    for (const name of ['available', 'otherKernel'])
      expect(places(name)).toEqual(['0 Normal', '0 DMA32', '0 DMA']);
    expect(places('never')).toEqual(['0 DMA32', '0 DMA', '1 Normal', '1 DMA32']);
    expect(places('vmalloc')).toEqual(['0 Normal', '0 DMA32', '0 DMA']);
  });

  it('has the attempts, the last of which is the answer', () => {
    for (const name of Object.keys(runs)) {
      const { attempts, verdict, likelihood } = object(name) as {
        attempts: object[];
        verdict: string;
        likelihood: number;
      };
      expect(attempts).toEqual([{ verdict, likelihood, afterMilliseconds: isNumber, remedy: null }]);
    }
  });
});
