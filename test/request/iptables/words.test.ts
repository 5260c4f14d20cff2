import { expect, it } from '@jest/globals';
import { splitWords } from '../../../src/request/iptables/words.ts';

// iptables/xshared.c add_param_to_argv; quoted words stand in brackets here.
// prettier-ignore
it.each([
  ['-A INPUT', '-A INPUT'], ['  -A \t INPUT  ', '-A INPUT'], ['', ''],
  ['--comment "two words"', '--comment [two words]'], ['--comment "a\tb" -j\tDROP', '--comment [a\tb] -j DROP'],
  ['"a""b"', '[a] [b]'], ['""', '[]'], ['" "', '[ ]'], ['x"y z"', '[xy z]'],
  ['"a\\"b"', '[a"b]'], ['"a\\\\"', '[a\\]'], ['"a\\b"', '[ab]'], ['a\\ "b"', 'a\\ [b]'],
  // What is left open ends with the line, and its backslash is one.
  ['"a b', '[a b]'], ['"a\\', '[a\\]'], ['"', ''], ['"a" ', '[a]'],
])('%j is %j', (line, words) => {
  expect(splitWords(line).map(({ text, quoted }) => (quoted ? `[${text}]` : text)).join(' ')).toBe(words);
});
