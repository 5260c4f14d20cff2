import { describe, expect, it } from '@jest/globals';
import { slabSize, structSize } from '../../../src/request/workloads/struct-size.ts';
import { type Told, on } from './readings-stub.ts';

const slabs = { net_namespace: { objectBytes: 4352, order: 3, minOrder: 1 } };
const structs = { net: { bytes: 5000, file: '/sys/kernel/btf/vmlinux' } };
const tabled = '6.12.118+deb13-cloud-amd64';

describe('the order of belief', () => {
  it.each<[string, Told, number, string, string | null]>([
    [tabled, { slabs, structs }, 4352, 'slab', null],
    [tabled, { structs }, 4480, 'table', null],
    ['6.12.118-custom', { slabs, structs }, 4352, 'slab', null],
    ['6.12.118-custom', { structs }, 5000, 'btf', null],
    ['6.12.118-custom', {}, 4480, 'nearest', `as in ${tabled}: /sys/kernel/btf/vmlinux: is not there`],
    ['6.12.118-custom', { architecture: 'riscv64' }, 7680, 'assumed', 'no kernel for riscv64 was read'],
  ])('on %s, told %j: %i bytes, by %s', (release, told, bytes, from, doubt) => {
    const size = slabSize(on(release, {}, told), 'net_namespace', 'net');
    expect(size).toMatchObject({ bytes, from });
    if (doubt === null) expect([size.unverified, size.notes.length]).toEqual([null, 1]);
    else expect(size.unverified).toContain(doubt);
  });

  it('says which types were passed over', () => {
    const malformed = '/sys/kernel/btf/vmlinux has a type of kind 20, which is not known: it is passed over';
    const size = structSize(on('6.12.118-amd64', {}, { structs: { net: { malformed } } }), 'net');
    expect(size).toMatchObject({ bytes: 4480, from: 'nearest', notes: [malformed] });
    expect(size.unverified).toContain('cannot be believed');
  });

  it('says that an architecture is assumed where a size rests on it, and only there', () => {
    expect(structSize(on('6.13.0'), 'net').notes.join()).toContain('x86-64 is assumed');
    expect(structSize(on('6.13.0', {}, {}, 65_536), 'net').notes.join()).toContain('arm64 is assumed');
    expect(structSize(on('6.13.0-amd64'), 'net').notes).toEqual([]);
    expect(structSize(on('6.13.0', {}, { architecture: 'x86-64' }), 'net').notes).toEqual([]);
    expect(structSize(on('6.13.0', {}, { structs }), 'net').notes.join()).not.toContain('assumed');
  });
});

describe('the nearest release', () => {
  it.each([
    ['4.15.0', 'net', 4544],
    ['5.10.262', 'net', 4544],
    ['5.15.0', 'srcu_struct', 50_336],
    // 5.19 is two lines from 6.1
    ['5.19.0', 'srcu_struct', 392],
    ['6.1.99', 'net', 4288],
    ['6.11.0', 'net', 4480],
    // as far from 6.12 as from 6.16: the larger of 4,480 and 4,672
    ['6.14.0', 'net', 4672],
    ['6.15.0', 'net', 4672],
    ['7.3.0', 'net', 4864],
    ['9.0.0', 'net', 4864],
  ] as const)('to %s: struct %s has %i bytes', (release, name, bytes) => {
    expect(structSize(on(release), name)).toMatchObject({ bytes, from: 'nearest' });
  });

  it('is the newest where the release is not known', () => {
    expect(structSize(on(null), 'net')).toMatchObject({ bytes: 4864, from: 'nearest' });
  });

  it.each(['task_struct', 'nf_conn', 'srcu_struct', 'mem_cgroup'] as const)('is known for %s too', (name) => {
    expect(structSize(on('6.12.0'), name).from).toBe('nearest');
  });
});
