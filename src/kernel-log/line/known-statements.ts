import { parseStatement } from './parse-statement.ts';
import type { Statement } from './statement.ts';

/** More than the lines of a few reports that differ from each other. */
const maxKnown = 4096;

/** Texts that are longer are seldom seen twice. */
const maxLength = 600;

/**
 * What the latest lines said, by their text. Where an allocation fails again and again, most of a report's lines come
 * again too, and are read once.
 */
export class KnownStatements {
  readonly #known = new Map<string, Statement | null>();

  /** As {@link parseStatement}; who gets a statement does not change it. */
  parse(text: string): Statement | null {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const statement = parseStatement(text);
    if (text.length > maxLength) return statement;
    if (this.#known.size >= maxKnown) this.#known.clear();
    this.#known.set(text, statement);
    return statement;
  }
}
