import { implicitMatch } from './implicit-match.ts';
import type { Family } from './layout.ts';
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

/** A rule, and the family that its addresses and protocol tell. */
export interface ReadRule {
  rule: Rule;
  family: Family | null;
}

/** What was wrong with a rule, for MalformedError. */
export interface Trouble {
  found: string;
  expected: string;
}

/** XT_EXTENSION_MAXNAMELEN less its final NUL: extensions and chains alike. */
export const maxNameCharacters = 28;

/** Options whose argument may be any text, and so may look like an option. */
const textOptions: ReadonlySet<string> = new Set(
  `--comment --log-prefix --nflog-prefix --ulog-prefix --string --hex-string --name --hashlimit-name --helper --path
   --label --bytecode --object-pinned --nfacct-name --rateest --rateest1 --rateest2 --rateest-name --led-trigger-id
   --selctx --match-set --add-set --del-set --map-set --timeout --physdev-in --physdev-out --oif --genre --ctevents
   -i --in-interface -o --out-interface`.split(/\s+/),
);

const canonical: Readonly<Record<string, string>> = {
  '--match': '-m',
  '--jump': '-j',
  '--goto': '-g',
  '--protocol': '-p',
  '--source': '-s',
  '--src': '-s',
  '--destination': '-d',
  '--dst': '-d',
  '--ipv4': '-4',
  '--ipv6': '-6',
};

const matchAliases: Readonly<Record<string, string>> = { icmpv6: 'icmp6', 'ipv6-icmp': 'icmp6' };

/** Reads the words of a rule after its chain. */
export function readRule(words: readonly Word[]): ReadRule | Trouble {
  const rule: Rule = { matches: [], target: null, goto: false, copies: 1, only: null };
  let family: Family | null = null;
  let protocol = '';
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word || word.quoted || !word.text.startsWith('-')) continue;
    const { option, attached } = splitOption(word.text);
    const argument = (): string | null => {
      const text = attached ?? words[++i]?.text ?? '';
      return text === '' ? null : text;
    };
    switch (option) {
      case '-m': {
        const name = argument();
        if (name === null || name.length > maxNameCharacters) return missing(word, name, nameOf('a match'));
        rule.matches.push(Object.hasOwn(matchAliases, name) ? (matchAliases[name] ?? name) : name);
        break;
      }
      case '-j':
      case '-g': {
        const name = argument();
        if (name === null || name.length > maxNameCharacters)
          return missing(word, name, nameOf('a target or a chain'));
        if (rule.target !== null) return { found: `${option} ${name}`, expected: 'one -j or -g a rule' };
        rule.target = name;
        rule.goto = option === '-g';
        break;
      }
      case '-p': {
        const name = argument();
        if (name === null) return missing(word, name, 'a protocol');
        protocol = name.toLowerCase();
        if (protocol === 'ipv6-icmp' || protocol === 'icmpv6') family = 'ipv6';
        break;
      }
      case '-s':
      case '-d': {
        const list = argument();
        if (list === null) return missing(word, list, 'an address');
        const addresses = list.split(',');
        rule.copies *= addresses.length;
        if (list.includes(':')) family = 'ipv6';
        else if (/^\d/.test(list)) family ??= 'ipv4';
        break;
      }
      case '-4':
        rule.only = 'ipv4';
        break;
      case '-6':
        rule.only = 'ipv6';
        break;
      default: {
        const implicit = implicitMatch(option, protocol, rule.matches);
        if (implicit !== null) rule.matches.push(implicit);
        if (textOptions.has(option) && attached === null) i++;
      }
    }
  }
  return { rule, family };
}

/** `--option=argument` in two; short options of iptables-save stand alone. */
function splitOption(text: string): { option: string; attached: string | null } {
  const equals = text.startsWith('--') ? text.indexOf('=') : -1;
  const name = equals === -1 ? text : text.slice(0, equals);
  const attached = equals === -1 ? null : text.slice(equals + 1);
  return { option: Object.hasOwn(canonical, name) ? (canonical[name] ?? name) : name, attached };
}

const nameOf = (what: string): string => `the name of ${what}, at most ${maxNameCharacters} characters,`;

function missing(option: Word, found: string | null, what: string): Trouble {
  return { found: found ?? option.text, expected: `${what} after ${option.text}` };
}
