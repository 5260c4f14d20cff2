import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MalformedError } from '../../../src/errors.ts';
import { parseSaveFile } from '../../../src/request/iptables/save-file.ts';
import { saveString } from './quoting.ts';
import { ruleSetText } from './random-rule-set.ts';

describe('laws of iptables-save text', () => {
  const onlyMalformed = (text: string): void => {
    try {
      parseSaveFile(text);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
    }
  };

  it('any text is parsed or malformed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), onlyMalformed));
    const lines = fc.constantFrom(
      '*filter',
      'COMMIT',
      ':X - [0:0]',
      '-A X',
      '-m',
      '"',
      '\\',
      '[1:2]',
      ' ',
      '\n',
      '-j',
      '-s',
    );
    fc.assert(
      fc.property(
        fc.array(lines).map((parts) => parts.join('')),
        onlyMalformed,
      ),
    );
    fc.assert(
      fc.property(
        fc.array(lines).map((parts) => `*filter\n${parts.join(' ')}`),
        onlyMalformed,
      ),
    );
  });

  it('any cut of a valid text is parsed or malformed', () => {
    fc.assert(
      fc.property(
        ruleSetText('ipv4'),
        fc.nat(),
        fc.nat(20),
        fc.string({ maxLength: 5 }),
        (text, at, length, put) => {
          const start = at % text.length;
          onlyMalformed(text.slice(0, start) + put + text.slice(start + length));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('what iptables-save prints is read back', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,27}$/);
    const option = fc.stringMatching(/^--x[a-z-]{0,10}$/);
    const plain = fc.stringMatching(/^[A-Za-z0-9:./,]{1,20}$/);
    // Any text, also such as looks like an option, in a comment; text that needs quotes after any other option.
    const anyText = fc.string({
      unit: fc.constantFrom('-', 'm', 'j', ' ', '"', '\\', "'", '!', 'é'),
      maxLength: 12,
    });
    const match = fc.record({
      name,
      option,
      argument: fc.oneof(plain, fc.constantFrom('-j "x" -m y', '--jump=x')),
      comment: anyText,
    });
    const rule = fc.record({
      matches: fc.array(match, { maxLength: 4 }),
      target: fc.option(name, { nil: null }),
    });
    const saved = fc.record({ chains: fc.uniqueArray(name), rules: fc.array(rule) });
    fc.assert(
      fc.property(fc.array(saved, { minLength: 1, maxLength: 3 }), fc.boolean(), (tables, counters) => {
        const print = ({ matches, target }: (typeof tables)[0]['rules'][0]): string =>
          `${counters ? '[1:2] ' : ''}-A INPUT` +
          matches
            .map(
              (m) =>
                ` -m ${m.name} ${m.option} ${saveString(m.argument)} -m comment --comment ${saveString(m.comment)}`,
            )
            .join('') +
          (target === null ? '' : ` -j ${target}`);
        const text = tables.map(
          ({ chains, rules }) =>
            `*mine\n:INPUT ACCEPT [0:0]\n${chains.map((chain) => `:u${chain.slice(1)} - [0:0]\n`).join('')}` +
            `${rules.map((r) => `${print(r)}\n`).join('')}COMMIT\n`,
        );
        fc.pre(
          tables.every(({ chains }) => new Set(chains.map((chain) => chain.slice(1))).size === chains.length),
        );
        const parsed = parseSaveFile(text.join('# Completed\n'));
        expect(parsed.map(({ userChains }) => [...userChains])).toEqual(
          tables.map(({ chains }) => chains.map((chain) => `u${chain.slice(1)}`)),
        );
        expect(parsed.map(({ rules }) => rules.map(({ matches, target }) => ({ matches, target })))).toEqual(
          tables.map(({ rules }) =>
            rules.map(({ matches, target }) => ({
              matches: matches.flatMap((m) => [m.name, 'comment']),
              target,
            })),
          ),
        );
      }),
    );
  });
});
