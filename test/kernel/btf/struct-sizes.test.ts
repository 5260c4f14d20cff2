import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BtfAnswer, findStructSizes } from '../../../src/kernel/btf/struct-sizes.ts';
import { everyKind, stringsOf, struct, writeBtf } from '../../support/btf-writer.ts';
import { repository } from '../../support/corpus.ts';

const found = (answer: BtfAnswer): Record<string, number> | string =>
  'sizes' in answer ? Object.fromEntries(answer.sizes) : answer.malformed;
const sizesIn = (blob: Uint8Array, ...names: string[]): Record<string, number> | string =>
  found(findStructSizes(blob, names));

describe('the structures of BTF', () => {
  it.each([
    ['little-endian', {}],
    ['big-endian, as s390x has it', { bigEndian: true }],
    ['with a header of a later kernel', { headerBytes: 32 }],
  ])('%s', (_, how) => {
    const blob = writeBtf({
      ...how,
      types: [...everyKind, struct('net', 4288), ...everyKind, struct('kvm', 7040)],
    });
    expect(sizesIn(blob, 'net', 'kvm', 'veth_rq')).toEqual({ net: 4288, kvm: 7040 });
  });

  it('have the sizes of a 32-bit kernel as it tells them', () => {
    const pointer = { kind: 2, size: 1 };
    expect(sizesIn(writeBtf({ types: [pointer, struct('list_head', 8)] }), 'list_head')).toEqual({
      list_head: 8,
    });
  });

  it('are found wherever the blob lies in its buffer', () => {
    const blob = writeBtf({ types: [struct('net', 4288)] });
    expect(sizesIn(Buffer.concat([Buffer.alloc(3), blob]).subarray(3), 'net')).toEqual({ net: 4288 });
  });

  it.each([
    ['a union', { kind: 5, name: 'net', size: 8 }],
    ['a forward declaration', { kind: 7, name: 'net' }],
    ['a typedef', { kind: 8, name: 'net', size: 1 }],
    ['a longer name', struct('network', 8)],
    ['the tail of another name', struct('xnet', 8)],
    ['one without a name', struct('', 8)],
  ])('is not %s', (_, type) => {
    expect(sizesIn(writeBtf({ types: [type] }), 'net')).toEqual({});
  });

  it('is the larger where a name is defined twice', () => {
    const types = [struct('net', 8), struct('net', 24), struct('net', 16)];
    expect(sizesIn(writeBtf({ types }), 'net')).toEqual({ net: 24 });
  });

  it('is found by a name that ends another string', () => {
    const blob = writeBtf({ types: [struct('subnet', 8), struct('x', 24)] });
    // The second takes the tail of the first one's name.
    blob.writeUInt32LE(4, 24 + 24);
    expect(sizesIn(blob, 'net')).toEqual({ net: 24 });
  });
});

describe('split BTF of a module', () => {
  const vmlinux = writeBtf({ types: [struct('net', 4288), struct('shared', 1)] });
  const strings = { bytes: stringsOf(vmlinux), littleEndian: true };
  const module = (types = [struct('veth_rq', 960)]): Buffer =>
    writeBtf({ types, baseStringBytes: strings.bytes.length });

  it('has strings that go on behind those of vmlinux', () => {
    expect(found(findStructSizes(module(), ['veth_rq', 'net'], strings))).toEqual({ veth_rq: 960 });
    expect(found(findStructSizes(module(), ['veth_rq']))).toEqual({});
  });

  it('names things by the strings of vmlinux too', () => {
    const blob = module();
    blob.writeUInt32LE(strings.bytes.indexOf('shared'), 24);
    expect(found(findStructSizes(blob, ['shared'], strings))).toEqual({ shared: 960 });
  });

  it('takes the strings of vmlinux as they were found there', () => {
    const of = findStructSizes(vmlinux, ['net']);
    const base = 'strings' in of ? of.strings : undefined;
    expect(found(findStructSizes(module(), ['veth_rq'], base))).toEqual({ veth_rq: 960 });
    expect(base?.littleEndian).toBe(true);
  });

  it('is not read with a vmlinux of another endianness', () => {
    const other = { ...strings, littleEndian: false };
    expect(found(findStructSizes(module(), ['veth_rq'], other))).toContain('another endianness');
  });

  // Real ones, whole: the length of the strings is that of the vmlinux which they were built with.
  it.each([
    ['6.12.118+deb13-cloud-arm64', 2_037_723, true, 832],
    ['7.3.4+deb13-cloud-amd64', 2_215_298, true, 960],
    ['7.2.13+deb14-powerpc64le', 1_972_857, true, 1280],
    ['7.2.13+deb14-s390x', 1_693_647, false, 2048],
  ])('%s: struct veth_rq', (release, baseStringBytes, littleEndian, bytes) => {
    const blob = readFileSync(join(repository, 'test/fixtures/btf', `${release}-veth.btf`));
    const base = { bytes: Buffer.alloc(baseStringBytes), littleEndian };
    expect(found(findStructSizes(blob, ['veth_rq'], base))).toEqual({ veth_rq: bytes });
  });
});

describe('BTF that cannot be believed', () => {
  const good = writeBtf({ types: [struct('net', 4288)] });
  const changed = (at: number, value: number): Buffer => {
    const blob = Buffer.from(good);
    blob.writeUInt32LE(value, at);
    return blob;
  };
  it.each([
    ['nothing', Buffer.alloc(0), 'shorter than the header'],
    ['a header cut off', good.subarray(0, 23), 'shorter than the header'],
    ['something else', Buffer.from('#!/bin/sh\nexit 0\n# a shell script'), 'does not begin as BTF'],
    ['another version', changed(0, 0x0002eb9f), 'BTF of version 2'],
    ['a header that ends nowhere', changed(4, 0xffffffff), 'ends behind the end'],
    ['a header of 8 bytes', changed(4, 8), 'ends behind the end'],
    ['types that start nowhere', changed(8, 0xfffffff0), 'ends behind the end'],
    ['types without an end', changed(12, 0xffffffff), 'ends behind the end'],
    ['strings that start nowhere', changed(16, 0xffffffff), 'ends behind the end'],
    ['strings without an end', changed(20, 0xffffffff), 'ends behind the end'],
    [
      'strings of which the last does not end',
      changed(20, good.readUInt32LE(20) - 1),
      'the last does not end',
    ],
    ['types cut off', changed(12, 20), 'goes beyond the last'],
    ['a rest of types too short for one', changed(12, 28), 'goes beyond the last'],
    ['more members than there is room for', changed(28, 0x0400ffff), 'goes beyond the last'],
    ['a kind that is not known', changed(28, 0x14000000), 'kind 20'],
    ['kind 0', changed(28, 0), 'kind 0'],
    ['a structure of 4 GiB', changed(32, 0xffffffff), 'struct net has 4294967295 bytes'],
  ])('%s', (_, blob, why) => {
    expect(sizesIn(blob, 'net')).toContain(why);
  });

  it.each([
    [2 ** 20, { net: 2 ** 20 }],
    [2 ** 20 + 1, 'says that struct net has 1048577 bytes'],
  ])('with a structure of %i bytes', (bytes, found) => {
    expect(sizesIn(changed(32, bytes), 'net')).toEqual(found);
  });

  it('says at which of its bytes a type is cut off', () => {
    const two = writeBtf({ types: [struct('net', 8), struct('kvm', 8)] });
    two.writeUInt32LE(44, 12);
    expect(sizesIn(two, 'net')).toContain('a type at byte 24 of its types');
  });

  it('is not what has no types, no strings, or both the other way round', () => {
    const empty = Buffer.from(good.subarray(0, 24));
    for (const at of [8, 12, 16, 20]) empty.writeUInt32LE(0, at);
    expect(sizesIn(empty, 'net')).toEqual({});
    const stringless = Buffer.from(good);
    // They would lie behind a byte that is not zero, the kind of the type.
    stringless.writeUInt32LE(8, 16);
    stringless.writeUInt32LE(0, 20);
    expect(sizesIn(stringless, 'net')).toEqual({});
    const strings = stringsOf(good);
    const turned = Buffer.concat([good.subarray(0, 24), strings, good.subarray(24, 48)]);
    turned.writeUInt32LE(strings.length, 8);
    turned.writeUInt32LE(0, 16);
    expect(sizesIn(turned, 'net')).toEqual({ net: 4288 });
  });

  it('with names that point nowhere holds none of those asked for', () => {
    expect(sizesIn(changed(24, 0xffffffff), 'net')).toEqual({});
    expect(sizesIn(changed(24, good.readUInt32LE(20)), 'net')).toEqual({});
  });

  it.each([1, 2, 1000])('reads each of %i types once: its info, and its name', (count) => {
    const blob = writeBtf({ types: Array.from({ length: count }, () => struct('', 8)) });
    const ofHeader = 5;
    const reads = countReads(() => {
      expect(sizesIn(blob, 'net', 'kvm', 'veth_rq')).toEqual({});
    });
    expect(reads).toBe(ofHeader + 2 * count);
  });
});

/** How many words of 32 bits are read meanwhile. */
function countReads(run: () => void): number {
  const real = Object.getOwnPropertyDescriptor(DataView.prototype, 'getUint32')!;
  const read = real.value as (...where: [number, boolean?]) => number;
  let reads = 0;
  const counted = function (this: DataView, ...where: [number, boolean?]): number {
    reads += 1;
    return read.apply(this, where);
  };
  Object.defineProperty(DataView.prototype, 'getUint32', { ...real, value: counted });
  try {
    run();
  } finally {
    Object.defineProperty(DataView.prototype, 'getUint32', real);
  }
  return reads;
}

describe('whatever the bytes', () => {
  const type = fc.record({
    kind: fc.integer({ min: 1, max: 19 }),
    name: fc.stringMatching(/^[a-z_]{1,8}$/),
    size: fc.integer({ min: 1, max: 2 ** 20 }),
    vlen: fc.integer({ min: 0, max: 5 }),
    kindFlag: fc.boolean(),
  });
  const written = fc.record({ types: fc.array(type, { maxLength: 20 }), bigEndian: fc.boolean() });

  it('what was written reads back', () => {
    fc.assert(
      fc.property(written, (btf) => {
        const names = [...new Set(btf.types.map(({ name }) => name))];
        const expected: Record<string, number> = {};
        for (const { kind, name, size } of btf.types) {
          if (kind === 4) expected[name] = Math.max(expected[name] ?? 0, size);
        }
        expect(sizesIn(writeBtf(btf), ...names)).toEqual(expected);
      }),
    );
  });

  it('nothing is thrown', () => {
    const anyBytes = fc.uint8Array({ maxLength: 200 });
    const behindMagic = anyBytes.map((bytes) => Buffer.concat([Buffer.from([0x9f, 0xeb, 1, 0]), bytes]));
    const flipped = fc
      .tuple(written, fc.nat(), fc.integer({ min: 0, max: 255 }), fc.nat())
      .map(([btf, at, value, cut]) => {
        const blob = writeBtf(btf);
        blob[at % blob.length] = value;
        return blob.subarray(0, blob.length - (cut % 8));
      });
    fc.assert(
      fc.property(fc.oneof(anyBytes, behindMagic, flipped), anyBytes, (blob, base) => {
        const answer = findStructSizes(blob, ['net'], { bytes: base, littleEndian: true });
        expect('sizes' in answer || answer.malformed !== '').toBe(true);
        expect(typeof sizesIn(blob, 'net')).toMatch(/^(object|string)$/);
      }),
      { numRuns: 2000 },
    );
  });
});
