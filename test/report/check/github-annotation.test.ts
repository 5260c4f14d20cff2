import { describe, expect, it } from '@jest/globals';
import { checkAnnotation } from '../../../src/report/check/github-annotation.ts';
import type { Advice } from '../../../src/predict/advised.ts';
import { answerOf, callerIn } from '../../support/answers.ts';

describe('checkAnnotation', () => {
  it.each([
    // verdict, goes, the step goes on, level
    ['available', true, true, 'notice'],
    ['attainable', true, true, 'notice'],
    ['attainable', false, false, 'error'],
    ['unavailable', false, false, 'error'],
    ['unknown', false, true, 'warning'],
    ['unknown', false, false, 'error'],
  ] as const)('%s, go %s, passes %s: %s', (verdict, go, passes, level) => {
    expect(checkAnnotation(answerOf({ verdict, go }), passes).level).toBe(level);
  });

  it('says the verdict in its title and the numbers in its message', () => {
    const annotation = checkAnnotation(
      answerOf({ verdict: 'unavailable', go: false, likelihood: 0.04 }),
      false,
    );
    expect(annotation.title).toBe(
      'buddyguard: unavailable: one free block of 64 KiB (order 4), and the kernel would likely refuse it now (chance 4 %)',
    );
    expect(annotation.message).toBe('35.2 MiB is free, but no block that this request may use');
  });

  it('says what to do where the step is stopped, and only there', () => {
    const advice: Advice[] = [
      { says: 'no deed' },
      { says: 'compact', does: { options: [{ name: 'compact' }] }, effect: 'moves memory together' },
    ];
    const refused = answerOf({ verdict: 'unavailable', go: false, advice });
    const caller = callerIn('inputs');
    expect(checkAnnotation(refused, false, caller).message).toMatch(
      /; to do: compact: true \(moves memory together\)$/,
    );
    expect(checkAnnotation(answerOf({ advice }), true, caller).message).not.toContain('compact');
  });

  it('shows control characters instead of sending them', () => {
    const { message } = checkAnnotation(answerOf({ zones: [], reason: 'a\n b\u001b[31m\u202e' }), true);
    expect(message).toBe('a\\x0a b\\x1b[31m\\u202e');
  });
});
