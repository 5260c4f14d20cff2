import type { Option } from '../../options/option.ts';
import { optionsOf } from '../../options/options.ts';

/** The Action's inputs are the options of `run`: a `buddyguard run` in a later step checks in the same way. */
export const inputOptions: readonly Option[] = optionsOf('run');

/** What the step gives: option name to its text. An empty input counts as not given. */
export function givenInputs(getInput: (name: string) => string): Map<string, string> {
  const given = new Map<string, string>();
  for (const { name } of inputOptions) {
    const text = getInput(name);
    if (text !== '') given.set(name, text);
  }
  return given;
}

/** Rewords an error about options as one about inputs: a step has no `--order` but `order`. */
export function inInputTerms(message: string): string {
  const names = inputOptions.map(({ name }) => name).join('|');
  return message.replace(new RegExp(`(?<![\\w-])--(${names})(?![\\w-])`, 'g'), '$1');
}

/** The sentence that action.yml has for an option. */
export function describeInput(option: Option): string {
  const { help, value, default: fallback } = option;
  const choices = option.choices?.run;
  const words = ['true', 'false', ...(choices ?? [])];
  const form =
    value === undefined
      ? `; ${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
      : choices
        ? `: ${choices.join(', ')}`
        : '';
  const unset = fallback === undefined ? '' : ` (default: ${fallback})`;
  return `${help}${form}${unset}`;
}
