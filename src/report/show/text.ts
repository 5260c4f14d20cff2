import { escapeControls } from '../../text/escape.ts';
import { type Screen, ink } from '../../text/screen.ts';
import { fill, wordsOf } from '../../text/wrap.ts';
import { verdictSign } from '../check/text.ts';
import { statement } from '../check/headline.ts';
import { kernelName } from '../workloads/kernel-name.ts';
import type { ShowAnswer, ShownLog, ShownWorkload } from './answer.ts';
import type { ShowFormat } from './format.ts';
import { historyLines } from './history.ts';
import { indexLines } from './index-picture.ts';
import { beforeSentence, markHeading, markHeadline, markTime } from './mark-words.ts';
import { outlookSentence } from './outlook-sentence.ts';
import { type MemoryState, summaryOf } from './summary.ts';
import { pictureLegend, zoneLines } from './zone-picture.ts';

/** For people: how the machine is, the workloads, the zones as a picture, and the kernel's own indices. */
export const textFormat: ShowFormat = { name: 'text', render: showText };

function showText(answer: ShowAnswer, screen: Screen): string {
  const { zones, workloads, notes, kernel, pageSize } = answer;
  const wrapped = (text: string, indent = ''): string[] =>
    fill('', indent, wordsOf(escapeControls(text)), screen.width);
  const lines = [
    ...summaryLines(answer, screen),
    ...workloads.flatMap((workload) => workloadLines(workload, screen)),
    '',
    ...zoneLines(zones, pageSize, screen),
    ...dimmed(wrapped(pictureLegend(zones, pageSize, screen)), screen),
    '',
    ...(answer.history ? historyLines(answer.history, pageSize, screen) : indexLines(zones, screen)),
    '',
    ...(answer.log ? [...failureLines(answer.log, screen), ''] : []),
    ...dimmed(wrapped(`${kernelName(kernel)}, ${answer.taken.replace(/\.\d+Z$/, 'Z')}`), screen),
    ...notes.flatMap((note) => dimmed(wrapped(`note: ${note}`, '  '), screen)),
  ];
  return `${lines.join('\n')}\n`;
}

const inks = { good: 'green', fragmented: 'yellow', short: 'yellow', exhausted: 'red', unknown: 'yellow' } as const satisfies Record<MemoryState, string>; // prettier-ignore

function summaryLines(answer: ShowAnswer, screen: Screen): string[] {
  const { state, summary } = summaryOf(answer);
  const [first = '', ...rest] = fill('', '  ', [`${state}:`, ...wordsOf(summary)], screen.width);
  return [`${ink(screen, `${state}:`, inks[state], 'bold')}${first.slice(state.length + 1)}`, ...rest];
}

function workloadLines({ name, answer, outlook }: ShownWorkload, screen: Screen): string[] {
  const { sign, colour } = verdictSign(answer.verdict, screen);
  const head = `${sign}${answer.verdict}:`;
  const text = escapeControls(statement(answer));
  const [first = '', ...rest] = fill('  ', '    ', [head, ...wordsOf(text)], screen.width);
  const lines = [`  ${ink(screen, head, colour)}${first.slice(2 + head.length)}`, ...rest];
  if (outlook === null) return lines;
  return [
    ...lines,
    ...fill('    ', '    ', wordsOf(escapeControls(outlookSentence(name, outlook))), screen.width),
  ];
}

/** What a kernel log tells: each failure, and below it what the record says of its moment. */
function failureLines(log: ShownLog, screen: Screen): string[] {
  const words = (text: string): string[] => wordsOf(escapeControls(text));
  return [
    ...fill('', '  ', words(markHeading(log)), screen.width).map((line) => ink(screen, line, 'bold')),
    ...log.marks.flatMap((mark) => {
      const verdict = mark.before?.said?.verdict;
      const said = fill('    ', '    ', words(beforeSentence(mark)), screen.width);
      const colour = verdict === undefined ? 'dim' : verdictSign(verdict, screen).colour;
      return [
        ...fill('  ', '    ', [`${markTime(mark)}:`, ...words(markHeadline(mark))], screen.width),
        ...said.map((line) => ink(screen, line, colour)),
      ];
    }),
    ...log.notes.flatMap((note) => dimmed(fill('  ', '    ', words(`note: ${note}`), screen.width), screen)),
  ];
}

function dimmed(lines: readonly string[], screen: Screen): string[] {
  return lines.map((line) => ink(screen, line, 'dim'));
}
