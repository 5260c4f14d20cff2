// `check --format github`: what a workflow's step gets from the command itself.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { runCli } from '../support/cli.ts';
import { fixture } from '../support/root.ts';

const folder = mkdtempSync(join(tmpdir(), 'buddyguard-github-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it.each([
  ['', /^unavailable: [\s\S]*\n::error title=buddyguard%3A unavailable/],
  // Only the log's text is quiet.
  ['-q', /^::error title=buddyguard%3A unavailable[^\n]*\n$/],
])('check --format github %s publishes the answer', async (flag, stdout) => {
  const [output, summary] = [join(folder, `output${flag}`), join(folder, `summary${flag}`)];
  for (const file of [output, summary]) writeFileSync(file, '');
  const root = fixture('3.10.0-fragmented');
  const words = ['check', '--order', '5', '--gfp', 'GFP_ATOMIC', '--root', root, '--format', 'github'];
  const found = await runCli(flag === '' ? words : [...words, flag], {
    environment: { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary },
  });
  expect(found).toMatchObject({ code: 75, stderr: '', stdout: expect.stringMatching(stdout) });
  for (const name of ['verdict', 'likelihood', 'order', 'reason', 'exit-code', 'attempts', 'json'])
    expect(readFileSync(output, 'utf8')).toContain(`${name}<<`);
  expect(readFileSync(summary, 'utf8')).toMatch(/^<h3>🛑 unavailable: one free block of 128 KiB \(order 5\)/);
});
