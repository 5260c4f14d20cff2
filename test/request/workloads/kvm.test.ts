import { describe, expect, it } from '@jest/globals';
import type { Architecture } from '../../../src/kernel/architecture.ts';
import type { Need } from '../../../src/request/need.ts';
import { kvm } from '../../../src/request/workloads/kvm.ts';
import { type Told, on } from './readings-stub.ts';

const intel = { files: { 'sys/module/kvm_intel/parameters/nested': 'Y\n' } };
const amd = { files: { 'sys/module/kvm_amd/parameters/nested': '1\n' } };
const cpuinfo = (text: string): Told => ({ files: { 'proc/cpuinfo': text } });

const needs = (release: string, told: Told = {}, pageSize = 4096): Need[] =>
  kvm.needs(on(release, {}, told, pageSize));
const vcpu = (...asked: Parameters<typeof needs>): Need | undefined => needs(...asked).at(-1);

describe('a vCPU on x86-64', () => {
  it.each<[string, string, Told, number, number, string]>([
    ['6.12.118+deb13-cloud-amd64', 'Intel', intel, 9024, 2, 'table'],
    ['6.12.118+deb13-cloud-amd64', 'AMD', amd, 7248, 1, 'table'],
    ['6.12.118+deb13-cloud-amd64', 'neither told', {}, 9024, 2, 'table'],
    ['7.2.13+deb14-cloud-amd64', 'neither told', {}, 9280, 2, 'table'],
    ['7.2.13+deb14-cloud-amd64', 'AMD', amd, 7672, 1, 'table'],
    [
      '6.8.0-31-generic',
      'by its flags',
      cpuinfo('vendor_id\t: GenuineIntel\nflags\t\t: fpu vmx sse\n'),
      9024,
      2,
      'nearest',
    ],
    [
      '6.8.0-31-generic',
      'by its flags',
      cpuinfo('vendor_id\t: AuthenticAMD\nflags\t\t: fpu svm sse\n'),
      7248,
      1,
      'nearest',
    ],
    [
      '6.8.0-31-generic',
      'in a guest',
      cpuinfo('vendor_id\t: AuthenticAMD\nflags\t\t: fpu sse\n'),
      7248,
      1,
      'nearest',
    ],
    [
      '6.8.0-31-generic',
      'in a guest',
      cpuinfo('vendor_id\t: GenuineIntel\nflags\t\t: fpu sse\n'),
      9024,
      2,
      'nearest',
    ],
    ['5.10.0-28-amd64', 'neither told', {}, 9088, 2, 'nearest'],
    ['5.4.0-150-generic', 'neither told', {}, 24_576, 3, 'assumed'],
  ])('on %s, %s (%j): %i bytes, order %i, by %s', (release, _, told, bytes, order, from) => {
    expect(vcpu(release, told)?.request).toMatchObject({ bytes, order, from, path: 'contiguous' });
  });

  it('is as large as its slab says, else as the types of the module that is loaded', () => {
    const slabs = { kvm_vcpu: { objectBytes: 51_488, order: 4, minOrder: 4 } };
    const structs = {
      vcpu_vmx: { bytes: 9000, file: '/sys/kernel/btf/kvm_intel' },
      vcpu_svm: { bytes: 7000, file: '/sys/kernel/btf/kvm_amd' },
    };
    expect(vcpu('6.18.44-fc-v595', { slabs, structs })?.request).toMatchObject({ order: 4, from: 'slab' });
    expect(vcpu('6.18.44-fc-v595', { structs, ...amd })?.request).toMatchObject({ bytes: 7000, from: 'btf' });
    expect(vcpu('5.4.0', { structs, ...intel })?.request).toMatchObject({ bytes: 9000, from: 'btf' });
  });

  it('is that of PVM where its module is loaded', () => {
    const files = { 'sys/module/kvm_pvm/parameters/hb_mask': '0\n' };
    const structs = { vcpu_pvm: { bytes: 51_488, file: '/sys/kernel/btf/vmlinux' } };
    expect(vcpu('6.18.44-fc-v595', { files, structs })?.request).toMatchObject({ order: 4, from: 'btf' });
    expect(vcpu('6.18.44-fc-v595', { files })?.request).toMatchObject({ order: 2, from: 'nearest' });
  });

  const kept = (bytes: Record<string, number>): Told => ({
    structs: Object.fromEntries(
      Object.entries(bytes).map(([name, size]) => [name, { bytes: size, file: '/sys/kernel/btf/kvm' }]),
    ),
  });

  // What is loaded counts before what the CPU can, and that before who made it.
  it.each<[string, Record<string, string>, 'vmx' | 'svm' | 'pvm' | 'larger']>([
    ['Intel by its module', { ...intel.files, 'proc/cpuinfo': 'flags : svm\n' }, 'vmx'],
    ['AMD by its module', { ...amd.files, 'proc/cpuinfo': 'flags : vmx\n' }, 'svm'],
    [
      'PVM before the other modules',
      { ...intel.files, 'sys/module/kvm_pvm/parameters/hb_mask': '0\n' },
      'pvm',
    ],
    ['Intel by a flag', { 'proc/cpuinfo': 'vendor_id\t: AuthenticAMD\nflags\t\t: vmx\n' }, 'vmx'],
    ['AMD by a flag', { 'proc/cpuinfo': 'vendor_id\t: GenuineIntel\nflags : fpu svm\n' }, 'svm'],
    ['AMD, for no flag is vmx', { 'proc/cpuinfo': 'flags : vmxx xvmx svm\n' }, 'svm'],
    ['Intel, for no flag is svm', { 'proc/cpuinfo': 'vendor_id : GenuineIntel\nflags : svm_lock\n' }, 'vmx'],
    [
      'AMD, for what bugs there are is no flag',
      { 'proc/cpuinfo': 'vendor_id : AuthenticAMD\nbugs : vmx\n' },
      'svm',
    ],
    [
      'AMD, for those are not flags',
      { 'proc/cpuinfo': 'vendor_id : AuthenticAMD\nvmx flags : vmx\n' },
      'svm',
    ],
    ['Intel by Centaur', { 'proc/cpuinfo': 'vendor_id\t: CentaurHauls\n' }, 'vmx'],
    ['AMD by Hygon', { 'proc/cpuinfo': 'vendor_id\t: HygonGenuine\n' }, 'svm'],
    ['AMD by its vendor', { 'proc/cpuinfo': 'vendor_id\t: AuthenticAMD\n' }, 'svm'],
    ['the larger for another vendor', { 'proc/cpuinfo': 'vendor_id\t: GenuineIntelX\n' }, 'larger'],
    ['the larger for a vendor that is none', { 'proc/cpuinfo': 'x vendor_id\t: AuthenticAMD\n' }, 'larger'],
    ['the larger for another that is none', { 'proc/cpuinfo': 'x vendor_id\t: GenuineIntel\n' }, 'larger'],
    ['Intel, however many blanks', { 'proc/cpuinfo': 'vendor_id \t: GenuineIntel\n' }, 'vmx'],
    ['AMD, however many blanks', { 'proc/cpuinfo': 'vendor_id\t\t: AuthenticAMD\n' }, 'svm'],
    ['the larger for another AMD', { 'proc/cpuinfo': 'vendor_id\t: AuthenticAMDX\n' }, 'larger'],
  ])('is %s', (_, files, which) => {
    for (const [vmx, svm] of [
      [9000, 7000],
      [7000, 9000],
    ] as const) {
      const told = kept({ vcpu_vmx: vmx, vcpu_svm: svm, vcpu_pvm: 50_000 });
      const bytes = { vmx, svm, pvm: 50_000, larger: 9000 }[which];
      expect(vcpu('6.18.44-fc-v595', { ...told, files })?.request).toMatchObject({ bytes, from: 'btf' });
    }
  });

  it('of 32 bits has the same structures', () => {
    const told = kept({ vcpu_vmx: 9000, vcpu_svm: 7000, kvm_vcpu: 3000 });
    expect(vcpu('6.12.0-686-pae', { ...told, ...amd, architecture: 'x86' })?.request.bytes).toBe(7000);
  });

  it.each([
    [9000, 7000, 9000],
    [7000, 9000, 9000],
    [8000, 8000, 8000],
  ])('of %i bytes for Intel and %i for AMD is %i where nothing tells which', (vmx, svm, bytes) => {
    const told = kept({ vcpu_vmx: vmx, vcpu_svm: svm });
    expect(vcpu('6.18.44-fc-v595', told)?.request).toMatchObject({ bytes });
  });

  it.each<[string, string, Told, number, boolean]>([
    ['5.9.16', 'nothing', {}, 24_576, true],
    ['5.10.0', 'nothing', {}, 9088, false],
    // What its own types say counts for any kernel.
    ['5.9.16', 'its types', kept({ vcpu_vmx: 9000, vcpu_svm: 7000 }), 9000, false],
  ])('on %s that tells %s %j is %i bytes, and taken for granted: %p', (release, _, told, bytes, assumed) => {
    const need = vcpu(release, told);
    expect(need?.request).toMatchObject({ bytes });
    expect(need?.request.notes.join().includes('no kernel before 5.10 was read')).toBe(assumed);
  });

  it('says that the larger is taken where nothing tells the vendor', () => {
    expect(vcpu('6.12.118+deb13-cloud-amd64')?.request.notes.join()).toContain('the larger of vcpu_vmx');
    expect(vcpu('6.12.118+deb13-cloud-amd64', amd)?.request.notes.join()).not.toContain('the larger');
  });
});

describe('struct kvm on x86-64', () => {
  /** 36 KiB and three srcu_struct, which follow CONFIG_NR_CPUS */
  it.each<[string, Told, string, number]>([
    ['4.11.12', {}, 'contiguous', 2],
    ['4.12.0', {}, 'contiguous', 6],
    ['4.14.89+', {}, 'contiguous', 6],
    ['4.17.19', {}, 'contiguous', 6],
    ['4.17.19', { configuredCpus: 8192 }, 'contiguous', 6],
    ['4.17.19', { configuredCpus: 4096 }, 'contiguous', 5],
    ['4.17.19', { configuredCpus: 512 }, 'contiguous', 4],
    ['4.18.0', {}, 'vmalloc', 6],
    ['6.12.118+deb13-cloud-amd64', {}, 'vmalloc', 1],
    ['3.10.0-1160.el7.x86_64', {}, 'contiguous', 4],
  ])('on %s, told %j: %s, order %i', (release, told, path, order) => {
    const [machine] = needs(release, told);
    expect(machine?.request).toMatchObject({ path, order });
  });

  it('is not certain where it was not read', () => {
    const [machine] = needs('4.17.19');
    expect(machine?.confidence).toBe('unverified');
    expect(machine?.request.notes.join()).toContain('8192 CPUs that this kernel is taken to be built for');
  });
});

describe('arm64', () => {
  /** page size in KiB, order of the root table, order of a vCPU */
  it.each([
    [4, 1, 1],
    [16, 4, 0],
    [64, 0, 0],
  ])(
    'with pages of %i KiB asks for a root table of order %i and a vCPU of order %i',
    (kibibytes, root, order) => {
      const [machine, table, one] = needs('6.12.118+deb13-arm64', {}, kibibytes * 1024);
      expect(machine?.request.path).toBe('vmalloc');
      expect(table?.request).toMatchObject({
        path: 'contiguous',
        order: root,
        from: 'formula',
        gfp: ['GFP_KERNEL_ACCOUNT', '__GFP_ZERO'],
      });
      expect(table?.what).toBe('the root table of stage-2 translation');
      expect(one?.request).toMatchObject({ bytes: 7056, order, from: 'nearest' });
    },
  );

  it('is known by its release, its machine or its page size', () => {
    const isArm64 = (...asked: Parameters<typeof needs>): boolean => needs(...asked).length === 3;
    expect(isArm64('6.12.0-arm64')).toBe(true);
    expect(isArm64('6.12.0', { architecture: 'arm64' })).toBe(true);
    expect(isArm64('6.12.0', {}, 16_384)).toBe(true);
    expect(isArm64('6.12.0')).toBe(false);
    expect(isArm64('6.12.0-amd64', { architecture: 'arm64' })).toBe(false);
  });
});

describe('other architectures', () => {
  it.each<[string, Told, string]>([
    ['7.2.13+deb14-s390x', {}, 'table'],
    ['7.2.13+deb14-powerpc64le', {}, 'table'],
    ['7.2.13', { architecture: 's390x' }, 'nearest'],
    ['7.2.13', { architecture: 'riscv64' }, 'assumed'],
  ])('on %s, told %j, a vCPU is struct kvm_vcpu, by %s', (release, told, from) => {
    const need = vcpu(release, told);
    expect(need?.request).toMatchObject({ from });
    expect(need?.confidence).toBe(from === 'table' ? 'verified' : 'unverified');
    expect(need?.request.order).toBeLessThan(4);
  });

  it('have the size that their own types say', () => {
    const structs = { kvm_vcpu: { bytes: 3000, file: '/sys/kernel/btf/kvm' } };
    expect(vcpu('6.12.0', { architecture: 'riscv64', structs })?.request).toMatchObject({
      bytes: 3000,
      from: 'btf',
    });
  });
});

describe('a VM', () => {
  it.each<[Architecture, number, [string, string, number][]]>([
    [
      'x86-64',
      4096,
      [
        ['struct kvm', 'vmalloc', 1],
        ['a vCPU', 'contiguous', 2],
      ],
    ],
    [
      'x86',
      4096,
      [
        ['struct kvm', 'vmalloc', 6],
        ['a vCPU', 'contiguous', 2],
      ],
    ],
    [
      's390x',
      4096,
      [
        ['struct kvm', 'contiguous', 2],
        ['a vCPU', 'contiguous', 0],
      ],
    ],
    [
      'arm64',
      4096,
      [
        ['struct kvm', 'vmalloc', 0],
        ['the root table', 'contiguous', 1],
        ['a vCPU', 'contiguous', 1],
      ],
    ],
    [
      'arm64',
      16_384,
      [
        ['struct kvm', 'vmalloc', 0],
        ['the root table', 'contiguous', 4],
        ['a vCPU', 'contiguous', 0],
      ],
    ],
  ])('on %s with pages of %i bytes asks for %j', (architecture, pageSize, expected) => {
    const found = needs('6.12.117', { architecture }, pageSize);
    expect(found.map(({ what, request }) => [what, request.path, request.order])).toEqual(
      expected.map(([what, ...rest]) => [expect.stringContaining(what), ...rest]),
    );
    for (const { request } of found) expect(request.gfp).toContain('GFP_KERNEL_ACCOUNT');
  });

  it.each([
    [4096, '2 concatenated tables of 4096 bytes for guest addresses of 40 bits'],
    [16_384, '16 concatenated tables of 16384 bytes for guest addresses of 40 bits'],
    [65_536, 'one table of 65536 bytes for guest addresses of 40 bits'],
  ])('on arm64 with pages of %i bytes has %s', (pageSize, says) => {
    const [, root] = needs('6.12.117', { architecture: 'arm64' }, pageSize);
    expect(root?.request.notes.join()).toContain(says);
  });

  it.each([
    ['4.19.1', 'GFP_KERNEL'],
    ['5.0.1', 'GFP_KERNEL_ACCOUNT'],
    ['5.7.1', 'GFP_KERNEL_ACCOUNT'],
    ['5.8.1', 'GFP_KERNEL'],
    ['5.12.1', 'GFP_KERNEL'],
    ['5.13.1', 'GFP_KERNEL_ACCOUNT'],
  ])('of %s asks for its vCPUs with %s', (release, flags) => {
    expect(vcpu(release)?.request.gfp).toEqual([flags, '__GFP_ZERO']);
  });

  it('has as many vCPUs as are asked for, and one struct kvm', () => {
    expect(kvm.needs(on('6.12.117', { count: 3 })).map(({ count }) => count)).toEqual([1, 3]);
    expect(kvm.needs(on('6.12.117')).map(({ count }) => count)).toEqual([1, 1]);
  });
});
