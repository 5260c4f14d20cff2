import type { CheckAnswer } from '../../guard/answer.ts';
import { escapeControls } from '../../text/escape.ts';
import type { Caller } from './caller.ts';
import { headline } from './headline.ts';
import { whyAndWhatToDo } from './line.ts';

/** One annotation of a workflow run. */
export interface Annotation {
  level: 'notice' | 'warning' | 'error';
  title: string;
  message: string;
}

/**
 * The one annotation for an answer: what and how it stands in the title, why and what to do in the message.
 * @param passes the step goes ahead: an error that ends nothing would only teach people to ignore errors
 */
export function checkAnnotation(answer: CheckAnswer, passes: boolean, caller?: Caller): Annotation {
  const level = !passes ? 'error' : answer.verdict === 'unknown' ? 'warning' : 'notice';
  // The summary has room for the rest.
  const message = whyAndWhatToDo(answer, caller);
  return {
    level,
    title: escapeControls(`buddyguard: ${headline(answer)}`),
    message: escapeControls(message),
  };
}
