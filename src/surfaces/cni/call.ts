import { quote } from '../../text/escape.ts';
import { type CniConfiguration, readConfiguration, spokenVersion } from './configuration.ts';
import { CniError, type CniVersion, cniCodes, cniVersions, newestVersion } from './protocol.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a runtime asks of the plugin. */
export type Call =
  | { command: 'VERSION'; version: CniVersion }
  | { command: 'DEL' }
  | ({ command: 'ADD' | 'CHECK' | 'STATUS' | 'GC' } & CniConfiguration);

/** The variables that each command must have; DEL succeeds without any. */
const required = {
  ADD: ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME'],
  CHECK: ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME'],
  STATUS: [],
  GC: [],
  VERSION: [],
  DEL: [],
} as const;

/** The first version that has the command. */
const since: Readonly<Record<string, CniVersion>> = { CHECK: '0.4.0', STATUS: '1.1.0', GC: '1.1.0' };

/**
 * Reads a call: the environment, and what stands on standard input, which `read` gives.
 * @throws CniError with the specification's code
 */
export function readCall(environment: Environment, read: () => string): Call {
  const command = environment.CNI_COMMAND ?? '';
  if (!isCommand(command)) {
    const told = command === '' ? 'empty' : quote(command);
    throw new CniError(
      cniCodes.environment,
      `CNI_COMMAND: ${told}: expected one of ${Object.keys(required).join(', ')}`,
    );
  }
  // A container is taken down whatever its configuration says: nothing of it is ours.
  if (command === 'DEL') return { command };
  requireVariables(required[command], environment);
  const input = read();
  if (command === 'VERSION') return { command, version: spokenVersion(input) ?? newestVersion };
  const configuration = readConfiguration(input);
  const first = since[command];
  if (first !== undefined && isOlder(configuration.version, first))
    throw new CniError(
      cniCodes.incompatibleVersion,
      `cniVersion: '${configuration.version}': ${command} came with ${first}`,
    );
  return { command, ...configuration };
}

function isOlder(version: CniVersion, than: CniVersion): boolean {
  return cniVersions.indexOf(version) < cniVersions.indexOf(than);
}

function isCommand(command: string): command is keyof typeof required {
  return Object.hasOwn(required, command);
}

function requireVariables(names: readonly string[], environment: Environment): void {
  const missing = names.filter((name) => (environment[name] ?? '') === '');
  if (missing.length > 0)
    throw new CniError(cniCodes.environment, `${missing.join(', ')}: missing: expected of a runtime`);
  const { CNI_CONTAINERID: id = '', CNI_IFNAME: name = '' } = environment;
  if (names.length > 0 && !/^[a-zA-Z0-9][\w.-]*$/.test(id))
    throw new CniError(
      cniCodes.environment,
      `CNI_CONTAINERID: ${quote(id)}: expected letters, digits, dots, dashes and underscores`,
    );
  if (names.length > 0 && (!/^[^\s/:]{1,15}$/.test(name) || name === '.' || name === '..'))
    throw new CniError(
      cniCodes.environment,
      `CNI_IFNAME: ${quote(name)}: expected the name of an interface, at most 15 characters`,
    );
}
