// A moment that has passed, as people write it.
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeBytes, decodeMoment } from '../../src/options/values.ts';

// A local time, whatever the zone of this machine is.
const now = new Date(2026, 0, 31, 12, 30, 15);
const local = (day: number, ...time: [number, number, number]): number =>
  new Date(2026, 0, day, ...time).getTime();

describe('a moment', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each<[string, number]>([
    ['12:30', local(31, 12, 30, 0)],
    ['12:30:15', local(31, 12, 30, 15)],
    // What has not been today was yesterday.
    ['12:30:16', local(30, 12, 30, 16)],
    ['12:31', local(30, 12, 31, 0)],
    ['23:59', local(30, 23, 59, 0)],
    ['0:00', local(31, 0, 0, 0)],
    ['00:00:01', local(31, 0, 0, 1)],
    ['10m', now.getTime() - 600_000],
    ['2026-01-31T03:12:00Z', Date.parse('2026-01-31T03:12:00Z')],
  ])('%s', (text, milliseconds) => {
    expect(decodeMoment(text, '--at')).toBe(milliseconds);
  });

  it.each(['24:00', '12:60', '12:30:60', '12:3', '-1:00', 'noon', '', '12:30:15:00'])('is not %j', (text) => {
    expect(() => decodeMoment(text, '--at')).toThrow(
      /^--at: '.*': expected a time such as 03:12, 2026-01-31T03:12, or 10m/,
    );
  });
});

it.each<[string, number]>([
  ['64MiB', 67_108_864],
  ['1', 1],
])('%s is bytes', (text, bytes) => {
  expect(decodeBytes(text, '--keep')).toBe(bytes);
});

it('pages are none', () => {
  expect(() => decodeBytes('5pages', '--keep')).toThrow(/^--keep: '5pages': expected bytes/);
});
