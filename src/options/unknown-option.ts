import { UsageError } from '../errors.ts';
import { quote } from '../text/escape.ts';
import { nearest } from '../text/nearest.ts';
import type { CommandName } from './commands.ts';
import type { Option } from './option.ts';

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

/** The error for an option that a command does not have, with the one that may be meant. */
export function unknownOption(
  key: string,
  name: CommandName | undefined,
  known: readonly Option[],
): UsageError {
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
