// The fast parser and yargs: what the fast one accepts, both read alike.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatNames } from '../../src/cli/format-names.ts';
import { parseFull } from '../../src/options/yargs.ts';
import { type CommandName, commands } from '../../src/options/commands.ts';
import type { Option } from '../../src/options/option.ts';
import { options, optionsOf } from '../../src/options/options.ts';
import { type CommandLine, parseFast } from '../../src/options/parse.ts';

const names = Object.keys(commands) as CommandName[];

/** Words that people and scripts write, right and wrong. */
const value = fc.oneof(
  fc.constantFrom(
    '4',
    '0',
    '-1',
    '0x10',
    '1e3',
    '1_000',
    '4.',
    '.5',
    '331776',
    '324KiB',
    '80pages',
    '1s',
    '500ms',
  ),
  fc.constantFrom(
    'true',
    'false',
    'yes',
    'json',
    'GFP_KERNEL|__GFP_NORETRY',
    '/host',
    'a=b',
    '--',
    '-',
    '--=',
    '=',
    '',
  ),
  fc.constantFrom(
    '"quoted"',
    "'quoted'",
    'with space',
    'line\nfeed',
    'a,b',
    '[1]',
    '{"a":1}',
    '\\',
    '$HOME',
    '@file',
  ),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'null',
    'undefined',
    'NaN',
    'check',
    '4.15.0-1044-aws',
  ),
  fc.string({ maxLength: 6 }),
  fc.string({ maxLength: 4, unit: 'grapheme' }),
);

const optionWord = (option: Option): fc.Arbitrary<string[]> => {
  const long = `--${option.name}`;
  const flags = option.short === undefined ? [long] : [long, `-${option.short}`];
  return option.value === undefined
    ? fc.constantFrom(...flags).map((flag) => [flag])
    : fc.oneof(
        fc.tuple(fc.constantFrom(...flags), value).map(([flag, v]) => [flag, v]),
        value.map((v) => [`${long}=${v}`]),
      );
};

const strange = fc.oneof(
  value.map((v) => [v]),
  fc.constantFrom(['--no-quiet'], ['--dropCaches'], ['--drop_caches'], ['-qE', '3'], ['-E3'], ['-q=1'], ['--help'], ['-h'], ['-V']), // prettier-ignore
  fc.constantFrom(['--quiet', 'true'], ['--quiet=false'], ['--order'], ['--order', '--quiet'], ['--ord', '4'], ['--order.x', '4']), // prettier-ignore
);

const argv = fc.constantFrom(...names).chain((command) => {
  const own = optionsOf(command);
  const word = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...own).chain(optionWord) },
    { weight: 1, arbitrary: fc.constantFrom(...options).chain(optionWord) },
    { weight: 1, arbitrary: strange },
  );
  const rest = fc.oneof(
    fc.constant([]),
    fc.array(value, { maxLength: 3 }).map((words) => ['--', ...words]),
  );
  return fc
    .tuple(fc.array(word, { maxLength: 5 }), rest)
    .map(([words, after]) => [command as string, ...words.flat(), ...after]);
});

const full = (words: readonly string[]): CommandLine | string | Error => {
  try {
    return parseFull(words, formatNames);
  } catch (error) {
    return error as Error;
  }
};

describe('what the fast parser accepts', () => {
  it('the full parser reads alike', () => {
    let accepted = 0;
    fc.assert(
      fc.property(argv, (words) => {
        const fast = parseFast(words);
        if (fast === null) return;
        accepted++;
        expect(full(words)).toEqual(fast);
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it('is every plain command line: one of each option of a command', () => {
    for (const command of names) {
      const words = optionsOf(command).flatMap((o) =>
        o.value === undefined ? [`--${o.name}`] : [`--${o.name}`, '4'],
      );
      const fast = parseFast([command, ...words]);
      expect(fast?.given.size).toBe(optionsOf(command).length);
      expect(full([command, ...words])).toEqual(fast);
    }
  });

  it('has the files of explain in it', () => {
    for (const words of [
      ['explain', 'job.log'],
      ['explain', '-'],
      ['explain', '-f', 'a b', 'c', '--format=json'],
      ['explain', '--follow', 'true'],
      ['explain', '-f', 'false', '--format', 'json'],
    ]) {
      expect(parseFast(words)?.operands.length).toBeGreaterThan(0);
      expect(full(words)).toEqual(parseFast(words));
    }
  });

  it('is never a line with something unusual in it', () => {
    const unusual = [
      [],
      ['--help'],
      ['check', '--help'],
      ['check', '--order'],
      ['check', '--order', '4', '--order', '4'],
      ['check', '--order', '4', 'x'],
      ['check', '--order=', '4'],
      ['check', '--quiet=true'],
      ['check', '--unknown'],
      ['--order', '4', 'check'],
    ];
    for (const words of unusual) expect([words, parseFast(words)]).toEqual([words, null]);
  });
});

describe("what follows the first '--'", () => {
  it("is nobody else's: passed on unchanged by both", () => {
    const words = fc.array(fc.oneof(value, fc.string()), { maxLength: 6 });
    fc.assert(
      fc.property(words, (command) => {
        const line = ['run', '--order', '4', '--', ...command];
        expect(parseFast(line)?.afterDashes).toEqual(command);
        expect(full(line)).toMatchObject({ afterDashes: command });
      }),
      { numRuns: 60 },
    );
  });
});
