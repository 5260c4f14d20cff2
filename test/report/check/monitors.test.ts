// What monitors read: Nagios, node-problem-detector, Prometheus.
import { describe, expect, it } from '@jest/globals';
import type { CheckAnswer } from '../../../src/guard/answer.ts';
import { nagiosFormat } from '../../../src/report/check/nagios.ts';
import { npdFormat } from '../../../src/report/check/npd.ts';
import { checkMetrics, prometheusFormat } from '../../../src/report/check/prometheus.ts';
import { answerOf, zoneOf } from '../../support/answers.ts';

const how = { why: false, passes: true, exitCode: 75 };
const unread = answerOf({
  verdict: 'unknown',
  go: false,
  request: null,
  zones: [],
  reason: '/proc/buddyinfo: gone',
});
const refused: Partial<CheckAnswer> = { verdict: 'unavailable', likelihood: 0.04, go: false };
const two = [
  { name: 'veth', verdict: 'available', likelihood: 0.999, reason: 'a' },
  { name: 'kvm', verdict: 'unavailable', likelihood: 0.123456, reason: 'b' },
] as const;

describe('nagios', () => {
  it.each<[string, Partial<CheckAnswer>, string, number]>([
    ['available', {}, 'OK', 0],
    ['attainable, which goes', { verdict: 'attainable', likelihood: 0.8 }, 'WARNING', 1],
    ['attainable, refused by --strict', { verdict: 'attainable', go: false }, 'CRITICAL', 2],
    ['unavailable', refused, 'CRITICAL', 2],
    ['never', { ...refused, never: true }, 'CRITICAL', 2],
    ['unknown', { verdict: 'unknown', go: false }, 'UNKNOWN', 3],
    ['not read', unread, 'UNKNOWN', 3],
  ])('%s', (_, changes, state, code) => {
    const answer = answerOf(changes);
    expect(nagiosFormat.render(answer, how)).toMatch(
      new RegExp(`^BUDDYGUARD ${state} - [^|\n]+( \\| [^|\n]+)?\n$`),
    );
    expect(nagiosFormat.exitCode?.(answer, 75)).toBe(code);
  });

  it('has the chance of each, critical below a half, and what is free in bytes', () => {
    const data = (changes: Partial<CheckAnswer>): string =>
      nagiosFormat.render(answerOf(changes), how).trimEnd().split(' | ')[1] ?? '';
    expect(data({})).toBe('likelihood=0.999;;0.5:;0;1 free=36864000B;;;0');
    expect(data({ workloads: [...two], zones: [] })).toBe(
      'veth_likelihood=0.999;;0.5:;0;1 kvm_likelihood=0.1235;;0.5:;0;1',
    );
    expect(data({ zones: [zoneOf({ freePages: 1 }), zoneOf({ allowed: false })] })).toContain('free=4096B');
    expect(data(unread)).toBe('');
  });

  it('has no bar in its text, and an error is UNKNOWN', () => {
    const reason = 'GFP_KERNEL|__GFP_NORETRY asks for it';
    const text = nagiosFormat.render(answerOf({ verdict: 'unknown', reason, go: false }), how);
    expect(text).toContain('GFP_KERNEL/__GFP_NORETRY');
    expect(nagiosFormat.failure?.('--order: x|y\n')).toEqual({
      text: 'BUDDYGUARD UNKNOWN - --order: x/y\\x0a\n',
      exitCode: 3,
    });
  });
});

describe('npd', () => {
  it.each<[string, Partial<CheckAnswer>, number]>([
    ['available', {}, 0],
    ['attainable', { verdict: 'attainable' }, 0],
    ['attainable, refused by --strict', { verdict: 'attainable', go: false }, 1],
    ['unavailable', refused, 1],
    ['unknown', { verdict: 'unknown', go: false }, 2],
    ['not read', unread, 2],
  ])('%s', (_, changes, code) => {
    const answer = answerOf(changes);
    expect(npdFormat.exitCode?.(answer, 75)).toBe(code);
    expect(npdFormat.render(answer, how)).toMatch(/^[^\n]{10,80}\n$/);
  });

  it('keeps within 80 bytes, and cuts no character', () => {
    for (const [text, length] of [
      ['a'.repeat(80), 80],
      ['a'.repeat(81), 80],
      ['ü'.repeat(41), 80],
      [`a${'ü'.repeat(41)}`, 79],
      ['😀'.repeat(21), 80],
      [`abc${'😀'.repeat(21)}`, 79],
    ] as const) {
      const told = npdFormat.failure?.(text).text.trimEnd() ?? '';
      expect(Buffer.byteLength(told)).toBe(length);
      expect(text.startsWith(told)).toBe(true);
    }
  });
});

describe('prometheus', () => {
  const nodes = [
    {
      node: 0,
      largestOrder: 10,
      zones: [zoneOf({ lowmemReservePages: 50 }), zoneOf({ zone: 'DMA', freePages: 10 })],
    },
    { node: 1, largestOrder: null, zones: [zoneOf({ node: 1, watermarkPages: null })] },
  ];
  const lines = (changes: Partial<CheckAnswer>): string[] =>
    checkMetrics(answerOf(changes))
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));

  it('has each workload, and of its verdicts the one that stands', () => {
    expect(lines({ workloads: [...two] })).toEqual(
      expect.arrayContaining([
        'buddyguard_machine_readable 1',
        'buddyguard_verdict{workload="veth",verdict="available"} 1',
        'buddyguard_verdict{workload="veth",verdict="unavailable"} 0',
        'buddyguard_verdict{workload="kvm",verdict="available"} 0',
        'buddyguard_verdict{workload="kvm",verdict="unavailable"} 1',
        'buddyguard_likelihood_ratio{workload="kvm"} 0.123456',
      ]),
    );
    expect(lines({}).filter((line) => line.startsWith('buddyguard_verdict'))).toHaveLength(4);
    expect(lines({})).toContain('buddyguard_verdict{workload="order 4",verdict="available"} 1');
  });

  it('has what each node could give, and what marks and reserves withhold', () => {
    expect(lines({ nodes }).slice(-7)).toEqual([
      'buddyguard_largest_block_bytes{node="0"} 4194304',
      'buddyguard_largest_block_bytes{node="1"} 0',
      'buddyguard_zone_free_bytes{node="0",zone="Normal"} 36864000',
      'buddyguard_zone_free_bytes{node="0",zone="DMA"} 40960',
      'buddyguard_zone_free_bytes{node="1",zone="Normal"} 36864000',
      // 1000 pages of the mark and 50 of the reserve; all that is free where that is less
      'buddyguard_zone_withheld_bytes{node="0",zone="Normal"} 4300800',
      'buddyguard_zone_withheld_bytes{node="0",zone="DMA"} 40960',
    ]);
  });

  it('of a machine that cannot be read has only that, and no success', () => {
    expect(lines(unread)).toEqual([
      expect.stringMatching(/^buddyguard_info\{version="[^"]+",release="6\.12\.0"\} 1$/),
      'buddyguard_machine_readable 0',
    ]);
    expect(prometheusFormat.exitCode?.(unread, 66)).toBe(66);
    expect(prometheusFormat.exitCode?.(answerOf(refused), 75)).toBe(0);
  });

  it('escapes what a label may not hold', () => {
    expect(lines({ release: '6.1"\\\n' })[0]).toContain('release="6.1\\"\\\\\\\\x0a"');
  });
});
