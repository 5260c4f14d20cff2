import type { SettingsOf } from '../../options/settings.ts';
import type { WorkloadAnswer, WorkloadsAnswer } from './answer.ts';

/** The names that the options table has for `workloads --format`. */
export type WorkloadsFormatName = SettingsOf<'workloads'>['format'];

/** One way to print the catalogue: one file, and one line in formats.ts. */
export interface WorkloadsFormat<Name extends WorkloadsFormatName = WorkloadsFormatName> {
  name: Name;
  render(answer: WorkloadsAnswer): string;
  renderOne(answer: WorkloadAnswer): string;
}
