// Keeping what was read of a machine: loaded by `snapshot` and `record`.
import type { SettingsOf } from '../options/settings.ts';
import { NotingMachine, captureSnapshot } from '../record/capture.ts';
import { jsonLine } from '../text/json-line.ts';

/**
 * A snapshot of this machine, as one line of JSON.
 * @throws UnreadableError, MalformedError
 */
export async function snapshotText({ root }: Pick<SettingsOf<'snapshot'>, 'root'>): Promise<string> {
  return jsonLine(await captureSnapshot(new NotingMachine(root), new Date()));
}
