import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { describeInput, inInputTerms } from '../../../src/surfaces/action/inputs.ts';
import { optionsOf } from '../../../src/options/options.ts';
import { failureOutputs } from '../../../src/report/check/github-outputs.ts';
import { repository } from '../../support/corpus.ts';

interface Metadata {
  inputs: Record<string, { description: string; required: boolean; default?: string }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string; post: string; 'post-if': string };
}
const metadata = parse(readFileSync(join(repository, 'action.yml'), 'utf8')) as Metadata;

describe('action.yml', () => {
  it('has the options of run as its inputs, in their words', () => {
    const expected = optionsOf('run').map((option) => [option.name, describeInput(option)]);
    expect(Object.entries(metadata.inputs).map(([name, { description }]) => [name, description])).toEqual(
      expected,
    );
  });

  it('gives no input a default, which would stand over the environment', () => {
    expect(Object.values(metadata.inputs).filter((input) => input.required || 'default' in input)).toEqual(
      [],
    );
  });

  it('has the outputs that are published', () => {
    expect(Object.keys(metadata.outputs)).toEqual(Object.keys(failureOutputs('', 0)));
  });

  it('runs a bundle that is there, on a Node that runners have', () => {
    expect(metadata.runs.using).toBe('node24');
    for (const file of [metadata.runs.main, metadata.runs.post])
      expect(existsSync(join(repository, file))).toBe(true);
    // A job that went well has nothing to explain.
    expect(metadata.runs['post-if']).toBe('failure()');
  });

  it('is what tools/action-inputs.js writes', () => {
    const script = join(repository, 'tools/action-inputs.js');
    expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toContain('agrees');
  });
});

describe('inInputTerms', () => {
  it.each([
    ["--order: 'x': expected", "order: 'x': expected"],
    ['--rules and --rules-file: expected one', 'rules and rules-file: expected one'],
    ['--order-x --orders x--order', '--order-x --orders x--order'],
  ])('%j becomes %j', (message, expected) => {
    expect(inInputTerms(message)).toBe(expected);
  });
});
