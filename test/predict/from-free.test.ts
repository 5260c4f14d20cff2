// The short way to an answer is the whole prediction's own, wherever it gives one, and it gives one whenever it may.
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRelease } from '../../src/kernel/release.ts';
import { snapshotOf } from '../../src/machine/readings.ts';
import { predictFromFree } from '../../src/predict/from-free.ts';
import { predict } from '../../src/predict/predict.ts';
import { parseGfp } from '../../src/kernel/gfp.ts';
import { plainRequest } from '../../src/request/plain-request.ts';
import { booted } from '../support/arbitrary-machine.ts';
import { textsOf } from '../support/machine-text.ts';

const asked = fc.record({
  order: fc.nat(12),
  path: fc.constantFrom('contiguous', 'vmalloc', 'vmalloc-noretry'),
  gfp: fc.constantFrom('GFP_KERNEL', 'GFP_ATOMIC', 'GFP_KERNEL|__GFP_NORETRY', 'GFP_KERNEL|__GFP_THISNODE'),
  count: fc.constantFrom(1, 1, 3, 1000),
});
const meminfo = 'MemTotal: 8000000 kB\nMemAvailable: 4000000 kB\nSwapFree: 0 kB\n';

it('is the whole prediction where that is available and wants nothing more, else nothing', () => {
  const seen = { short: 0, none: 0 };
  fc.assert(
    fc.property(booted, asked, fc.boolean(), ({ kernel, machine }, { gfp, count, ...what }, told) => {
      const { pagetypeinfo, ...texts } = textsOf(machine);
      const snapshot = snapshotOf(told ? { ...texts, pagetypeinfo, meminfo } : texts);
      const request = { ...plainRequest({ ...what, gfp: parseGfp(gfp) }, 4096), count };
      const release = parseRelease(kernel.release);
      const whole = predict(request, snapshot, release);
      const expected = whole.verdict === 'available' && whole.wants.length === 0 ? whole : null;
      seen[expected ? 'short' : 'none']++;
      expect(predictFromFree(request, snapshot, release)).toEqual(expected);
    }),
    { numRuns: 400 },
  );
  expect(Math.min(seen.short, seen.none)).toBeGreaterThan(40);
});
