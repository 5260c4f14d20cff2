// Keeping what was read of a machine: loaded by `snapshot` and `record`.
import { UsageError, isBuddyguardError } from '../errors.ts';
import { judge, worst } from '../guard/judge.ts';
import { tryLock } from '../guard/remedies/control-file.ts';
import { Machine } from '../machine/machine.ts';
import type { SettingsOf } from '../options/settings.ts';
import { NotingMachine, captureMemory, captureSnapshot, forRecord } from '../record/capture.ts';
import { type KeptVerdict, type KeptVerdicts, SampleWriter } from '../record/lines.ts';
import { SegmentFile } from '../record/segments.ts';
import type { Need } from '../request/need.ts';
import { codeOf } from '../text/errno.ts';
import { quote } from '../text/escape.ts';
import { formatBytes } from '../text/units.ts';
import { jsonLine } from '../text/json-line.ts';
import { OutputError, say } from './output.ts';
import { shownNeeds } from './show-machine.ts';
import { requireEvery } from './every.ts';
import { untilTold } from './until-told.ts';

/** An open segment is closed at this size: about an hour of one node, and a moment to pack. */
const segmentBytes = 1024 * 1024;

/**
 * A snapshot of this machine, as one line of JSON.
 * @throws UnreadableError, MalformedError
 */
export async function snapshotText({ root }: Pick<SettingsOf<'snapshot'>, 'root'>): Promise<string> {
  return jsonLine(await captureSnapshot(new NotingMachine(root), new Date()));
}

/**
 * Adds a sample to a file again and again, until a signal tells it to end.
 * @throws UsageError, UnreadableError and MalformedError at the first sample, OutputError
 */
export async function record(settings: SettingsOf<'record'>): Promise<number> {
  const { root, output, everyMilliseconds = 10_000, keepBytes, asked } = settings;
  if (output === undefined)
    throw new UsageError('record: expected --output FILE, to which samples are added');
  requireEvery(everyMilliseconds);
  // With less, what was closed would be gone at once.
  if (keepBytes < segmentBytes)
    throw new UsageError(
      `--keep: expected at least ${formatBytes(segmentBytes)}, at which the file is closed and packed, such as 64MiB`,
    );
  const told = untilTold();
  const facts = await captureSnapshot(new NotingMachine(root), new Date());
  const machine = new Machine(root);
  const needs = await shownNeeds(asked, machine);
  const writer = new SampleWriter();
  const write = writing(output);
  const file = write(() => new SegmentFile(output, { segmentBytes, keepBytes }));
  await lockAlone(file, output);
  write(() => {
    file.begin();
  });
  const start = performance.now();
  for (let isFirst = true; !told.isTold; isFirst = false) {
    const at = new Date();
    const seen = sample(machine, needs, isFirst);
    if (seen) {
      const document = { ...facts, taken: at.toISOString(), memory: seen.memory };
      const isGone = write(() => file.isGone);
      if (isGone || file.isFull) {
        write(() => {
          if (isGone) file.reopen();
          else file.rotate(at);
        });
        writer.restart();
        await lockAlone(file, output);
      }
      write(() => {
        file.add(writer.line({ document, verdicts: seen.verdicts }));
      });
    }
    // On the beat, however long a sample took.
    const elapsed = performance.now() - start;
    await told.orAfter((Math.floor(elapsed / everyMilliseconds) + 1) * everyMilliseconds - elapsed);
  }
  file.close();
  return 0;
}

/**
 * Two recorders would spoil each other's lines. The lock is the open file's, and so ends with this process, however that ends.
 * @throws OutputError
 */
async function lockAlone(file: SegmentFile, output: string): Promise<void> {
  // Without flock(1) there is no lock.
  if ((await tryLock(file.descriptor)) === 'busy')
    throw new OutputError(
      `--output ${quote(output)}: another recorder is writing it: expected a file of its own`,
    );
}

/** One look; null, and said, if it fails after the first. */
function sample(
  machine: Machine,
  needs: readonly Need[],
  isFirst: boolean,
): { memory: ReturnType<typeof captureMemory>; verdicts: KeptVerdicts } | null {
  try {
    const judged = needs.length === 0 ? null : judge(needs, machine, false);
    const look = judged?.look ?? machine.look();
    const names = new Set(needs.map(({ request }) => request.workload ?? ''));
    const verdicts = [...names].map((name): [string, KeptVerdict] => {
      const own = (judged?.answers ?? []).filter(({ need }) => need.request.workload === name);
      const { verdict, likelihood } = worst(own).prediction;
      return [name, [verdict, Math.round(likelihood * 1000) / 1000]];
    });
    return { memory: forRecord(captureMemory(look)), verdicts: Object.fromEntries(verdicts) };
  } catch (error) {
    if (isFirst || !isBuddyguardError(error)) throw error;
    say(`no sample: ${error.message}`);
    return null;
  }
}

/** What the system refuses is told as an error of the output. */
function writing(output: string): <T>(act: () => T) => T {
  return (act) => {
    try {
      return act();
    } catch (error) {
      throw new OutputError(`--output ${quote(output)}: cannot be written (${codeOf(error)})`);
    }
  };
}
