import { expect, it } from '@jest/globals';
import { beginningsOf, ownLetter, ownOption } from '../../../src/request/iptables/own-options.ts';

// As getopt_long takes them: whole, or cut as long as one option alone begins so.
// prettier-ignore
it.each<[string, string | null, string[]?]>([
  ['append', 'A'], ['appen', 'A'], ['ap', 'A'], ['a', 'A'], ['appendix', null],
  ['delete', 'D'], ['delete-chain', 'X'], ['delete-', 'X'], ['delet', null], ['de', null], ['des', 'd'],
  ['list', 'L'], ['list-rules', 'S'], ['list-', 'S'], ['lis', null], ['line-numbers', '0'], ['lin', '0'], ['li', null],
  ['source', 's'], ['src', 's'], ['so', 's'], ['sr', 's'], ['s', null], ['dst', 'd'], ['destination', 'd'], ['d', null],
  ['in-interface', 'i'], ['in-', 'i'], ['insert', 'I'], ['ins', 'I'], ['in', null], ['ipv4', '4'], ['ipv6', '6'], ['ip', null],
  ['jump', 'j'], ['ju', 'j'], ['goto', 'g'], ['match', 'm'], ['mat', 'm'], ['modprobe', 'M'], ['m', null],
  ['wait', 'w'], ['wait-interval', 'W'], ['wait-', 'W'], ['wai', null], ['dport', null], ['', null],
  ['constructor', null],
  // Where the extension is loaded it is its option.
  ['frag', 'f'], ['frag', null, ['frag']], ['frag', 'f', ['tcp']], ['set', 'c'], ['set', null, ['recent']],
  ['set', null, ['tcp', 'connlabel']], ['new', 'N'], ['new', null, ['CLUSTERIP']],
  ['pol', 'P'], ['pol', null, ['policy']], ['proto', 'p'], ['proto', null, ['policy']],
])('--%s is -%s', (name, letter, loaded = []) => {
  expect(ownLetter(name, loaded)).toBe(letter);
});

// prettier-ignore
it.each<[string, number, number]>([
  ['A', 1, 0], ['D', 1, 1], ['F', 0, 1], ['L', 0, 2], ['j', 1, 0], ['c', 1, 1], ['v', 0, 0], ['h', 0, 1],
])('-%s takes %i arguments, and perhaps %i more', (letter, required, optional) => {
  expect(ownOption(letter)).toEqual({ required, optional });
});

it.each(['q', 'a', '', 'constructor'])('-%s is none of its own', (letter) => {
  expect(ownOption(letter)).toBe(null);
});

it.each<[Record<string, string>, Record<string, string>]>([
  [{ ab: 'x' }, { a: 'x', ab: 'x' }],
  [
    { ab: 'x', ac: 'y' },
    { ab: 'x', ac: 'y' },
  ],
  // Two names of one option: what is short for both is short for it.
  [
    { ab: 'x', ac: 'x' },
    { a: 'x', ab: 'x', ac: 'x' },
  ],
  [
    { ab: 'x', ac: 'x', ad: 'y' },
    { ab: 'x', ac: 'x', ad: 'y' },
  ],
  // A whole name counts, even if others begin with it.
  [
    { abc: 'x', ab: 'y' },
    { ab: 'y', abc: 'x' },
  ],
  [{}, {}],
])('of the names %j these are clear: %j', (names, clear) => {
  expect(Object.fromEntries(beginningsOf(names))).toEqual(clear);
});
