import { describe, expect, it } from '@jest/globals';
import { LastPrefix } from '../../../src/kernel-log/line/last-prefix.ts';
import { parseLogLine } from '../../../src/kernel-log/line/prefix.ts';
import { failureLogs } from '../support/failures.ts';
import { inForm } from '../support/forms.ts';
import { printedLogs } from '../support/samples.ts';

const text = 'exe: page allocation failure: order:6, mode:0x10c0d0';

describe('what stands before a line', () => {
  it.each([
    [`[   12.345678] ${text}`, 12.345678, ''],
    [`[   12.345678][T67023] ${text}`, 12.345678, 'T67023'],
    [`[   12.345678][    C0] ${text}`, 12.345678, 'C0'],
    [`<4>[309805.658142s][pid:1361,cpu5,sManagerService]${text}`, 309_805.658142, 'pid:1361'],
    [`4,1234,5678901,-,caller=T12;${text}`, 5.678901, 'T12'],
    [`Nov 12 15:15:41 kernel: ${text}`, null, ''],
    [`Nov  2 15:15:41 node-1 kernel: [ 12.500000] ${text}`, 12.5, ''],
    [`2026-07-29T06:19:49.155737+00:00 controller-1 kernel: ${text}`, 1_785_305_989.155, ''],
    [`2024-05-07T12:00:00.1234567Z \u001b[36;1m[   12.345678] ${text}\u001b[0m`, 12.345678, ''],
    [`> >> [Tue Oct 25 00:13:08 2022] ${text}`, null, ''],
    [`{"MESSAGE":"${text}","_HOSTNAME":"a","_SOURCE_MONOTONIC_TIMESTAMP":"5000000"}`, 5, ''],
    [`{"MESSAGE":[${[...Buffer.from(text)].join(',')}],"_HOSTNAME":"a"}`, null, ''],
    [`    ${text}\r`, null, ''],
    [text.replaceAll(' ', '\u00a0'), null, ''],
  ])('%j', (raw, seconds, caller) => {
    const [line, ...more] = parseLogLine(raw, 7);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ number: 7, text, caller });
    if (seconds !== null) expect(line!.seconds).toBeCloseTo(seconds, 2);
  });

  it('keeps names of tasks that look like prefixes', () => {
    for (const comm of [
      'runc:[1:CHILD]',
      'lowpool[2]',
      'kernel stats',
      'dmesg',
      'kworker/u9:3',
      '0',
      'T1',
      '[kworker]',
    ]) {
      const line = `${comm}: page allocation failure: order:0, mode:0x0`;
      expect(parseLogLine(`Nov 12 15:15:41 node-1 kernel: ${line}`, 1)[0]!.text).toBe(line);
    }
  });

  it('tells hosts apart, and lines that have lost their prefix from those that have it', () => {
    const stream = (raw: string): string => parseLogLine(raw, 1)[0]!.stream;
    expect(stream('Nov 12 15:15:41 a kernel: x')).not.toBe(stream('Nov 12 15:15:41 b kernel: x'));
    expect(stream('Nov 12 15:15:41 a kernel: x')).toBe(stream('Nov 13 01:02:03 a kernel: y'));
    expect(stream('active_file:968668')).toBe('');
  });

  it('makes several lines of a record of several', () => {
    expect(
      parseLogLine('Nov 12 15:15:41 kernel: a:1#012 b:2#012#011c:3', 3).map((line) => [
        line.number,
        line.text,
      ]),
    ).toEqual([
      [3, 'a:1'],
      [3, 'b:2'],
      [3, 'c:3'],
    ]);
  });

  it('cuts a line that has no end', () => {
    expect(parseLogLine('x'.repeat(1_000_000), 1)[0]!.text.length).toBeLessThanOrEqual(16_384);
  });

  it.each([
    'Nov 12 15:15:41 node-1 kernel: ',
    'Nov 12 15:15:41 node-1 kernel: [ 12.500000] ',
    'Nov 12 15:15:41 node-1 kernel: [T12] ',
    '2024-04-29 12:00:00.000000 +0000 kernel: ',
    'Nov 12 15:15:41 kernel kernel: ',
  ])('reads every line after %j as it does a first one, however often the same has come', (prefix) => {
    const last = new LastPrefix();
    const odd = [
      '{"log":"x:1"}',
      'kernel: x',
      '[T13] x',
      '[ 12.500000] x',
      'a#012b',
      '',
      ' a',
      '&lt;a&gt;',
      '::error::x',
    ];
    for (const { lines } of [...printedLogs, ...failureLogs, { lines: odd }]) {
      const told = inForm(lines, { name: '', wrap: (text) => `${prefix}${text}` });
      for (const raw of [...told, ...told])
        expect([raw, parseLogLine(raw, 1, last)]).toEqual([raw, parseLogLine(raw, 1)]);
    }
  });
});
