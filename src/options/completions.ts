import { type CommandName, commands } from './commands.ts';
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
  const own = words.slice(1, words.includes('--') ? words.indexOf('--') : undefined);
  if (words.slice(0, -1).includes('--')) return [];
  const current = words.at(-1) ?? '';
  const candidates = candidatesAt(own, workloadNames, formatNames);
  return candidates.filter((candidate) => candidate.startsWith(current));
}

function candidatesAt(
  own: readonly string[],
  workloadNames: () => readonly string[],
  formatNames: FormatNames,
): readonly string[] {
  const [command = ''] = own;
  if (own.length < 2) return [...Object.keys(commands), 'completion'];
  if (!Object.hasOwn(commands, command)) return [];
  const before = own.at(-2) ?? '';
  const option = options.find(({ name, short }) => before === `--${name}` || before === `-${short ?? ''}`);
  if (option?.value !== undefined) {
    return option.name === 'for'
      ? workloadNames()
      : (wordsOf(option, command as CommandName, formatNames) ?? []);
  }
  if (!own.at(-1)?.startsWith('-')) return command === 'workloads' && own.length === 2 ? workloadNames() : [];
  const known = optionsOf(command as CommandName).map(({ name }) => `--${name}`);
  return [...known, '--help'].filter((name) => !own.slice(0, -1).includes(name));
}
