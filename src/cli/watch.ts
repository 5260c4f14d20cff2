import { isBuddyguardError } from '../errors.ts';
import { RoomHistory } from '../guard/room-history.ts';
import type { Machine } from '../machine/machine.ts';
import type { Moment, ShowAnswer } from '../report/show/answer.ts';
import type { ShowFormat } from '../report/show/format.ts';
import { momentOf, withMoment } from '../report/show/history.ts';
import type { Need } from '../request/need.ts';
import { inertLog } from '../text/inert-log.ts';
import { escapeControls } from '../text/escape.ts';
import { writeOutput } from './output.ts';
import { screenOn, terminalOn } from './screen.ts';
import { showMachine } from './show-machine.ts';
import { untilTold } from './until-told.ts';

/** The screen of its own that full-screen programs take, without a cursor; and back. */
const enter = '\u001b[?1049h\u001b[?25l';
const leave = '\u001b[?25h\u001b[?1049l';

/**
 * Looks again and again until it is told to end. On a terminal each picture takes the place of the last one, on a screen
 * of its own that is given back at the end, whatever ends it; elsewhere one follows the other.
 * @throws UnreadableError or MalformedError for /proc/buddyinfo at the first look
 */
export async function watch(
  machine: Machine,
  needs: readonly Need[],
  format: ShowFormat,
  everyMilliseconds: number,
): Promise<void> {
  const told = untilTold();
  let history: Moment[] = [];
  const rooms = new RoomHistory();
  const isDrawn = terminalOn('stdout').isTerminal && process.env.TERM !== 'dumb' && format.name === 'text';
  let last: ShowAnswer | null = null;
  const giveBack = (): void => {
    writeOutput(leave);
  };
  for (let isFirst = true; !told.isTold; isFirst = false) {
    let trouble = '';
    try {
      const at = new Date();
      const seen = showMachine(machine, needs, at, rooms);
      history = withMoment(history, momentOf(seen.zones, at.getTime()));
      last = { ...seen, history };
    } catch (error) {
      if (last === null || !isBuddyguardError(error)) throw error;
      trouble = `no look: ${escapeControls(error.message)}\n`;
    }
    if (isFirst && isDrawn) {
      process.on('exit', giveBack);
      writeOutput(enter);
    }
    const text = trouble + format.render(last, screenOn('stdout'));
    const isRead = writeOutput(
      isDrawn ? frame(text, process.stdout.rows) : `${inertLog(text)}${format.name === 'text' ? '\n' : ''}`,
    );
    if (!isRead) return;
    await told.orAfter(everyMilliseconds);
  }
}

/** A text in the place of what stands on the screen; what does not fit below is left out. */
function frame(text: string, rows: number): string {
  const lines = text.trimEnd().split('\n');
  const shown = lines.length > rows ? [...lines.slice(0, rows - 1), '…'] : lines;
  return `\u001b[H${shown.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J`;
}
