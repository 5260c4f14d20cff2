// --format takes the names of the command's own formats; the options table knows none of them.
import { describe, expect, it } from '@jest/globals';
import { formatNames } from '../../src/cli/format-names.ts';
import { decodeSettings } from '../../src/options/settings.ts';
import { choose } from '../../src/options/values.ts';
import { checkFormats } from '../../src/report/check/formats.ts';
import { doctorFormats } from '../../src/report/doctor/formats.ts';
import { explainFormats } from '../../src/report/explain/formats.ts';
import { showFormats } from '../../src/report/show/formats.ts';
import { workloadsFormats } from '../../src/report/workloads/formats.ts';
import { runCli } from '../support/cli.ts';
import { fixture } from '../support/root.ts';

type Command = keyof typeof formatNames;
const formats: Record<Command, readonly { name: string }[]> = {
  check: checkFormats,
  explain: explainFormats,
  workloads: workloadsFormats,
  doctor: doctorFormats,
  show: showFormats,
};

describe.each(Object.keys(formats) as Command[])('the formats of %s', (command) => {
  const chosen = (given: [string, string][], environment = {}): string =>
    choose(decodeSettings(command, new Map(given), environment).format, formats[command]).name;

  it('have a name each, and help lists them', async () => {
    const names = formatNames[command];
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(chosen([['format', name]])).toBe(name);
    const help = await runCli([command, '--help']);
    expect(help.stdout.replace(/\s+/g, ' ')).toContain(`(${names.join(', ')}) [default: text]`);
  });

  it('are text where none is named', () => {
    expect(chosen([])).toBe('text');
  });

  it('are expected where the option or its twin names another', () => {
    const expected = `expected ${formatNames[command].join(', ')}`;
    expect(() => chosen([['format', 'xml']])).toThrow(`--format: 'xml': ${expected}`);
    expect(() => chosen([], { BUDDYGUARD_FORMAT: 'xml' })).toThrow(`BUDDYGUARD_FORMAT: 'xml': ${expected}`);
  });
});

describe('a format that the command does not have', () => {
  it.each<[Command, string[], string]>([
    ['check', ['--order', '4', '--root', fixture('7.3.4')], 'xml'],
    ['explain', ['/dev/null'], 'xml'],
    ['workloads', ['--root', fixture('7.3.4')], 'github'],
    ['workloads', ['--root', '/nonexistent'], 'github'],
  ])('ends %s %j --format %s with 64 before anything is read', async (command, words, format) => {
    const { code, stdout, stderr } = await runCli([command, ...words, '--format', format]);
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toBe(`buddyguard: --format: '${format}': expected ${formatNames[command].join(', ')}\n`);
  });
});
