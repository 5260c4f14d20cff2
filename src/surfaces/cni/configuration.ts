import { UsageError } from '../../errors.ts';
import { type SettingsOf, decodeSettings } from '../../options/settings.ts';
import { decodeChoice } from '../../options/values.ts';
import { quote } from '../../text/escape.ts';
import { jsonLine } from '../../text/json-line.ts';
import { nearest } from '../../text/nearest.ts';
import { CniError, type CniVersion, cniCodes, cniVersions } from './protocol.ts';

/** What the plugin's entry in a network configuration says. */
export interface CniConfiguration {
  version: CniVersion;
  /** of the check that ADD makes */
  settings: SettingsOf<'run'>;
  /** STATUS refuses, too */
  status: boolean;
  /** the result of the plugins before, as JSON with a line feed; null for the first plugin */
  previous: string | null;
}

/**
 * Longer than this a runtime may not wait for a pod's network: the kubelet gives its runtime two minutes for a request.
 */
const maxTimeoutMilliseconds = 90_000;
const defaultTimeout = '5s';

/** What a value is decoded to: the text of the option that it stands for. */
type ToText = (value: unknown, key: string) => string;

/** The plugin's own keys, the option that each stands for, and how its JSON is read. */
const keys: Readonly<Record<string, { option?: string; read: ToText }>> = {
  for: { option: 'for', read: names },
  rules: { option: 'rules', read: number },
  timeout: { option: 'timeout', read: time },
  compact: { option: 'compact', read: flag },
  strict: { option: 'strict', read: flag },
  onUnknown: {
    option: 'on-unknown',
    read: (value, key) => decodeChoice(text(value, key), key, ['warn', 'fail']),
  },
  root: { option: 'root', read: text },
  status: { read: flag },
};

/** Keys of the specification and of runtimes, which every plugin gets. */
const foreign = ['cniVersion', 'name', 'type', 'prevResult', 'capabilities', 'runtimeConfig', 'args', 'ipam'];
const alsoForeign = ['dns', 'ipMasq', 'disableCheck', 'disableGC'];

function isForeign(key: string): boolean {
  return foreign.includes(key) || alsoForeign.includes(key) || key.startsWith('cni.dev/');
}

/**
 * Reads what a runtime writes to a plugin's standard input.
 * @throws CniError with the specification's code
 */
export function readConfiguration(input: string): CniConfiguration {
  const object = readObject(input);
  const version = requireVersion(object);
  try {
    requireName(object);
    const given = new Map([
      ['timeout', defaultTimeout],
      ['for', 'container'],
      ['quiet', 'true'],
    ]);
    let status = false;
    for (const [key, value] of Object.entries(object)) {
      if (isForeign(key)) continue;
      const row = Object.hasOwn(keys, key) ? keys[key] : undefined;
      if (!row) throw new UsageError(unknownKey(key));
      const told = row.read(value, key);
      if (row.option !== undefined) given.set(row.option, told);
      else status = told === 'true';
    }
    if (given.get('timeout') === '') given.delete('timeout');
    const settings = decodeSettings('run', given, {});
    requireBrief(settings.timeoutMilliseconds);
    return { version, settings, status, previous: previousOf(object) };
  } catch (error) {
    throw asConfigurationError(error);
  }
}

/** The version that a configuration names, if it is one that is spoken; for answers to what cannot be read otherwise. */
export function spokenVersion(input: string): CniVersion | null {
  try {
    return requireVersion(readObject(input));
  } catch {
    return null;
  }
}

/** An error about options as one about keys: a configuration has no `--on-unknown` but `onUnknown`. */
export function asConfigurationError(error: unknown): unknown {
  if (!(error instanceof Error && 'exitCode' in error && error.name === 'UsageError')) return error;
  const named = Object.entries(keys).reduce(
    (message, [key, { option }]) =>
      option === undefined
        ? message
        : message.replace(new RegExp(`(?<![\\w-])--${option}(?![\\w-])`, 'g'), key),
    error.message,
  );
  return new CniError(cniCodes.configuration, named);
}

function readObject(input: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch {
    throw new CniError(
      cniCodes.decoding,
      `the network configuration is not JSON (${input.length} characters)`,
    );
  }
  if (isObject(value)) return value;
  throw new CniError(cniCodes.decoding, 'the network configuration is not a JSON object');
}

function requireVersion({ cniVersion }: Record<string, unknown>): CniVersion {
  const found = cniVersions.find((version) => version === cniVersion);
  if (found) return found;
  const told = cniVersion === undefined ? 'missing' : shown(cniVersion);
  throw new CniError(
    cniCodes.incompatibleVersion,
    `cniVersion: ${told}: expected one of ${cniVersions.join(', ')}`,
  );
}

function requireName({ name, type }: Record<string, unknown>): void {
  if (typeof name !== 'string' || !/^[a-zA-Z0-9][\w.-]*$/.test(name))
    throw wrong('name', name, 'letters, digits, dots, dashes and underscores, a letter or digit first');
  if (type !== undefined && (typeof type !== 'string' || type === ''))
    throw wrong('type', type, 'the name of this plugin');
}

function requireBrief(timeoutMilliseconds: number | undefined): void {
  if (timeoutMilliseconds === undefined || timeoutMilliseconds <= maxTimeoutMilliseconds) return;
  throw new UsageError(
    `timeout: ${timeoutMilliseconds / 1000}s: expected at most ${maxTimeoutMilliseconds / 1000}s, which is less than a runtime waits`,
  );
}

function previousOf({ prevResult }: Record<string, unknown>): string | null {
  if (prevResult === undefined || prevResult === null) return null;
  if (!isObject(prevResult))
    throw wrong('prevResult', prevResult, 'the result of the plugin before, an object');
  try {
    return jsonLine(prevResult);
  } catch {
    throw new CniError(cniCodes.decoding, 'prevResult is nested too deeply');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function names(value: unknown, key: string): string {
  const isName = (each: unknown): each is string =>
    typeof each === 'string' && each.trim() !== '' && !each.includes(',');
  if (Array.isArray(value) && value.length > 0 && value.every(isName)) return value.join(',');
  throw wrong(key, value, 'a list of workloads such as ["container"]');
}

function number(value: unknown, key: string): string {
  if (typeof value === 'number') return String(value);
  throw wrong(key, value, 'a number');
}

/** Empty for no waiting at all. */
function time(value: unknown, key: string): string {
  if (value === 0 || value === '0' || value === '0s') return '';
  if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value);
  throw wrong(key, value, 'a time such as "5s", or 0');
}

function flag(value: unknown, key: string): string {
  if (typeof value === 'boolean') return String(value);
  throw wrong(key, value, 'true or false');
}

function text(value: unknown, key: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(key, value, 'a text');
}

function wrong(key: string, value: unknown, expected: string): UsageError {
  return new UsageError(`${key}: ${value === undefined ? 'missing' : shown(value)}: expected ${expected}`);
}

/** A scalar as it is, of anything else its kind. */
function shown(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}

function unknownKey(key: string): string {
  const known = Object.keys(keys);
  return `${quote(key)}: no such key${nearest(key, known)}: expected ${known.join(', ')}`;
}
