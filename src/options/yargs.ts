// The full parser: help, errors and the completion script.
import yargs, { type Argv } from 'yargs';
import { UsageError, isBuddyguardError } from '../errors.ts';
import { quote } from '../text/escape.ts';
import { version } from '../version.ts';
import { type CommandName, commands, insteadOfOperand, operands as operandsOf } from './commands.ts';
import { nearest } from '../text/nearest.ts';
import type { Option } from './option.ts';
import { completionScript } from './completion-scripts.ts';
import { epilogues, exitCodeHelp, usages } from './help-texts.ts';
import { type FormatNames, options, optionsOf, wordsOf } from './options.ts';
import { type CommandLine, cutAtDashes } from './parse.ts';
import { unknownOption } from './unknown-option.ts';
import { decodeSwitch } from './values.ts';

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
