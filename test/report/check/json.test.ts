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

  it('says an unknown machine in the same shape', () => {
    expect(
      JSON.parse(checkJson(unknownAnswer('/proc/buddyinfo: is not there', '6.12.0', { kernel, advice: [] }))),
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
        const printed = checkJson(answerOf({ reason: text, notes: [text], advice: [text] }));
        expect(printed.indexOf('\n')).toBe(printed.length - 1);
        expect(JSON.parse(printed)).toMatchObject({ reason: text, notes: [text] });
      }),
    );
  });
});
