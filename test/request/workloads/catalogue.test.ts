import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../../../src/errors.ts';
import { findWorkload, workloads } from '../../../src/request/workloads/index.ts';
import type { Need } from '../../../src/request/need.ts';
import type { WorkloadOptions } from '../../../src/request/workloads/options.ts';
import { type Workload, needsOf } from '../../../src/request/workloads/workload.ts';
import { knownGfpNames } from '../../../src/kernel/gfp.ts';
import { repository } from '../../support/corpus.ts';
import { type Told, on } from './readings-stub.ts';

const names = workloads.map(({ name }) => name);

/** workload, release, options, what is told: path, order, bytes of each need */
type Row = [string, string, WorkloadOptions, Told, [string, number, number][]];

const vcpuSlab = { kvm_vcpu: { objectBytes: 51_488, order: 4, minOrder: 4 } };
const netSlab = { net_namespace: { objectBytes: 4288, order: 3, minOrder: 1 } };
// prettier-ignore
const rows: Row[] = [
  ['hugepage', '6.12.117', {}, {}, [['contiguous', 9, 2_097_152]]],
  ['hugepage', '6.12.117', { size: 65_536 }, {}, [['contiguous', 4, 65_536]]],
  ['hugepage', '6.12.117', {}, { files: { 'proc/meminfo': 'MemTotal: 1 kB\nHugepagesize:      32768 kB\n' } }, [['contiguous', 13, 33_554_432]]],
  ['hugepage', '6.12.117', { size: 2 ** 30 }, {}, [['contiguous', 18, 2 ** 30]]],
  // 64 + 9000 + 18 rounded up to a cache line, and 320 behind it
  ['jumbo-frame', '6.12.117', {}, {}, [['contiguous', 2, 9408]]],
  ['jumbo-frame', '6.12.117', { size: 1500 }, {}, [['contiguous', 0, 1920]]],
  ['jumbo-frame', '6.12.117', { size: 4000 }, {}, [['contiguous', 1, 4416]]],
  ['kernel-stack', '3.10.0-1160.el7.x86_64', {}, {}, [['contiguous', 2, 16_384]]],
  ['kernel-stack', '4.9.0-19-amd64', {}, {}, [['vmalloc', 2, 16_384]]],
  ['kernel-stack', '4.9.0-19-arm64', {}, {}, [['contiguous', 2, 16_384]]],
  ['kernel-stack', '6.12.117', {}, {}, [['vmalloc', 2, 16_384]]],
  ['kvm', '4.15.0-213-generic', {}, { slabs: vcpuSlab }, [['contiguous', 4, 36_864], ['contiguous', 4, 51_488]]],
  ['kvm', '3.10.0-1160.el7.x86_64', {}, {}, [['contiguous', 4, 36_864], ['contiguous', 3, 24_576]]],
  ['kvm', '4.18.0', {}, {}, [['vmalloc', 4, 36_864], ['contiguous', 3, 24_576]]],
  ['kvm', '4.4.262', {}, {}, [['contiguous', 2, 16_384], ['contiguous', 3, 24_576]]],
  ['kvm', '6.18.44-fc-v595', {}, { slabs: vcpuSlab }, [['vmalloc', 4, 36_864], ['contiguous', 4, 51_488]]],
  ['kvm', '6.18.44-fc-v595', {}, {}, [['vmalloc', 4, 36_864], ['contiguous', 4, 51_488]]],
  ['io-uring', '5.0.21', {}, {}, []],
  ['io-uring', '5.11.0', {}, {}, [['contiguous', 2, 16_384], ['contiguous', 2, 9536]]],
  ['io-uring', '5.11.0', { count: 512 }, {}, [['contiguous', 3, 32_768], ['contiguous', 3, 18_752]]],
  ['io-uring', '5.11.0', { count: 1024 }, {}, [['contiguous', 4, 65_536], ['contiguous', 4, 37_184]]],
  ['io-uring', '5.11.0', { count: 513 }, {}, [['contiguous', 4, 65_536], ['contiguous', 4, 37_184]]],
  ['io-uring', '5.11.0', { count: 1 }, {}, [['contiguous', 0, 64], ['contiguous', 0, 356]]],
  ['io-uring', '5.11.0', { count: 32_768 }, {}, [['contiguous', 9, 2_097_152], ['contiguous', 9, 1_179_968]]],
  ['io-uring', '6.14.0', { count: 1024 }, {}, [['vmalloc', 4, 65_536], ['vmalloc', 4, 37_184]]],
  ['nvme', '5.4.19', {}, {}, [['contiguous', 4, 65_536]]],
  ['nvme', '6.12.117', {}, {}, [['contiguous', 1, 8192]]],
  ['conntrack', '5.10.262', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 7, 524_288]]],
  ['conntrack', '5.10.262', {}, { memTotalBytes: 2 * 2 ** 30 }, [['vmalloc', 5, 131_072]]],
  ['conntrack', '5.14.0', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 9, 2_097_152]]],
  ['conntrack', '5.15.0', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 9, 2_097_152]]],
  ['conntrack', '6.1.192', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 9, 2_097_152]]],
  ['conntrack', '4.18.0-553.el8_10.x86_64', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 9, 2_097_152]]],
  ['conntrack', '4.18.0-25-generic', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 7, 524_288]]],
  ['conntrack', '5.11.22', {}, { memTotalBytes: 4 * 2 ** 20 }, [['vmalloc', 0, 256]]],
  ['conntrack', '5.15.0', {}, { memTotalBytes: 4 * 2 ** 20 }, [['vmalloc', 1, 8192]]],
  ['conntrack', '6.12.117', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 9, 2_097_152]]],
  ['conntrack', '6.12.117', {}, { memTotalBytes: 2 * 2 ** 30 }, [['vmalloc', 7, 524_288]]],
  ['conntrack', '6.12.117', {}, { memTotalBytes: 512 * 2 ** 20 }, [['vmalloc', 3, 32_768]]],
  ['conntrack', '6.12.117', { count: 1024 }, {}, [['vmalloc', 1, 8192]]],
  ['ipset', '6.12.117', {}, {}, [['vmalloc', 7, 524_288]]],
  ['ipset', '6.12.117', { count: 1_000_000 }, {}, [['vmalloc', 11, 8_388_608]]],
  ['ipset', '6.12.117', { count: 1 }, {}, [['vmalloc', 0, 512]]],
  ['nft', '6.12.117', { rules: 1000 }, {}, [['vmalloc', 6, 256_000]]],
  ['iptables-nft', '6.12.117', { rules: 1000 }, {}, [['vmalloc', 7, 512_000]]],
  ['netns', '6.12.117', {}, { slabs: netSlab }, [['contiguous', 1, 4288], ['contiguous', 1, 8000]]],
  ['netns', '6.12.117', {}, {}, [['contiguous', 1, 4288], ['contiguous', 1, 8000]]],
  ['netns', '3.10.0-1160.49.1.el7.x86_64', {}, { files: { 'proc/cgroups': '#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t4\t16000\t1\n' } }, [['contiguous', 1, 4288], ['contiguous', 1, 8000], ['contiguous', 6, 256_000]]],
  ['container', '5.15.0-91-generic', { cpus: 64, rules: 100 }, { slabs: netSlab }, [['contiguous', 4, 53_248], ['contiguous', 1, 4288], ['contiguous', 1, 8000], ['vmalloc', 2, 15_896]]],
  ['container', '4.15.0-1044-aws', { rules: 2130 }, { slabs: netSlab }, [['contiguous', 0, 832], ['contiguous', 1, 4288], ['contiguous', 1, 8000], ['vmalloc-noretry', 7, 324_456]]],
];

const shape = (needs: readonly Need[]): [string, number, number][] =>
  needs.map(({ request: { path, order, bytes } }) => [path, order, bytes]);

function isWorkload(value: unknown): value is Workload {
  return typeof value === 'object' && value !== null && 'summary' in value && 'needs' in value;
}

describe('the catalogue', () => {
  it('has each workload once', () => {
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('has every workload that a file of its folder exports', async () => {
    const folder = join(repository, 'src/request/workloads');
    const exported = new Set<string>();
    for (const file of readdirSync(folder)) {
      const values: unknown[] = Object.values((await import(join(folder, file))) as object);
      for (const value of values) if (isWorkload(value)) exported.add(value.name);
    }
    // What is left here has no line in src/request/workloads/index.ts.
    expect([...exported].filter((name) => !names.includes(name))).toEqual([]);
    expect(exported.size).toBe(names.length);
  });

  it.each(names)('%s says what it is, how it fails, what helps and whence', (name) => {
    const { summary, failure, helps, source } = findWorkload(name);
    for (const text of [summary, ...failure, ...helps, ...source]) expect(text).toMatch(/^[^\n]{5,}$/);
    for (const list of [failure, helps, source]) expect(list.length).toBeGreaterThan(0);
  });

  it.each(rows)('%s on %s with %j, told %j', (name, release, options, told, needs) => {
    expect(shape(findWorkload(name).needs(on(release, options, told)))).toEqual(needs);
  });

  const releases = [
    null,
    '3.10.0-1160.el7.x86_64',
    '4.4.0-210-generic',
    '4.12.4',
    '4.15.0-1044-aws',
    '4.16.13',
    '5.4.19',
    '5.15.0-91-generic',
    '6.1.0-17-arm64',
    '6.12.117',
    '7.3.4',
  ];
  it.each(names.flatMap((name) => releases.map((release): [string, string | null] => [name, release])))(
    '%s on %s asks for what its path means',
    (name, release) => {
      for (const pageSize of [4096, 16_384, 65_536]) {
        for (const need of findWorkload(name).needs(on(release, {}, { possible: 8 }, pageSize))) {
          const { request, count, stepPages, what } = need;
          expect(request.workload).toBe(name);
          expect(request.pageSize).toBe(pageSize);
          if (request.path === 'contiguous') {
            expect(request.pages).toBe(2 ** request.order);
            expect(request.pages * pageSize).toBeGreaterThanOrEqual(request.bytes);
          } else expect(request.pages % Math.ceil(request.bytes / pageSize)).toBe(0);
          expect(request.gfp.includes('__GFP_NORETRY')).toBe(
            request.path === 'vmalloc-noretry' ||
              (name === 'io-uring' && request.path === 'contiguous' && release === '5.4.19') ||
              (name === 'io-uring' && release === '5.15.0-91-generic'),
          );
          for (const flag of request.gfp) expect(knownGfpNames).toContain(flag);
          expect(stepPages).toBeGreaterThanOrEqual(
            request.pages * (request.path === 'contiguous' ? count : 1),
          );
          expect(need.confidence === 'unverified').toBe(
            request.notes.some((note) => note.startsWith('unverified:')),
          );
          expect(what).not.toBe('');
        }
      }
    },
  );
});

describe('values that a workload cannot take', () => {
  it.each([
    ['hugepage', { size: 3 * 2 ** 20 }, /^--size 3145728: expected .*power of two.*such as 2M$/],
    ['hugepage', { size: 4096 }, /^--size 4096: expected/],
    ['jumbo-frame', { size: 2 ** 20 }, /^--size 1048576: expected an MTU between 68 and 65535 bytes$/],
    ['jumbo-frame', { size: 67 }, /^--size 67/],
    ['io-uring', { count: 32_769 }, /^--count 32769: expected at most 32768/],
  ])('%s with %j', (name, options, message) => {
    const ask = (): unknown => findWorkload(name).needs(on('6.12.117', options));
    expect(ask).toThrow(UsageError);
    expect(ask).toThrow(message);
  });

  it('an unknown name is answered with those there are', () => {
    expect(() => findWorkload('ip\u001btables')).toThrow(
      /'ip\\x1btables': no such workload: expected one of iptables, .*jumbo-frame/,
    );
  });

  it('an option that means nothing to it is said and left', () => {
    const [need] = needsOf(findWorkload('nvme'), on('6.12.117', { rules: 3, cpus: 2 }));
    expect(need?.request.notes).toEqual(
      expect.arrayContaining([
        '--rules means nothing to nvme and is not used',
        '--cpus means nothing to nvme and is not used',
      ]),
    );
    const [heeded] = needsOf(findWorkload('veth'), on('6.12.117', { cpus: 2 }));
    expect(heeded?.request.notes.join()).not.toContain('means nothing');
  });
});
