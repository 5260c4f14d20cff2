// Several needs: each has its own answer, and the worst stands for the step.
import { describe, expect, it } from '@jest/globals';
import { judge } from '../../src/guard/judge.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { Need } from '../../src/request/need.ts';
import { plainNeed } from '../../src/request/plain-request.ts';
import { fixture } from '../support/root.ts';

const machine = new Machine(fixture('3.10.0-fragmented'));
const needs: Record<string, Need> = {
  available: plainNeed({ order: 0 }, 4096),
  attainable: plainNeed({ order: 3 }, 4096),
  unavailable: plainNeed({ order: 5, gfp: ['GFP_ATOMIC'] }, 4096),
  never: plainNeed({ order: 40 }, 4096),
};
const unknown = plainNeed({ order: 0 }, 4096);
needs.unknown = { ...unknown, request: { ...unknown.request, unsized: 'its size is not known' } };

describe('of several needs', () => {
  it.each(Object.keys(needs))('%s alone is the answer', (name) => {
    const { prediction } = judge([needs[name]!], machine, false);
    expect(prediction.never ? 'never' : prediction.verdict).toBe(name);
  });

  // What would fail stands before what is not known: no further reading could mend it.
  it.each([
    ['available', 'attainable', 'attainable'],
    ['attainable', 'unknown', 'unknown'],
    ['available', 'unknown', 'unknown'],
    ['unknown', 'unavailable', 'unavailable'],
    ['unavailable', 'never', 'never'],
    ['unknown', 'never', 'never'],
  ])('%s and %s: %s decides', (one, other, worst) => {
    for (const names of [
      [one, other],
      [other, one],
    ]) {
      const asked = names.map((name) => needs[name]!);
      const { need, answers } = judge(asked, machine, false);
      expect(need).toBe(needs[worst]);
      expect(answers.map((each) => each.need)).toEqual(asked);
    }
  });
});
