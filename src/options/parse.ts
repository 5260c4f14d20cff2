import { type CommandName, commands, operands as operandsOf } from './commands.ts';
import type { Option } from './option.ts';
import { optionsOf } from './options.ts';

/** What a command line says, before any value is decoded. */
export interface CommandLine {
  command: CommandName;
  /** option name to its text; a flag that is given is 'true' */
  given: Map<string, string>;
  /** arguments that belong to no option */
  operands: string[];
  /** everything after the first `--`, unchanged; null if there is none */
  afterDashes: string[] | null;
}

/** Cuts argv at the first `--`: what follows belongs to the wrapped command and is never parsed. */
export function cutAtDashes(argv: readonly string[]): {
  own: string[];
  afterDashes: string[] | null;
} {
  const at = argv.indexOf('--');
  return at === -1
    ? { own: [...argv], afterDashes: null }
    : { own: argv.slice(0, at), afterDashes: argv.slice(at + 1) };
}

/**
 * Reads plain, correct command lines; null for everything else (help, errors, anything unusual), which is left to the
 * full parser. What both accept, both read alike.
 */
export function parseFast(argv: readonly string[]): CommandLine | null {
  const { own, afterDashes } = cutAtDashes(argv);
  const command = own[0];
  if (command === undefined || !Object.hasOwn(commands, command)) return null;
  const known = new Map<string, Option>();
  for (const option of optionsOf(command as CommandName)) {
    known.set(`--${option.name}`, option);
    if (option.short !== undefined) known.set(`-${option.short}`, option);
  }
  const takesOperands = command in operandsOf;
  const given = new Map<string, string>();
  const operands: string[] = [];
  for (let i = 1; i < own.length; i++) {
    const word = own[i] ?? '';
    if (takesOperands && (word === '-' || (word !== '' && !word.startsWith('-')))) {
      operands.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const option = known.get(equals === -1 ? word : word.slice(0, equals));
    if (!option || given.has(option.name)) return null;
    let text = 'true';
    if (option.value !== undefined) {
      text = equals === -1 ? (own[++i] ?? '') : word.slice(equals + 1);
      if (text === '' || text.startsWith('-')) return null;
    } else if (equals !== -1) {
      return null;
    }
    given.set(option.name, text);
  }
  return { command: command as CommandName, given, operands, afterDashes };
}
