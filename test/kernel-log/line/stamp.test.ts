// When a line was printed: what each form of stamp tells, which of several counts, and what it leaves to the reader.
import { describe, expect, it } from '@jest/globals';
import { explainText } from '../../../src/kernel-log/explain/explainer.ts';
import { parseLogLine } from '../../../src/kernel-log/line/prefix.ts';
import { type Stamp, momentOf, stampOf } from '../../../src/kernel-log/line/stamp.ts';

const text = 'exe: page allocation failure: order:6, mode:0x10c0d0';
const stampIn = (raw: string): Stamp | null => {
  const line = parseLogLine(raw, 1)[0]!;
  expect(line.text).toBe(text);
  return stampOf(line);
};
/** As Date takes it: a date in the zone of this process. */
const here = (...fields: [number, number, number, number, number, number, number?]): string =>
  new Date(...(fields as [number, number, number, number, number, number])).toISOString();
const near = Date.parse('2024-11-12T12:00:00Z');
const bootedAt = Date.parse('2024-11-12T10:00:00Z');
const told = (raw: string): [string | undefined, string | undefined] => {
  const stamp = stampIn(raw);
  const at = stamp && momentOf(stamp, near, bootedAt);
  return [stamp?.kind, at === null ? undefined : new Date(at).toISOString()];
};

describe('the stamp of a line', () => {
  it.each<[string, string | undefined, string | undefined]>([
    // Twins: with a zone and without.
    [`2024-11-12T12:47:32Z n1 kernel: ${text}`, 'zoned', '2024-11-12T12:47:32.000Z'],
    [`2024-11-12T12:47:32 n1 kernel: ${text}`, 'local', here(2024, 10, 12, 12, 47, 32)],
    [`2024-11-12T12:47:32+02:00 n1 kernel: ${text}`, 'zoned', '2024-11-12T10:47:32.000Z'],
    [`2024-11-12T12:47:32+0200 n1 kernel: ${text}`, 'zoned', '2024-11-12T10:47:32.000Z'],
    [`2024-11-12T12:47:32-0330 n1 kernel: ${text}`, 'zoned', '2024-11-12T16:17:32.000Z'],
    [`2024-11-12T12:47:32,155737+00:00 ${text}`, 'zoned', '2024-11-12T12:47:32.155Z'],
    [`[2024-11-12 12:47:32] ${text}`, 'local', here(2024, 10, 12, 12, 47, 32)],
    [`Tue 2024-11-12 12:47:32 UTC n1 kernel: ${text}`, 'zoned', '2024-11-12T12:47:32.000Z'],
    [`Tue 2024-11-12 12:47:32 +08 n1 kernel: ${text}`, 'zoned', '2024-11-12T04:47:32.000Z'],
    // China's, or Chicago's.
    [`Tue 2024-11-12 12:47:32 CST n1 kernel: ${text}`, 'named-zone', undefined],
    [`1731415652.123456 n1 kernel: ${text}`, 'zoned', '2024-11-12T12:47:32.123Z'],
    [`<4>1 2024-11-12T12:47:32Z n1 kernel - - - ${text}`, 'zoned', '2024-11-12T12:47:32.000Z'],
    [`<4>1 - n1 kernel - - - ${text}`, undefined, undefined],
    // Twins: with a year and without.
    [`[Tue Nov 12 12:47:32 2024] ${text}`, 'local', here(2024, 10, 12, 12, 47, 32)],
    [`[Sun Nov 12 12:47:32 2023] ${text}`, 'local', here(2023, 10, 12, 12, 47, 32)],
    [`Nov 12 12:47:32 n1 kernel: ${text}`, 'no-year', here(2024, 10, 12, 12, 47, 32)],
    [`Nov  2 12:47:32.5 n1 kernel: ${text}`, 'no-year', here(2024, 10, 2, 12, 47, 32, 500)],
    [`Nov 12 2023 12:47:32 n1 kernel: ${text}`, 'local', here(2023, 10, 12, 12, 47, 32)],
    // Half a year on either side.
    [`Jan 31 12:47:32 n1 kernel: ${text}`, 'no-year', here(2025, 0, 31, 12, 47, 32)],
    [`Jun 12 12:47:32 n1 kernel: ${text}`, 'no-year', here(2024, 5, 12, 12, 47, 32)],
    [`Feb 29 12:47:32 n1 kernel: ${text}`, 'no-year', here(2024, 1, 29, 12, 47, 32)],
    [`Nov 31 12:47:32 n1 kernel: ${text}`, 'no-year', undefined],
    [`11-12 12:47:32.250     0     0 W kernel  : ${text}`, 'no-year', here(2024, 10, 12, 12, 47, 32, 250)],
    // Since boot.
    [`[ 3600.500000] ${text}`, 'since-boot', '2024-11-12T11:00:00.500Z'],
    [`4,1234,3600500000,-,caller=T12;${text}`, 'since-boot', '2024-11-12T11:00:00.500Z'],
    [`[ 3600.500000 <    0.000012>] ${text}`, 'since-boot', '2024-11-12T11:00:00.500Z'],
    [`[    <    0.000012>] ${text}`, undefined, undefined],
    // Of JSON.
    [`{"MESSAGE":"${text}","__REALTIME_TIMESTAMP":"1731415652123456"}`, 'zoned', '2024-11-12T12:47:32.123Z'],
    [`{"MESSAGE":"${text}","_SOURCE_MONOTONIC_TIMESTAMP":"5","__REALTIME_TIMESTAMP":"1731415652123456"}`, 'zoned', '2024-11-12T12:47:32.123Z'], // prettier-ignore
    [`{"MESSAGE":"${text}","__MONOTONIC_TIMESTAMP":"3600500000"}`, 'since-boot', '2024-11-12T11:00:00.500Z'],
    [`{"log":"${text}\\n","stream":"stdout","time":"2024-11-12T12:47:32.1Z"}`, 'zoned', '2024-11-12T12:47:32.100Z'], // prettier-ignore
    [`{"a":{"message":"${text}"},"@timestamp":"2024-11-12T12:47:32Z"}`, 'zoned', '2024-11-12T12:47:32.000Z'],
    [`{"message":"${text}","time":"yesterday"}`, undefined, undefined],
    // Of several: when the kernel said it, not when somebody printed what it had said.
    [`2024-11-12T23:59:59.0000000Z [ 3600.500000] ${text}`, 'since-boot', '2024-11-12T11:00:00.500Z'],
    [`2024-11-12T23:59:59Z [Tue Nov 12 12:47:32 2024] ${text}`, 'local', here(2024, 10, 12, 12, 47, 32)],
    [`Nov 12 12:47:32 n1 kernel: [ 3600.500000] ${text}`, 'no-year', here(2024, 10, 12, 12, 47, 32)],
    [`2024-11-12T12:47:32Z n1 kernel: [ 3600.500000] ${text}`, 'zoned', '2024-11-12T12:47:32.000Z'],
    [`<4>1 2024-11-12T12:47:32Z n1 kernel - - - [ 3600.500000] ${text}`, 'zoned', '2024-11-12T12:47:32.000Z'],
    // None, or none that tells a day.
    [text, undefined, undefined],
    [`12:47:32 ${text}`, undefined, undefined],
    [`2024-02-31T12:47:32Z n1 kernel: ${text}`, undefined, undefined],
  ])('%s', (raw, kind, at) => {
    expect(told(raw)).toEqual([kind, at]);
  });

  it('of seconds since boot places nothing where the boot is not known', () => {
    expect(momentOf(stampIn(`[ 3600.500000] ${text}`)!, near, null)).toBeNull();
  });

  it('brings a day without a year to the year that is nearest, around New Year', () => {
    const at = (day: string, around: string): string =>
      new Date(
        momentOf({ text: `${day} 12:00:00`, kind: 'no-year', at: null }, Date.parse(around), null) ?? 0,
      )
        .toISOString()
        .slice(0, 4);
    expect([at('Dec 31', '2025-01-01T12:00:00Z'), at('Jan  1', '2025-01-01T12:00:00Z')]).toEqual(['2024', '2025']); // prettier-ignore
    expect([at('Dec 31', '2024-12-31T12:00:00Z'), at('Jan  1', '2024-12-31T12:00:00Z')]).toEqual(['2024', '2025']); // prettier-ignore
    // A leap day has no other year within reach.
    expect(at('Feb 29', '2026-03-01T12:00:00Z')).toBe('1970');
  });
});

describe('a failure', () => {
  const syslog = (clock: string): string => `Nov 12 ${clock} n1 kernel: ${text}`;

  it('has the time of its first report and of its last', () => {
    const lines = [syslog('12:00:00'), ...Array<string>(40).fill('x'), syslog('13:00:00')];
    const [failure] = explainText(lines).failures;
    expect(failure).toMatchObject({
      time: { text: 'Nov 12 12:00:00', kind: 'no-year', at: null },
      lastTime: { text: 'Nov 12 13:00:00', kind: 'no-year', at: null },
      count: 2,
    });
  });

  it('of a log whose newest line is first has the earliest as its first', () => {
    const lines = ['12:00:09', '12:00:07', '12:00:05', '12:00:03'].flatMap((clock) => [
      syslog(clock),
      ...Array<string>(40).fill(`Nov 12 ${clock} n1 kernel: x`),
    ]);
    const { newestFirst, failures } = explainText(lines);
    expect(newestFirst).toBe(true);
    expect([failures[0]?.time?.text, failures[0]?.lastTime?.text]).toEqual(['Nov 12 12:00:03', 'Nov 12 12:00:09']); // prettier-ignore
  });

  it('has none where nothing tells it', () => {
    expect(explainText(text).failures[0]).toMatchObject({ time: null, lastTime: null });
  });
});
