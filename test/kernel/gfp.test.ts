import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UsageError } from '../../src/errors.ts';
import { expandGfp, gfpTraits, knownGfpNames, parseGfp } from '../../src/kernel/gfp.ts';

describe('parseGfp', () => {
  it.each<[string, string[]]>([
    ['GFP_KERNEL', ['GFP_KERNEL']],
    ['GFP_KERNEL|__GFP_NORETRY', ['GFP_KERNEL', '__GFP_NORETRY']],
    [' GFP_KERNEL | __GFP_COMP ', ['GFP_KERNEL', '__GFP_COMP']],
  ])('%j', (text, names) => {
    expect(parseGfp(text)).toEqual(names);
  });

  it.each([
    '',
    '|',
    'GFP_KERNEL|',
    'GFP_KERNAL',
    'gfp_kernel',
    'GFP_KERNEL,__GFP_COMP',
    '0xcc0',
    'constructor',
  ])('refuses %j and lists what it knows', (text) => {
    const parse = (): unknown => parseGfp(text);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(
      /^--gfp: unknown flag '.*': expected names joined by '\|' out of GFP_KERNEL .*__GFP_/,
    );
  });

  it('takes every name that it lists', () => {
    for (const name of knownGfpNames) expect(parseGfp(name)).toEqual([name]);
  });
});

describe('gfpTraits', () => {
  const none = {
    high: false,
    atomic: false,
    noRetry: false,
    memalloc: false,
    movable: false,
    thisNode: false,
  };
  // include/linux/gfp_types.h
  it.each<[string, object]>([
    [
      'GFP_KERNEL',
      { ...none, highestZone: 'Normal', mayBlock: true, mayIo: true, mayFs: true, harder: false },
    ],
    ['GFP_NOFS', { ...none, mayBlock: true, mayIo: true, mayFs: false }],
    ['GFP_NOIO', { ...none, mayBlock: true, mayIo: false, mayFs: false }],
    ['GFP_NOWAIT', { ...none, mayBlock: false, harder: true }],
    ['GFP_ATOMIC', { ...none, mayBlock: false, high: true, atomic: true, harder: true }],
    ['GFP_KERNEL|__GFP_HIGH', { high: true, atomic: false, mayBlock: true, harder: false }],
    ['GFP_ATOMIC|__GFP_NOMEMALLOC', { high: true, atomic: true, harder: false }],
    ['GFP_KERNEL|__GFP_MEMALLOC', { memalloc: true }],
    ['GFP_KERNEL|__GFP_MEMALLOC|__GFP_NOMEMALLOC', { memalloc: false }],
    ['GFP_KERNEL_ACCOUNT', { accounted: true, mayBlock: true }],
    ['GFP_KERNEL|__GFP_NORETRY', { noRetry: true, retryMayFail: false }],
    ['GFP_KERNEL|__GFP_RETRY_MAYFAIL', { noRetry: false, retryMayFail: true }],
    ['GFP_KERNEL|__GFP_REPEAT', { retryMayFail: true }],
    ['GFP_KERNEL|__GFP_NOFAIL', { noFail: true }],
    ['GFP_KERNEL|__GFP_THISNODE', { thisNode: true }],
    ['GFP_KERNEL|__GFP_DMA', { highestZone: 'DMA' }],
    ['GFP_KERNEL|__GFP_DMA32', { highestZone: 'DMA32' }],
    ['GFP_HIGHUSER', { highestZone: 'HighMem', movable: false }],
    ['GFP_HIGHUSER_MOVABLE', { highestZone: 'Movable', movable: true }],
    ['GFP_KERNEL|__GFP_MOVABLE', { highestZone: 'Normal', movable: true }],
    ['GFP_TRANSHUGE', { highestZone: 'Movable', mayBlock: true, memalloc: false }],
    ['GFP_TRANSHUGE_LIGHT', { highestZone: 'Movable', mayBlock: false, harder: false }],
    // as kernels before 4.4 print it
    ['__GFP_WAIT|__GFP_IO|__GFP_FS', { mayBlock: true, mayIo: true, mayFs: true }],
  ])('%s', (gfp, traits) => {
    expect(gfpTraits(parseGfp(gfp))).toMatchObject(traits);
  });

  it('knows nothing of names that it does not know, whatever they are', () => {
    const names = fc.array(
      fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'toString', '__GFP_NEW')),
    );
    fc.assert(
      fc.property(names, (unknown) => {
        const strange = unknown.filter((name) => !knownGfpNames.includes(name));
        expect([...expandGfp(strange)]).toEqual([...new Set(strange)]);
        expect(gfpTraits(['GFP_KERNEL', ...strange])).toEqual(gfpTraits(['GFP_KERNEL']));
      }),
    );
  });
});
