import { describe, expect, it } from '@jest/globals';
import { checkAnnotation } from '../../../src/report/check/github-annotation.ts';
import { answerOf } from '../../support/answers.ts';

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
      'buddyguard: unavailable: a block of order 4 would likely fail now (likelihood 0.04)',
    );
    expect(annotation.message).toBe('node 0 zone Normal serves order 4');
  });

  it('says what to do where the step is stopped, and only there', () => {
    const advice = ['compact first', 'or else'];
    expect(checkAnnotation(answerOf({ go: false, advice }), false).message).toMatch(/; compact first$/);
    expect(checkAnnotation(answerOf({ advice }), true).message).not.toContain('compact');
  });

  it('shows control characters instead of sending them', () => {
    const { message } = checkAnnotation(answerOf({ reason: 'a\n::error::b\u001b[31m\u202e' }), true);
    expect(message).toBe('a\\x0a::error::b\\x1b[31m\\u202e');
  });
});
