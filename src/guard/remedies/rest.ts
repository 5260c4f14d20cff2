import type { World } from '../world.ts';
import { restAfter } from './conditions.ts';

/** Keeps a remedy from being used again too soon. */
export class Rest {
  readonly #world: World;
  readonly #base: number;
  #until = -Infinity;
  #useless = 0;

  /** @param base milliseconds between attempts that help */
  constructor(world: World, base: number) {
    this.#world = world;
    this.#base = base;
  }

  /** Milliseconds until the next attempt may be made. */
  get left(): number {
    return Math.max(0, this.#until - this.#world.now());
  }

  /** Whether the last attempt was of no use. */
  get afterUseless(): boolean {
    return this.#useless > 0;
  }

  begin(helped: boolean): void {
    this.#useless = helped ? 0 : this.#useless + 1;
    this.#until = this.#world.now() + restAfter(this.#useless, this.#base);
  }
}
