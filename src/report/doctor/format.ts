import type { Screen } from '../../text/screen.ts';
import type { DoctorAnswer } from './answer.ts';

/** One way to print what `doctor` found: one file, and one line in formats.ts. */
export interface DoctorFormat {
  /** as `doctor --format` takes it */
  name: string;
  render(answer: DoctorAnswer, screen: Screen): string;
}
