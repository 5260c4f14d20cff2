// The repository's own workflows: what they may do, and that what they call is there.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
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
    // What a pull request may have left in a cache is not what is released.
    if (file === 'release.yml')
      for (const step of steps.filter(({ uses = '' }) => uses.startsWith('actions/setup-node@')))
        expect(step.with).toMatchObject({ 'package-manager-cache': false });
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
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-release-test-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  mkdirSync(join(folder, 'tools'));
  cpSync(join(repository, 'tools/release.js'), join(folder, 'tools/release.js'));
  const changelog =
    '# Changelog\n\n## Unreleased\n\n- later\n\n## 1.2.3 (2026-01-31)\n\n### Added\n\n- this\n\n## 1.2.30\n\n- other\n\n## 1.2\n';
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
  const url = 'git+https://github.com/somebody/buddyguard.git';
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ type: 'module', version: '1.2.3', repository: { url } }),
  );

  function release(
    words: readonly string[],
    here = '',
  ): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [join(folder, 'tools/release.js'), ...words], {
      encoding: 'utf8',
      env: { ...process.env, GITHUB_REPOSITORY: here },
    });
  }

  it('gives the section of the changelog as notes, and nothing of its neighbours', () => {
    expect(release(['notes', '1.2.3'])).toMatchObject({ status: 0, stdout: '### Added\n\n- this\n' });
  });

  it('lets a tag pass that all agree with', () => {
    expect(release(['check', 'v1.2.3'], 'somebody/buddyguard')).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    [['check', 'v1.2.4'], '', 'the tag is v1.2.4, and package.json has 1.2.3: expected v1.2.3'],
    [['check', '1.2.3'], '', 'the tag is 1.2.3, and package.json has 1.2.3: expected v1.2.3'],
    [
      ['check', 'v1.2.3'],
      'else/buddyguard',
      `the repository of package.json is ${url}: expected git+https://github.com/else/buddyguard.git`,
    ],
    [['notes', '99.0.0'], '', "CHANGELOG.md has no section '## 99.0.0', or it is empty"],
    [['notes', '1.2'], '', "CHANGELOG.md has no section '## 1.2', or it is empty"],
    [['publish', 'it'], '', "expected check TAG, notes VERSION or artifacts DIR, got 'publish it'"],
    [['check'], '', "expected check TAG, notes VERSION or artifacts DIR, got 'check'"],
  ])('%j %s is refused in one line', (words, here, message) => {
    expect(release(words, here)).toMatchObject({ status: 1, stdout: '', stderr: `release: ${message}\n` });
  });
});

describe('tools/release-dry-run.js', () => {
  const { version, repository: source } = JSON.parse(text('package.json')) as {
    version: string;
    repository: { url: string };
  };
  const major = version.split('.')[0] ?? '';
  const [, account = '', name = ''] = /github\.com\/(.+)\/(.+)\.git$/.exec(source.url) ?? [];
  const said = execFileSync(process.execPath, [join(repository, 'tools/release-dry-run.js')], {
    encoding: 'utf8',
  });
  const notDone = [...said.matchAll(/^ {4}not done: (.*)$/gm)].map(([, command = '']) => command);

  it('goes through every job, builds before it publishes, and publishes to GitHub last', () => {
    expect([...said.matchAll(/^(\w+):$/gm)].map(([, job]) => job)).toEqual([
      'build',
      'npm',
      'image',
      'github',
    ]);
    expect(notDone.indexOf('npm run build:check')).toBeGreaterThan(notDone.indexOf('npm ci'));
  });

  it('publishes the package with provenance, and the image under its version', () => {
    expect(notDone).toContain(`npm publish --provenance --access public ./release/buddyguard-${version}.tgz`);
    expect(notDone).toContain(
      `podman push --digestfile digest buddyguard:${version} ghcr.io/${account.toLowerCase()}/buddyguard:${version}`,
    );
  });

  it('makes a release whole before anybody sees it, and then moves the major tag', () => {
    const [create = '', upload = '', edit = '', move = ''] = notDone.slice(-4);
    expect(create).toMatch(new RegExp(`^gh release create v${version} --draft --verify-tag .*--notes-file`));
    const files = upload.split(' ').slice(4);
    expect(files).toEqual(
      [
        'SHA256SUMS',
        `buddyguard-${version}.tgz`,
        ...['buddyguard-linux-arm64', 'buddyguard-linux-x64', 'buddyguard.cdx.json', 'licenses.txt'],
      ].map((name) => `release/${name}`),
    );
    expect(edit).toBe(`gh release edit v${version} --draft=false`);
    expect(move).toMatch(
      new RegExp(`^gh api --method PATCH repos/${account}/${name}/git/refs/tags/v${major} `),
    );
  });
});
