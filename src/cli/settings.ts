import { UsageError, quote } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseVersion } from '../kernel/version.ts';
import { parseGfp } from '../request/gfp.ts';
import type { Path } from '../request/request.ts';
import { type Size, parseSize } from '../request/size.ts';
import { decodeChoice, decodeDuration, decodeFlag, decodeInteger } from './decode.ts';
import { type CommandName, type Option, environmentName, optionsOf } from './options.ts';

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
  const known = new Map(optionsOf(command).map((option) => [option.name, option]));
  const wantsGiven = wants.some((name) => given.has(name));
  const find = (name: string): { text: string; label: string; option: Option } | null => {
    const option = known.get(name);
    if (!option) return null;
    const text = given.get(name);
    if (text !== undefined) return { text, label: `--${name}`, option };
    const variable = environmentName(option);
    const twin = wantsGiven && wants.includes(name) ? undefined : environment[variable];
    if (twin !== undefined && twin !== '') return { text: twin, label: variable, option };
    return option.default === undefined ? null : { text: option.default, label: `--${name}`, option };
  };
  const decode = <T>(name: string, decoder: (text: string, label: string) => T): T | undefined => {
    const found = find(name);
    return found ? decoder(found.text, found.label) : undefined;
  };
  const integer = (name: string, least: number, most: number): number | undefined =>
    decode(name, (text, label) => decodeInteger(text, label, least, most));
  const choice = <T extends string>(name: string, fallback: T): T =>
    decode(name, (text, label) =>
      decodeChoice(text, label, (known.get(name)?.choices ?? []) as readonly T[]),
    ) ?? fallback;
  const flag = (name: string): boolean => decode(name, decodeFlag) ?? false;
  const verbatim = (name: string): string | undefined => decode(name, (text) => text);

  return {
    asked: {
      size: decode('size', parseSize),
      order: integer('order', 0, 63),
      workload: verbatim('for'),
      rules: integer('rules', 0, 10_000_000),
      rulesFile: verbatim('rules-file'),
      cpus: integer('cpus', 1, 65_536),
      count: integer('count', 1, 1_000_000),
      path: find('path') ? choice<Path>('path', 'contiguous') : undefined,
      gfp: decode('gfp', parseGfp),
    },
    root: verbatim('root') ?? '/',
    kernel: decode('kernel', decodeRelease),
    retries:
      integer('retries', 0, 1_000_000) ??
      impliedRetries(find('timeout') !== null, flag('compact') || flag('drop-caches')),
    intervalMilliseconds: decode('interval', decodeDuration) ?? 1000,
    timeoutMilliseconds: decode('timeout', decodeDuration),
    compact: flag('compact'),
    dropCaches: flag('drop-caches'),
    trial: flag('trial'),
    deep: flag('deep'),
    strict: flag('strict'),
    onUnknown: choice('on-unknown', 'warn'),
    notNowCode: integer('exit-code', 1, 255) ?? exitCodes.notNow,
    format: choice<Format>('format', 'text'),
    why: flag('why'),
    quiet: flag('quiet'),
    follow: flag('follow'),
  };
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
