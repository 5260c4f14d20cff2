/** Numbers that follow from a seed alone (sfc32): the same on every machine. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param keys whole numbers; another one anywhere gives other numbers */
  constructor(...keys: readonly number[]) {
    [this.#a, this.#b, this.#c] = [0x9e3779b9, 0x243f6a88, 0xb7e15162];
    for (const key of keys) {
      this.#a ^= key | 0;
      this.#b ^= (key / 2 ** 32) | 0;
      for (let i = 0; i < 4; i++) this.next();
    }
    for (let i = 0; i < 8; i++) this.next();
  }

  /** 0 to 2^32 - 1 */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** 0 to `end` - 1 */
  below(end: number): number {
    return this.next() % Math.max(1, end);
  }

  /** Once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(list: readonly [T, ...T[]]): T;
  pick<T>(list: readonly T[]): T | undefined;
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }
}

/** A number for a name (FNV-1a). */
export function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
