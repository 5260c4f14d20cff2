// Wrong words: 64 and one line that says the option, the value and what was expected.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { UsageError } from '../../src/errors.ts';
import { formatNames } from '../../src/cli/format-names.ts';
import { parseFull } from '../../src/options/yargs.ts';
import {
  type Settings,
  decodeSettings,
  requireOneWant,
  requireTrialHere,
} from '../../src/options/settings.ts';
import { type CommandLine, parseFast } from '../../src/options/parse.ts';
import { choose } from '../../src/options/values.ts';
import { checkFormats } from '../../src/report/check/formats.ts';
import { type Finished, inParallel, oneLine, runCli } from '../support/cli.ts';
import { fixture } from '../support/root.ts';

/** What the command does with its words, up to the first look at the machine. */
function settingsOf(argv: readonly string[], environment: Record<string, string> = {}): Settings {
  const line: CommandLine | string = parseFast(argv) ?? parseFull(argv, formatNames);
  if (typeof line === 'string') throw new Error(`answered with text: ${line}`);
  const settings = decodeSettings('check', line.given, environment);
  choose(settings.format, checkFormats);
  requireOneWant(settings.asked);
  requireTrialHere(settings);
  return settings;
}

const wrong: [string, RegExp][] = [
  // words after `check`, what the line says
  ['', /^nothing is asked for: expected --order N, --size SIZE or --for NAME$/],
  ['--order abc', /^--order: 'abc': expected a whole number from 0 to 63$/],
  ['--order -1', /^--order: '-1': expected a whole number from 0 to 63$/],
  ['--order 64', /^--order: '64': expected a whole number from 0 to 63$/],
  ['--order 4.0', /^--order: '4\.0': expected a whole number/],
  ['--order 4e0', /^--order: '4e0': expected a whole number/],
  ['--order 0x4', /^--order: '0x4': expected a whole number/],
  ['--order=', /^--order: no value: expected N/],
  ['--order', /^--order: no value: expected N/],
  ['--order 4 --order 5', /^--order: given 2 times: expected once$/],
  ['--order 4 --size 4096', /^--order and --size: expected one of them$/],
  ['--order 4 --for iptables', /^--order and --for: expected one of them$/],
  [
    '--order 4 --trial --root /mnt',
    /^--trial and --root: only the kernel of this machine can be asked: expected one of them$/,
  ],
  ['--order 4 --trial --kernel 6.1', /^--trial and --kernel: only the kernel of this machine can be asked/],
  ['--size 12parsecs', /^--size: '12parsecs': expected bytes such as 331776/],
  ['--size 1.5pages', /^--size: '1\.5pages': expected/],
  ['--size 0x', /^--size: '0x': expected/],
  ['--size 0x10KiB', /^--size: '0x10KiB': expected/],
  ['--size 1e6', /^--size: '1e6': expected/],
  ['--size 0', /^--size: '0': expected .* from 1 byte to 1 TiB$/],
  ['--size -5', /^--size: '-5': expected/],
  [
    '--order 4 --gfp GFP_KERNAL',
    /^--gfp: unknown flag 'GFP_KERNAL': expected names joined by '\|' out of GFP_KERNEL /,
  ],
  ['--order 4 --path sideways', /^--path: 'sideways': expected contiguous, vmalloc, vmalloc-noretry$/],
  ['--order 4 --format yaml', /^--format: 'yaml': expected text, line, json, github\b/],
  ['--order 4 --kernel banana', /^--kernel: 'banana': expected a release as uname -r prints it/],
  ['--order 4 --retries -1', /^--retries: '-1': expected a whole number from 0/],
  ['--order 4 --retries many', /^--retries: 'many': expected a whole number from 0/],
  [
    '--order 4 --interval 5parsecs',
    /^--interval: '5parsecs': expected a time such as 500ms, 5s, 1m30s or 2h, from 1ms to 7 days$/,
  ],
  ['--order 4 --interval 0', /^--interval: '0': expected a time/],
  ['--order 4 --interval -5m', /^--interval: '-5m': expected a time/],
  ['--order 4 --timeout 8d', /^--timeout: '8d': expected a time/],
  ['--order 4 --timeout 169h', /^--timeout: '169h': expected a time/],
  ['--order 4 -E 0', /^--exit-code: '0': expected a whole number from 1 to 255$/],
  ['--order 4 -E 256', /^--exit-code: '256': expected a whole number from 1 to 255$/],
  ['--order 4 -E', /^--exit-code: no value: expected N/],
  ['--order 4 --exit-code 300', /^--exit-code: '300': expected/],
  ['--order 4 --quiet=maybe', /^--quiet: 'maybe': expected true or false$/],
  ['--order 4 --no-quiet=yes', /^--no-quiet: takes no value, got 'yes'$/],
  ['--order 4 --strict --no-strict', /^--strict: given 2 times: expected once$/],
  ['--order 4 --interval 30s1m', /^--interval: '30s1m': expected a time/],
  ['--order 4 --json', /^check: unknown option '--json' \(did you mean --format json\?\)/],
  ['--order 4 --wait 5', /^check: unknown option '--wait' \(did you mean --timeout 1m\?\)/],
  ['--order 4 -q=false', /^--quiet: takes no value, got 'false'$/],
  [
    '--order 4 --quiet true',
    /^check: unexpected argument 'true': expected options alone, such as --order 4 or --for veth$/,
  ],
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty'].flatMap((name): [string, RegExp][] => [
    [`--order 4 --${name}`, new RegExp(`^check: unknown option '--${name}'; see buddyguard check --help$`)],
    [`--order 4 --${name}=x`, new RegExp(`^check: unknown option '--${name}'`)],
    [`--${name} 4`, new RegExp(`^check: unknown option '--${name}'`)],
  ]),
  [
    '--order 4 --ordre 5',
    /^check: unknown option '--ordre' \(did you mean --order\?\); see buddyguard check --help$/,
  ],
  ['--order 4 --frobnicate', /^check: unknown option '--frobnicate'; see buddyguard check --help$/],
  ['--order 4 -x', /^check: unknown option '-x'/],
  ['--order 4 --on-unknown warn', /^check: unknown option '--on-unknown'/],
  ['--order 4 something', /^check: unexpected argument 'something': expected options alone, such as /],
];

describe('check', () => {
  it.each(wrong)('%s', (words, message) => {
    const parse = (): unknown => settingsOf(['check', ...words.split(' ').filter(Boolean)]);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });

  it('shows text from outside so that it drives no terminal', () => {
    const parse = (): unknown => settingsOf(['check', '--order', '\u001b[2J\u202e9']);
    expect(parse).toThrow("--order: '\\x1b[2J\\u202e9': expected a whole number");
  });
});

describe('the command itself', () => {
  const cases: [string[], RegExp][] = [
    [
      [],
      /no command: expected check, run, explain, workloads, show, snapshot, record, doctor; see buddyguard --help/,
    ],
    [
      ['chekc'],
      /unknown command 'chekc' \(did you mean check\?\): expected check, run, explain, workloads, show, snapshot, record, doctor/,
    ],
    [['\u001b[31mx'], /unknown command '\\x1b\[31mx'/],
    [['--frobnicate'], /--help/],
    [
      ['check', '--order', '4', '--', 'true'],
      /check: '--' and a command: expected 'buddyguard run … -- COMMAND'/,
    ],
    ...wrong
      .slice(0, 12)
      .map(([words, message]): [string[], RegExp] => [
        ['check', ...words.split(' ').filter(Boolean)],
        new RegExp(message.source.replace('^', ': ')),
      ]),
    [['check', '--order', 'x'.repeat(100_000)], /--order: 'x{60}…': expected/],
    [
      ['check', '--order', '4', '--node', '2', '--root', fixture('6.12.117-two-nodes')],
      /--node 2: this machine has no memory there: expected 0, 1$/,
    ],
    [
      ['check', '--order', '4', '--trial', '--root', fixture('6.12.117-two-nodes')],
      /: --trial and --root: only the kernel of this machine can be asked: expected one of them$/,
    ],
    [['check', '--order', '4', '--node', '1024'], /--node: '1024': expected a whole number from 0 to 1023$/],
    [
      ['workloads', 'vmbsu'],
      /workloads: 'vmbsu': no such workload \(did you mean vmbus\?\): expected one of iptables, .*, vmbus/,
    ],
    [['workloads', '\u001b[31m'], /workloads: '\\x1b\[31m': no such workload: expected one of/],
    [['check', '--for', 'docker'], /--for 'docker': no such workload \(did you mean container\?\): expected/],
    [['check', '--for', 'iptable'], /no such workload \(did you mean iptables\?\)/],
    [['workloads', 'nftables'], /workloads: 'nftables': no such workload \(did you mean nft\?\)/],
    [['completion', 'elvish'], /completion: 'elvish': expected bash, zsh or fish$/],
    [['help', 'chekc'], /unknown command 'chekc' \(did you mean check\?\)/],
    ...['doctor', 'record', 'show', 'snapshot'].map((command): [string[], RegExp] => [
      [command, '--', 'true'],
      new RegExp(`: ${command}: unexpected '--': it runs no command$`),
    ]),
    [['run', '--order', '4'], /: run: no command: expected '-- COMMAND \[ARG\.\.\.\]' after the options$/],
    [['run', '--order', '4', '--'], /: run: no command: expected/],
    [['run', '--order', '4', 'true'], /: run: unexpected argument 'true': expected '--' before COMMAND$/],
    [['record', 'x'], /: record: unexpected argument 'x': expected --output FILE$/],
    [['show', 'x'], /: show: unexpected argument 'x': expected options alone, such as --from FILE$/],
    [['explain', 'a', 'b'], /: explain: unexpected argument 'b'/],
    [['show', '--from', 'x', '--root', '/y'], /: --root and --from: expected one of them$/],
    [['check', '--order', '4', '--strict=5'], /: --strict: [^\n]*5/],
    [
      ['check', '--order', '4', '--frob'],
      /: check: unknown option '--frob'[^\n]*; see buddyguard check --help$/,
    ],
    [['check', '--order', '4', '-x'], /: check: unknown option '-x'/],
    [
      ['check', '--order', '4', '--json'],
      /: check: unknown option '--json' \(did you mean --format json\?\)/,
    ],
    [['--order', '4'], /--help$/],
    [['-x'], /--help$/],
    [['workloads', 'veth', 'nft'], /workloads: unexpected argument 'nft': expected one NAME$/],
  ];
  const results: Finished[] = [];

  beforeAll(async () => {
    results.push(...(await inParallel(cases, ([args]) => runCli([...args]))));
  }, 60_000);

  it.each(cases.map(([args, message], i) => [args.join(' ').slice(0, 40), message, i] as const))(
    'ends %j with 64 and one line',
    (_, message, i) => {
      const { code, stdout, stderr } = results[i]!;
      expect([code, stdout]).toEqual([64, '']);
      expect(stderr).toMatch(oneLine);
      expect(stderr.trimEnd()).toMatch(message);
    },
  );
});

describe('the exit code', () => {
  const root = ['--root', fixture('7.3.4')];
  const fragmented = ['--root', fixture('3.10.0-fragmented')];
  const cases: [string, string[], number][] = [
    ['go', ['--order', '4', ...root], 0],
    ['go, of an attainable one', ['--order', '3', ...fragmented], 0],
    ['not now, as --strict has it', ['--order', '3', ...fragmented, '--strict'], 75],
    ['not now', ['--order', '5', '--gfp', 'GFP_ATOMIC', ...fragmented], 75],
    ['not now, with -E', ['--order', '5', '--gfp', 'GFP_ATOMIC', ...fragmented, '-E', '3'], 3],
    [
      'not now, with --exit-code',
      ['--order', '5', '--gfp', 'GFP_ATOMIC', ...fragmented, '--exit-code', '199'],
      199,
    ],
    ['go, from a node', ['--order', '4', '--node', '1', '--root', fixture('6.12.117-two-nodes')], 0],
    ['not known what is asked for', ['--for', 'nic-up', ...root], 66],
    ['never: larger than the largest block', ['--order', '11', ...root], 69],
    ['never: order 40, which is 256 pages to a careless shift', ['--order', '40', ...root], 69],
    ['never: order 63', ['--order', '63', ...root], 69],
    ['never is not -E', ['--order', '11', ...root, '-E', '3'], 69],
    ['never: 1 TiB in one block', ['--size', '1024G', ...root], 69],
    ['never is not retried', ['--order', '11', ...root, '--retries', '5', '--interval', '1h'], 69],
  ];
  const results: Finished[] = [];
  const quiet: Finished[] = [];

  beforeAll(async () => {
    results.push(...(await inParallel(cases, ([, args]) => runCli(['check', ...args]))));
    quiet.push(...(await inParallel(cases, ([, args]) => runCli(['check', ...args, '-q']))));
  }, 60_000);

  it.each(cases.map(([what, args, code], i) => [what, args.join(' '), code, i] as const))(
    '%s: %s is %i',
    (_, __, code, i) => {
      expect(results[i]).toMatchObject({ code, stderr: '' });
      expect(results[i]!.stdout).toMatch(/^(available|attainable|unavailable|unknown): /);
      expect(quiet[i]).toMatchObject({ code, stdout: '', stderr: '' });
    },
  );
});

describe('help', () => {
  it('--help, --version and completion answer with 0', async () => {
    const [help, checkHelp, short, version] = await inParallel(
      [['--help'], ['check', '--help'], ['check', '-h'], ['--version']],
      (args) => runCli(args),
    );
    for (const found of [help, checkHelp, short, version])
      expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(short!.stdout).toBe(checkHelp!.stdout);
    const asked = [['help'], ['help', '--format'], ['help', 'check'], ['help', 'check', '--order']];
    const [bare, withOption, ofCheck, ofCheckToo] = await inParallel(asked, (args) => runCli(args));
    for (const same of [bare, withOption]) expect(same).toEqual(help);
    for (const same of [ofCheck, ofCheckToo]) expect(same).toEqual(checkHelp);
    expect(help!.stdout).toMatch(/check[\s\S]*run[\s\S]*explain[\s\S]*workloads/);
    expect(version!.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    for (const option of [
      '--order',
      '--size',
      '--gfp',
      '--root',
      '--retries',
      '--timeout',
      '--exit-code',
      '--format',
    ])
      expect(checkHelp!.stdout).toContain(option);
    for (const line of `${help!.stdout}${checkHelp!.stdout}`.split('\n'))
      expect(line.length).toBeLessThanOrEqual(100);
  });
});
