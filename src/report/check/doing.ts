import type { Advice, AdvisedOption } from '../../predict/advised.ts';
import type { Path } from '../../request/request.ts';
import { shellWord } from '../../text/shell.ts';
import { environmentName } from '../../text/variable.ts';
import type { Caller } from './caller.ts';

/** One line of advice: a command that can be pasted, or a few words, and what comes of it. */
export interface Deed {
  /** the words of a command, quoted for the shell, or of a sentence */
  words: readonly string[];
  isCommand: boolean;
  effect: string;
}

/** Advice as this caller can follow it; null for what is no deed. */
export function deedOf({ does, effect = '' }: Advice, caller: Caller): Deed | null {
  if (!does) return null;
  if ('words' in does) return { words: [does.words], isCommand: false, effect };
  // Whoever said an order meant a block.
  const isPath = does.options.some(({ name }) => name === 'path');
  return isPath && !caller.given.has('size') ? null : added(does.options, effect, caller);
}

/** To ask again as root, where a file that this user may not read could say more. */
export function readMore(caller: Caller, path: Path): Deed | null {
  if (caller.readsAll && path === 'address-space')
    return inWords('ask on the host, in its network namespace, where the limit can be read', '');
  if (caller.surface !== 'command' || caller.readsAll || caller.privilege === 'there') return null;
  return {
    words: ['sudo', ...checkWords(caller, [])],
    isCommand: true,
    effect: 'reads what this user may not',
  };
}

function added(options: readonly AdvisedOption[], effect: string, caller: Caller): Deed {
  const { surface, privilege, command } = caller;
  const isChange = options.some(({ name }) => name === 'compact' || name === 'drop-caches');
  const needsRoot = isChange && privilege !== 'held';
  if (surface === 'inputs') {
    const words = options.map(({ name, value }) => `${name}: ${value ?? 'true'}`);
    return inWords(words.join(', '), needsRoot ? `${effect}; takes a runner that is root` : effect);
  }
  if (surface === 'environment') {
    const words = options.map(({ name, value }) => `${environmentName({ name })}=${value ?? 'true'}`);
    return inWords(words.join(' '), needsRoot ? `${effect}; takes root` : effect);
  }
  if (privilege === 'there' || (isChange && privilege === 'host')) {
    const where = privilege === 'there' ? 'on that machine' : 'on the host';
    return inWords(`${where}: ${optionWords([], options).join(' ')}`, effect);
  }
  // The wrapped command must not become root's.
  const words = needsRoot || command === 'check' ? checkWords(caller, options) : runWords(caller, options);
  return { words: needsRoot ? ['sudo', ...words] : words, isCommand: true, effect };
}

function inWords(words: string, effect: string): Deed {
  return { words: [words], isCommand: false, effect };
}

function checkWords({ program, given }: Caller, options: readonly AdvisedOption[]): string[] {
  const own = [...given].filter(([name]) => !ofRun.includes(name));
  return [...program, 'check', ...optionWords(own, options)].map(shellWord);
}

const ofRun = ['on-unknown', 'explain'];

function runWords({ program, given, wrapped }: Caller, options: readonly AdvisedOption[]): string[] {
  return [...program, 'run', ...optionWords([...given], options), '--', ...wrapped].map(shellWord);
}

function optionWords(
  given: readonly (readonly [string, string])[],
  options: readonly AdvisedOption[],
): string[] {
  const all = new Map([...given, ...options.map(({ name, value }) => [name, value ?? 'true'] as const)]);
  return [...all].flatMap(([name, text]) => (text === 'true' ? [`--${name}`] : [`--${name}`, text]));
}
