import type { CommandName } from './commands.ts';

export { environmentName } from '../text/variable.ts';

/**
 * Reads the value of an option.
 * @param label the option or the variable, as an error names it
 * @throws UsageError naming `label`, the text and what was expected
 */
export type Decoder<T> = (text: string, label: string) => T;

interface Row {
  name: string;
  short?: string;
  /** its name among the settings, if that is not the option's own in camelCase */
  key?: string;
  help: string;
  /** options of the group Request go into the settings' `asked` */
  group: 'Request' | 'Reading' | 'Waiting' | 'Remedies' | 'Outcome' | 'Log';
  commands: readonly CommandName[];
}

/** Is given or not; its setting is true or false. */
interface Flag extends Row {
  value?: never;
  choices?: never;
  decode?: never;
  default?: never;
  implied?: never;
}

/** A flag that may also say how: `--explain`, `--explain=all`; its setting is true, false or the word. */
interface Switch extends Row {
  value?: never;
  choices: Partial<Record<CommandName, readonly string[]>>;
  decode?: never;
  default?: never;
  implied?: never;
}

/** Takes one of a few words, which may differ between its commands. */
interface Choice extends Row {
  /** what help calls the value */
  value: string;
  choices: Partial<Record<CommandName, readonly string[]>>;
  decode?: never;
  default?: string;
  implied?: never;
}

/** Takes a text, which `decode` reads. */
interface Value extends Row {
  value: string;
  choices?: never;
  decode: Decoder<unknown>;
  /** as it would be typed */
  default?: string;
  /** what is meant if it is not given, from the command's other options by name */
  implied?: (others: Readonly<Record<string, unknown>>) => unknown;
}

/** One option. It feeds the parsers, the settings, --help, completion, the environment variables, action.yml and README. */
export type Option = Flag | Switch | Choice | Value;
