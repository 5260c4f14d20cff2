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
      missedFastPath: { count: 1, of: 3, overtaken: 0 },
      slowPath: { count: 3, granted: 2, auc: 0.5 },
      naive: { falsePromises: 1, auc: 0.5 },
    });
  });

  // mm/page_alloc.c boost_watermark: by max(page block, 1.5 x high mark), in zones of four page blocks or more.
  // prettier-ignore
  it.each<[what: string, zone: Partial<ZoneText>, isWithin: boolean]>([
    ['a page less than a page block above the mark', { min: 105 },                                     true],
    ['a page block above it',                        { min: 104 },                                     false],
    ['high marks raise it further',                  { min: 104, high: 400 },                          true],
    ['a free page for the next such allocation',     { min: 105, types: { Unmovable: [599, 0, 0, 0, 2], Reclaimable: [1] } }, false],
    ['four page blocks',                             { min: 105, managed: 2048 },                      true],
    ['a zone that is too small to be boosted',       { min: 105, managed: 2047 },                      false],
  ])('tells promises that a boost of the marks may break: %s', (_, zone, isWithin) => {
    const usual: ZoneText = { zone: 'Normal', types: { Unmovable: [600, 0, 0, 0, 2] }, managed: 20_000, low: 150, high: 200, ...zone };
    const more = { request: { order: 4, gfp: ['GFP_KERNEL'] }, proc: textsOf({ zones: [usual] }) };
    const count = Number(isWithin);
    for (const granted of [true, false])
      expect(evaluate({ large: 2, granted, more }).paths.contiguous).toMatchObject({
        verdicts: { available: { count: 1 } },
        withinBoost: { count, falsePromises: granted ? 0 : count },
      });
  });

  const still = {
    ...{ kswapdScanned: 0, kswapdReclaimed: 0, kcompactdScanned: 0, pagesMigrated: 0 },
    buddyinfo: null,
  };
  const attempt = { granted: true, directReclaimStalls: 0, compactStalls: 0 };
  it.each<[string, Record<string, unknown>, boolean]>([
    ['nothing', { meanwhile: still }, false],
    ['not read twice', {}, false],
    ['kswapd between', { meanwhile: { ...still, kswapdScanned: 1 } }, true],
    ['kcompactd between', { meanwhile: { ...still, kcompactdScanned: 32 } }, true],
    ['migration between', { meanwhile: { ...still, pagesMigrated: 3 } }, true],
    ['other blocks', { meanwhile: { ...still, buddyinfo: 'Node 0, zone Normal 1' } }, true],
    ['kswapd while asked', { meanwhile: still, attempts: [{ ...attempt, kswapdScanned: 5 }] }, true],
    ['kcompactd while asked', { attempts: [{ ...attempt, kcompactdScanned: 5 }] }, true],
    ['migration while asked', { attempts: [{ ...attempt, pagesMigrated: 9 }] }, true],
    ['kcompactd, as scanned pages tell', { attempts: [{ ...attempt, migrateScanned: 9 }] }, true],
    ['counters of zero', { attempts: [{ ...attempt, pagesMigrated: 0, kswapdScanned: 0 }] }, false],
  ])('a grant without a stall that was not foreseen: %s: moved on: %j', (_, more, overtaken) => {
    const { missedFastPath, slowPath } = evaluate({ large: 0, granted: true, more }).paths.contiguous!;
    expect(missedFastPath).toEqual(
      overtaken ? { count: 0, of: 0, overtaken: 1 } : { count: 1, of: 1, overtaken: 0 },
    );
    // It is still an outcome of the likelihood that was said.
    expect(slowPath.count).toBe(1);
    const foreseen = evaluate({ large: 3, granted: true, more }).paths.contiguous!;
    expect(foreseen.missedFastPath).toEqual({ count: 0, of: 1, overtaken: 0 });
  });

  // 9,000 pages are free, and a block of order 4 is asked for; pagetypeinfo and meminfo are read after the other two.
  const texts = machine(0);
  const otherLists = String(texts.pagetypeinfo).replace(/(Unmovable +)9000/, '$18998');
  it.each<[string, Record<string, unknown>, boolean]>([
    ['equal', {}, false],
    ['pagetypeinfo has two pages less', { pagetypeinfo: otherLists }, true],
    ['meminfo has 15 free pages more', { meminfo: 'MemFree: 36060 kB\n' }, false],
    ['meminfo has 16 more', { meminfo: 'MemFree: 36064 kB\n' }, true],
    ['meminfo has 16 less', { meminfo: 'MemFree: 35936 kB\n' }, true],
    ['zoneinfo was not recorded', { meminfo: 'MemFree: 4 kB\n', zoneinfo: undefined }, false],
  ])('texts read one after the other: %s', (_, more, overtaken) => {
    const proc = { ...texts, ...more };
    const { missedFastPath } = evaluate({ large: 0, granted: true, more: { proc } }).paths.contiguous!;
    expect(missedFastPath.overtaken).toBe(Number(overtaken));
  });

  it('a list that was not counted to its end tells nothing', () => {
    const capped = { ...texts, pagetypeinfo: otherLists.replace('8998', '>8998') };
    const { missedFastPath } = evaluate({ large: 0, granted: true, more: { proc: capped } }).paths
      .contiguous!;
    expect(missedFastPath.overtaken).toBe(0);
  });

  it('its own compaction moves pages, too: that is no other state', () => {
    const attempts = [
      { granted: true, directReclaimStalls: 0, compactStalls: 1, pagesMigrated: 40, migrateScanned: 90 },
    ];
    const { missedFastPath } = evaluate({ large: 0, granted: true, more: { attempts } }).paths.contiguous!;
    expect(missedFastPath).toEqual({ count: 0, of: 0, overtaken: 0 });
  });

  it('tells machines, kernels and callers apart', () => {
    const machines = [
      { release: '6.12.118+deb13-arm64-16k', pageSize: 16_384 },
      { release: '6.12.118+deb13-cloud-amd64' },
      { release: '6.2.0-rc1-amd64' },
      { release: '6.12.118+deb13-rt-amd64' },
      { release: 'who knows' },
    ];
    const { groups } = evaluate(...machines.map((more) => ({ large: 3, granted: true, more })));
    const named = groups
      .filter(({ privilege }) => privilege === 'root')
      .map(({ architecture, pageSize, kernel, condition, trials }) => [
        ...[architecture, pageSize, kernel, trials],
        ...(condition === null ? [] : [condition]),
      ]);
    expect(named).toEqual([
      ['arm64', 16_384, '6.12', 1],
      ['arm64', 16_384, null, 1],
      ['x86-64', 4096, '6.2', 1],
      ['x86-64', 4096, '6.12', 1],
      ['x86-64', 4096, '6.12 rt', 1],
      ['x86-64', 4096, null, 2],
      ['x86-64', 4096, null, 1, 'preempt-rt'],
      [null, 4096, 'unknown', 1],
      [null, 4096, null, 1],
    ]);
  });

  describe('what hosts have', () => {
    const request = { order: 4, gfp: ['GFP_KERNEL', '__GFP_ACCOUNT'] };
    /** A group with a limit above one without, as a trial has their files. */
    const inGroup = (max: number, current: number, stat = ''): Record<string, unknown> => ({
      '/proc/self/cgroup': '0::/lab/job\n',
      '/proc/self/mountinfo': '27 24 0:23 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw\n',
      '/sys/fs/cgroup/lab/memory.max': `${max}\n`,
      '/sys/fs/cgroup/lab/memory.current': `${current}\n`,
      '/sys/fs/cgroup/lab/memory.stat': stat,
      '/sys/fs/cgroup/lab/job/memory.max': 'max\n',
    });
    const block = 65_536;

    // prettier-ignore
    it.each<[what: string, caller: Record<string, unknown> | undefined, verdict: 'available' | 'attainable']>([
      ['nothing',                 undefined, 'available'],
      ['room for the block',      inGroup(10 * block, 9 * block), 'available'],
      ['a byte too little',       inGroup(10 * block, 9 * block + 1), 'attainable'],
      ['file pages to reclaim',   inGroup(10 * block, 9 * block + 1, 'inactive_file 4096\n'), 'attainable'],
      ['texts that are none',     { '/proc/self/cgroup': 7 }, 'available'],
    ])('%s in the caller\'s group: %s', (_, caller, verdict) => {
      const { verdicts } = evaluate({ large: 3, granted: true, more: { request, caller } }).paths.contiguous!;
      expect(verdicts[verdict].count).toBe(1);
    });

    const two = {
      ...machine(3),
      ...textsOf({
        zones: [
          { zone: 'Normal', types: { Unmovable: [9000, 0, 0, 0, 3] }, min: 100, managed: 20_000 },
          { zone: 'Normal', node: 1, types: { Unmovable: [9000] }, min: 100, managed: 20_000 },
        ],
      }),
    };
    it.each<[file: string, text: string, isAvailable: boolean]>([
      ['status', 'Mems_allowed_list:\t0\n', true],
      ['status', 'Mems_allowed_list:\t1\n', false],
      ['numa_maps', '00400000 bind:0 file=/init\n', true],
      ['numa_maps', '00400000 bind:1 file=/init\n', false],
      ['numa_maps', '00400000 prefer:1 file=/init\n', true],
    ])('/proc/self/%s with %j', (file, text, isAvailable) => {
      const more = {
        request: { order: 4, gfp: ['GFP_USER'] },
        proc: two,
        caller: { [`/proc/self/${file}`]: text },
      };
      const { verdicts } = evaluate({ large: 3, granted: true, more }).paths.contiguous!;
      expect(verdicts.available.count).toBe(Number(isAvailable));
    });

    it('has a row of its own over all kernels, after the rows of those without', () => {
      const host = (release: string, condition?: string): Line => ({
        large: 3,
        granted: true,
        more: { release, ...(condition === undefined ? {} : { condition }) },
      });
      const report = evaluate(
        host('7.3.4-cloud-amd64', 'swap'),
        host('6.12.118-cloud-amd64'),
        host('6.12.118-cloud-amd64', 'swap'),
        host('6.12.118-cloud-amd64', 'boost'),
      );
      const named = report.groups
        .filter(({ privilege }) => privilege === 'root')
        .map(({ kernel, condition, trials }) => [kernel, condition, trials]);
      expect(named).toEqual([
        ['6.12', null, 1],
        [null, null, 1],
        [null, 'boost', 1],
        [null, 'swap', 2],
      ]);
      expect(evaluationText(report)).toMatch(/ {2}x86-64, 4K +root +swap +2 /);
    });

    it('a limit that was met is a stall', () => {
      const attempts = [{ granted: true, directReclaimStalls: 0, compactStalls: 0, groupStalls: 1 }];
      const { missedFastPath } = evaluate({ large: 0, granted: true, more: { attempts } }).paths.contiguous!;
      expect(missedFastPath.of).toBe(0);
    });

    it('vm.defrag_mode closes the lists of other types', () => {
      const zones: ZoneText[] = [
        { zone: 'Normal', types: { Movable: [9000, 0, 0, 0, 3] }, min: 100, managed: 20_000 },
      ];
      const said = (defragMode?: string): unknown => {
        const proc = { ...textsOf({ zones }), ...(defragMode === undefined ? {} : { defragMode }) };
        const more = { release: '7.3.4', request: { order: 4, gfp: ['GFP_KERNEL'] }, proc };
        return evaluate({ large: 0, granted: true, more }).paths.contiguous!.verdicts.available.count;
      };
      expect([said(), said('0\n'), said('1\n')]).toEqual([1, 1, 0]);
    });
  });

  it('an unprivileged caller sees no pagetypeinfo', () => {
    // The only block lies on the list of MIGRATE_MOVABLE; 300 pages are reserved for atomic requests: pagetypeinfo tells where.
    const zones: ZoneText[] = [
      {
        zone: 'Normal',
        types: { HighAtomic: [0, 0, 0, 0, 20], Unmovable: [300] },
        min: 290,
        managed: 20_000,
      },
    ];
    const request = { order: 4, gfp: ['GFP_KERNEL'] };
    const proc = { ...textsOf({ zones }) };
    const { groups } = evaluate({ large: 0, granted: false, more: { proc, request } });
    const said = (who: string): unknown =>
      groups.find(({ privilege, kernel }) => privilege === who && kernel !== null)?.slowPath.count;
    expect([said('root'), said('unprivileged')]).toEqual([1, 1]);
    const blind = evaluate({
      large: 0,
      granted: false,
      more: { proc: { ...proc, pagetypeinfo: undefined }, request },
    });
    const likelihood = (from: typeof groups, who: string): unknown =>
      from.find(({ privilege }) => privilege === who)?.slowPath.brier;
    expect(likelihood(groups, 'unprivileged')).toBe(likelihood(blind.groups, 'root'));
    expect(likelihood(groups, 'root')).not.toBe(likelihood(blind.groups, 'root'));
  });

  it('prints a row for each of them, and one for all kernels of a machine', () => {
    const text = evaluationText(evaluate({ large: 3, granted: true }, { large: 0, granted: true }));
    const rows = text.split('\n').filter((row) => row.includes(', 4K'));
    expect(
      rows.map((row) =>
        row
          .trim()
          .split(/\s{2,}/)
          .slice(0, 8),
      ),
    ).toEqual([
      ['unknown, 4K', 'root', '6.12', '2', '1', '0', '1', '2'],
      ['unknown, 4K', 'root', 'all', '2', '1', '0', '1', '2'],
      ['unknown, 4K', 'unprivileged', '6.12', '2', '1', '0', '1', '2'],
      ['unknown, 4K', 'unprivileged', 'all', '2', '1', '0', '1', '2'],
    ]);
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
