import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MalformedError } from '../../../src/errors.ts';
import { parseSysctl } from '../../../src/machine/proc/sysctl.ts';

const parse = (text: string): number => parseSysctl('/proc/sys/net/core/bpf_jit_limit', text);

describe('parseSysctl', () => {
  it.each([
    ['0\n', 0],
    ['528482304\n', 528_482_304],
    [' 7 ', 7],
    // LONG_MAX: a limit that is none
    ['9223372036854775807\n', Number.MAX_SAFE_INTEGER],
  ])('%j is %i', (text, value) => {
    expect(parse(text)).toBe(value);
  });

  it.each(['', '\n', '-1\n', '1 2\n', '0x10\n', '1e9\n', '1.5\n', 'on\n', '١٢\n', `${'9'.repeat(21)}\n`])(
    '%j is refused',
    (text) => {
      expect(() => parse(text)).toThrow(MalformedError);
      expect(() => parse(text)).toThrow(
        /^\/proc\/sys\/net\/core\/bpf_jit_limit: line 1: .*expected one number$/,
      );
    },
  );

  it('makes a number or a typed error of any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.bigInt().map(String)), (text) => {
        try {
          expect(Number.isSafeInteger(parse(text)) && parse(text) >= 0).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedError);
        }
      }),
    );
  });
});
