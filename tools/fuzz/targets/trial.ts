import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Evaluator } from '../../evaluate/evaluation.ts';
import { evaluationText } from '../../evaluate/report.ts';
import { parseTrial } from '../../evaluate/trial.ts';
import { jsonLine } from '../../../src/text/json-line.ts';
import { demandInert, demandJson } from '../laws.ts';
import { fromBytes } from '../seeds.ts';
import type { Target } from '../target.ts';

const files = ['5.10', '6.12', '7.0-603', 'xtables-4.16', 'xtables-6.12'];

/** A line of a file of recorded trials. */
const trial: Target = {
  name: 'trial',
  slice: 600,
  parts: ['line'],
  seeds: () =>
    files.flatMap((file) => {
      const packed = readFileSync(`test/corpus/trials/${file}.jsonl.gz`);
      const lines = gunzipSync(packed).toString('latin1').split('\n');
      return lines.slice(0, 4).map((line) => [line]);
    }),
  run: ([bytes = '']) => {
    const evaluator = new Evaluator();
    evaluator.add(parseTrial(fromBytes(bytes), 'trials.jsonl', 1));
    const evaluation = evaluator.report();
    demandInert(`${evaluationText(evaluation)}\n`);
    demandJson(jsonLine(evaluation));
  },
};

export const trialTargets: readonly Target[] = [trial];
