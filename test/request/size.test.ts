import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UsageError } from '../../src/errors.ts';
import { parseSize, sizeInBytes } from '../../src/request/size.ts';

describe('parseSize', () => {
  it.each<[string, number]>([
    // text, bytes with pages of 4 KiB
    ['331776', 331_776],
    ['331776b', 331_776],
    ['324KiB', 331_776],
    ['324kib', 331_776],
    ['324k', 331_776],
    ['324KB', 331_776],
    ['324 KiB', 331_776],
    [' 2M ', 2_097_152],
    ['2MiB', 2_097_152],
    ['1g', 1_073_741_824],
    ['64Ki', 65_536],
    ['1.5M', 1_572_864],
    ['0.3k', 308],
    ['0.0001', 1],
    ['2GB', 2 ** 31],
    ['16 bytes', 16],
    ['1 byte', 1],
    ['0x51000', 331_776],
    [' 0x51000\n', 331_776],
    ['80pages', 327_680],
    ['1page', 4096],
    ['1', 1],
    ['1024G', 2 ** 40],
    ['1TiB', 2 ** 40],
    ['1099511627776', 2 ** 40],
  ])('%j is %i bytes', (text, bytes) => {
    expect(sizeInBytes(parseSize(text), 4096)).toBe(bytes);
  });

  it.each([
    '',
    ' ',
    '0',
    '0pages',
    '-1',
    '+1',
    '1e6',
    '0x',
    '0x10M',
    '-0x10',
    '1.5pages',
    '1.',
    '.5M',
    'M',
    '12TiB',
    '1025G',
    '1099511627777',
    '999999999999999999999',
    '80page s',
    '80 pages more',
    'pages80',
    '1_000',
    '1,000',
    '٣',
    'NaN',
    'Infinity',
    '12constructor',
  ])('refuses %j, and says what it takes', (text) => {
    const parse = (): unknown => parseSize(text);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(
      /^--size: '.*': expected bytes such as 331776, 324KiB, 64Ki, .* from 1 byte to 1 TiB$/,
    );
  });

  it('names the variable that the text came from', () => {
    expect(() => parseSize('x', 'BUDDYGUARD_SIZE')).toThrow(/^BUDDYGUARD_SIZE: /);
  });

  it('makes pages of whatever size the machine has', () => {
    const bytes = [4096, 16_384, 65_536].map((pageSize) => sizeInBytes(parseSize('80pages'), pageSize));
    expect(bytes).toEqual([327_680, 1_310_720, 5_242_880]);
  });

  it('makes a size or a usage error of any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^ ?\d{0,16}(\.\d{1,4})? ?[a-zA-Z]{0,6}$/)),
        (text) => {
          try {
            const size = parseSize(text);
            expect(Number.isSafeInteger(size.amount) && size.amount >= 1).toBe(true);
            expect(size.amount).toBeLessThanOrEqual(2 ** 40);
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
          }
        },
      ),
    );
  });
});
