// The lines of a record from outside: what is a sample, and what each other line is refused as.
import { describe, expect, it } from '@jest/globals';
import { NotingMachine, captureSnapshot } from '../../src/record/capture.ts';
import { type Sample, samplesOf } from '../../src/record/lines.ts';
import { fixture } from '../support/root.ts';

const taken = '2026-01-31T00:00:00.000Z';
const snapshot = await captureSnapshot(new NotingMachine(fixture('7.3.4')), new Date(taken));
const whole = { schema: 'buddyguard/record/1', snapshot, verdicts: { veth: ['available', 0.9] } };

const read = (...lines: unknown[]): Sample[] => [
  ...samplesOf(
    lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
    'f',
  ),
];
const later = (at: unknown, more: object = {}): object => ({ at, delta: {}, ...more });

describe('a line', () => {
  it.each<[string, unknown[], RegExp]>([
    [
      'of a snapshot that is none',
      [{ ...whole, snapshot: null }],
      /^f: line 1: no sample: expected buddyguard\/record\/1$/,
    ],
    ['of a snapshot that is a text', [{ ...whole, snapshot: 'x' }], /^f: line 1: no sample: /],
    ['of another schema', [whole, { ...whole, schema: 'buddyguard/record/2' }], /^f: line 2: no sample: /],
    [
      'of a snapshot without its time',
      [{ ...whole, snapshot: { ...snapshot, taken: 5 } }],
      /^f: line 1: no time: expected a time in UTC/,
    ],
    ['of a time that is none', [whole, later('noon')], /^f: line 2: no time: /],
    ['of a time that is a number', [whole, later(1_769_817_600_000)], /^f: line 2: no time: /],
    ['of no time', [whole, '', { delta: {} }], /^f: line 3: no time: /],
    [
      'of a verdict that is none',
      [{ ...whole, verdicts: { veth: ['maybe', 0.5] } }],
      /^f: line 1: verdicts: expected a verdict and a likelihood/,
    ],
    ['of verdicts that are a list', [{ ...whole, verdicts: ['available'] }], /^f: line 1: verdicts: /],
    [
      'of a name that is none',
      [{ ...whole, verdicts: { '\u001b': ['available', 1] } }],
      /^f: line 1: verdicts: /,
    ],
    [
      'of a change that makes a verdict wrong',
      [whole, later(taken, { verdicts: { veth: { 0: 'no' } } })],
      /^f: line 2: verdicts: /,
    ],
  ])('%s is refused where it stands', (_, lines, message) => {
    expect(() => read(...lines)).toThrow(message);
  });

  it('of a change of the memory that is none is refused when it is asked for', () => {
    const [, second] = read(whole, later(taken, { delta: { buddyinfo: 7 } }));
    expect(() => second!.document).toThrow(/^f: line 2: snapshot\.memory\.buddyinfo: expected a list/);
    const [, gone] = read(whole, later(taken, { delta: null }), later(taken, { delta: [] }));
    expect(gone!.document.memory).toEqual(JSON.parse(JSON.stringify(snapshot.memory)));
    expect(() => read(whole, later(taken, { delta: [] }))[1]!.document).toThrow(
      /snapshot\.memory: expected an object/,
    );
  });

  it.each<[string, string]>([
    ['a text', '"x"'],
    ['a number', '5'],
    ['null', 'null'],
    ['half of one', '{"at":"2026'],
  ])('that is %s is torn: the next whole one begins anew', (_, torn) => {
    expect(read(whole, torn, whole)).toHaveLength(2);
    expect(read(whole, torn)).toHaveLength(1);
    expect(() => read(whole, torn, later(taken))).toThrow(/^f: line 2: a torn line: /);
  });

  it('without a whole one before it is no sample yet', () => {
    expect(
      read(later(taken), whole, later('2026-01-31T00:00:10Z')).map(({ at }) => at - Date.parse(taken)),
    ).toEqual([0, 10_000]);
  });
});

describe('what was answered', () => {
  it.each<[unknown, unknown]>([
    [0, 0],
    [1, 1],
    [0.25, 0.25],
    // A chance that is none tells nothing.
    [-0.1, 0.5],
    [1.1, 0.5],
    ['1', 0.5],
    [null, 0.5],
    [undefined, 0.5],
  ])('with the chance %j has %j', (told, chance) => {
    const [sample] = read({ ...whole, verdicts: { veth: ['attainable', told] } });
    expect(sample!.verdicts).toEqual({ veth: ['attainable', chance] });
  });

  it('is what it was until it changes, and nothing where nothing was asked', () => {
    const lines = [
      { ...whole, verdicts: undefined },
      later(taken, { verdicts: { kvm: [['available', 1]] } }),
      later(taken),
      later(taken, { verdicts: { kvm: { 0: 'unknown' } } }),
      later(taken, { verdicts: { kvm: [] } }),
    ];
    expect(read(...lines).map(({ verdicts }) => verdicts)).toEqual([
      {},
      { kvm: ['available', 1] },
      { kvm: ['available', 1] },
      { kvm: ['unknown', 1] },
      {},
    ]);
  });
});
