import { counted } from '../text/units.ts';
import type { Sample } from './lines.ts';

/** How often the clock was set back while a record was taken. */
export class SetBacks {
  #times = 0;
  #first: readonly [from: number, to: number] | null = null;
  #last: number | null = null;

  add({ at }: Pick<Sample, 'at'>): void {
    if (this.#last !== null && at < this.#last) {
      this.#times++;
      this.#first ??= [this.#last, at];
    }
    this.#last = at;
  }

  take(other: SetBacks): void {
    this.#times += other.#times;
    this.#first ??= other.#first;
  }

  /** What happened and what is made of it, in one sentence; null if it never was. */
  sentence(path: string): string | null {
    if (!this.#first) return null;
    const [from, to] = this.#first.map((at) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'));
    const how = `${counted(this.#times, 'time')}${this.#times === 1 ? '' : ', first'}`;
    return `${path}: its clock was set back ${how} from ${from ?? ''} to ${to ?? ''}: samples are taken by their own time, and of two of the same time the later in the file`;
  }
}
