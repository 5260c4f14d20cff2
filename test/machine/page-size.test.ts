import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { parseMeminfo } from '../../src/machine/proc/meminfo.ts';
import { ownPageSize, pageSizeOf } from '../../src/machine/page-size.ts';
import { parseZoneinfo } from '../../src/machine/proc/zoneinfo.ts';
import { zoneinfoText } from '../support/machine-text.ts';

const zones = (...managed: number[]): ReturnType<typeof parseZoneinfo> =>
  parseZoneinfo(
    zoneinfoText({ zones: managed.map((pages, node) => ({ node, zone: 'Normal', managed: pages })) }),
  );
const total = (kib: number): ReturnType<typeof parseMeminfo> => parseMeminfo(`MemTotal: ${kib} kB\n`);

describe('pageSizeOf', () => {
  it.each<[string, number[], number, number]>([
    // what, managed pages, MemTotal in KiB, page size
    ['x86-64, 16 GiB', [4_079_617], 16_318_468, 4096],
    ['arm64 with 16 KiB pages, 4 GiB', [258_048], 4_128_768, 16_384],
    ['arm64 with 64 KiB pages, 4 nodes', [522_240, 522_240, 523_264, 519_000], 133_552_256, 65_536],
    ['ppc64 with 256 KiB pages', [65_536], 16_777_216, 262_144],
    ['a guest whose memory is handed out late', [3_529_267], 24_684_084, 4096],
    ['a guest whose balloon moves while it is read', [230_000], 950_000, 4096],
  ])('%s', (_, managed, kib, size) => {
    expect(pageSizeOf(zones(...managed), total(kib))).toBe(size);
  });

  it.each<[string, ReturnType<typeof zones> | null, ReturnType<typeof total> | null]>([
    ['no zoneinfo', null, total(4000)],
    ['no meminfo', zones(1000), null],
    ["a container's own, smaller meminfo", zones(4_000_000), total(262_144)],
    ['no memory at all', zones(0), total(4000)],
  ])('is not known from %s', (_, found, meminfo) => {
    expect(pageSizeOf(found, meminfo)).toBeNull();
  });
});

it("is this process's own as getconf says it", () => {
  const told = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));
  expect(ownPageSize()).toBe(told);
  // An architecture with several page sizes asks the kernel.
  expect(ownPageSize('arm64')).toBe(told);
});
