/**
 * Of a series of any length a bounded number of items, evenly spread; the first and the last are always among them. At
 * most four times as many as are asked for are kept meanwhile.
 */
export class Thinned<T extends { readonly at: number }> {
  readonly #max: number;
  readonly #reach: number;
  #kept: T[] = [];
  #step = 1;
  /** items until the next one that is kept */
  #due = 0;
  #last: T | null = null;

  /**
   * @param max how many are wanted, two at least
   * @param reach items that are older than the last one by more than this are left out; milliseconds
   */
  constructor(max: number, reach = Infinity) {
    this.#max = max;
    this.#reach = reach;
  }

  add(item: T): void {
    this.#last = item;
    if (--this.#due > 0) return;
    this.#kept.push(item);
    this.#due = this.#step;
    if (this.#kept.length < 4 * this.#max) return;
    this.#kept = this.#kept.filter(({ at }) => at >= item.at - this.#reach);
    if (this.#kept.length <= 2 * this.#max) return;
    this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
    this.#due = this.#kept.at(-1) === item ? 2 * this.#step : this.#step;
    this.#step *= 2;
  }

  /** In the order of their times. */
  items(): T[] {
    const last = this.#last;
    if (last === null) return [];
    const all = this.#kept.at(-1) === last ? this.#kept : [...this.#kept, last];
    const own = all.filter(({ at }) => at >= last.at - this.#reach).sort((a, b) => a.at - b.at);
    if (own.length <= this.#max) return own;
    const place = (i: number): number => Math.round((i * (own.length - 1)) / (this.#max - 1));
    return Array.from({ length: this.#max }, (_, i) => own[place(i)]).filter((item) => item !== undefined);
  }
}
