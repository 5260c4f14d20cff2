import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { commands } from '../../src/options/commands.ts';
import { environmentName } from '../../src/options/option.ts';
import { options } from '../../src/options/options.ts';
import { exitCodes } from '../../src/exit-codes.ts';
import { repository } from '../support/corpus.ts';
import { cleanEnvironment } from '../support/cli.ts';

const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const shell = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);
const own = shell.filter((line) => line.includes('dist/cli.cjs'));

describe('README', () => {
  it('has commands to run', () => {
    expect(own.length).toBeGreaterThanOrEqual(5);
    expect(shell).toEqual(expect.arrayContaining(['npm cit', 'npm run build']));
  });

  it.each(own)('runs as written: %s', (line) => {
    const { status, stderr, stdout } = spawnSync('sh', ['-c', line], {
      cwd: repository,
      encoding: 'utf8',
      env: cleanEnvironment(),
    });
    // A machine under pressure may well say "not now"; what a reader must never see is usage or a bug.
    expect([exitCodes.go, exitCodes.notNow]).toContain(status);
    expect(stderr + stdout).not.toMatch(/a bug:|expected .*--help/);
  });

  it.each(Object.values(exitCodes))('says exit code %d', (code) => {
    expect(readme).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'));
  });

  it.each([
    'tools/readme.js',
    'tools/readme-inputs.js',
    'tools/action-inputs.js',
    'tools/traced.js',
    'tools/picture.js',
  ])('%s --check finds it current', (script) => {
    const { status, stderr } = spawnSync(process.execPath, [join(repository, script), '--check'], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('is short, and leads to every page of docs', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(200);
    const linked = [...readme.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path);
    for (const path of linked) expect([path, existsSync(join(repository, path))]).toEqual([path, true]);
  });

  it('and its pages show every option, and name the environment variables', () => {
    const pages = readFileSync(join(repository, 'docs/options.md'), 'utf8');
    for (const { name } of options) expect(pages).toContain(`--${name}`);
    expect(pages).toContain(environmentName({ name: 'rules-file' }));
    expect(Object.keys(commands).every((name) => readme.includes(`\`${name}\``))).toBe(true);
  });
});
