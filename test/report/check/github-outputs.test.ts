import { describe, expect, it } from '@jest/globals';
import { checkOutputs, failureOutputs } from '../../../src/report/check/github-outputs.ts';
import { answerOf } from '../../support/answers.ts';

describe('checkOutputs', () => {
  it('says an answer in words of its own each', () => {
    const { json, ...words } = checkOutputs(answerOf({ likelihood: 1 / 3 }), 0);
    expect(words).toEqual({
      verdict: 'available',
      likelihood: '0.3333',
      order: '4',
      reason: 'node 0 zone Normal serves order 4',
      'exit-code': '0',
      attempts: '1',
    });
    expect(JSON.parse(json)).toMatchObject({
      schema: 'buddyguard/check/1',
      verdict: 'available',
      likelihood: 0.3333,
    });
    expect(json).not.toContain('\n');
  });

  it('has no order where the machine could not be read', () => {
    const outputs = checkOutputs(answerOf({ verdict: 'unknown', request: null, zones: [] }), 66);
    expect(outputs).toMatchObject({ verdict: 'unknown', order: '', 'exit-code': '66' });
  });

  it('counts every attempt but keeps the JSON under what a job may publish', () => {
    const attempt = { verdict: 'unavailable', likelihood: 0.1, afterMilliseconds: 0, remedy: null } as const;
    const attempts = Array.from({ length: 100_000 }, (_, i) => ({ ...attempt, afterMilliseconds: i }));
    const outputs = checkOutputs(answerOf({ attempts }), 75);
    expect(outputs.attempts).toBe('100000');
    expect(outputs.json.length).toBeLessThan(512 * 1024);
    const kept = (JSON.parse(outputs.json) as { attempts: { afterMilliseconds: number }[] }).attempts;
    expect(kept.at(-1)?.afterMilliseconds).toBe(99_999);
  });
});

describe('failureOutputs', () => {
  it('has the same names as an answer, and no verdict', () => {
    const failure = failureOutputs('order: wrong', 64);
    expect(Object.keys(failure)).toEqual(Object.keys(checkOutputs(answerOf(), 0)));
    expect(failure).toMatchObject({ verdict: '', reason: 'order: wrong', 'exit-code': '64', json: '' });
  });
});
