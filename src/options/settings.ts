import { UsageError } from '../errors.ts';
import type { CommandName } from './commands.ts';
import { type Decoder, type Option, environmentName } from './option.ts';
import { type OptionRow, optionsOf } from './options.ts';
import { type Named, decodeChoice, decodeSwitch } from './values.ts';

/** The rows of the options that all of these commands have. */
type RowOf<C extends CommandName, R = OptionRow> = R extends OptionRow
  ? [C] extends [R['commands'][number]]
    ? R
    : never
  : never;

type CamelCase<S extends string> = S extends `${infer Word}-${infer Rest}`
  ? `${Word}${Capitalize<CamelCase<Rest>>}`
  : S;
type KeyOf<R extends OptionRow> = R extends { key: infer K extends string } ? K : CamelCase<R['name']>;

/** What an option's text is decoded to; a flag is true or false. */
type Decoded<R extends OptionRow, C extends CommandName> = R extends { decode: Decoder<infer T> }
  ? T
  : R extends { choices: infer Choices }
    ? Choices extends Record<C, readonly (infer T)[]>
      ? T
      : never
    : boolean;

/** What is not given has its default, else what is implied, else nothing. */
type Setting<R extends OptionRow, C extends CommandName> = R extends
  { value: string; default: string } | { value: string; implied: unknown }
  ? Decoded<R, C>
  : R extends { value: string }
    ? Decoded<R, C> | undefined
    : R extends { choices: unknown }
      ? Decoded<R, C> | boolean
      : boolean;

type SettingsIn<R extends OptionRow, C extends CommandName> = {
  [Each in R as KeyOf<Each>]: Setting<Each, C>;
};

/** What a command was asked for: its options of the group Request, decoded; undefined for what was not given. */
export type AskedOf<C extends CommandName> = SettingsIn<Extract<RowOf<C>, { group: 'Request' }>, C>;

/** The options of a command (of several commands, those that all of them have), decoded, with defaults filled in. */
export type SettingsOf<C extends CommandName> = { asked: AskedOf<C> } & SettingsIn<
  Exclude<RowOf<C>, { group: 'Request' }>,
  C
>;

/** What a check is run with, whichever command asks. */
export type Settings = SettingsOf<'check' | 'run'>;
export type Asked = Settings['asked'];

type Environment = Readonly<Record<string, string | undefined>>;

/** Options that say what is wanted: if one is on the command line, all of them in the environment are ignored. */
const wants = ['size', 'order', 'for'];

/**
 * Decodes the command line's options, which override the environment, which overrides the defaults. An empty variable
 * counts as unset.
 * @param given option name to its text
 * @throws UsageError naming the option or variable, its value and what was expected
 */
export function decodeSettings<C extends CommandName>(
  command: C,
  given: ReadonlyMap<string, string>,
  environment: Environment,
): SettingsOf<C> {
  const own = optionsOf(command);
  const values: Record<string, unknown> = {};
  for (const option of own)
    values[option.name] = decode(option, command, givenTo(option, given, environment));
  const asked: Record<string, unknown> = {};
  const settings: Record<string, unknown> = { asked };
  for (const option of own) {
    const fields = option.group === 'Request' ? asked : settings;
    fields[keyOf(option)] = values[option.name] ?? option.implied?.(values);
  }
  return settings as SettingsOf<C>;
}

function givenTo(
  option: Option,
  given: ReadonlyMap<string, string>,
  environment: Environment,
): Named | undefined {
  const { name, default: fallback = '' } = option;
  const variable = environmentName(option);
  const isSetAside = wants.includes(name) && wants.some((want) => given.has(want));
  const told = [
    { text: given.get(name) ?? '', label: `--${name}` },
    { text: isSetAside ? '' : (environment[variable] ?? ''), label: variable },
    { text: fallback, label: `--${name}` },
  ];
  return told.find(({ text }) => text !== '');
}

function decode(option: Option, command: CommandName, given: Named | undefined): unknown {
  if (!given) return option.value === undefined ? false : undefined;
  const { text, label } = given;
  if (option.decode) return option.decode(text, label);
  const choices = option.choices?.[command];
  if (option.value === undefined) return decodeSwitch(text, label, choices ?? []);
  return decodeChoice(text, label, choices ?? []);
}

function keyOf({ key, name }: Option): string {
  return key ?? name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Checks that a trial is not wanted of another machine or kernel: it asks the one that runs here.
 * @throws UsageError that names both options
 */
export function requireTrialHere({ trial, root, kernel }: Pick<Settings, 'trial' | 'root' | 'kernel'>): void {
  const other = kernel !== undefined ? 'kernel' : root !== '/' ? 'root' : null;
  if (!trial || other === null) return;
  throw new UsageError(
    `--trial and --${other}: only the kernel of this machine can be asked: expected one of them`,
  );
}

/**
 * Checks that exactly one thing is wanted.
 * @throws UsageError that says how to ask
 */
export function requireOneWant({ size, order, workloads }: Asked): void {
  if (workloads === undefined && size === undefined && order === undefined) {
    throw new UsageError('nothing is asked for: expected --order N, --size SIZE or --for NAME');
  }
  if (order !== undefined && (size !== undefined || workloads !== undefined)) {
    throw new UsageError(`--order and ${size !== undefined ? '--size' : '--for'}: expected one of them`);
  }
}
