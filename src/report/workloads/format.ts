import type { WorkloadAnswer, WorkloadsAnswer } from './answer.ts';

/** One way to print the catalogue: one file, and one line in formats.ts. */
export interface WorkloadsFormat {
  /** as `workloads --format` takes it */
  name: string;
  render(answer: WorkloadsAnswer): string;
  renderOne(answer: WorkloadAnswer): string;
}
