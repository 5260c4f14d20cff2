import type { Screen } from '../../text/screen.ts';
import type { ShowAnswer } from './answer.ts';

/** One way to show a machine's memory: one file, and one line in formats.ts. */
export interface ShowFormat {
  /** as `show --format` takes it */
  name: string;
  render(answer: ShowAnswer, screen: Screen): string;
}
