// The full parser: help, errors and the completion script.
import yargs, { type Argv } from 'yargs';
import { UsageError, isBuddyguardError } from '../errors.ts';
import { quote } from '../text/escape.ts';
import { version } from '../version.ts';
import { type CommandName, commands, insteadOfOperand, operands as operandsOf } from './commands.ts';
import { nearest } from '../text/nearest.ts';
import type { Option } from './option.ts';
import { completionScript } from './completion-scripts.ts';
import { type FormatNames, options, optionsOf, wordsOf } from './options.ts';
import { type CommandLine, cutAtDashes } from './parse.ts';
import { decodeSwitch } from './values.ts';

const variableHelp = 'Every option has an environment variable: --rules-file is BUDDYGUARD_RULES_FILE.';

const exitCodeHelp = `Exit codes: 0 go · 75 not now, a retry may help · 69 never on this machine ·
66 the machine cannot be read · 65 what was read is malformed · 64 usage · 74 the output
could not be written · 70 a bug.
${variableHelp}`;

/** What follows the options in a command's help. */
const epilogues: Record<CommandName, string> = {
  check: `Examples:
  buddyguard check --order 4                                    a block of 16 pages
  buddyguard check --for iptables --rules-file rules.v4         before iptables-legacy-restore
  buddyguard check --size 2MiB --timeout 30s --compact          wait, and compact memory

${exitCodeHelp}`,
  run: `Examples:
  buddyguard run --for iptables -- iptables-legacy-restore rules.v4
  buddyguard run --for veth --timeout 1m -- ip link add veth0 type veth peer name veth1

Exit codes: the command's own; a signal that ends it ends this process too (but Node reports death
by a real-time signal, 32 to 64, as 0). If it was not started: those of check, 126 if it cannot be
executed, 127 if it is not found.
${variableHelp}`,
  explain: `Examples:
  sudo buddyguard explain                                       this machine's own kernel log
  dmesg | buddyguard explain
  buddyguard explain job.log --format json
  buddyguard explain --follow /dev/kmsg

Without FILE it reads standard input, or, where that is a terminal or /dev/null, this machine's log.

Exit codes: 0 read, whatever was found (with --fail 1 if a failure was) · 65 not a text · 66 cannot
be read, or is empty · 64 usage · 74 the output could not be written · 70 a bug.
${variableHelp}`,
  show: `Examples:
  buddyguard show                                               zones by orders
  buddyguard show --for container,kvm                           and what these would get
  buddyguard show --watch                                       again and again
  buddyguard show --from record.jsonl --at 03:12                how it was then
  buddyguard show --from record.jsonl --log kern.log            what failed, and what check would have said

Exit codes: 0 shown, whatever was found · 65 what was read is malformed · 66 the machine cannot be
read · 64 usage · 74 the output could not be written · 70 a bug.
${variableHelp}`,
  snapshot: `Examples:
  sudo buddyguard snapshot --output machine.json
  buddyguard check --for container --from machine.json          the same answer, on any machine

It holds no host name, no command line and no address. As root it holds more.

Exit codes: 0 taken · 65 what was read is malformed · 66 the machine cannot be read · 64 usage ·
74 the output could not be written · 70 a bug.
${variableHelp}`,
  record: `Examples:
  buddyguard record --output /var/log/buddyguard.jsonl --for container
  buddyguard check --for container --from /var/log/buddyguard.jsonl --at 03:12
  buddyguard show --from /var/log/buddyguard.jsonl --at 10m

It runs until it is told to end (SIGINT, SIGTERM). Killed outright it loses at most one sample.

Exit codes: 0 told to end · 65 what was read is malformed · 66 the machine cannot be read · 64 usage ·
74 the record cannot be written · 70 a bug.
${variableHelp}`,
  doctor: `Exit codes: 0 said, whatever was found · 66 --root is no directory · 64 usage · 74 the
output could not be written · 70 a bug.
${variableHelp}`,
  workloads: `Exit codes: 0 listed · 66 the machine cannot be read · 64 usage · 74 the output
could not be written · 70 a bug.
${variableHelp}`,
};

const usages: Record<CommandName, string> = {
  check: '$0 check (--order N | --size SIZE | --for NAME) [options]',
  run: '$0 run (--order N | --size SIZE | --for NAME) [options] -- COMMAND [ARG...]',
  explain: `$0 explain ${operandsOf.explain} [options]`,
  workloads: `$0 workloads ${operandsOf.workloads} [options]`,
  show: '$0 show [options]',
  snapshot: '$0 snapshot [options]',
  record: '$0 record --output FILE [options]',
  doctor: '$0 doctor [options]',
};

/**
 * A command line, or the text that answers it (help, version, completion).
 * @param formatNames for the help
 * @throws UsageError in one line, with the remedy
 */
export function parseFull(argv: readonly string[], formatNames: FormatNames): CommandLine | string {
  const { own: words, afterDashes } = cutAtDashes(argv);
  const own = asHelp(words);
  if (own[0] === 'completion') return completionScript(own.slice(1));
  const command = own.find((word) => !word.startsWith('-'));
  if (own[0] === '--version' || own[0] === '-V') return version;
  if (command !== undefined && !Object.hasOwn(commands, command)) {
    throw new UsageError(
      `unknown command ${quote(command, 40)}${nearest(command, Object.keys(commands))}: expected ${Object.keys(commands).join(', ')}; see buddyguard --help`,
    );
  }
  const name = command as CommandName | undefined;
  const { rest, switched } = takeSwitches(own, name);
  const result: { text: string | null; line: CommandLine | null } = { text: null, line: null };
  const parser = name === undefined ? topLevel(formatNames) : commandParser(name, formatNames);
  void parser.parse(rest, {}, (error: Error | undefined, parsed: Record<string, unknown>, output: string) => {
    if (error) throw error;
    // The types mean nothing to a user: every value is text here.
    if (output !== '') result.text = output.replace(/ *\[(?:string|boolean)\]$/gm, '');
    else if (name !== undefined)
      result.line = { command: name, ...collect(name, parsed, switched), afterDashes };
  });
  if (result.text !== null) return result.text;
  if (result.line === null) {
    throw new UsageError(`no command: expected ${Object.keys(commands).join(', ')}; see buddyguard --help`);
  }
  return result.line;
}

/** `help COMMAND` is `COMMAND --help`. */
function asHelp(own: readonly string[]): readonly string[] {
  const [first, second] = own;
  if (first !== 'help') return own;
  return second === undefined || second.startsWith('-') ? ['--help'] : [second, '--help'];
}

function base(): Argv {
  return yargs([])
    .scriptName('buddyguard')
    .locale('en')
    .help('help')
    .alias('help', 'h')
    .version(version)
    .alias('version', 'V')
    .exitProcess(false)
    .wrap(100)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'duplicate-arguments-array': true,
      'short-option-groups': false,
      'strip-aliased': true,
    })
    .fail((message: string | null, error: Error | undefined) => {
      if (isBuddyguardError(error)) throw error;
      throw new UsageError(`${failure(message ?? error?.message ?? 'wrong usage')}; see buddyguard --help`);
    });
}

function failure(message: string): string {
  const name = /^Not enough arguments following: (\S+)$/.exec(message)?.[1];
  const option = options.find((known) => known.name === name || known.short === name);
  return option ? noValue(option) : message.replaceAll('\n', ' ');
}

/** What other tools call an option. */
const otherNames: Readonly<Record<string, string>> = {
  json: '--format json',
  github: '--format github',
  text: '--format text',
  output: '--format',
  workload: '--for',
  bytes: '--size',
  pages: '--size 80pages',
  wait: '--timeout 1m',
  sleep: '--interval',
  retry: '--retries',
  attempts: '--retries',
  verbose: '--why',
  v: '--why',
  explain: '--why',
  silent: '--quiet',
  s: '--quiet',
  numa: '--node',
  flags: '--gfp',
  prefix: '--root',
  proc: '--root',
  release: '--kernel',
  dropcaches: '--drop-caches',
  'drop-cache': '--drop-caches',
};

function unknownOption(key: string, name: CommandName | undefined, known: readonly Option[]): UsageError {
  const label = quote(`${key.length === 1 ? '-' : '--'}${key}`, 40);
  const names = known.map((option) => option.name);
  const [where, help] = name === undefined ? ['', '--help'] : [`${name}: `, `${name} --help`];
  return new UsageError(
    `${where}unknown option ${label}${nearest(key, names, '--', otherNamesOf(names))}; see buddyguard ${help}`,
  );
}

/** Those whose option this command has. */
function otherNamesOf(known: readonly string[]): Record<string, string> {
  const isKnown = (meant: string): boolean => known.includes(/^--([\w-]+)/.exec(meant)?.[1] ?? '');
  return Object.fromEntries(Object.entries(otherNames).filter(([, meant]) => isKnown(meant)));
}

/**
 * Takes out the flags that say whether they are on: `--compact=false`, `--no-compact`.
 * @throws UsageError for what yargs would misread: a value for a short flag, an option named like a property of every object
 */
function takeSwitches(
  own: readonly string[],
  command: CommandName | undefined,
): { rest: string[]; switched: [string, string][] } {
  const rest: string[] = [];
  const switched: [string, string][] = [];
  const flags = options.filter(
    ({ value, commands: of }) => value === undefined && (!command || of.includes(command)),
  );
  for (const word of own) {
    const [, dashes = '', key = '', value] = /^(--?)([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (key in Object.prototype) throw unknownOption(key, command, []);
    const flag = flags.find(({ name, short }) => name === key || short === key);
    const negated = flags.find(({ name }) => dashes === '--' && `no-${name}` === key);
    if (flag && value !== undefined) {
      if (dashes !== '--') throw new UsageError(`--${flag.name}: takes no value, got ${quote(value)}`);
      const words = command && flag.choices?.[command];
      decodeSwitch(value, `--${flag.name}`, words ?? []);
      switched.push([flag.name, value]);
    } else if (negated) {
      if (value !== undefined)
        throw new UsageError(`--no-${negated.name}: takes no value, got ${quote(value)}`);
      switched.push([negated.name, 'false']);
    } else {
      rest.push(word);
    }
  }
  return { rest, switched };
}

function noValue({ name, value, help }: Option): string {
  return `--${name}: no value: expected ${value ?? ''} (${help})`;
}

function topLevel(formatNames: FormatNames): Argv {
  let parser = base()
    .usage('Will this allocation succeed, now, on this kernel?\n\nUsage: $0 COMMAND [options]')
    .epilogue(
      `${exitCodeHelp}\nWithout arguments, and with CNI_COMMAND set by a container runtime, it is a CNI plugin.`,
    );
  for (const [name, describe] of Object.entries(commands)) {
    parser = parser.command(name, describe, (inner) => withOptions(inner, name as CommandName, formatNames));
  }
  return parser
    .command('completion [SHELL]', 'print a completion script for bash, zsh or fish')
    .command('help [COMMAND]', 'show the help of a command')
    .showHelpOnFail(false);
}

function commandParser(name: CommandName, formatNames: FormatNames): Argv {
  return withOptions(
    base().usage(`Usage: ${usages[name]}\n\n${commands[name]}`).epilogue(epilogues[name]),
    name,
    formatNames,
  );
}

function withOptions(start: Argv, name: CommandName, formatNames: FormatNames): Argv {
  let parser = start;
  for (const option of optionsOf(name)) {
    parser = parser.option(option.name, {
      ...(option.short === undefined ? {} : { alias: option.short }),
      describe: describeOption(option, wordsOf(option, name, formatNames)),
      group: `${option.group}:`,
      ...(option.value === undefined
        ? // Without `nargs` it would take a following 'true' or 'false' as its value.
          { type: 'boolean' as const, nargs: 0 }
        : { type: 'string' as const, requiresArg: true }),
    });
  }
  return parser;
}

function describeOption(option: Option, words: readonly string[] | undefined): string {
  const choices = words ? ` (${words.join(', ')})` : '';
  const fallback = option.default === undefined ? '' : ` [default: ${option.default}]`;
  return `${option.value === undefined ? '' : `${option.value}: `}${option.help}${choices}${fallback}`;
}

function collect(
  name: CommandName,
  parsed: Record<string, unknown>,
  switched: readonly (readonly [string, string])[],
): Pick<CommandLine, 'given' | 'operands'> {
  const known = new Map(optionsOf(name).map((option) => [option.name, option]));
  const given = new Map<string, string>();
  for (const [key, value] of Object.entries(parsed)) {
    if (key === '_' || key === '$0') continue;
    const option = known.get(key);
    if (!option) throw unknownOption(key, name, [...known.values()]);
    if (Array.isArray(value)) throw new UsageError(`--${key}: given ${value.length} times: expected once`);
    if (option.value === undefined) {
      if (typeof value !== 'boolean') throw new UsageError(`--${key}: takes no value`);
      given.set(key, String(value));
    } else {
      if (typeof value !== 'string' || value === '') throw new UsageError(noValue(option));
      given.set(key, value);
    }
  }
  for (const [key, value] of switched) {
    if (given.has(key)) throw new UsageError(`--${key}: given 2 times: expected once`);
    given.set(key, value);
  }
  const operands = (parsed._ as (string | number)[]).slice(1).map(String);
  if (operands.length > 0 && !(name in operandsOf)) {
    const meant = insteadOfOperand[name as keyof typeof insteadOfOperand];
    throw new UsageError(`${name}: unexpected argument ${quote(operands[0] ?? '', 40)}: expected ${meant}`);
  }
  return { given, operands };
}
