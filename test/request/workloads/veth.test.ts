import { describe, expect, it } from '@jest/globals';
import type { Architecture } from '../../../src/kernel/architecture.ts';
import type { SizeSource } from '../../../src/request/request.ts';
import { veth } from '../../../src/request/workloads/veth.ts';
import { on } from './readings-stub.ts';

/** release, bytes a queue, possible CPUs, order that kcalloc needs for them: each order with the last and the first of its CPUs */
const orders: [string, number, number, number][] = [
  ['5.15.0-91-generic', 768, 1, 0],
  ['5.15.0-91-generic', 768, 5, 0],
  ['5.15.0-91-generic', 768, 6, 1],
  ['5.15.0-91-generic', 768, 10, 1],
  ['5.15.0-91-generic', 768, 11, 2],
  ['5.15.0-91-generic', 768, 21, 2],
  ['5.15.0-91-generic', 768, 22, 3],
  ['5.15.0-91-generic', 768, 40, 3],
  ['5.15.0-91-generic', 768, 42, 3],
  ['5.15.0-91-generic', 768, 43, 4],
  ['5.15.0-91-generic', 768, 64, 4],
  ['5.15.0-91-generic', 768, 79, 4],
  ['5.15.0-91-generic', 768, 85, 4],
  ['5.15.0-91-generic', 768, 86, 5],
  ['5.15.0-91-generic', 768, 158, 5],
  ['5.15.0-91-generic', 768, 170, 5],
  ['5.15.0-91-generic', 768, 171, 6],
  ['6.1.0-18-amd64', 768, 42, 3],
  ['6.1.0-18-amd64', 768, 43, 4],
  ['6.2.16', 768, 85, 4],
  ['6.3.9', 768, 85, 4],
  ['6.3.9', 768, 86, 5],
  ['6.4.0', 832, 39, 3],
  ['6.4.0', 832, 40, 4],
  ['6.5.0-15-generic', 832, 42, 4],
  ['6.5.0-15-generic', 832, 78, 4],
  ['6.5.0-15-generic', 832, 79, 5],
  ['6.6.20', 832, 157, 5],
  ['6.6.20', 832, 158, 6],
  ['6.7.8', 832, 315, 6],
  ['6.7.8', 832, 316, 7],
];

/** release, architecture, bytes a queue, how they are known */
const sizes: [string, Architecture | undefined, number, SizeSource][] = [
  ['5.15.0-91-generic', undefined, 768, 'formula'],
  ['5.15.0-91-generic', 'arm64', 768, 'formula'],
  ['6.1.0-18-amd64', undefined, 768, 'formula'],
  ['6.1.0-56-cloud-amd64', undefined, 768, 'table'],
  ['6.12.117', undefined, 832, 'formula'],
  ['6.12.118+deb13-cloud-amd64', undefined, 832, 'table'],
  ['6.13.0', undefined, 832, 'nearest'],
  ['6.16.0', undefined, 960, 'nearest'],
  ['7.3.4+deb13-cloud-amd64', undefined, 960, 'table'],
  ['7.2.13+deb14-powerpc64le', undefined, 1280, 'table'],
  ['7.2.13+deb14-s390x', undefined, 2048, 'table'],
  ['7.2.13', 'ppc64', 1280, 'nearest'],
  ['7.2.13', 's390x', 2048, 'nearest'],
];

describe('veth', () => {
  it.each(orders)(
    'on %s, at %i bytes a queue, for %i possible CPUs asks for order %i',
    (release, queue, cpus, order) => {
      const [need] = veth.needs(on(release, { cpus }));
      expect(need?.request).toMatchObject({
        workload: 'veth',
        bytes: queue * cpus,
        order,
        pages: 2 ** order,
        path: 'contiguous',
      });
      expect(need?.count).toBe(2);
    },
  );

  it.each([4096, 8192])('has queues for no more than 4,096 of %i CPUs', (cpus) => {
    const [need] = veth.needs(on('6.5.0-15-generic', { cpus }));
    expect(need?.request).toMatchObject({ bytes: 3_407_872, order: 10 });
  });

  it.each(sizes)('on %s (%s) takes %i bytes a queue, by %s', (release, architecture, bytes, from) => {
    const told = architecture === undefined ? {} : { architecture };
    const [need] = veth.needs(on(release, { cpus: 1 }, told));
    expect(need?.request).toMatchObject({ bytes, from });
    expect(need?.confidence).toBe(from === 'nearest' ? 'unverified' : 'verified');
  });

  it("takes the running kernel's own types where the release is not in the table", () => {
    const structs = { veth_rq: { bytes: 1024, file: '/sys/kernel/btf/veth' } };
    const [own] = veth.needs(on('5.15.0-91-generic', { cpus: 64 }, { structs }));
    expect(own?.request).toMatchObject({ bytes: 65_536, order: 4, from: 'btf' });
    expect(own?.request.notes).toContain('struct veth_rq has 1024 bytes by /sys/kernel/btf/veth');
    const [tabled] = veth.needs(on('6.12.118+deb13-cloud-amd64', { cpus: 64 }, { structs }));
    expect(tabled?.request).toMatchObject({ bytes: 64 * 832, from: 'table' });
  });

  it.each([
    ['5.14.21', 'contiguous', 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO', 0],
    ['4.15.0-58-generic', 'contiguous', 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO', 0],
    ['5.15.0-91-generic', 'contiguous', 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO', 4],
    ['5.15.0-1053-azure', 'contiguous', 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO', 4],
    ['5.14.0-427.13.1.el9_4.x86_64', 'contiguous', 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO', 4],
    ['6.1.0-17-arm64', 'contiguous', 'GFP_KERNEL_ACCOUNT|__GFP_COMP|__GFP_ZERO', 4],
    ['6.5.0-15-generic', 'contiguous', 'GFP_KERNEL_ACCOUNT|__GFP_COMP|__GFP_ZERO', 4],
    ['5.15.0-111-generic', 'vmalloc', 'GFP_KERNEL_ACCOUNT|__GFP_RETRY_MAYFAIL|__GFP_ZERO', 4],
    ['6.8.0', 'vmalloc', 'GFP_KERNEL_ACCOUNT|__GFP_RETRY_MAYFAIL|__GFP_ZERO', 4],
  ])('on %s with 64 CPUs: %s, %s, order %i', (release, path, gfp, order) => {
    const [need] = veth.needs(on(release, {}, { possible: 64 }));
    expect(need?.request).toMatchObject({ path, order });
    expect(need?.request.gfp.join('|')).toBe(gfp);
  });

  it('says which build mends it, and takes the option over what is read', () => {
    const [need] = veth.needs(on('5.15.0-91-generic', { cpus: 112 }, { possible: 8 }));
    expect(need?.fault).toMatchObject({ state: 'affected', fixedIn: '5.15.0-111', confidence: 'verified' });
    expect(need?.request.bytes).toBe(112 * 768);
  });

  it.each([
    [{ possible: 20, online: 8 }, 20, 0],
    [{ online: 8 }, 8, 1],
    [{}, 4, 1],
  ])('with %j counts %i CPUs and says what it assumed', (told, cpus, assumptions) => {
    const [need] = veth.needs(on('6.1.0-17-arm64', {}, told));
    expect(need?.request.bytes).toBe(cpus * 768);
    expect(need?.request.notes.filter((note) => note.includes('assumed'))).toHaveLength(assumptions);
  });

  it('says what is not verified', () => {
    const [certain] = veth.needs(on('5.15.0-91-generic', { cpus: 64 }));
    const [guess] = veth.needs(on('5.15.0-1053-azure', { cpus: 64 }));
    expect([certain?.confidence, guess?.confidence]).toEqual(['verified', 'unverified']);
    expect(guess?.request.notes.join(' ')).toContain('unverified');
    expect(certain?.request.notes.join(' ')).not.toContain('unverified');
  });
});
