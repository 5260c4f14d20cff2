import { type CommandName, commands } from './commands.ts';
import type { Option } from './option.ts';
import { type FormatNames, options, optionsOf, wordsOf } from './options.ts';

/**
 * What may stand where the cursor is: commands, a command's options that are not given yet, or the words that an option
 * takes. Empty where a file name or any other value may stand, which the shell completes itself.
 * @param words the command line, the program's name first and the word at the cursor last
 * @param workloadNames what `--for` takes
 */
export function completions(
  words: readonly string[],
  workloadNames: () => readonly string[],
  formatNames: FormatNames,
): string[] {
  if (words.slice(0, -1).includes('--')) return [];
  const own = words.slice(1);
  const current = own.at(-1) ?? '';
  const [, option, value = ''] = /^--([\w-]+)=(.*)$/s.exec(current) ?? [];
  // bash cuts words at `=`.
  if (option !== undefined)
    return valuesOf(`--${option}`, own[0] ?? '', value, workloadNames, formatNames)
      .filter((word) => word.startsWith(value))
      .map((word) => `--${option}=${word}`);
  const [before, typed] =
    current === '=' ? [own.at(-2), ''] : own.at(-2) === '=' ? [own.at(-3), current] : [];
  if (before !== undefined)
    return valuesOf(before, own[0] ?? '', typed ?? '', workloadNames, formatNames).filter((word) =>
      word.startsWith(typed ?? ''),
    );
  const candidates = candidatesAt(own, workloadNames, formatNames);
  return candidates.filter((candidate) => candidate.startsWith(current));
}

/** The option that a word is; `-` alone, which stands for a file, is none. */
function optionOf(word: string): Option | undefined {
  return options.find(
    ({ name, short }) => word === `--${name}` || (short !== undefined && word === `-${short}`),
  );
}

/** The words that an option takes, where they are few. */
function valuesOf(
  word: string,
  command: string,
  typed: string,
  workloadNames: () => readonly string[],
  formatNames: FormatNames,
): readonly string[] {
  const option = optionOf(word);
  if (option?.value === undefined || !Object.hasOwn(commands, command)) return [];
  return option.name === 'for'
    ? withThoseBefore(typed, workloadNames())
    : (wordsOf(option, command as CommandName, formatNames) ?? []);
}

/** Names after those that were typed already, with commas between. */
function withThoseBefore(typed: string, names: readonly string[]): readonly string[] {
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  const taken = before.split(',');
  return names.filter((name) => !taken.includes(name)).map((name) => before + name);
}

function candidatesAt(
  own: readonly string[],
  workloadNames: () => readonly string[],
  formatNames: FormatNames,
): readonly string[] {
  const [command = ''] = own;
  if (own.length < 2) return [...Object.keys(commands), 'completion', 'help'];
  if (own.length === 2 && command === 'help') return Object.keys(commands);
  if (own.length === 2 && command === 'completion') return ['bash', 'zsh', 'fish'];
  if (!Object.hasOwn(commands, command)) return [];
  const before = own.at(-2) ?? '';
  const option = optionOf(before);
  if (option?.value !== undefined)
    return valuesOf(before, command, own.at(-1) ?? '', workloadNames, formatNames);
  if (!own.at(-1)?.startsWith('-')) return command === 'workloads' && own.length === 2 ? workloadNames() : [];
  const known = optionsOf(command as CommandName).map(({ name }) => `--${name}`);
  return [...known, '--help'].filter((name) => !own.slice(0, -1).includes(name));
}
