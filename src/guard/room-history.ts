import type { KernelVersion } from '../kernel/version.ts';
import { type Outlook, outlookOf } from '../predict/outlook/outlook.ts';
import { type RequestRoom, requestRoom } from '../predict/outlook/room.ts';
import { type Need, predictedRequest } from '../request/need.ts';
import type { Judgement } from './judge.ts';

/** Older looks than so many are forgotten. */
export const maxRemembered = 360;

/** When a workload that is available will no longer be, and which of its needs ends that. */
export interface WorkloadOutlook extends Outlook {
  need: Need;
}

/** What the needs of a step had room in, look after look. */
export class RoomHistory {
  readonly #looks: (readonly (RequestRoom | null)[])[] = [];
  #needs: readonly Need[] = [];

  /** Adds a look; the needs are the same each time, in the same order. */
  add({ answers }: Judgement, kernel: KernelVersion | null, at: Date): void {
    this.#needs = answers.map(({ need }) => need);
    this.#looks.push(
      answers.map(({ need, prediction, snapshot }) =>
        requestRoom(at.getTime(), predictedRequest(need), prediction, snapshot, kernel),
      ),
    );
    if (this.#looks.length > maxRemembered) this.#looks.shift();
  }

  /** The need that ends first; null where nothing can be said of any, or one is not available now. */
  outlook(workload: string): WorkloadOutlook | null {
    const own = this.#needs.flatMap((need, i) => (need.request.workload === workload ? [{ need, i }] : []));
    const outlooks = own.flatMap(({ need, i }): WorkloadOutlook[] => {
      const rooms = this.#looks.flatMap((look) => look[i] ?? []);
      const outlook = outlookOf(rooms);
      return outlook ? [{ ...outlook, need }] : [];
    });
    if (own.some(({ i }) => this.#looks.at(-1)?.[i]?.isAvailable === false)) return null;
    return outlooks.sort((a, b) => a.inMilliseconds - b.inMilliseconds)[0] ?? null;
  }
}
