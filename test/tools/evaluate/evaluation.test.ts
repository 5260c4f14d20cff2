import { describe, expect, it } from '@jest/globals';
import { MalformedError } from '../../../src/errors.ts';
import { Evaluator } from '../../../tools/evaluate/evaluation.ts';
import { evaluationText } from '../../../tools/evaluate/report.ts';
import { parseTrial } from '../../../tools/evaluate/trial.ts';
import { type ZoneText, textsOf } from '../../support/machine-text.ts';

/** A zone with `large` blocks of order 4, and enough single pages to be far above its mark. */
const machine = (large: number): Record<string, unknown> => {
  const zones: ZoneText[] = [
    { zone: 'Normal', types: { Unmovable: [9000, 0, 0, 0, large] }, min: 100, managed: 20_000 },
  ];
  return { ...textsOf({ zones }) };
};

interface Line {
  large: number;
  granted: boolean;
  stalls?: number;
  more?: Record<string, unknown>;
}

const line = ({ large, granted, stalls = 0, more = {} }: Line): string =>
  JSON.stringify({
    id: 'x',
    release: '6.12.0',
    pageSize: 4096,
    request: { order: 4, gfp: ['GFP_ATOMIC'] },
    proc: machine(large),
    attempts: [
      { granted, directReclaimStalls: stalls, compactStalls: 0 },
      // Later attempts are no outcome.
      { granted: !granted, directReclaimStalls: 9, compactStalls: 9 },
    ],
    ...more,
  });

const evaluate = (...lines: Line[]): ReturnType<Evaluator['report']> => {
  const evaluator = new Evaluator();
  lines.forEach((given, i) => {
    evaluator.add(parseTrial(line(given), 'trials.jsonl', i + 1));
  });
  return evaluator.report();
};

describe('an evaluation', () => {
  it('counts verdicts, promises that were broken and fast paths that were missed', () => {
    const report = evaluate(
      { large: 3, granted: true },
      { large: 3, granted: true },
      { large: 3, granted: false },
      { large: 0, granted: false },
      { large: 0, granted: true },
      { large: 0, granted: true, stalls: 1 },
    );
    expect(report.trials).toBe(6);
    expect(report.paths.contiguous).toMatchObject({
      trials: 6,
      verdicts: {
        available: { count: 3, granted: 2 },
        attainable: { count: 0, granted: 0 },
        unavailable: { count: 3, granted: 2 },
        unknown: { count: 0, granted: 0 },
      },
      falsePromises: 1,
      // three were granted without a stall, one of them was not called available
      missedFastPath: { count: 1, of: 3 },
      slowPath: { count: 3, granted: 2, auc: 0.5 },
      naive: { falsePromises: 1, auc: 0.5 },
    });
  });

  it('predicts from the texts alone, whatever was granted', () => {
    const counts = [true, false].map((granted) =>
      Object.values(evaluate({ large: 3, granted }, { large: 0, granted }).paths.contiguous!.verdicts).map(
        (verdict) => verdict.count,
      ),
    );
    expect(counts[0]).toEqual(counts[1]);
  });

  it('keeps the paths apart', () => {
    const request = { path: 'vmalloc-noretry', pages: 10, callers: 4, gfp: ['GFP_KERNEL', '__GFP_NORETRY'] };
    const report = evaluate({ large: 1, granted: true }, { large: 1, granted: true, more: { request } });
    expect(Object.keys(report.paths).sort()).toEqual(['contiguous', 'vmalloc-noretry']);
    expect(evaluationText(report)).toMatch(
      /^2 trials\n\ncontiguous: 1 trials\n[\s\S]*vmalloc-noretry: 1 trials\n/,
    );
  });

  it('asks for the pages of all callers at once', () => {
    const request = { path: 'vmalloc-noretry', bytes: 40_000, callers: 4, gfp: ['GFP_KERNEL'] };
    const trial = parseTrial(line({ large: 1, granted: true, more: { request } }), 'f', 1);
    expect(trial.request).toMatchObject({ bytes: 40_000, pages: 40 });
  });
});

describe('a trial whose texts are missing', () => {
  it.each([{}, { zoneinfo: null }, { zoneinfo: 5 }, { zoneinfo: 'hello' }])(
    '%j is weaker, never unknown',
    (texts) => {
      const proc = { buddyinfo: machine(3).buddyinfo, ...texts };
      const { verdicts } = evaluate({ large: 3, granted: true, more: { proc } }).paths.contiguous!;
      expect([verdicts.available.count, verdicts.unknown.count, verdicts.attainable.count]).toEqual([
        0, 0, 1,
      ]);
    },
  );
});

describe('a line that is no trial', () => {
  const good = { request: { order: 4, gfp: [] }, proc: { buddyinfo: '' }, attempts: [{ granted: true }] };
  it.each<[string, string]>([
    ['', 'one JSON object a line'],
    ['{', 'one JSON object a line'],
    ['null', 'one JSON object a line'],
    ['5', 'one JSON object a line'],
    ['"x"', 'one JSON object a line'],
    ['[]', 'a trial with request, proc.buddyinfo and attempts'],
    ['{}', 'a trial with request, proc.buddyinfo and attempts'],
    [JSON.stringify({ ...good, attempts: [] }), 'a trial with'],
    [JSON.stringify({ ...good, attempts: [{ granted: 'yes' }] }), 'a trial with'],
    [JSON.stringify({ ...good, proc: null }), 'a trial with'],
    [JSON.stringify({ ...good, request: { order: 4 } }), 'a trial with'],
    [JSON.stringify({ ...good, request: { gfp: [] } }), 'request.order, 0 to 63'],
    [JSON.stringify({ ...good, request: { gfp: [], order: 64 } }), 'request.order, 0 to 63'],
    [JSON.stringify({ ...good, request: { gfp: [], order: '4' } }), 'request.order, 0 to 63'],
    [JSON.stringify({ ...good, request: { gfp: [], order: 4, path: 'sideways' } }), 'request.path, one of'],
    [JSON.stringify({ ...good, request: { gfp: [], path: 'vmalloc' } }), 'request.pages or request.bytes'],
    [
      JSON.stringify({ ...good, request: { gfp: [], path: 'vmalloc', pages: 1, callers: 0 } }),
      'request.callers',
    ],
    [
      JSON.stringify({ ...good, request: { gfp: [], path: 'vmalloc', pages: 1, bytes: 'x' } }),
      'request.bytes',
    ],
    [JSON.stringify({ ...good, pageSize: 0 }), 'pageSize in bytes'],
    [JSON.stringify({ ...good, release: 6 }), 'release as uname -r prints it'],
  ])('%s: expected %s', (text, expected) => {
    const parse = (): unknown => parseTrial(text, 'trials.jsonl', 7);
    expect(parse).toThrow(MalformedError);
    expect(parse).toThrow(/^trials\.jsonl: line 7: /);
    expect(parse).toThrow(`expected ${expected}`);
  });
});
