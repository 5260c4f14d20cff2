import type { CheckAnswer } from '../../guard/answer.ts';
import { escapeControls } from '../../text/escape.ts';
import { checkText } from './text.ts';

/** One annotation of a workflow run. */
export interface Annotation {
  level: 'notice' | 'warning' | 'error';
  title: string;
  message: string;
}

/**
 * The one annotation for an answer.
 * @param passes the step goes ahead: an error that ends nothing would only teach people to ignore errors
 */
export function checkAnnotation(answer: CheckAnswer, passes: boolean): Annotation {
  const [headline = ''] = checkText(answer, false).split('\n');
  const level = !passes ? 'error' : answer.verdict === 'unknown' ? 'warning' : 'notice';
  // The summary has room for the rest.
  const message = [answer.reason, ...(answer.go ? [] : answer.advice.slice(0, 1))].join('; ');
  return { level, title: `buddyguard: ${headline}`, message: escapeControls(message) };
}
