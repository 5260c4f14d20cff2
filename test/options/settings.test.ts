// Flag over environment over default; an empty variable is unset.
import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../../src/errors.ts';
import { environmentName } from '../../src/options/option.ts';
import { options, optionsOf } from '../../src/options/options.ts';
import { type SettingsOf, decodeSettings } from '../../src/options/settings.ts';
import { runCli } from '../support/cli.ts';
import { fixture } from '../support/root.ts';

type Environment = Record<string, string>;
const settings = (given: Record<string, string>, environment: Environment = {}): SettingsOf<'check'> =>
  decodeSettings('check', new Map(Object.entries(given)), environment);

describe('an option and its environment twin', () => {
  const rows: [string, string, string, (s: SettingsOf<'check'>) => unknown, unknown, unknown, unknown][] = [
    // option, a value, another value, setting, its default, what the values are
    ['size', '4096', '2M', (s) => s.asked.size?.amount, undefined, 4096, 2_097_152],
    ['order', '4', '0', (s) => s.asked.order, undefined, 4, 0],
    ['for', 'veth', 'kvm, veth,kvm', (s) => s.asked.workloads?.join(), undefined, 'veth', 'kvm,veth'],
    ['rules', '10', '0', (s) => s.asked.rules, undefined, 10, 0],
    ['rules-file', 'a', 'b', (s) => s.asked.rulesFile, undefined, 'a', 'b'],
    ['cpus', '8', '1', (s) => s.asked.cpus, undefined, 8, 1],
    ['count', '8', '1', (s) => s.asked.count, undefined, 8, 1],
    ['path', 'vmalloc', 'contiguous', (s) => s.asked.path, undefined, 'vmalloc', 'contiguous'],
    ['gfp', 'GFP_ATOMIC', 'GFP_NOIO', (s) => s.asked.gfp?.join(), undefined, 'GFP_ATOMIC', 'GFP_NOIO'],
    ['node', '1', '0', (s) => s.asked.node, undefined, 1, 0],
    ['root', '/host', '/', (s) => s.root, '/', '/host', '/'],
    ['kernel', '4.15.0-1044-aws', '6.1.0', (s) => s.kernel, undefined, '4.15.0-1044-aws', '6.1.0'],
    ['from', 'a.json', 'b.json', (s) => s.from, undefined, 'a.json', 'b.json'],
    [
      'at',
      '2026-01-31T03:12Z',
      '2026-01-31',
      (s) => s.atMilliseconds,
      undefined,
      1_769_829_120_000,
      1_769_817_600_000,
    ],
    ['retries', '3', '0', (s) => s.retries, 0, 3, 0],
    ['interval', '500ms', '2', (s) => s.intervalMilliseconds, 1000, 500, 2000],
    ['timeout', '1.5m', '1h', (s) => s.timeoutMilliseconds, undefined, 90_000, 3_600_000],
    ['compact', 'true', 'false', (s) => s.compact, false, true, false],
    ['drop-caches', 'yes', 'no', (s) => s.dropCaches, false, true, false],
    ['trial', '1', '0', (s) => s.trial, false, true, false],
    ['deep', 'on', 'off', (s) => s.deep, false, true, false],
    ['strict', 'TRUE', 'False', (s) => s.strict, false, true, false],
    ['exit-code', '3', '255', (s) => s.notNowCode, 75, 3, 255],
    ['format', 'json', 'text', (s) => s.format.text, 'text', 'json', 'text'],
    ['output', 'a.prom', 'b.prom', (s) => s.output, undefined, 'a.prom', 'b.prom'],
    ['why', 'true', 'false', (s) => s.why, false, true, false],
    ['quiet', 'true', 'false', (s) => s.quiet, false, true, false],
  ];

  it('the table has every option of check', () => {
    expect(rows.map(([name]) => name).sort()).toEqual(
      optionsOf('check')
        .map((o) => o.name)
        .sort(),
    );
  });

  it.each(rows)('--%s', (name, one, other, of, fallback, oneIs, otherIs) => {
    const variable = environmentName({ name });
    expect(of(settings({}))).toEqual(fallback);
    expect(of(settings({ [name]: one }))).toEqual(oneIs);
    expect(of(settings({}, { [variable]: one }))).toEqual(oneIs);
    expect(of(settings({}, { [variable]: '' }))).toEqual(fallback);
    expect(of(settings({ [name]: one }, { [variable]: other }))).toEqual(oneIs);
    expect(of(settings({ [name]: other }, { [variable]: one }))).toEqual(otherIs);
  });

  it.each([
    ['BUDDYGUARD_ORDER', 'four', /^BUDDYGUARD_ORDER: 'four': expected a whole number from 0 to 63$/],
    ['BUDDYGUARD_SIZE', '4parsecs', /^BUDDYGUARD_SIZE: '4parsecs': expected bytes/],
    ['BUDDYGUARD_GFP', 'GFP_X', /^BUDDYGUARD_GFP: unknown flag 'GFP_X'/],
    ['BUDDYGUARD_STRICT', 'maybe', /^BUDDYGUARD_STRICT: 'maybe': expected true or false$/],
    ['BUDDYGUARD_QUIET', '2', /^BUDDYGUARD_QUIET: '2': expected true or false$/],
    ['BUDDYGUARD_INTERVAL', 'soon', /^BUDDYGUARD_INTERVAL: 'soon': expected a time/],
    ['BUDDYGUARD_EXIT_CODE', '0', /^BUDDYGUARD_EXIT_CODE: '0': expected a whole number from 1 to 255$/],
    ['BUDDYGUARD_KERNEL', 'x', /^BUDDYGUARD_KERNEL: 'x': expected a release/],
    ['BUDDYGUARD_KERNEL', '6.1\n::error::x', /^BUDDYGUARD_KERNEL: '6\.1\\x0a::error::x': expected a release/],
  ])('%s=%s is named where it is wrong', (variable, value, message) => {
    const decode = (): unknown => settings({}, { [variable]: value });
    expect(decode).toThrow(UsageError);
    expect(decode).toThrow(message);
  });

  it('what is asked for on the command line sets aside what the environment asks for', () => {
    const environment = { BUDDYGUARD_ORDER: '9', BUDDYGUARD_SIZE: '1M', BUDDYGUARD_FOR: 'veth' };
    const { asked } = settings({ order: '4' }, environment);
    expect(asked).toMatchObject({ order: 4, size: undefined, workloads: undefined });
  });

  it('--timeout alone retries until then; with --retries both bound', () => {
    expect(settings({ timeout: '5s' })).toMatchObject({ retries: Infinity, timeoutMilliseconds: 5000 });
    expect(settings({ timeout: '5s', retries: '2' }).retries).toBe(2);
    expect(settings({ timeout: '5s' }, { BUDDYGUARD_RETRIES: '2' }).retries).toBe(2);
    expect(settings({}, { BUDDYGUARD_TIMEOUT: '5s' }).retries).toBe(Infinity);
    expect(settings({ timeout: '5s' }, { BUDDYGUARD_RETRIES: '' }).retries).toBe(Infinity);
  });
});

it('every option has a twin of its own', () => {
  const names = options.map(environmentName);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^BUDDYGUARD_[A-Z_]+$/);
});

it('is so of the whole command, too', async () => {
  const environment = {
    BUDDYGUARD_ORDER: '11',
    BUDDYGUARD_ROOT: fixture('7.3.4'),
    BUDDYGUARD_FORMAT: 'json',
  };
  const [environmentAlone, flag, wrong] = await Promise.all([
    runCli(['check'], { environment }),
    runCli(['check', '--order', '4', '--format', 'text'], { environment }),
    runCli(['check'], { environment: { ...environment, BUDDYGUARD_ORDER: 'x' } }),
  ]);
  expect(environmentAlone.code).toBe(69);
  expect(JSON.parse(environmentAlone.stdout)).toMatchObject({ request: { order: 11 } });
  expect(flag.code).toBe(0);
  expect(flag.stdout).toMatch(/^available: /);
  expect([wrong.code, wrong.stderr]).toEqual([
    64,
    "buddyguard: BUDDYGUARD_ORDER: 'x': expected a whole number from 0 to 63\n",
  ]);
});
