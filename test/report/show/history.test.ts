// What show --watch draws of the looks before.
import { describe, expect, it } from '@jest/globals';
import type { Moment } from '../../../src/report/show/answer.ts';
import { historyLines, momentOf, withMoment } from '../../../src/report/show/history.ts';
import { plainScreen } from '../../../src/text/screen.ts';
import { zoneMemoryOf } from '../../support/answers.ts';

const moment = (
  at: number,
  freePages: readonly number[] = [100],
  kernelOrder: number | null = 0,
): Moment => ({
  at,
  freePages,
  kernelOrder,
});

describe('a moment', () => {
  const dma = zoneMemoryOf({ zone: 'DMA', freeBlocks: [1, 0, 2], kernelOrder: null });
  const normal = zoneMemoryOf({ freeBlocks: [3, 1, 0], kernelOrder: 1 });
  const high = zoneMemoryOf({ zone: 'HighMem', freeBlocks: [50, 50, 50], allowed: false, kernelOrder: 2 });

  it.each([
    ['the sum of what GFP_KERNEL may use, and its largest block', [dma, normal, high], [4, 2, 8], 1],
    ['no block where it gets none', [dma, high], [1, 0, 8], null],
    ['order 0 where that is all', [{ ...dma, kernelOrder: 0 }], [1, 0, 8], 0],
    ['nothing of no zone', [], [], null],
  ])('is %s', (_, zones, freePages, kernelOrder) => {
    expect(momentOf(zones, 7)).toEqual({ at: 7, freePages, kernelOrder });
  });

  it('joins a history, from which the 121st before it goes', () => {
    let history: Moment[] = [];
    for (let at = 0; at < 120; at++) history = withMoment(history, moment(at));
    expect([history.length, history[0]?.at]).toEqual([120, 0]);
    history = withMoment(history, moment(120));
    expect([history.length, history[0]?.at, history.at(-1)?.at]).toEqual([120, 1, 120]);
  });
});

describe('the strips', () => {
  const lines = (history: readonly Moment[], screen = plainScreen): string[] =>
    historyLines(history, 4096, screen);

  it.each([
    [0, 'now'],
    [1, 'the last 1 second'],
    [1499, 'the last 1 second'],
    [1500, 'the last 2 seconds'],
    [89_999, 'the last 90 seconds'],
    [90_000, 'the last 2 minutes'],
    [5_399_999, 'the last 90 minutes'],
    [5_400_000, 'the last 2 hours'],
    [9_000_000, 'the last 3 hours'],
  ])('of %i ms are headed %s', (milliseconds, text) => {
    expect(lines([moment(1000), moment(1000 + milliseconds)])[0]).toBe(`Free for GFP_KERNEL, ${text}`);
  });

  it('have a line for each order: its name, its size, its moments, what is free now', () => {
    const history = [moment(0, [100, 0]), moment(1000, [50, 4]), moment(2000, [0, 2])];
    expect(
      lines(history)
        .slice(1)
        .map((line) => line.replace(/ +/g, ' ')),
    ).toEqual(['order 0 4 KiB @= 0 bytes', 'order 1 8 KiB @= 8 KiB']);
  });

  it('show the latest moments where the screen is too narrow for all, and one at least', () => {
    const history = Array.from({ length: 100 }, (_, i) => moment(i * 1000, [i === 0 ? 0 : 100]));
    const strip = (width: number): number =>
      (lines(history, { ...plainScreen, width })[1]?.match(/@/g) ?? []).length;
    expect([strip(200), strip(50), strip(20)]).toEqual([99, 21, 1]);
  });

  it('are green up to the largest block that GFP_KERNEL would get, and yellow above', () => {
    const screen = { ...plainScreen, colour: true, symbols: 'unicode' } as const;
    const drawn = lines([moment(0, [8, 8, 8], 1)], screen).slice(1);
    expect(drawn.map((line) => /\u001b\[(\d+)m/.exec(line)?.[1])).toEqual(['32', '32', '33']);
    expect(drawn[0]).toContain('\u2588');
    const none = lines([moment(0, [8], null)], screen)[1];
    expect(none).toContain('\u001b[33m');
  });

  it('of nothing are none', () => {
    expect(lines([])).toEqual(['Free for GFP_KERNEL, now']);
  });
});
