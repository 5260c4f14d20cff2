// The rules of one chain as lines add and take them; `a`, `b` … are rules, equal ones one object.
import { describe, expect, it } from '@jest/globals';
import { ChainRules } from '../../../src/request/iptables/chain-rules.ts';
import type { Rule } from '../../../src/request/iptables/rule.ts';

const ruleOf = (name: string, more: Partial<Rule> = {}): Rule => ({
  ...{ matches: [name], target: null, goto: false, copies: 1, only: null },
  ...more,
});
const [a, b, c] = ['a', 'b', 'c'].map((name) => ruleOf(name)) as [Rule, Rule, Rule];
const chain = (...rules: Rule[]): ChainRules => {
  const made = new ChainRules();
  for (const rule of rules) made.append(rule);
  return made;
};
const names = (rules: ChainRules): string =>
  rules
    .list()
    .map(({ matches }) => matches.join(''))
    .join('');

describe('a chain', () => {
  it.each<[string, number, string]>([
    ['at the head', 0, 'cab'],
    ['between two', 1, 'acb'],
    ['at the end', 2, 'abc'],
    ['far behind the end', 9, 'abc'],
  ])('takes a rule %s', (_, place, order) => {
    const rules = chain(a, b);
    rules.insert(c, place);
    expect(names(rules)).toBe(order);
  });

  it.each<[string, Rule, number | undefined, boolean, string]>([
    ['the first that is equal', a, undefined, true, 'ba'],
    ['the one at a place', a, 2, true, 'ab'],
    ['one that is there once', b, undefined, true, 'aa'],
    ['none that is not there', c, undefined, false, 'aba'],
  ])('loses %s', (_, rule, place, found, left) => {
    const rules = chain(a, b, a);
    expect(rules.remove(rule, place)).toBe(found);
    expect(names(rules)).toBe(left);
  });

  it('loses no more than it has', () => {
    const rules = chain(a, a);
    expect([1, 2, 3].map(() => rules.remove(a))).toEqual([true, true, false]);
    rules.append(a);
    expect([names(rules), rules.remove(a), rules.remove(a)]).toEqual(['a', true, false]);
  });

  it('knows what stands where, unless a line made several or none', () => {
    expect([0, 1, 2].map((place) => chain(a, b).at(place))).toEqual([a, b, null]);
    expect(chain(a, ruleOf('twice', { copies: 2 })).at(0)).toBe(null);
    expect(chain(ruleOf('of one tool', { only: 'ipv6' }), a).at(1)).toBe(null);
  });

  it('is empty once it is cleared', () => {
    const rules = chain(a, b);
    rules.remove(a);
    rules.clear();
    expect([names(rules), rules.at(0), rules.remove(b)]).toEqual(['', null, false]);
    rules.append(c);
    expect([names(rules), rules.at(0)]).toEqual(['c', c]);
  });
});

describe('a chain of very many', () => {
  const many = (count: number): ChainRules => chain(...Array<Rule>(count).fill(a));

  it.each([
    [9999, b],
    [10_000, null],
  ])('of %i knows its first after one came before it: %j', (count, first) => {
    const rules = many(count);
    rules.insert(b, 0);
    expect(rules.at(0)).toBe(first);
    expect(rules.list()).toHaveLength(count + 1);
    expect([rules.remove(b), rules.remove(b), rules.list().length]).toEqual([true, false, count]);
    rules.append(c);
    expect([rules.list().length, rules.list().includes(c)]).toEqual([count + 1, true]);
  });

  it.each([
    [10_000, a],
    [10_001, null],
  ])('of %i knows its first after one was taken: %j', (count, first) => {
    const rules = many(count);
    expect(rules.at(0)).toBe(a);
    expect(rules.remove(a)).toBe(true);
    expect([rules.at(0), rules.list().length]).toEqual([first, count - 1]);
  });
});

describe('a chain too long for its order', () => {
  const rules = (): ChainRules => {
    const made = chain(b);
    for (let i = 0; i < 10_000; i++) made.append(a);
    return made;
  };

  it('keeps how many there are of each, whatever was counted before', () => {
    const counted = rules();
    expect(counted.remove(c)).toBe(false);
    for (const made of [rules(), counted]) {
      made.insert(c, 0);
      expect(made.at(0)).toBe(null);
      made.insert(c, 0);
      expect([made.remove(c), made.remove(c), made.remove(c)]).toEqual([true, true, false]);
      expect(made.list()).toHaveLength(10_001);
      made.append(c);
      expect([made.remove(b), made.remove(b), made.remove(c), made.remove(c)]).toEqual([
        true,
        false,
        true,
        false,
      ]);
      expect(new Set(made.list())).toEqual(new Set([a]));
    }
  });
});
