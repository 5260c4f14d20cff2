import { ownLetter, ownOption } from './own-options.ts';
import type { Word } from './words.ts';

/** An option of a line, with what it takes. */
export interface Option {
  /** the letter of one of iptables' own, else an extension's as it is written, with its dashes */
  name: string;
  /** arguments of one of iptables' own; those of an extension are passed over */
  values: string[];
}

/** What was wrong with a line, for MalformedError; never the text of it. */
export interface Trouble {
  found: string;
  expected: string;
}

/** Extensions' options whose argument may be any text, and so may look like an option. */
const textOptions: ReadonlySet<string> = new Set(
  `--comment --log-prefix --nflog-prefix --ulog-prefix --string --hex-string --name --hashlimit-name --helper --path
   --label --bytecode --object-pinned --nfacct-name --rateest --rateest1 --rateest2 --rateest-name --led-trigger-id
   --selctx --match-set --add-set --del-set --map-set --timeout --physdev-in --physdev-out --oif --genre
   --ctevents`.split(/\s+/),
);

const argumentOf: Readonly<Record<string, string>> = {
  ...{
    A: 'a chain',
    C: 'a chain',
    D: 'a chain',
    I: 'a chain',
    R: 'a chain',
    N: 'a chain',
    E: 'a chain',
    P: 'a chain',
  },
  ...{ p: 'a protocol', s: 'an address', d: 'an address', i: 'an interface', o: 'an interface' },
  ...{ m: 'the name of a match', j: 'the name of a target or a chain', g: 'the name of a chain' },
};

/** Whether a word may be an argument that need not be there (iptables/xshared.c xs_has_arg). */
const isPlain = (word: Word | undefined): word is Word =>
  word !== undefined && !word.text.startsWith('-') && !word.text.startsWith('!');

/**
 * Reads a line's words as getopt_long reads them for iptables (iptables/xshared.c do_parse): letters in a row, their
 * arguments attached or apart, long options cut short. How many arguments an extension's option has is not known here.
 */
export function readOptions(words: readonly Word[]): Option[] | Trouble {
  const options: Option[] = [];
  const loaded: string[] = [];
  let at = 0;
  /** words that follow may belong to an extension's option */
  let afterExtension = false;
  /** it is the last word, so that the next, if it is quoted, is likelier its argument than an option */
  let afterExtensionName = false;

  /** Null where a required argument is not there. */
  const take = (letter: string, attached: string | null): Trouble | null => {
    const { required, optional } = ownOption(letter) ?? { required: 0, optional: 0 };
    const values: string[] = [];
    if (attached !== null) values.push(attached);
    else if (required === 1) {
      let next = words[at++]?.text ?? '';
      // iptables before 1.4.3 took the sign behind the option.
      if (next === '!' && 'psdio'.includes(letter)) next = words[at++]?.text ?? '';
      if (next === '')
        return { found: 'nothing', expected: `${argumentOf[letter] ?? 'a value'} after -${letter}` };
      values.push(next);
    }
    for (let next = words[at]; values.length < required + optional && isPlain(next); next = words[at]) {
      values.push(next.text);
      at++;
    }
    if (letter === 'm' || letter === 'j') loaded.push(values[0] ?? '');
    options.push({ name: letter, values });
    return null;
  };

  while (at < words.length) {
    const { text, quoted } = words[at++] ?? { text: '', quoted: false };
    if (text === '!') continue;
    const isArgument = quoted && afterExtensionName;
    afterExtensionName = false;
    if (!text.startsWith('-') || text === '-' || isArgument) {
      if (afterExtension) continue;
      return { found: 'a word that belongs to no option', expected: lineOfSave };
    }
    if (text === '--') break;
    if (text.startsWith('--')) {
      const equals = text.indexOf('=');
      const name = equals === -1 ? text : text.slice(0, equals);
      const attached = equals === -1 ? null : text.slice(equals + 1);
      const letter = ownLetter(name.slice(2), loaded);
      if (letter === null) {
        options.push({ name, values: [] });
        if (textOptions.has(name) && attached === null) at++;
        afterExtension = true;
        afterExtensionName = true;
        continue;
      }
      const trouble = take(letter, attached);
      if (trouble) return trouble;
    } else {
      const trouble = takeLetters(text, take);
      if (trouble) return trouble;
    }
    afterExtension = false;
  }
  return options;
}

/** `-vAINPUT`: letters up to the first that takes an argument, which is what is left of the word, if anything is. */
function takeLetters(
  word: string,
  take: (letter: string, attached: string | null) => Trouble | null,
): Trouble | null {
  for (let i = 1; i < word.length; i++) {
    const letter = word.charAt(i);
    const option = ownOption(letter);
    if (option === null) return null;
    const rest = word.slice(i + 1);
    if (option.required + option.optional > 0) return take(letter, rest === '' ? null : rest);
    take(letter, null);
  }
  return null;
}

/** What a line of a table may be. */
export const lineOfSave = "a line of iptables-save: ':CHAIN POLICY [0:0]', '-A CHAIN …' or 'COMMIT'";
