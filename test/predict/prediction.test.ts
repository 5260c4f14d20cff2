// The forms that an answer has, and the requests that answer themselves.
import { expect, it } from '@jest/globals';
import { snapshotOf } from '../../src/machine/snapshot.ts';
import { predict } from '../../src/predict/predict.ts';
import { type Prediction, available, never, uncertain, unknown } from '../../src/predict/prediction.ts';
import { plainRequest } from '../../src/request/plain-request.ts';
import type { Request } from '../../src/request/request.ts';
import { textsOf } from '../support/machine-text.ts';

const nothing = { zones: [], terms: [], wants: [] };
const told = { likelihood: 0.5, reason: 'why', zones: [] };

// prettier-ignore
it.each<[Prediction, Partial<Prediction>]>([
  [available(told),                           { verdict: 'available', likelihood: 0.5, cause: 'none', never: false }],
  [uncertain({ ...told, cause: 'watermark' }), { verdict: 'attainable', likelihood: 0.5, cause: 'watermark', never: false }],
  [unknown('why'),                            { verdict: 'unknown', likelihood: 0.5, cause: 'not-read', never: false }],
  [never('zone-absent', 'why', []),           { verdict: 'unavailable', likelihood: 0, cause: 'zone-absent', never: true }],
])('an answer has every field: %#', (answer, fields) => {
  expect(answer).toEqual({ reason: 'why', ...nothing, ...fields });
});

// prettier-ignore
it.each<[Partial<Request>, Partial<Prediction>]>([
  [{ refused: 'no such thing' }, { verdict: 'unavailable', likelihood: 0, cause: 'never', never: true, reason: 'no such thing' }],
  [{ granted: 'asks nothing' },  { verdict: 'available', likelihood: 1, cause: 'none', never: false, reason: 'asks nothing' }],
  [{ unsized: 'size unknown' },  { verdict: 'unknown', likelihood: 0.5, cause: 'not-read', never: false, reason: 'size unknown' }],
])('a request that answers itself: %j', (own, fields) => {
  const request = { ...plainRequest({ order: 3, path: 'contiguous' }, 4096), ...own };
  const snapshot = snapshotOf(textsOf({ zones: [{ zone: 'Normal', blocks: [9] }] }));
  expect(predict(request, snapshot, null)).toEqual({ ...nothing, ...fields });
});
