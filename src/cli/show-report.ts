import { Machine } from '../machine/machine.ts';
import type { SettingsOf } from '../options/settings.ts';
import { choose } from '../options/values.ts';
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
  const machine = new Machine(settings.root, settings.kernel);
  const answer = showMachine(machine, await shownNeeds(settings.asked, machine), new Date());
  print(format.render(answer, screenOn('stdout')));
  return 0;
}
