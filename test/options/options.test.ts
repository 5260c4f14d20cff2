// The options table: what a row must have, and that something reads what it decodes.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type CommandName, commands } from '../../src/options/commands.ts';
import type { Option } from '../../src/options/option.ts';
import { options, optionsOf } from '../../src/options/options.ts';
import { type SettingsOf, decodeSettings } from '../../src/options/settings.ts';
import { repository } from '../support/corpus.ts';

const names = Object.keys(commands) as CommandName[];

describe('a row', () => {
  const base = { name: 'max-load', help: 'what it does', group: 'Waiting', commands: ['check'] } as const;
  it('that nothing decodes does not compile', () => {
    const flag: Option = base;
    const decoded: Option = { ...base, value: 'N', decode: Number };
    // @ts-expect-error: it takes a value, and nothing says how that is read
    const undecoded: Option = { ...base, value: 'N' };
    // @ts-expect-error: a flag takes no value
    const both: Option = { ...base, decode: Number };
    expect([flag, decoded, undecoded, both]).toHaveLength(4);
  });

  it.each(options)(
    '$name: has the words of each of its commands, and of no other',
    ({ choices, commands }) => {
      if (choices) expect(Object.keys(choices).sort()).toEqual([...commands].sort());
    },
  );
});

describe('the settings of a command', () => {
  it('are its options, and no other', () => {
    const workloads: SettingsOf<'workloads'> = decodeSettings('workloads', new Map(), {});
    expect(workloads).toEqual({
      asked: { size: undefined, rules: undefined, rulesFile: undefined, cpus: undefined, count: undefined },
      root: '/',
      kernel: undefined,
      format: { text: 'text', label: '--format' },
    });
    // @ts-expect-error: it waits for nothing
    expect(workloads.retries).toBeUndefined();
  });

  it.each(names)('%s: a default is one of its own words', (command) => {
    expect(() => decodeSettings(command, new Map(), {})).not.toThrow();
  });

  it('has no twin of an option that the command does not have', () => {
    const environment = { BUDDYGUARD_FORMAT: 'github' };
    expect(decodeSettings('run', new Map(), environment)).not.toHaveProperty('format');
  });
});

describe('what is decoded', () => {
  const sources = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('options/'))
    .map((file) => readFileSync(join(repository, 'src', file), 'utf8'))
    .filter((text) => text.includes('/options/settings.ts'));
  const keys = new Set(
    names.flatMap((command) => {
      const { asked, ...settings } = decodeSettings(command, new Map(), {});
      return [...Object.keys(asked), ...Object.keys(settings)];
    }),
  );

  it.each([...keys])('is read: settings.%s', (key) => {
    const read = new RegExp(`[.{,]\\s*${key}\\b`);
    expect(sources.some((text) => read.test(text))).toBe(true);
  });

  it('is as much as there are options', () => {
    expect(keys.size).toBe(options.length);
    expect(optionsOf('check').length).toBeGreaterThan(20);
  });
});
