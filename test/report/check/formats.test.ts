import { describe, expect, it } from '@jest/globals';
import type { CheckAnswer } from '../../../src/guard/answer.ts';
import { type CheckFormat, tell } from '../../../src/report/check/format.ts';
import { choose } from '../../../src/options/values.ts';
import { checkFormats } from '../../../src/report/check/formats.ts';
import { answerOf } from '../../support/answers.ts';

const formatNamed = (name: string): CheckFormat => choose({ text: name, label: '--format' }, checkFormats);
const how = { why: false, passes: true, exitCode: 75 };

/** A format as a monitoring protocol has it: a line, and codes of its own. */
const codes = { available: 0, attainable: 1, unavailable: 2, unknown: 3 };
const protocol = (published: CheckAnswer[]): CheckFormat => ({
  name: 'memory',
  render: ({ verdict }) => `MEMORY ${verdict}\n`,
  publish: (answer) => {
    published.push(answer);
    return Promise.resolve();
  },
  exitCode: ({ verdict }) => codes[verdict],
});

describe('a format', () => {
  it.each([
    ['available', 0],
    ['attainable', 1],
    ['unavailable', 2],
    ['unknown', 3],
  ] as const)('says %s with the code of its protocol, %i', async (verdict, code) => {
    const printed: string[] = [];
    const published: CheckAnswer[] = [];
    const answer = answerOf({ verdict });
    expect(await tell(protocol(published), answer, how, (text) => printed.push(text))).toBe(code);
    expect([printed, published]).toEqual([[`MEMORY ${verdict}\n`], [answer]]);
  });

  it.each(['text', 'json'] as const)('without codes of its own leaves the tool its: %s', async (name) => {
    expect(await tell(formatNamed(name), answerOf(), how, () => undefined)).toBe(75);
  });
});

describe('the formats of check', () => {
  const unknown = answerOf({ verdict: 'unknown', go: false, request: null, zones: [] });
  it.each([
    // format, what begins an answer, what begins that of a machine that cannot be read
    ['text', /^available: one free block of 64 KiB/, /^$/],
    ['json', /^\{"schema":"buddyguard\/check\/1","verdict":"available"/, /"verdict":"unknown"/],
    ['github', /^available: one free block of 64 KiB/, /^unknown: this machine cannot be read/],
  ] as const)('%s', (name, available, unreadable) => {
    const format = formatNamed(name);
    expect(format.render(answerOf(), how)).toMatch(available);
    expect(format.render(unknown, how)).toMatch(unreadable);
  });

  it('leave nothing for a workflow to obey', () => {
    const answer = answerOf({ notes: ['##[error]x'], reason: '::error::y' });
    expect(formatNamed('github').render(answer, how)).not.toMatch(/##\[|^\s*::/m);
  });
});
