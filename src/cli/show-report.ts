import { UsageError } from '../errors.ts';
import { Machine } from '../machine/machine.ts';
import type { SettingsOf } from '../options/settings.ts';
import { choose } from '../options/values.ts';
import { keptMachine } from '../record/kept-machine.ts';
import { readKept } from '../record/read-kept.ts';
import { showFormats } from '../report/show/formats.ts';
import { print } from './output.ts';
import { screenOn } from './screen.ts';
import { showMachine, shownNeeds } from './show-machine.ts';

/**
 * `buddyguard show`: prints what one look at the machine shows.
 * @throws UsageError for an option, UnreadableError, MalformedError
 */
export async function show(settings: SettingsOf<'show'>): Promise<number> {
  const format = choose(settings.format, showFormats);
  const { root, kernel, from, atMilliseconds } = settings;
  if (from === undefined && atMilliseconds !== undefined)
    throw new UsageError('--at: expected --from FILE with it');
  if (from !== undefined && root !== '/') throw new UsageError('--root and --from: expected one of them');
  const kept = from === undefined ? null : readKept(from, atMilliseconds);
  const machine = new Machine(root, kernel, kept && keptMachine(kept.document));
  const answer = showMachine(
    machine,
    await shownNeeds(settings.asked, machine),
    kept ? new Date(kept.at) : new Date(),
  );
  print(format.render(answer, screenOn('stdout')));
  return 0;
}
