// `npm run evaluate`: what it prints, what it refuses, and the numbers that the corpus has to give.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Evaluation } from '../../../tools/evaluate/evaluation.ts';
import { oneLine, runBundle } from '../../support/cli.ts';
import { corpus, describeCorpus, repository } from '../../support/corpus.ts';
import { type ZoneText, textsOf } from '../../support/machine-text.ts';
import { makeRoot, removeRoots } from '../../support/root.ts';

afterAll(removeRoots);

const zones: ZoneText[] = [{ zone: 'Normal', types: { Unmovable: [9000, 9] }, min: 100, managed: 20_000 }];
const trial = JSON.stringify({
  release: '6.12.0',
  request: { order: 1, gfp: ['GFP_KERNEL'] },
  proc: textsOf({ zones }),
  attempts: [{ granted: true }],
});

describe('npm run evaluate', () => {
  const gz = gzipSync(`${trial}\n`);
  const root = makeRoot({
    'good.jsonl': `${trial}\n\n${trial}\n`,
    'good.jsonl.gz': gz,
    'empty.jsonl': '',
    'plain.jsonl.gz': `${trial}\n`,
    'cut.jsonl.gz': gz.subarray(0, gz.length - 20),
    'bad.jsonl': `${trial}\nnot json\n`,
    // 65 MiB in one line, in 64 KiB
    'zeros.jsonl.gz': gzipSync(Buffer.alloc(65 * 2 ** 20)),
    'null.jsonl': 'null\n',
    'buddy.jsonl': `${JSON.stringify({ ...(JSON.parse(trial) as object), proc: { buddyinfo: 'x' } })}\n`,
  });
  const file = (name: string): string => join(root, name);

  it('reads plain and compressed files, several at once', async () => {
    const { code, stdout, stderr } = await runBundle('evaluate.cjs', [
      '--json',
      file('good.jsonl'),
      file('good.jsonl.gz'),
    ]);
    expect([code, stderr]).toEqual([0, '']);
    const report = {
      trials: 3,
      verdicts: {
        available: { count: 3, granted: 3 },
        attainable: { count: 0, granted: 0 },
        unavailable: { count: 0, granted: 0 },
        unknown: { count: 0, granted: 0 },
      },
      falsePromises: 0,
      missedFastPath: { count: 0, of: 3, overtaken: 0 },
      slowPath: { count: 0, granted: 0, auc: null, brier: null, calibrationError: null },
      naive: { falsePromises: 0, auc: null },
    };
    const group = (privilege: string, kernel: string | null, more: object): object => ({
      ...{ kernel, condition: null, architecture: null, pageSize: 4096, privilege, trials: 3 },
      ...more,
    });
    // What may be reserved for atomic requests 6.12 tells root alone.
    const unseen = { missedFastPath: { count: 3, of: 3 }, slowPath: { count: 3, granted: 3 } };
    expect(JSON.parse(stdout)).toMatchObject({
      trials: 3,
      paths: { contiguous: report },
      groups: [
        group('root', '6.12', report),
        group('root', null, report),
        group('unprivileged', '6.12', unseen),
        group('unprivileged', null, unseen),
      ],
    });
  });

  it.each<[string, string[], number, RegExp]>([
    ['a line without an end', ['zeros.jsonl.gz'], 65, /zeros\.jsonl\.gz: line 1: more than 64 MiB: expected/],
    ['no file', [], 64, /no trial file named: expected FILE\.jsonl/],
    [
      'an unknown option',
      ['--jsn', 'good.jsonl'],
      64,
      /unknown option '--jsn': expected --json and trial files/,
    ],
    ['a file that is not there', ['nothing.jsonl'], 66, /nothing\.jsonl: .*ENOENT/],
    ['a compressed one that is not there', ['nothing.jsonl.gz'], 66, /nothing\.jsonl\.gz: .*ENOENT/],
    ['a directory', ['.'], 66, /EISDIR/],
    [
      'no gzip data',
      ['plain.jsonl.gz'],
      65,
      /plain\.jsonl\.gz: line 1: incorrect header check: expected gzip data/,
    ],
    [
      'gzip data that were cut',
      ['cut.jsonl.gz'],
      65,
      /cut\.jsonl\.gz: line \d: unexpected end of file: expected gzip data/,
    ],
    [
      'a line that is not JSON',
      ['bad.jsonl'],
      65,
      /bad\.jsonl: line 2: a text of 8 characters: expected one JSON object a line/,
    ],
    [
      'a line that holds no object',
      ['null.jsonl'],
      65,
      /null\.jsonl: line 1: a text of 4 characters: expected one JSON object a line/,
    ],
    [
      'a trial with a malformed buddyinfo',
      ['buddy.jsonl'],
      65,
      /buddyinfo: line 1: a text of 1 character: expected/,
    ],
  ])('%s: one line and its code', async (_, words, code, message) => {
    const args = words.map((word) => (word.startsWith('-') ? word : file(word)));
    const found = await runBundle('evaluate.cjs', args);
    expect([found.code, found.stdout]).toEqual([code, '']);
    expect(found.stderr).toMatch(oneLine);
    expect(found.stderr).toMatch(message);
  });

  it('an empty file holds no trials', async () => {
    const { code, stdout } = await runBundle('evaluate.cjs', ['--json', file('empty.jsonl')]);
    expect([code, JSON.parse(stdout)]).toEqual([0, { trials: 0, paths: {}, groups: [] }]);
  });

  it('through npm, too, prints the object alone and builds nothing', () => {
    const npm = (args: string[]): string =>
      execFileSync('npm', ['run', '--silent', 'evaluate', '--', ...args], {
        cwd: repository,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    const object = JSON.parse(npm(['--json', file('good.jsonl')])) as Evaluation;
    expect(object.trials).toBe(2);
  });
});

/** What a set of trials must give at least, so that its numbers say something, and what may go wrong in it. */
interface Bounds {
  minTrials: number;
  minFastPath: number;
  maxMissedFastPath: number;
  minSinglePages: number;
}

function givesItsNumbers(folder: string, bounds: Bounds): void {
  let report: Evaluation;

  beforeAll(async () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'));
    const paths = files.map((name) => join(folder, name));
    report = JSON.parse((await runBundle('evaluate.cjs', ['--json', ...paths])).stdout) as Evaluation;
  }, 120_000);

  it('contiguous: available was granted in at least 99.9 %, and nearly all that needed no stall was found', () => {
    const { verdicts, missedFastPath, falsePromises, trials } = report.paths.contiguous!;
    expect(trials).toBeGreaterThan(bounds.minTrials);
    expect(verdicts.available.granted / verdicts.available.count).toBeGreaterThanOrEqual(0.999);
    expect(falsePromises).toBe(verdicts.available.count - verdicts.available.granted);
    expect(missedFastPath.of).toBeGreaterThan(bounds.minFastPath);
    expect(missedFastPath.count / missedFastPath.of).toBeLessThanOrEqual(bounds.maxMissedFastPath);
    expect(verdicts.unknown.count).toBe(0);
  });

  it('contiguous: the naive rule broke many more promises', () => {
    const { naive, falsePromises } = report.paths.contiguous!;
    expect(naive.falsePromises).toBeGreaterThan(10 * Math.max(1, falsePromises));
  });

  it('contiguous: for the rest the likelihood tells more than the naive rule', () => {
    const { naive, slowPath } = report.paths.contiguous!;
    expect(slowPath.auc!).toBeGreaterThan(naive.auc! + 0.1);
    expect(slowPath.brier!).toBeLessThan(0.2);
    expect(slowPath.calibrationError!).toBeLessThan(0.1);
  });

  it('the single-page paths: available was granted in all but a thousandth or two', () => {
    for (const path of ['vmalloc', 'vmalloc-noretry'] as const) {
      const { available } = report.paths[path]!.verdicts;
      expect(available.count).toBeGreaterThan(bounds.minSinglePages);
      expect(available.granted / available.count).toBeGreaterThanOrEqual(0.998);
    }
  });
}

// Many of these were recorded where memory is short, so that fewer of them are easy.
describe("on this project's trials", () => {
  givesItsNumbers(join(repository, 'test/corpus/trials'), {
    minTrials: 5000,
    minFastPath: 1000,
    maxMissedFastPath: 0.02,
    minSinglePages: 90,
  });
});

describeCorpus('trials', 'on the recorded trials', () => {
  givesItsNumbers(join(corpus, 'trials'), {
    minTrials: 4000,
    minFastPath: 2500,
    maxMissedFastPath: 0.01,
    minSinglePages: 400,
  });
});
