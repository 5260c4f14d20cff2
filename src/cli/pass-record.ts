import type { Sample } from '../record/lines.ts';
import { readSamples } from '../record/read-kept.ts';
import { SetBacks } from '../record/set-backs.ts';

/** Takes the samples of a record as they come, and keeps what it needs of them. */
interface Collector {
  add(sample: Sample): void;
}

/**
 * Goes once through a record, up to a moment, however long it is.
 * @param until milliseconds since the epoch
 * @returns how many samples there were, and whether the clock was set back
 * @throws UnreadableError, MalformedError
 */
export function passRecord(
  file: string,
  until: number,
  collectors: readonly Collector[],
): { samples: number; setBacks: SetBacks } {
  const setBacks = new SetBacks();
  let samples = 0;
  for (const sample of readSamples(file)) {
    setBacks.add(sample);
    if (sample.at > until) continue;
    samples++;
    for (const collector of collectors) collector.add(sample);
  }
  return { samples, setBacks };
}
