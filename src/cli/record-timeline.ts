import { Machine } from '../machine/machine.ts';
import { keptMachine } from '../record/kept-machine.ts';
import type { Sample } from '../record/lines.ts';
import { Thinned } from '../record/thinned.ts';
import type { Timeline } from '../report/show/html-timeline.ts';
import { percent } from '../text/units.ts';
import { showMachine } from './show-machine.ts';

/** More moments than a slider has steps for would only make the page large. */
const maxMoments = 720;

/** Keeps of a record the moments of a page. */
export function samplesForTimeline(): Thinned<Sample> {
  return new Thinned(maxMoments);
}

/**
 * The moments of a record for a page; null for a single one.
 * @param samples those that are shown, the oldest first
 * @param count of how many they are
 * @param kernel answers as for that release
 * @throws MalformedError
 */
export function recordTimeline(
  samples: readonly Sample[],
  count: number,
  kernel: string | undefined,
): Timeline | null {
  if (samples.length < 2) return null;
  const answers = samples.map(({ at, document }) =>
    showMachine(new Machine('/', kernel, keptMachine(document)), [], new Date(at)),
  );
  const recorded = samples.map(({ verdicts }) =>
    Object.entries(verdicts)
      .map(([name, [verdict, likelihood]]) => `${name}: ${verdict} (chance ${percent(likelihood)})`)
      .join(' · '),
  );
  return { answers, recorded, samples: count };
}
