import type { Rule } from './rule.ts';

/** In a longer chain the place of a rule is forgotten: to keep it would take time by the square of its length. */
const maxOrderedRules = 10_000;

/** The rules of one chain while the lines of a file change it. Equal rules are one object. */
export class ChainRules {
  #ordered: Rule[] | null = [];
  /** how many of each; of a chain that only grows, and in order, nobody asks */
  #counts: Map<Rule, number> | null = null;
  /** each line of the file is one rule of the table, so that they count alike */
  #isOneEach = true;

  append(rule: Rule): void {
    this.insert(rule, Infinity);
  }

  /** @param place from 0; at the end where there are fewer */
  insert(rule: Rule, place: number): void {
    if (this.#counts) addTo(this.#counts, rule);
    if (this.#ordered && place >= this.#ordered.length) this.#ordered.push(rule);
    else if (this.#ordered && this.#ordered.length < maxOrderedRules) this.#ordered.splice(place, 0, rule);
    else if (this.#ordered) {
      if (!this.#counts) addTo(this.#counted(), rule);
      this.#ordered = null;
    }
    if (rule.copies !== 1 || rule.only !== null) this.#isOneEach = false;
  }

  /** The rule at a place, from 0; null where there is none or that is not known. */
  at(place: number): Rule | null {
    return this.#isOneEach ? (this.#ordered?.[place] ?? null) : null;
  }

  /** Takes an equal rule away, the one at `place` if it is known; false where there is none. */
  remove(rule: Rule, place?: number): boolean {
    const counts = this.#counted();
    const count = counts.get(rule) ?? 0;
    if (count === 0) return false;
    if (count === 1) counts.delete(rule);
    else counts.set(rule, count - 1);
    if (this.#ordered && this.#ordered.length > maxOrderedRules) this.#ordered = null;
    this.#ordered?.splice(place ?? this.#ordered.indexOf(rule), 1);
    return true;
  }

  clear(): void {
    this.#ordered = [];
    this.#counts = null;
  }

  #counted(): Map<Rule, number> {
    if (!this.#counts) {
      this.#counts = new Map();
      for (const rule of this.#ordered ?? []) addTo(this.#counts, rule);
    }
    return this.#counts;
  }

  /** In their order where it is known. */
  list(): Rule[] {
    return this.#ordered ?? [...this.#counted()].flatMap(([rule, count]) => Array<Rule>(count).fill(rule));
  }
}

function addTo(counts: Map<Rule, number>, rule: Rule): void {
  counts.set(rule, (counts.get(rule) ?? 0) + 1);
}
