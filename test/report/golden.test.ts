// Every text of a check as people see it: ten machines, three widths, with colour and without. What changed in one is read
// in the diff of test/golden; UPDATE_GOLDEN=1 writes the files anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { kernelAnswer, workloadNeeds } from '../../src/cli/catalogue.ts';
import { adviceOn } from '../../src/guard/advice.ts';
import { type CheckAnswer, checkAnswer } from '../../src/guard/answer.ts';
import { check } from '../../src/guard/check.ts';
import { largestBlock } from '../../src/guard/largest-block.ts';
import { UsageError } from '../../src/errors.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { Need } from '../../src/request/need.ts';
import { plainNeed } from '../../src/request/plain-request.ts';
import { FakeIo } from '../support/fake-io.ts';
import { decodeSettings } from '../../src/options/settings.ts';
import { checkText } from '../../src/report/check/text.ts';
import type { Screen } from '../../src/text/screen.ts';
import { callerIn } from '../support/answers.ts';
import { fixture } from '../support/root.ts';

const machines = [
  '3.10.0-fragmented',
  '4.18.0-arm64-64k',
  '4.19.0-686-highmem',
  '5.10.0',
  '6.12-ppc64le-highatomic',
  '6.12.117-two-nodes',
  '7.3.4',
  'concourse-little-cache',
  'concourse-much-cache',
  'eight-nodes',
];
const questions: Record<string, string>[] = [
  { order: '4' },
  { order: '9', strict: 'true' },
  { size: '324KiB', path: 'vmalloc-noretry' },
  { order: '14' },
  { for: 'veth', cpus: '64' },
  { for: 'iptables', rules: '500' },
  { for: 'container' },
  { for: 'seccomp' },
  { for: 'io-uring', count: '4096', node: '0' },
];
const screens: [string, Screen, boolean][] = [
  ['80 columns', { width: 80, colour: false, symbols: 'none' }, false],
  ['40 columns', { width: 40, colour: false, symbols: 'none' }, false],
  ['120 columns', { width: 120, colour: false, symbols: 'none' }, false],
  ['80 columns, --why', { width: 80, colour: false, symbols: 'none' }, true],
  ['40 columns, a terminal', { width: 40, colour: true, symbols: 'unicode' }, false],
  ['80 columns, a terminal', { width: 80, colour: true, symbols: 'unicode' }, false],
  ['120 columns, a terminal', { width: 120, colour: true, symbols: 'ascii' }, false],
];

async function answerOn(root: string, given: ReadonlyMap<string, string>): Promise<CheckAnswer | null> {
  const { asked, ...plan } = decodeSettings('check', given, {});
  const machine = new Machine(root);
  const needs =
    asked.workloads === undefined
      ? [plainNeed(asked, machine.pageSize)]
      : await workloadNeeds(asked.workloads, asked, machine).catch(notThere);
  if (needs.length === 0) return null;
  const outcome = await check(needs, machine, { ...plan, trial: undefined }, new FakeIo());
  return checkAnswer(outcome, machine, {
    kernel: kernelAnswer(machine.release, machine),
    advice: adviceOn(outcome, machine, asked.cpus),
    largestOrder: largestBlock(outcome, machine.kernel),
    nodes: [],
  });
}

/** This kernel does not have the workload: it is left out. */
function notThere(error: unknown): Need[] {
  if (!(error instanceof UsageError)) throw error;
  return [];
}

async function texts(machine: string): Promise<string> {
  // Relative, so that lines break at the same place wherever the repository lies.
  const root = relative(process.cwd(), fixture(machine));
  const parts: string[] = [];
  for (const question of questions) {
    const given = new Map(Object.entries(question));
    const answer = await answerOn(root, given);
    if (!answer) continue;
    const caller = callerIn('command', { given });
    const asked = [...given].map(([name, text]) => (text === 'true' ? `--${name}` : `--${name} ${text}`));
    parts.push(`# check ${asked.join(' ')}`);
    for (const [name, screen, why] of screens) {
      const text = checkText(answer, { why, screen, caller });
      parts.push(`## ${name}`, text.replaceAll(`${root}/`, '/').replaceAll('\u001b', '␛'));
    }
  }
  return parts.join('\n');
}

describe.each(machines)('the texts for %s', (machine) => {
  const file = join(import.meta.dirname, '../golden', `${machine}.txt`);

  it('are those on record', async () => {
    const now = await texts(machine);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, now);
    expect(now).toBe(readFileSync(file, 'utf8'));
  });

  it('have at most five entries and fit their width', async () => {
    const parts = (await texts(machine)).split('\n## ').slice(1);
    for (const part of parts) {
      const [name = '', ...lines] = part.split('\n# ')[0]!.split('\n');
      const plain = lines.map((line) => line.replace(/␛\[[\d;]*m/g, ''));
      const width = Number(/^\d+/.exec(name)![0]);
      // A word that is longer than the width stands on a line of its own.
      for (const line of plain)
        expect([
          line,
          line.length <= width || /^\s*\S+( \\)?$/.test(line) || /^ {10,}\d|^ {2}pages/.test(line),
        ]).toEqual([line, true]);
      if (name.includes('--why')) continue;
      const entries = plain.filter(
        (line) => /^ {2}(?:found|trial|note|do|more) |^ {10}\S/.test(line) && !/^ {2}do /.test(line),
      );
      expect(entries.filter((line) => /^ {2}\S/.test(line)).length).toBeLessThanOrEqual(5);
    }
  });
});
