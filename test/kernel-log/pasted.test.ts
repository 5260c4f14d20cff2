// What people paste: small inputs, each for a class of its own, with what has to come out.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { explainText } from '../../src/kernel-log/explain/explainer.ts';
import { parseFast } from '../../src/options/parse.ts';
import { decodeSettings } from '../../src/options/settings.ts';
import { repository } from '../support/corpus.ts';

const folder = join(repository, 'test/fixtures/repro-logs');
const names = readdirSync(folder).flatMap((name) => /^(.*)\.log$/.exec(name)?.[1] ?? []);

type Expected = Record<string, unknown>;

/** Each fact as expected; `X_not` is what X must not be, `X_contains` and `X_not_contains` are about its text. */
function check(found: Record<string, unknown>, expected: Expected): void {
  for (const [key, value] of Object.entries(expected)) {
    const [, name = '', how] = /^(.*?)(_not_contains|_contains|_not)?$/.exec(key) ?? [];
    const text = JSON.stringify(found[name]);
    if (how === '_not') expect([name, found[name]]).not.toEqual([name, value]);
    else if (how === '_contains') expect(text).toContain(value);
    else if (how === '_not_contains') expect(text).not.toContain(value);
    else expect([name, found[name]]).toEqual([name, value]);
  }
}

describe('a pasted log', () => {
  it.each(names)('%s', (name) => {
    const found = explainText(
      readFileSync(join(folder, `${name}.log`), 'utf8')
        .trimEnd()
        .split('\n'),
    );
    const { expected } = JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8')) as {
      expected: {
        failures?: Expected[];
        programs?: Expected[];
        failures_count?: number;
        programs_say?: string;
      };
    };
    for (const kind of ['failures', 'programs'] as const) {
      const wanted = expected[kind];
      if (!wanted) continue;
      expect(found[kind]).toHaveLength(wanted.length);
      wanted.forEach((facts, i) => {
        check(found[kind][i] as unknown as Record<string, unknown>, facts);
      });
    }
    if (expected.failures_count !== undefined) expect(found.failures).toHaveLength(expected.failures_count);
    if (expected.programs_say !== undefined)
      expect(found.programs.map(({ says }) => says).join('\n')).toContain(expected.programs_say);
    // What is advised to ask can be asked.
    for (const { check: words } of [...found.failures, ...found.programs]) {
      if (words === null) continue;
      const line = parseFast(words);
      expect(line?.command).toBe('check');
      decodeSettings('check', line!.given, {});
    }
  });
});
