/** The options of iptables itself, by their letters (iptables/xshared.h IPT_OPTSTRING). */
export interface OwnOption {
  /** arguments that getopt takes, whatever they look like */
  required: 0 | 1;
  /** more of them that are taken where they do not begin with a dash or an exclamation mark */
  optional: 0 | 1 | 2;
}

const none: OwnOption = { required: 0, optional: 0 };
const one: OwnOption = { required: 1, optional: 0 };
const two: OwnOption = { required: 1, optional: 1 };
const perhapsOne: OwnOption = { required: 0, optional: 1 };
const perhapsTwo: OwnOption = { required: 0, optional: 2 };

const ownOptions: Readonly<Record<string, OwnOption>> = {
  ...{ A: one, C: one, N: one, D: two, I: two, R: two, E: two, P: two },
  ...{ F: perhapsOne, X: perhapsOne, L: perhapsTwo, S: perhapsTwo, Z: perhapsTwo },
  ...{ p: one, s: one, d: one, i: one, o: one, j: one, g: one, m: one, t: one, M: one, c: two },
  ...{ f: none, n: none, v: none, x: none, b: none, '0': none, '4': none, '6': none, V: none },
  ...{ h: perhapsOne, w: perhapsOne, W: perhapsOne },
};

/** Null for a letter that is none of iptables' own. */
export function ownOption(letter: string): OwnOption | null {
  return Object.hasOwn(ownOptions, letter) ? (ownOptions[letter] ?? null) : null;
}

/** iptables/iptables.c original_opts */
const longNames: Readonly<Record<string, string>> = {
  ...{
    append: 'A',
    delete: 'D',
    check: 'C',
    insert: 'I',
    replace: 'R',
    list: 'L',
    'list-rules': 'S',
    flush: 'F',
  },
  ...{ zero: 'Z', 'new-chain': 'N', 'delete-chain': 'X', 'rename-chain': 'E', policy: 'P' },
  ...{ source: 's', src: 's', destination: 'd', dst: 'd', protocol: 'p', 'in-interface': 'i' },
  ...{ 'out-interface': 'o', jump: 'j', goto: 'g', match: 'm', table: 't', numeric: 'n', verbose: 'v' },
  ...{ wait: 'w', 'wait-interval': 'W', exact: 'x', fragments: 'f', version: 'V', help: 'h' },
  ...{ 'line-numbers': '0', modprobe: 'M', 'set-counters': 'c', ipv4: '4', ipv6: '6' },
};

/** Names of extensions' options that would be short for one of those above, and the matches and targets that have them. */
const extensionOptions: Readonly<Record<string, readonly string[]>> = {
  frag: ['frag'],
  new: ['CLUSTERIP'],
  set: ['recent', 'connlabel', 'set'],
  pol: ['policy'],
  proto: ['policy'],
};

/** Made by the first rule that has a long option. */
let lettersOfBeginnings: ReadonlyMap<string, string> | undefined;

/** What each clear beginning of a long name stands for, by the letters of the names. */
export function beginningsOf(names: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const letters = new Map<string, string | null>();
  for (const [name, letter] of Object.entries(names)) {
    for (let length = 1; length < name.length; length++) {
      const known = letters.get(name.slice(0, length));
      letters.set(name.slice(0, length), known === undefined || known === letter ? letter : null);
    }
  }
  for (const [name, letter] of Object.entries(names)) letters.set(name, letter);
  return new Map([...letters].flatMap(([name, letter]) => (letter === null ? [] : [[name, letter]])));
}

/** The letter of a long option, which may be cut as long as it is clear (getopt_long); null for an extension's. */
export function ownLetter(name: string, loaded: readonly string[]): string | null {
  if (
    Object.hasOwn(extensionOptions, name) &&
    extensionOptions[name]?.some((owner) => loaded.includes(owner))
  )
    return null;
  lettersOfBeginnings ??= beginningsOf(longNames);
  return lettersOfBeginnings.get(name) ?? null;
}
