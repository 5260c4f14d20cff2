import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Json, changed, difference } from '../../src/record/delta.ts';

describe('difference', () => {
  it.each<[string, Json, Json, Json | undefined]>([
    ['nothing changed', { a: [1, 2], b: null }, { a: [1, 2], b: null }, undefined],
    ['a count', { a: [1, 2, 3] }, { a: [1, 9, 3] }, { a: { 1: 9 } }],
    ['a list of another length', { a: [1, 2] }, { a: [1] }, { a: [[1]] }],
    ['a field that comes', { a: 1 }, { a: 1, b: { c: 2 } }, { b: [{ c: 2 }] }],
    ['a field that goes', { a: 1, b: 2 }, { a: 1 }, { b: [] }],
    ['a list becomes an object', { a: [1] }, { a: { 0: 1 } }, { a: [{ 0: 1 }] }],
    ['null becomes a list', { a: null }, { a: [] }, { a: [[]] }],
    ['what was read becomes null', { a: [1] }, { a: null }, { a: null }],
  ])('%s', (_, before, after, expected) => {
    const delta = difference(before, after);
    expect(delta).toEqual(expected);
    expect(changed(before, delta ?? {})).toEqual(after);
  });

  it('gives back every value, and leaves the one before as it was', () => {
    const object = fc.dictionary(fc.string({ maxLength: 3 }).filter((name) => name !== '__proto__'), fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>); // prettier-ignore
    fc.assert(
      fc.property(object, object, (before, after) => {
        const copy = JSON.stringify(before);
        // Deltas go through JSON, which knows no -0.
        const [a, b] = [JSON.parse(copy) as Json, JSON.parse(JSON.stringify(after)) as Json];
        expect(changed(a, difference(a, b) ?? {})).toEqual(b);
        expect(JSON.stringify(before)).toBe(copy);
      }),
      { numRuns: 500 },
    );
  });

  it('that does not fit makes what it can', () => {
    expect(changed([1, 2], { 7: 1, x: 2, 1: 5 })).toEqual([1, 5]);
    expect(changed(5, { a: 1 })).toEqual({ a: 1 });
    expect(changed({ a: 1 }, JSON.parse('{"__proto__":{"b":1}}') as Json)).toEqual({ a: 1 });
  });
});
