import { implicitMatch } from './implicit-match.ts';
import type { Family } from './layout.ts';
import { type Option, type Trouble, lineOfSave, readOptions } from './option-words.ts';
import type { Word } from './words.ts';

/** What of a rule decides its size. */
export interface Rule {
  /** one for each time it is loaded, repeated and implicit ones too */
  matches: string[];
  /** what stands after -j; null for none */
  target: string | null;
  /** -g: the target is a chain, whatever its name */
  goto: boolean;
  /** iptables makes one rule of each pair of a listed source and a listed destination; a host name counts as one */
  copies: number;
  /** -4 or -6: the other tool passes over the rule */
  only: Family | null;
}

/** What a line does. */
export interface Command {
  /** `h` for -h and -V, which end the reading of the file; null where neither tool does anything with the line */
  letter: string | null;
  /** the chain, where one is named, and what else stands after the command: a rule number, a policy, a new name */
  values: string[];
  rule: Rule;
  /** the family that the rule's addresses and protocol tell */
  family: Family | null;
}

/** XT_EXTENSION_MAXNAMELEN less its final NUL: extensions and chains alike. */
export const maxNameCharacters = 28;

/** do_parse() in iptables/xshared.c; -L may be joined by -Z, and the first of them counts. */
const commandLetters = 'ACDIRLSFZNXEP';
const matchAliases: Readonly<Record<string, string>> = { icmpv6: 'icmp6', 'ipv6-icmp': 'icmp6' };

/** Reads the words of a line that is a command. */
export function readCommand(words: readonly Word[]): Command | Trouble {
  const options = readOptions(words);
  // The tool of the other family reads no further than -4 or -6; which of them will read is not known here.
  if (!Array.isArray(options)) return words.some(({ text }) => isFamilyFlag(text)) ? passedOver() : options;
  if (options.some(({ name }) => name === 'h' || name === 'V')) return { ...passedOver(), letter: 'h' };
  const reading = new RuleReading();
  for (const option of options) {
    const trouble = reading.take(option);
    if (trouble) return reading.rule.only === null ? trouble : passedOver();
  }
  const command = options.find(({ name }) => name.length === 1 && commandLetters.includes(name));
  const { rule, family, isOfNeither } = reading;
  if (isOfNeither || (!command && rule.only !== null)) return passedOver();
  if (!command && words.some(({ quoted }) => quoted))
    return readCommand(words.map(({ text }) => ({ text, quoted: false })));
  if (!command) return { found: 'a line without a command', expected: lineOfSave };
  return { letter: command.name, values: command.values, rule, family: rule.only === null ? family : null };
}

const isFamilyFlag = (word: string): boolean => /^(?:-[46]|--ipv[46]$)/.test(word);

function passedOver(): Command {
  return { letter: null, values: [], rule: emptyRule(), family: null };
}

function emptyRule(): Rule {
  return { matches: [], target: null, goto: false, copies: 1, only: null };
}

/** The rule as far as its options have been read. */
class RuleReading {
  readonly rule = emptyRule();
  family: Family | null = null;
  /** both -4 and -6 were given */
  isOfNeither = false;
  #protocol = '';
  #addressLists = '';

  take({ name, values }: Option): Trouble | null {
    const value = values[0] ?? '';
    switch (name) {
      case 'm':
        if (value.length > maxNameCharacters) return tooLong('a match', value, name);
        this.rule.matches.push(Object.hasOwn(matchAliases, value) ? (matchAliases[value] ?? value) : value);
        return null;
      case 'j':
      case 'g':
        if (value.length > maxNameCharacters) return tooLong('a target or a chain', value, name);
        if (this.rule.target !== null) return { found: 'a second target', expected: 'one -j or -g a rule' };
        this.rule.target = value;
        this.rule.goto = name === 'g';
        return null;
      case 'p':
        this.#protocol = value.toLowerCase();
        if (this.#protocol === 'ipv6-icmp' || this.#protocol === 'icmpv6') this.family = 'ipv6';
        return null;
      case 's':
      case 'd':
        // Else the number of copies, which is the product, could be any.
        if (this.#addressLists.includes(name))
          return { found: `a second -${name}`, expected: `one -${name} a rule` };
        this.#addressLists += name;
        this.rule.copies *= value.split(',').length;
        if (value.includes(':')) this.family = 'ipv6';
        else if (/^\d/.test(value)) this.family ??= 'ipv4';
        return null;
      case '4':
      case '6': {
        const only = name === '4' ? 'ipv4' : 'ipv6';
        this.isOfNeither ||= this.rule.only !== null && this.rule.only !== only;
        this.rule.only = only;
        return null;
      }
      default: {
        const implicit = implicitMatch(name, this.#protocol, this.rule.matches);
        if (implicit !== null) this.rule.matches.push(implicit);
        return null;
      }
    }
  }
}

function tooLong(what: string, name: string, letter: string): Trouble {
  return {
    found: `a name of ${name.length} characters`,
    expected: `the name of ${what}, at most ${maxNameCharacters} characters, after -${letter}`,
  };
}
