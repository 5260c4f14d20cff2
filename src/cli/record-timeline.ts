import { Machine } from '../machine/machine.ts';
import type { SettingsOf } from '../options/settings.ts';
import { keptMachine } from '../record/kept-machine.ts';
import { readSamples } from '../record/read-kept.ts';
import type { Timeline } from '../report/show/html-timeline.ts';
import { percent } from '../text/units.ts';
import { showMachine } from './show-machine.ts';

/** More moments than a slider has steps for would only make the page large. */
const maxMoments = 720;

/**
 * The moments of a record for a page, evenly thinned, up to the one that is asked for; null for a single one.
 * @throws UnreadableError, MalformedError
 */
export function recordTimeline(
  file: string,
  { kernel, atMilliseconds = Infinity }: Pick<SettingsOf<'show'>, 'kernel' | 'atMilliseconds'>,
): Timeline | null {
  let samples = 0;
  for (const { at } of readSamples(file)) if (at <= atMilliseconds) samples++;
  if (samples < 2) return null;
  const step = Math.max(1, Math.ceil(samples / maxMoments));
  const answers: Timeline['answers'][number][] = [];
  const recorded: string[] = [];
  let index = 0;
  for (const sample of readSamples(file)) {
    if (sample.at > atMilliseconds) break;
    // The last one is always among them.
    if ((samples - 1 - index++) % step !== 0) continue;
    const machine = new Machine('/', kernel, keptMachine(sample.document));
    recorded.push(
      Object.entries(sample.verdicts)
        .map(([name, [verdict, likelihood]]) => `${name}: ${verdict} (chance ${percent(likelihood)})`)
        .join(' · '),
    );
    answers.push(showMachine(machine, [], new Date(sample.at)));
  }
  return { answers, recorded, samples };
}
