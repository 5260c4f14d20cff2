import { element, escapeHtml } from '../check/github-html.ts';
import { guardCommand } from '../explain/words.ts';
import type { Mark, ShowAnswer, ShownLog } from './answer.ts';
import { beforeSentence, markHeading, markHeadline, markTime } from './mark-words.ts';

/**
 * The failures of a kernel log, the earliest first, each with what the record says of it.
 * @param answers the moments that a slider goes through: a button takes it to the one before a failure; none without
 */
export function failuresHtml(log: ShownLog, answers: readonly Pick<ShowAnswer, 'taken'>[] = []): string {
  const times = answers.map(({ taken }) => Date.parse(taken));
  const entries = log.marks.map((mark) => failureItem(mark, momentBefore(mark, times)));
  const list = entries.length === 0 ? '' : element('ol', entries.join(''), { class: 'failures' });
  const notes = log.notes.map((note) => element('p', escapeHtml(note), { class: 'note' }));
  return element('h3', escapeHtml(markHeading(log))) + list + notes.join('');
}

/** Its index; -1 where there is none. */
function momentBefore({ before }: Mark, times: readonly number[]): number {
  return before ? times.lastIndexOf(before.at) : -1;
}

function failureItem(mark: Mark, moment: number): string {
  const { failure, before } = mark;
  const time = escapeHtml(markTime(mark));
  const when =
    moment === -1
      ? element('time', time)
      : element('button', time, { type: 'button', 'data-moment': String(moment) });
  const verdict = before?.said?.verdict;
  const said = element('span', escapeHtml(beforeSentence(mark)), verdict ? { class: verdict } : {});
  const guard = failure.check ? `<br>${element('code', escapeHtml(guardCommand(failure.check)))}` : '';
  return element('li', `${when} ${escapeHtml(markHeadline(mark))}<br>${said}${guard}`);
}
