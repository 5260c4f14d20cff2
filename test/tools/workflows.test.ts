// The repository's own workflows: what they may do, and that what they call is there.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { repository } from '../support/corpus.ts';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Workflow {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps: Step[]; 'timeout-minutes'?: number }>;
}

const folder = '.github/workflows';
const files = readdirSync(join(repository, folder));
const text = (path: string): string => readFileSync(join(repository, path), 'utf8');
const workflow = (file: string): Workflow => parse(text(join(folder, file))) as Workflow;
const scripts = (JSON.parse(text('package.json')) as { scripts: Record<string, string> }).scripts;

/** Rights beyond reading the code, and the only jobs that may have them. */
const rights: Readonly<Record<string, Record<string, string>>> = {
  'release.yml npm': { 'id-token': 'write' },
  'release.yml image': { packages: 'write', 'id-token': 'write', attestations: 'write' },
  'release.yml github': { contents: 'write', 'id-token': 'write', attestations: 'write' },
};

describe.each(files)('%s', (file) => {
  const { on, permissions, jobs } = workflow(file);
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it('takes other actions by commit, and says which version that is', () => {
    const uses = text(join(folder, file))
      .split('\n')
      .flatMap((line) => /\buses: (.*)$/.exec(line)?.[1] ?? []);
    expect(uses.length).toBeGreaterThan(0);
    for (const each of uses) expect(each).toMatch(/^(?:\.\/|[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
  });

  it('runs no code of strangers with rights, and keeps no token', () => {
    expect(Object.keys(on)).not.toContain('pull_request_target');
    expect(Object.keys(on)).not.toContain('workflow_run');
    for (const step of steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout@')))
      expect(step.with).toMatchObject({ 'persist-credentials': false });
    // What a pull request, a branch or a tag is called is no code: it comes in by the environment.
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  it('has the least rights, and ends', () => {
    expect(Object.values(permissions ?? { none: 'given' }).filter((right) => right !== 'read')).toEqual([]);
    for (const [name, job] of Object.entries(jobs)) {
      const own = Object.entries(job.permissions ?? {}).filter(([, right]) => right !== 'read');
      expect([name, Object.fromEntries(own)]).toEqual([name, rights[`${file} ${name}`] ?? {}]);
      expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
  });

  it('calls what is there', () => {
    for (const { run = '' } of steps) {
      for (const [, script = ''] of run.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g))
        expect(Object.keys(scripts)).toContain(script);
      for (const [, program = ''] of run.matchAll(/\bnode ([\w./-]+)/g))
        expect(() => text(program)).not.toThrow();
      for (const [, path = ''] of run.matchAll(/(?:^|\s)(\.ci\/\w+)/g))
        expect(() => text(path)).not.toThrow();
    }
  });
});

describe('tools/release.js', () => {
  const release = (...words: string[]): string =>
    execFileSync(process.execPath, [join(repository, 'tools/release.js'), ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  it('goes through all steps that need no network', () => {
    const { version } = JSON.parse(text('package.json')) as { version: string };
    expect(release('dry-run')).toMatch(
      new RegExp(`^v${version}: buddyguard-${version}\\.tgz, .*SHA256SUMS; \\d+ lines of notes\\n$`),
    );
  });

  it.each([
    [['check', 'v99.0.0'], /the tag is v99\.0\.0, and package\.json has [\d.]+: expected v/],
    [['notes', '99.0.0'], /CHANGELOG\.md has no section '## 99\.0\.0'/],
    [['publish'], /expected check TAG, notes VERSION, artifacts DIR or dry-run, got 'publish'/],
    [[], /got ''/],
  ])('%j is refused in one line', (words, message) => {
    expect(() => release(...words)).toThrow(message);
  });
});
