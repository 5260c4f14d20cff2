import { UsageError } from '../errors.ts';
import { Machine } from '../machine/machine.ts';
import type { SettingsOf } from '../options/settings.ts';
import { choose } from '../options/values.ts';
import { keptMachine } from '../record/kept-machine.ts';
import { readKept } from '../record/read-kept.ts';
import { showFormats } from '../report/show/formats.ts';
import { showHtml } from '../report/show/html.ts';
import { requireEvery } from './every.ts';
import { writeWhole } from './output-file.ts';
import { print } from './output.ts';
import { screenOn } from './screen.ts';
import { showMachine, shownNeeds } from './show-machine.ts';
import { roomsBefore } from './rooms-before.ts';
import { recordTimeline } from './record-timeline.ts';
import { watch } from './watch.ts';

/**
 * `buddyguard show`: prints what one look at the machine shows, or, with --watch, one look after the other.
 * @throws UsageError for an option, UnreadableError, MalformedError
 */
export async function show(settings: SettingsOf<'show'>): Promise<number> {
  const format = choose(settings.format, showFormats);
  const { root, kernel, from, atMilliseconds, everyMilliseconds = 2000 } = settings;
  if (from === undefined && atMilliseconds !== undefined)
    throw new UsageError('--at: expected --from FILE with it');
  if (from !== undefined && root !== '/') throw new UsageError('--root and --from: expected one of them');
  if (from !== undefined && settings.watch) throw new UsageError('--watch and --from: expected one of them');
  const kept = from === undefined ? null : readKept(from, atMilliseconds);
  const machine = new Machine(root, kernel, kept && keptMachine(kept.document));
  const needs = await shownNeeds(settings.asked, machine);
  if (settings.watch) {
    if (settings.html !== undefined) throw new UsageError('--watch and --html: expected one of them');
    requireEvery(everyMilliseconds);
    await watch(machine, needs, format, everyMilliseconds);
    return 0;
  }
  const rooms = from === undefined || kept === null ? undefined : roomsBefore(from, kept.at, needs, kernel);
  const answer = showMachine(machine, needs, kept ? new Date(kept.at) : new Date(), rooms);
  if (settings.html !== undefined) {
    const timeline = from === undefined ? null : recordTimeline(from, settings);
    writeWhole(settings.html, showHtml(answer, timeline), '--html');
    return 0;
  }
  print(format.render(answer, screenOn('stdout')));
  return 0;
}
