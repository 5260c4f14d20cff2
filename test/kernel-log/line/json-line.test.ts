// Log lines that are JSON objects: where the message is, and what is none.
import { describe, expect, it } from '@jest/globals';
import { readJsonLine } from '../../../src/kernel-log/line/json-line.ts';

const read = (value: unknown): ReturnType<typeof readJsonLine> => readJsonLine(JSON.stringify(value));
const nested = (depth: number, value: unknown): unknown =>
  depth === 0 ? value : { a: nested(depth - 1, value) };

describe('the message', () => {
  it.each<[unknown, string | null]>([
    [{ MESSAGE: 'x' }, 'x'],
    [{ log: 'x\n', stream: 'stderr' }, 'x'],
    [{ message: 'x', MESSAGE: 'y' }, 'y'],
    // journald's array of bytes, for what is not printable.
    [{ MESSAGE: [104, 105, 27] }, 'hi\u001b'],
    [{ MESSAGE: [0xe2, 0x80, 0x93] }, '\u2013'],
    [{ MESSAGE: [] }, ''],
    [{ MESSAGE: [104, 'i'] }, null],
    [{ MESSAGE: [104, 'i'], log: 'x' }, 'x'],
    [{ MESSAGE: Array.from({ length: 65_536 }, () => 97) }, 'a'.repeat(65_536)],
    [{ MESSAGE: Array.from({ length: 65_537 }, () => 97) }, null],
    [{ MESSAGE: 5 }, null],
    [{ MESSAGE: null }, null],
    [nested(3, { log: 'x' }), 'x'],
    [nested(4, { log: 'x' }), null],
    [{ a: [{ log: 'x' }] }, null],
    [[{ log: 'x' }], null],
    [{}, null],
  ])('of %j', (object, text) => {
    expect(read(object)?.text ?? null).toBe(text);
  });

  it.each([
    ['data: {"log":"x"}', 'x'],
    ['\u001e{"log":"x"}', 'x'],
    ['2026-01-31 10:00:00.123456789 +0000 kernel.log: {"log":"x"}', 'x'],
    ['2026-01-31 10:00:00 kernel.log: {"log":"x"}', null],
    ['note: {"log":"x"}', null],
    ['{"log":"x"} ', null],
    ['{"log":"x"', null],
    ['{log}', null],
    ['}', null],
  ])('of %j', (line, text) => {
    expect(readJsonLine(line)?.text ?? null).toBe(text);
  });
});

describe('its host and time', () => {
  it.each<[object, string, number | null, string, string]>([
    [{ _HOSTNAME: 'a', host: 'b' }, 'a', null, '', ''],
    [{ host: 'b' }, 'b', null, '', ''],
    [{ host: 5 }, '', null, '', ''],
    [{ _SOURCE_MONOTONIC_TIMESTAMP: '1500000', __REALTIME_TIMESTAMP: '9' }, '', 1.5, '9', 'realtime'],
    [{ __MONOTONIC_TIMESTAMP: '1500000' }, '', 1.5, '1500000', 'monotonic'],
    [{ __MONOTONIC_TIMESTAMP: 'x', __REALTIME_TIMESTAMP: '2000000' }, '', 2, '2000000', 'realtime'],
    [{ time: '1970-01-01T00:00:03Z' }, '', 3, '1970-01-01T00:00:03Z', 'iso'],
    [{ timestamp: '1970-01-01T00:00:04Z' }, '', 4, '1970-01-01T00:00:04Z', 'iso'],
    [{ '@timestamp': '1970-01-01T00:00:05Z' }, '', 5, '1970-01-01T00:00:05Z', 'iso'],
    [{ time: 'noon' }, '', null, '', ''],
    [{ time: 7 }, '', null, '', ''],
  ])('of %j', (object, host, seconds, time, clock) => {
    expect(read({ log: 'x', ...object })).toEqual({ text: 'x', host, seconds, time, clock });
  });

  it('of an object within another are its own, or the outer one’s', () => {
    const outer = { time: '1970-01-01T00:00:09Z' };
    expect(read({ ...outer, a: { log: 'x' } })?.seconds).toBe(9);
    expect(read({ ...outer, a: { log: 'x', time: '1970-01-01T00:00:08Z' } })?.seconds).toBe(8);
  });
});
