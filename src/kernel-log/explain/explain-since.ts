import { linesSince } from '../read/log-position.ts';
import type { ExplainOptions } from './explain-report.ts';
import { Explainer, type Explanation } from './explainer.ts';

/** What this machine's kernel log has gained since some moment. */
export interface Gained {
  explanation: Explanation;
  /** how many lines it has gained */
  lines: number;
}

/**
 * Explains what this machine's kernel log has gained.
 * @param position what `logPosition` gave at that moment
 * @throws UnreadableError
 */
export function explainSince(position: string, options: ExplainOptions): Gained {
  const explainer = new Explainer(options);
  const lines = linesSince(position);
  lines.forEach((line, i) => {
    explainer.read(line, i + 1);
  });
  explainer.flush();
  return { explanation: explainer.explanation(), lines: lines.length };
}

/** Whether anything failed: a report of the kernel, or a program's message. */
export function foundAny({ failures, programs }: Explanation): boolean {
  return failures.length + programs.length > 0;
}
