import type { WorkloadAnswer, WorkloadsAnswer } from './answer.ts';

/** One way to print the catalogue: one file, and one line in formats.ts. */
export interface WorkloadsFormat {
  /** as `workloads --format` takes it */
  name: string;
  /** @param width what a text is wrapped at; reportWidth unless given */
  render(answer: WorkloadsAnswer, width?: number): string;
  renderOne(answer: WorkloadAnswer, width?: number): string;
}
