import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MalformedError } from '../../../src/errors.ts';
import { parseVmallocinfo } from '../../../src/machine/proc/vmallocinfo.ts';

// Lines of 6.18.44 (hashed addresses), of 4.4 (real ones) and of 5.10 with kptr_restrict=2.
const printed = [
  '0x00000000b828e41a-0x00000000af3fda5b 2101248 bpf_prog_pack_alloc+0x28b/0x3a0 pages=512 vmalloc N0=512',
  '0xffffc90000000000-0xffffc90000005000   20480 irq_init_percpu_irqstack+0x114/0x1b0 phys=0x1000 ioremap',
  '0x0000000000000000-0x0000000000000000   12288 bpf_jit_alloc_exec+0xe/0x10 pages=2 vmalloc N0=2',
  '0xffffffffc0000000-0xffffffffc0005000   20480 load_module+0x6f2/0x2960 [ext4] pages=4 vmalloc',
  '0x00000000e2a1f5c1-0x0000000012345678   69632 unpurged vm_area',
  '0xffffc900001b0000-0xffffc900001d1000  135168',
  // before the kernel has its random key
  '0x(____ptrval____)-0x(____ptrval____)    8192 acpi_os_map_iomem+0x1bc/0x1e0 phys=0xa0000 ioremap',
];

describe('parseVmallocinfo', () => {
  it('reads the size and the caller of each area', () => {
    expect(parseVmallocinfo(printed.join('\n'))).toEqual([
      { bytes: 2_101_248, caller: 'bpf_prog_pack_alloc' },
      { bytes: 20_480, caller: 'irq_init_percpu_irqstack' },
      { bytes: 12_288, caller: 'bpf_jit_alloc_exec' },
      { bytes: 20_480, caller: 'load_module' },
      { bytes: 69_632, caller: 'unpurged' },
      { bytes: 135_168, caller: null },
      { bytes: 8192, caller: 'acpi_os_map_iomem' },
    ]);
  });

  it('reads an empty space', () => {
    expect(parseVmallocinfo('')).toEqual([]);
  });

  it.each([
    ['no addresses', '8192 bpf_jit_alloc_exec+0xe/0x10'],
    ['one address', '0x1000 8192 caller+0x1/0x2'],
    ['no size', '0x1000-0x2000 caller+0x1/0x2'],
    ['a negative size', '0x1000-0x2000 -8192 caller+0x1/0x2'],
    ['a size that no number holds', '0x1000-0x2000 9007199254740993 caller+0x1/0x2'],
    ['a size with letters', '0x1000-0x2000 8192kB caller+0x1/0x2'],
  ])('refuses %s and says where', (_, line) => {
    const parse = (): unknown => parseVmallocinfo(`${printed[0] ?? ''}\n${line}\n`);
    expect(parse).toThrow(MalformedError);
    expect(parse).toThrow(/^\/proc\/vmallocinfo: line 2: /);
  });

  it('takes no longer than a line is', () => {
    // With two runs of anything in the form of a line this took the square of its length: hours.
    const line = `0x${'-0x'.repeat(1_000_000)}`;
    expect(() => parseVmallocinfo(line)).toThrow(MalformedError);
  });

  it('makes areas or a typed error of any text', () => {
    const line = fc.oneof(
      fc.constantFrom(...printed),
      fc.string({ maxLength: 60 }),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.nat(200), (lines, cut) => {
        let areas;
        try {
          areas = parseVmallocinfo(lines.join('\n').slice(cut));
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedError);
          return;
        }
        for (const { bytes, caller } of areas) {
          expect(Number.isSafeInteger(bytes) && bytes >= 0).toBe(true);
          if (caller !== null) expect(caller).toMatch(/^[A-Za-z_][\w.]*$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
