import { UsageError } from '../errors.ts';
import { quote } from '../text/escape.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseVersion } from '../kernel/version.ts';
import { parseGfp } from '../kernel/gfp.ts';
import type { Path } from '../request/request.ts';
import { type Size, parseSize } from '../request/size.ts';
import { decodeChoice, decodeDuration, decodeFlag, decodeInteger } from './values.ts';
import { type CommandName, environmentName, environmentPrefix, options } from './options.ts';

/** What was asked for, decoded; what was not given is undefined. */
export interface Asked {
  size: Size | undefined;
  order: number | undefined;
  workload: string | undefined;
  rules: number | undefined;
  rulesFile: string | undefined;
  cpus: number | undefined;
  count: number | undefined;
  path: Path | undefined;
  gfp: string[] | undefined;
}

export type Format = 'text' | 'json' | 'github';

/** Every option of a command, decoded, with defaults in place. */
export interface Settings {
  asked: Asked;
  root: string;
  kernel: string | undefined;
  retries: number;
  intervalMilliseconds: number;
  timeoutMilliseconds: number | undefined;
  compact: boolean;
  dropCaches: boolean;
  trial: boolean;
  deep: boolean;
  strict: boolean;
  onUnknown: 'warn' | 'fail';
  notNowCode: number;
  format: Format;
  why: boolean;
  quiet: boolean;
  follow: boolean;
}

/** Options that say what is wanted: one of them on the command line sets all of them in the environment aside. */
const wants = ['size', 'order', 'for'];

/**
 * Decodes what the command line gives, over the environment twins, over the defaults. An empty variable is unset.
 * @throws UsageError naming the option or variable, its value and what was expected
 */
export function decodeSettings(
  command: CommandName,
  given: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const said = saidOptions(command, given, environment);
  const decode = <T>(name: string, decoder: (text: string, label: string) => T): T | undefined => {
    const found = said.get(name);
    return found && decoder(found.text, found.label);
  };
  const integer = (name: string, least: number, most: number): number | undefined =>
    decode(name, (text, label) => decodeInteger(text, label, least, most));
  const choice = (name: string): string | undefined =>
    decode(name, (text, label) => decodeChoice(text, label, choicesOf(name)));
  const flag = (name: string): boolean => decode(name, decodeFlag) ?? false;
  const verbatim = (name: string): string | undefined => said.get(name)?.text;

  return {
    asked: {
      size: decode('size', parseSize),
      order: integer('order', 0, 63),
      workload: verbatim('for'),
      rules: integer('rules', 0, 10_000_000),
      rulesFile: verbatim('rules-file'),
      cpus: integer('cpus', 1, 65_536),
      count: integer('count', 1, 1_000_000),
      path: choice('path') as Path | undefined,
      gfp: decode('gfp', parseGfp),
    },
    root: verbatim('root') ?? '/',
    kernel: decode('kernel', decodeRelease),
    retries:
      integer('retries', 0, 1_000_000) ??
      impliedRetries(said.has('timeout'), flag('compact') || flag('drop-caches')),
    intervalMilliseconds: decode('interval', decodeDuration) ?? 1000,
    timeoutMilliseconds: decode('timeout', decodeDuration),
    compact: flag('compact'),
    dropCaches: flag('drop-caches'),
    trial: flag('trial'),
    deep: flag('deep'),
    strict: flag('strict'),
    onUnknown: (choice('on-unknown') ?? 'warn') as Settings['onUnknown'],
    notNowCode: integer('exit-code', 1, 255) ?? exitCodes.notNow,
    format: (choice('format') ?? 'text') as Format,
    why: flag('why'),
    quiet: flag('quiet'),
    follow: flag('follow'),
  };
}

/** What an option was given, and how to name it in an error. */
interface Said {
  text: string;
  label: string;
}

/** The options that were given, each as it counts; what none was given for has its default. */
function saidOptions(
  command: CommandName,
  given: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string | undefined>>,
): Map<string, Said> {
  const said = new Map<string, Said>();
  for (const [name, text] of given) said.set(name, { text, label: `--${name}` });
  const wantsGiven = wants.some((name) => given.has(name));
  for (const variable of Object.keys(environment)) {
    if (!variable.startsWith(environmentPrefix)) continue;
    const option = options.find((one) => environmentName(one) === variable);
    const text = environment[variable] ?? '';
    if (!option?.commands.includes(command) || given.has(option.name) || text === '') continue;
    if (!(wantsGiven && wants.includes(option.name))) said.set(option.name, { text, label: variable });
  }
  return said;
}

function choicesOf(name: string): readonly string[] {
  return options.find((option) => option.name === name)?.choices ?? [];
}

function decodeRelease(text: string, option: string): string {
  if (parseVersion(text) !== null) return text;
  throw new UsageError(
    `${option}: ${quote(text)}: expected a release as uname -r prints it, such as 6.1.0-18-amd64`,
  );
}

/** A timeout alone retries until then; a remedy without a second look would never be applied. */
function impliedRetries(timeout: boolean, remedy: boolean): number {
  if (timeout) return Infinity;
  return remedy ? 1 : 0;
}

/**
 * Checks that exactly one thing is wanted.
 * @throws UsageError that says how to ask
 */
export function requireOneWant({ size, order, workload }: Asked): void {
  if (workload === undefined && size === undefined && order === undefined) {
    throw new UsageError('nothing is asked for: expected --order N, --size SIZE or --for NAME');
  }
  if (order !== undefined && (size !== undefined || workload !== undefined)) {
    throw new UsageError(`--order and ${size !== undefined ? '--size' : '--for'}: expected one of them`);
  }
}
