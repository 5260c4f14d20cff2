import { UsageError } from '../errors.ts';
import { Machine } from '../machine/machine.ts';
import type { SettingsOf } from '../options/settings.ts';
import { choose } from '../options/values.ts';
import { keptMachine } from '../record/kept-machine.ts';
import type { Sample } from '../record/lines.ts';
import { readStanding } from '../record/read-kept.ts';
import { SetBacks } from '../record/set-backs.ts';
import type { ShowAnswer } from '../report/show/answer.ts';
import { showFormats } from '../report/show/formats.ts';
import { showHtml } from '../report/show/html.ts';
import type { Timeline } from '../report/show/html-timeline.ts';
import { quote } from '../text/escape.ts';
import { requireEvery } from './every.ts';
import { writeWhole } from './output-file.ts';
import { print, say } from './output.ts';
import { passRecord } from './pass-record.ts';
import { recordLog } from './record-log.ts';
import { screenOn } from './screen.ts';
import { showMachine, shownNeeds } from './show-machine.ts';
import { roomsBefore, samplesForOutlook } from './rooms-before.ts';
import { recordTimeline, samplesForTimeline } from './record-timeline.ts';
import { watch } from './watch.ts';

/**
 * `buddyguard show`: prints what one look at the machine shows, or, with --watch, one look after the other.
 * @throws UsageError for an option, UnreadableError, MalformedError
 */
export async function show(settings: SettingsOf<'show'>): Promise<number> {
  const format = choose(settings.format, showFormats);
  const { root, kernel, from, atMilliseconds, everyMilliseconds = 2000 } = settings;
  for (const [option, value] of [
    ['--at', atMilliseconds],
    ['--log', settings.log],
  ] as const)
    if (from === undefined && value !== undefined)
      throw new UsageError(`${option}: expected --from FILE with it`);
  if (from !== undefined && root !== '/') throw new UsageError('--root and --from: expected one of them');
  if (from !== undefined && settings.watch) throw new UsageError('--watch and --from: expected one of them');
  if (settings.watch) {
    if (settings.html !== undefined) throw new UsageError('--watch and --html: expected one of them');
    requireEvery(everyMilliseconds);
    const machine = new Machine(root, kernel);
    await watch(machine, await shownNeeds(settings.asked, machine), format, everyMilliseconds);
    return 0;
  }
  const { answer, timeline } =
    from === undefined ? await live(settings) : await recorded({ ...settings, from });
  if (settings.html === undefined) {
    print(format.render(answer, screenOn('stdout')));
    return 0;
  }
  writeWhole(settings.html, showHtml(answer, timeline), '--html');
  for (const note of answer.log?.notes ?? []) say(`--log: ${note}`);
  return 0;
}

interface Shown {
  answer: ShowAnswer;
  timeline: Timeline | null;
}

async function live({ root, kernel, asked }: SettingsOf<'show'>): Promise<Shown> {
  const machine = new Machine(root, kernel);
  const needs = await shownNeeds(asked, machine);
  return { answer: showMachine(machine, needs, new Date()), timeline: null };
}

/**
 * What was kept of a machine. Of a record no more is read than what is shown rests on: one moment, or all of it, once.
 * @throws UsageError, UnreadableError, MalformedError
 */
async function recorded(settings: SettingsOf<'show'> & { from: string }): Promise<Shown> {
  const { kernel, from, atMilliseconds, html, log } = settings;
  const setBacks = new SetBacks();
  const { sample, until, isRecord } = readStanding(from, atMilliseconds, setBacks);
  if (log !== undefined && !isRecord)
    throw new UsageError(`--log: ${quote(from)} is a snapshot of one moment: expected a record`);
  const machine = new Machine('/', kernel, keptMachine(sample.document));
  const needs = await shownNeeds(settings.asked, machine);
  const now = new Date(sample.at);
  if (needs.length === 0 && html === undefined && log === undefined) {
    const answer = showMachine(machine, needs, now);
    return { answer: { ...answer, notes: [...answer.notes, ...said(setBacks, from)] }, timeline: null };
  }
  const failed =
    log === undefined ? null : await recordLog(log, from, sample, atMilliseconds ?? until, kernel);
  const [outlook, moments] = [samplesForOutlook(), samplesForTimeline()];
  const pass = passRecord(from, sample.at, [
    ...(needs.length > 0 ? [outlook] : []),
    ...(html === undefined ? [] : [moments]),
    ...(failed ? [failed.standing] : []),
  ]);
  const rooms = roomsBefore(outlook.items(), sample.at, needs, kernel);
  const answer = showMachine(machine, needs, now, rooms);
  const marked = await failed?.shown();
  return {
    answer: {
      ...answer,
      ...(marked ? { log: marked.log } : {}),
      notes: [...answer.notes, ...said(pass.setBacks, from)],
    },
    timeline:
      html === undefined
        ? null
        : recordTimeline(inOrder([...moments.items(), ...(marked?.samples ?? [])]), pass.samples, kernel),
  };
}

/** Each once, by their times. */
function inOrder(samples: readonly Sample[]): Sample[] {
  return [...new Set(samples)].sort((a, b) => a.at - b.at);
}

function said(setBacks: SetBacks, from: string): string[] {
  const sentence = setBacks.sentence(from);
  return sentence === null ? [] : [sentence];
}
