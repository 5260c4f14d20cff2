import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unknownAnswer } from '../../../src/guard/answer.ts';
import { checkJson } from '../../../src/report/check/json.ts';
import { answerOf } from '../../support/answers.ts';

const kernel = { release: '6.12.0', upstream: '6.12', distribution: 'debian', noRetryXtables: false };

describe('checkJson', () => {
  it('is the whole object, in this order', () => {
    expect(Object.keys(JSON.parse(checkJson(answerOf({ kernel }))) as object)).toEqual([
      ...[
        'schema',
        'verdict',
        'likelihood',
        'go',
        'never',
        'reason',
        'request',
        'kernel',
        'zones',
        'attempts',
      ],
      ...['advice', 'terms', 'notes'],
    ]);
  });

  it('has the count of what is asked, its node, and what the step takes besides', () => {
    const request = answerOf().request!;
    const beside = [{ what: 'its members', pages: 3 }];
    const asked = (changes: Partial<typeof request>): unknown =>
      (JSON.parse(checkJson(answerOf({ request: { ...request, ...changes } }))) as { request: object })
        .request;
    const plain = {
      workload: null,
      bytes: 65_536,
      order: 4,
      pages: 16,
      pageSize: 4096,
      path: 'contiguous',
      gfp: ['GFP_KERNEL'],
      count: 1,
      stepPages: 16,
    };
    expect(asked({})).toEqual(plain);
    expect(asked({ count: 3, stepPages: 51, beside, node: 1 })).toEqual({
      ...plain,
      count: 3,
      stepPages: 51,
      beside,
      node: 1,
    });
  });

  it('has the needs of a step that has several', () => {
    const request = answerOf().request!;
    const need = { what: 'a', request, verdict: 'available' as const, likelihood: 2 / 3, reason: 'why' };
    const { needs } = JSON.parse(checkJson(answerOf({ needs: [need, need] }))) as { needs: object[] };
    expect(needs).toHaveLength(2);
    expect(Object.keys(needs[0]!)).toEqual(['what', 'request', 'verdict', 'likelihood', 'reason']);
    expect(needs[0]).toMatchObject({ what: 'a', request: { order: 4, count: 1 }, likelihood: 0.6667 });
  });

  it('says an unknown machine in the same shape', () => {
    expect(
      JSON.parse(
        checkJson(
          unknownAnswer('/proc/buddyinfo: is not there', '6.12.0', {
            kernel,
            advice: [],
            largestOrder: null,
            nodes: [],
          }),
        ),
      ),
    ).toEqual({
      schema: 'buddyguard/check/1',
      verdict: 'unknown',
      likelihood: 0.5,
      go: false,
      never: false,
      reason: '/proc/buddyinfo: is not there',
      request: null,
      kernel,
      zones: [],
      attempts: [{ verdict: 'unknown', likelihood: 0.5, afterMilliseconds: 0, remedy: null }],
      advice: [],
      terms: [],
      notes: [],
    });
  });

  it('says how the size of a request is known, where that was found out', () => {
    const { request } = answerOf();
    const from = (source?: 'btf'): unknown => {
      const known = { ...request!, ...(source ? { from: source } : {}) };
      return (JSON.parse(checkJson(answerOf({ request: known }))) as { request: { from?: string } }).request
        .from;
    };
    expect([from('btf'), from()]).toEqual(['btf', undefined]);
  });

  it('rounds likelihoods to four digits, and nothing else', () => {
    const attempts = [
      { verdict: 'available' as const, likelihood: 1 / 3, afterMilliseconds: 7, remedy: 'compact' },
    ];
    const object = JSON.parse(checkJson(answerOf({ likelihood: 2 / 3, attempts }))) as object;
    expect(object).toMatchObject({
      likelihood: 0.6667,
      attempts: [{ likelihood: 0.3333, remedy: 'compact' }],
    });
  });

  it('is one line of valid JSON whatever the texts in it are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const printed = checkJson(answerOf({ reason: text, notes: [text], advice: [{ says: text }] }));
        expect(printed.indexOf('\n')).toBe(printed.length - 1);
        expect(JSON.parse(printed)).toMatchObject({ reason: text, notes: [text] });
      }),
    );
  });
});
