import { ChainRules } from './chain-rules.ts';
import { builtinChainsOf } from './layout.ts';
import type { Trouble } from './option-words.ts';
import { type Command, type Rule, maxNameCharacters, readCommand } from './rule.ts';
import { splitWords } from './words.ts';

/** What the lines of a table have made of it so far: it is loaded into an empty one (iptables-restore without --noflush). */
export class TableReading {
  /** chains that exist besides the built-in ones */
  readonly userChains = new Set<string>();
  /** names that a chain had before it was renamed or deleted: a rule that was read before may go to it */
  readonly formerChains = new Set<string>();
  builtinChains: number;
  /** how many rules like each are taken away or replaced that the file did not add */
  readonly foreignRules = new Map<Rule, number>();
  /** how many more are, of which nothing is known but their place */
  unknownRules = 0;
  /** a line speaks of what the file did not make: it is meant for a table that is in use (--noflush) */
  changesLoadedTable = false;
  readonly #table: string;
  readonly #chains = new Map<string, ChainRules>();
  readonly #interned = new Map<string, Rule>();

  constructor(table: string) {
    this.#table = table;
    this.builtinChains = builtinChainsOf(table)?.length ?? 0;
  }

  rules(): Rule[] {
    return [...this.#chains.values()].flatMap((chain) => chain.list());
  }

  /** `:CHAIN POLICY [packets:bytes]`, after the colon; what follows is not read without --counters. */
  declareChain(text: string): Trouble | null {
    const [name, policy] = text.split(/[ \t]+/).filter((word) => word !== '');
    if (name === undefined || policy === undefined) {
      return {
        found: 'a chain without a policy',
        expected: "a chain such as ':INPUT ACCEPT [0:0]' or ':DOCKER - [0:0]'",
      };
    }
    const builtin = builtinChainsOf(this.#table);
    if (builtin?.includes(name)) return null;
    if (policy === '-') return this.#addUserChain(name, 'clear');
    if (builtin) {
      return {
        found: 'a policy on a chain that is not built in',
        expected: `a policy on a built-in chain of ${this.#table}, or '-'`,
      };
    }
    // A table that only an added module has: what carries a policy is built in.
    this.builtinChains++;
    return null;
  }

  /** Reads a line that is a command, and does what it says. */
  command(line: string): Command | Trouble {
    const afterCounters = line.startsWith('[') ? line.indexOf(']') : -1;
    if (line.startsWith('[') && afterCounters === -1) {
      return { found: 'counters that do not end', expected: "']' after the counters" };
    }
    const command = readCommand(splitWords(line.slice(afterCounters + 1)));
    if ('expected' in command) return command;
    return this.#run(command) ?? command;
  }

  #run({ letter, values, rule }: Command): Trouble | null {
    // Only one of the tools takes anything away here, and which of them will read is not known.
    if (rule.only !== null && letter !== null && 'DFRX'.includes(letter)) return null;
    const [chain = '', second] = values;
    const place = Number(second ?? 1) - 1;
    switch (letter) {
      case 'A':
        this.#rulesOf(chain).append(this.#intern(rule));
        return null;
      case 'I':
        this.#rulesOf(chain).insert(this.#intern(rule), place);
        return null;
      case 'D':
        if (second === undefined) this.#remove(chain, this.#intern(rule));
        else this.#removeAt(chain, place);
        return null;
      case 'R':
        this.#removeAt(chain, place);
        this.#rulesOf(chain).insert(this.#intern(rule), place);
        return null;
      case 'F':
        this.#flush(values[0]);
        return null;
      case 'N':
        return this.#addUserChain(chain, 'keep');
      case 'X':
        this.#deleteChain(values[0]);
        return null;
      case 'E':
        return this.#rename(chain, second ?? '');
      case null:
      default:
        return null;
    }
  }

  #rulesOf(chain: string): ChainRules {
    let rules = this.#chains.get(chain);
    if (!rules) this.#chains.set(chain, (rules = new ChainRules()));
    return rules;
  }

  #intern(rule: Rule): Rule {
    const key = `${rule.matches.join(' ')}\n${rule.target ?? ''}\n${rule.goto}${rule.copies}${rule.only ?? ''}`;
    const known = this.#interned.get(key);
    if (!known) this.#interned.set(key, rule);
    return known ?? rule;
  }

  /** Any rule that is as large serves: a restore that goes well found the one that was meant. */
  #remove(chain: string, rule: Rule): void {
    if (this.#rulesOf(chain).remove(rule)) return;
    this.changesLoadedTable = true;
    this.foreignRules.set(rule, (this.foreignRules.get(rule) ?? 0) + 1);
  }

  #removeAt(chain: string, place: number): void {
    const rules = this.#rulesOf(chain);
    const found = rules.at(place);
    if (found) {
      rules.remove(found, place);
      return;
    }
    this.changesLoadedTable = true;
    this.unknownRules++;
  }

  #flush(chain: string | undefined): void {
    if (chain !== undefined) this.#rulesOf(chain).clear();
    else for (const rules of this.#chains.values()) rules.clear();
  }

  #addUserChain(name: string, ifThere: 'clear' | 'keep'): Trouble | null {
    if (name === '' || name.length > maxNameCharacters) {
      return {
        found: `a name of ${name.length} characters`,
        expected: `the name of a chain, 1 to ${maxNameCharacters} characters`,
      };
    }
    if (this.userChains.has(name)) {
      this.changesLoadedTable = true;
      if (ifThere === 'clear') this.#rulesOf(name).clear();
    }
    this.userChains.add(name);
    return null;
  }

  #deleteChain(chain: string | undefined): void {
    for (const name of chain === undefined ? this.userChains : [chain]) {
      this.#takeName(name);
      this.#chains.delete(name);
    }
  }

  #takeName(name: string): void {
    if (this.userChains.delete(name)) this.formerChains.add(name);
    else this.changesLoadedTable = true;
  }

  #rename(from: string, to: string): Trouble | null {
    const trouble = this.#addUserChain(to, 'keep');
    if (trouble) return trouble;
    this.#takeName(from);
    const rules = this.#chains.get(from);
    if (rules) {
      this.#chains.delete(from);
      this.#chains.set(to, rules);
    }
    return null;
  }
}
