// What was said and has no effect: nothing of it changes what is done, but whoever said it should know.
import { nearest } from '../text/nearest.ts';
import { quote } from '../text/escape.ts';
import type { CommandName } from './commands.ts';
import { environmentName } from './option.ts';
import { options } from './options.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of this name that are no option's: for debugging, those of examples, and the kernel lab's. */
const others = [
  'DEBUG',
  'IPTABLES_DIR',
  'RUNC',
  'BRIDGE',
  'COMMAND',
  'SHIMS',
  'GUARDING',
  'CACHE',
  'DIST',
  'REQUIRE_KERNELS',
];

/** A sentence for each variable that looks like an option's and is none. */
export function unknownVariables(environment: Environment): string[] {
  const known = [...options.map(environmentName), ...others.map((name) => environmentName({ name }))];
  return Object.keys(environment)
    .filter((name) => name.startsWith('BUDDYGUARD_') && !known.includes(name))
    .sort()
    .map(
      (name) =>
        `the environment variable ${quote(name, 60)} is no option${nearest(name, known)}: it is not used`,
    );
}

/** A sentence for each option of the command line that has no effect beside the others. */
export function idleOptions(
  command: CommandName,
  given: ReadonlyMap<string, string>,
  environment: Environment,
): string[] {
  const isOn = (name: string): boolean => {
    const text = given.get(name) ?? environment[environmentName({ name })] ?? '';
    return text !== '' && !/^(?:0|false|no|off)$/i.test(text);
  };
  const said: string[] = [];
  if (given.has('rules') && isOn('rules-file'))
    said.push('--rules is not used: --rules-file tells the size exactly');
  if (given.has('interval') && !['retries', 'timeout', 'compact', 'drop-caches'].some(isOn))
    said.push('--interval is not used: without --retries or --timeout nothing is waited for');
  if (given.has('every') && command === 'show' && !isOn('watch'))
    said.push('--every is not used: without --watch there is one look');
  const format = given.get('format') ?? '';
  if (given.has('why') && format === 'json') said.push('--why is not used: JSON has all of it');
  if (given.has('why') && ['line', 'nagios', 'npd', 'prometheus'].includes(format))
    said.push(`--why is not used: --format ${format} has no room for it`);
  return said;
}
