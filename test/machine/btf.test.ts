import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Architecture } from '../../src/kernel/architecture.ts';
import { BtfFiles } from '../../src/machine/btf.ts';
import { everyKind, stringsOf, struct, writeBtf } from '../support/btf-writer.ts';
import { makeRoot, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const vmlinux = writeBtf({ types: [...everyKind, struct('net', 4288), struct('nvme_ns_head', 1352)] });
const baseStringBytes = stringsOf(vmlinux).length;
const veth = writeBtf({ types: [struct('veth_rq', 960)], baseStringBytes });
const kvm = writeBtf({ types: [struct('kvm_vcpu', 6456)], baseStringBytes });

function files(
  blobs: Record<string, Uint8Array>,
  architecture: Architecture | null = null,
): { root: string; btf: BtfFiles } {
  const root = makeRoot(
    Object.fromEntries(Object.entries(blobs).map(([name, blob]) => [`sys/kernel/btf/${name}`, blob])),
  );
  return {
    root,
    btf: new BtfFiles(
      (name) => join(root, name),
      () => architecture,
    ),
  };
}

describe('the size of a structure by the files of BTF', () => {
  const { root, btf } = files({ vmlinux, veth, kvm });
  const file = (name: string): string => join(root, 'sys/kernel/btf', name);

  it('is that of vmlinux, or of the module that defines it', () => {
    expect(btf.structBytes('net')).toEqual({ bytes: 4288, file: file('vmlinux') });
    expect(btf.structBytes('nvme_ns_head')).toEqual({ bytes: 1352, file: file('vmlinux') });
    expect(btf.structBytes('veth_rq')).toEqual({ bytes: 960, file: file('veth') });
    expect(btf.structBytes('kvm_vcpu')).toEqual({ bytes: 6456, file: file('kvm') });
  });

  it('is absent where its module is not loaded or does not define it', () => {
    expect(btf.structBytes('vcpu_vmx')).toEqual({ absent: `${file('kvm_intel')}: is not there` });
    expect(btf.structBytes('kvm')).toEqual({ absent: `${file('kvm')} does not define it` });
    expect(btf.structBytes('task_struct')).toEqual({ absent: `${file('vmlinux')} does not define it` });
  });

  it('is absent on a kernel without BTF', () => {
    const without = files({});
    expect(without.btf.structBytes('veth_rq')).toEqual({
      absent: `${join(without.root, 'sys/kernel/btf/vmlinux')}: is not there`,
    });
  });

  it.each([
    ['not BTF', Buffer.from('not BTF, but long enough to be')],
    ['cut off', vmlinux.subarray(0, 100)],
    ['empty', Buffer.alloc(0)],
  ])('is not taken from a vmlinux that is %s', (_, blob) => {
    const broken = files({ vmlinux: blob, veth });
    for (const name of ['net', 'veth_rq'] as const) {
      const reading = broken.btf.structBytes(name);
      expect('malformed' in reading && reading.malformed).toMatch(/^\S+\/vmlinux .*: it is passed over$/);
    }
  });

  // prettier-ignore
  it.each<[Architecture | null, boolean, boolean]>([
    // architecture, a big-endian file, taken
    ['x86-64',  false, true],
    ['x86-64',  true,  false],
    ['arm64',   true,  false],
    ['s390x',   true,  true],
    ['s390x',   false, false],
    ['ppc64',   true,  true],
    ['ppc64',   false, true],
    [null,      false, true],
    [null,      true,  false],
  ])('is of the endianness of %s: big-endian %s is taken: %s', (architecture, bigEndian, isTaken) => {
    const blob = writeBtf({ types: [struct('net', 4288)], bigEndian });
    const reading = files({ vmlinux: blob }, architecture).btf.structBytes('net');
    if (isTaken) expect(reading).toMatchObject({ bytes: 4288 });
    else expect('malformed' in reading && reading.malformed).toMatch(/-endian, which .* is not: it is passed over$/);
  });

  it('is taken from vmlinux though a module is broken', () => {
    const broken = files({ vmlinux, veth: Buffer.from(veth).fill(0xff, 24, veth.length - 1) });
    expect(broken.btf.structBytes('net')).toMatchObject({ bytes: 4288 });
    const reading = broken.btf.structBytes('veth_rq');
    expect('malformed' in reading && reading.malformed).toContain('/veth has a type');
  });
});

describe('the kernel that runs here', () => {
  const here = new BtfFiles(
    (name) => `/${name}`,
    () => null,
  ).structBytes('net');
  const has = 'bytes' in here;
  (has ? it : it.skip)('has a struct net as large as any that was read', () => {
    expect(has && here.bytes).toBeGreaterThan(2000);
    expect(has && here.bytes).toBeLessThan(16_384);
  });
});
