// What a trial did stands over what was expected; what the zones say after it stands over what it did.
import { describe, expect, it } from '@jest/globals';
import { withMeasurement } from '../../../src/guard/trial/measurement.ts';
import type { TrialResult } from '../../../src/guard/trial/result.ts';
import type { Prediction, Verdict } from '../../../src/predict/prediction.ts';
import { plainRequest } from '../../../src/request/plain-request.ts';

const expected = (verdict: Verdict, likelihood: number): Prediction => ({
  ...{ verdict, likelihood, cause: 'fragmentation', reason: `${verdict} it was`, never: false },
  ...{ zones: [], terms: [], wants: [], advice: [] },
});
const trial = (measured: TrialResult['measured']): TrialResult => ({
  ...{
    measured,
    via: 'AF_UNIX datagram (perl)',
    microseconds: 40,
    stalled: measured === 'refused',
    why: null,
  },
});
const request = plainRequest({ order: 5, path: 'contiguous' }, 4096);
const unavailable = expected('unavailable', 0.2);
const available = expected('available', 0.999);

describe('withMeasurement', () => {
  it.each<[string, TrialResult['measured'], Prediction, Verdict, number, RegExp]>([
    // what, measured, the zones after it, verdict, likelihood, reason
    [
      'granted, and free for the next',
      'granted',
      available,
      'available',
      0.99,
      /granted it; before, unavail/,
    ],
    ['granted, but its marks rose', 'granted', unavailable, 'attainable', 0.9, /took it back; now, unavail/],
    ['refused', 'refused', unavailable, 'unavailable', 0.15, /refused it; before, unavailable it was/],
    ['not possible', null, unavailable, 'unavailable', 0.2, /^unavailable it was$/],
  ])('%s', (_, measured, after, verdict, likelihood, reason) => {
    const found = withMeasurement(unavailable, request, trial(measured), after);
    expect(found).toMatchObject({ verdict, likelihood });
    expect(found.reason).toMatch(reason);
  });

  it('says nothing of a request that a trial does not make', () => {
    const atomic = plainRequest({ order: 5, path: 'contiguous', gfp: ['GFP_ATOMIC'] }, 4096);
    expect(withMeasurement(available, atomic, trial('refused'), available)).toBe(available);
  });
});
