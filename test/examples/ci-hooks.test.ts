// Hooks of CI runners, each as its runner calls it and with the variables that its documentation has.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';

const examples = join(repository, 'examples');
const enough = fixture('7.3.4');
const short = fixture('concourse-little-cache');
const system = '/usr/sbin:/usr/bin:/sbin:/bin';
let bin = '';

beforeAll(() => {
  bin = join(emptyRoot(), 'bin');
  mkdirSync(bin);
  symlinkSync(join(dist, 'cli.cjs'), join(bin, 'buddyguard'));
});
afterAll(removeRoots);

type Variables = Record<string, string>;

/** Starts from an empty environment: only what the runner gives is there. */
function call(words: readonly string[], variables: Variables): SpawnSyncReturns<string> {
  const [program = '', ...args] = words;
  return spawnSync(program, args, {
    encoding: 'utf8',
    env: { PATH: `${bin}:${dirname(process.execPath)}:${system}`, HOME: '/nonexistent', ...variables },
    timeout: 60_000,
  });
}

/** Waits as little as can be, but does wait. */
const impatient = { BUDDYGUARD_TIMEOUT: '50ms', BUDDYGUARD_INTERVAL: '10ms' };

/** A hook, what its runner gives it, and how it ends where the memory is not there. */
interface Hook {
  words: readonly string[];
  variables: () => Variables;
  refusal: number;
  /** where the reason is */
  says: 'stdout' | 'stderr';
}

const hooks: Record<string, Hook> = {
  github: {
    words: ['bash', '-e', join(examples, 'github-runner/job-started.sh')],
    variables: () => {
      const folder = emptyRoot();
      const file = (name: string): string => {
        writeFileSync(join(folder, name), '');
        return join(folder, name);
      };
      return {
        ...{
          CI: 'true',
          GITHUB_ACTIONS: 'true',
          GITHUB_JOB: 'build',
          GITHUB_REPOSITORY: 'o/r',
          GITHUB_RUN_ID: '1',
        },
        ...{ GITHUB_SHA: 'a'.repeat(40), GITHUB_WORKSPACE: folder, RUNNER_TEMP: folder, RUNNER_OS: 'Linux' },
        ...{ GITHUB_ENV: file('env'), GITHUB_PATH: file('path'), GITHUB_STEP_SUMMARY: file('summary') },
        GITHUB_EVENT_PATH: file('event.json'),
      };
    },
    refusal: 75,
    says: 'stdout',
  },
  buildkite: {
    words: [join(examples, 'buildkite/pre-bootstrap')],
    variables: () => ({
      ...{ BUILDKITE_AGENT_NAME: 'a-1', BUILDKITE_HOOKS_PATH: '/etc/buildkite-agent/hooks' },
      BUILDKITE_ENV_FILE: join(emptyRoot(), 'job-env'),
    }),
    refusal: 75,
    says: 'stderr',
  },
  gitlab: {
    words: [join(examples, 'gitlab/prepare')],
    variables: () => ({
      ...{ BUILD_FAILURE_EXIT_CODE: '1', SYSTEM_FAILURE_EXIT_CODE: '23', TMPDIR: emptyRoot() },
      ...{
        CUSTOM_ENV_CI_JOB_ID: '7',
        CUSTOM_ENV_CI_PROJECT_DIR: '/builds/o/r',
        JOB_RESPONSE_FILE: '/nonexistent',
      },
      // A job's own variables change nothing.
      CUSTOM_ENV_BUDDYGUARD_FOR: 'veht',
    }),
    refusal: 23,
    says: 'stderr',
  },
};

describe.each(Object.entries(hooks))('%s', (_, { words, variables, refusal, says }) => {
  const run = (root: string, more: Variables = {}): SpawnSyncReturns<string> =>
    call(words, { ...variables(), ...impatient, BUDDYGUARD_ROOT: root, ...more });

  it('lets the job start where the memory is there', () => {
    expect(run(enough)).toMatchObject({ status: 0, stderr: '' });
  });

  it('waits, and then refuses with a reason and the runner’s own code', () => {
    const done = run(short);
    expect(done.status).toBe(refusal);
    expect(done[says]).toContain('container needs 320 KiB');
    expect(done.stderr).toMatch(/look 1: unavailable[^\n]*next look in/);
  });

  it('asks about what the runner’s environment says', () => {
    expect(run(short, { BUDDYGUARD_FOR: 'veth,kvm' }).status).toBe(0);
  });

  it('stops nobody where the machine cannot be read', () => {
    const done = run('/nonexistent');
    expect(done.status).toBe(0);
    expect(done.stdout + done.stderr).toContain('without a check');
  });

  it('is no success with a wrong option', () => {
    const done = run(enough, { BUDDYGUARD_FOR: 'veht' });
    expect(done.status).not.toBe(0);
    expect(done.stdout + done.stderr).toContain("'veht': no such workload");
  });
});

describe('github', () => {
  it('refuses with one annotation, and a summary of why', () => {
    const variables = hooks.github!.variables();
    const done = call(hooks.github!.words, { ...variables, ...impatient, BUDDYGUARD_ROOT: short });
    expect(done.stdout.match(/^::error title=/gm)).toHaveLength(1);
    expect(readFileSync(variables.GITHUB_STEP_SUMMARY!, 'utf8')).toContain('container needs 320 KiB');
  });

  it('runs on the runner’s own Node where there is no other', () => {
    const externals = emptyRoot();
    mkdirSync(join(externals, 'node24/bin'), { recursive: true });
    symlinkSync(process.execPath, join(externals, 'node24/bin/node'));
    const away = emptyRoot();
    for (const name of ['bash', 'dirname', 'readlink', 'timeout'])
      symlinkSync(`/usr/bin/${name}`, join(away, name));
    const done = call(hooks.github!.words, {
      ...hooks.github!.variables(),
      ...{ PATH: away, RUNNER_EXTERNALS: externals, BUDDYGUARD_ROOT: enough },
    });
    expect(done).toMatchObject({ status: 0, stderr: '' });
  });

  it('the chart’s values name the hook, and mount where it is', () => {
    const { template } = parse(readFileSync(join(examples, 'github-runner/values.yaml'), 'utf8')) as {
      template: {
        spec: {
          containers: { env: { name: string; value: string }[]; volumeMounts: { mountPath: string }[] }[];
        };
      };
    };
    const [runner] = template.spec.containers;
    const hook = runner?.env.find(({ name }) => name === 'ACTIONS_RUNNER_HOOK_JOB_STARTED')?.value ?? '';
    const mount = runner?.volumeMounts[0]?.mountPath ?? '';
    expect(existsSync(join(repository, hook.slice(mount.length)))).toBe(true);
    expect(hook.startsWith(`${mount}/`)).toBe(true);
  });
});

describe('gitlab', () => {
  it('goes on with the executor’s own script and its arguments, if it goes', () => {
    const words = [...hooks.gitlab!.words, 'sh', '-c', 'echo prepared "$@"', 'x', 'a b'];
    const run = (root: string): SpawnSyncReturns<string> =>
      call(words, { ...hooks.gitlab!.variables(), ...impatient, BUDDYGUARD_ROOT: root });
    expect(run(enough)).toMatchObject({ status: 0, stdout: 'prepared a b\n' });
    expect(run(short)).toMatchObject({ status: 23, stdout: '' });
  });

  it('the line for pre_get_sources_script stops the shell’s job', () => {
    const config = readFileSync(join(examples, 'gitlab/config.toml'), 'utf8');
    const [, line = ''] = /^ {2}pre_get_sources_script = "(.*)"$/m.exec(config) ?? [];
    const quick = line.replace('--timeout 2m', '--timeout 50ms').replace('--interval 5s', '--interval 10ms');
    expect(quick).not.toBe(line);
    // As the shell executor puts it into the job's script.
    const run = (root: string): SpawnSyncReturns<string> =>
      call(['bash', '-c', `set -eo pipefail\n${quick}\necho sources`], { CI: 'true', BUDDYGUARD_ROOT: root });
    expect(run(enough)).toMatchObject({ status: 0, stdout: 'sources\n' });
    expect(run(short)).toMatchObject({ status: 75, stdout: '' });
  });
});

describe('cron', () => {
  const lines = readFileSync(join(examples, 'cron/buddyguard'), 'utf8').split('\n');
  const [line = ''] = lines.filter((each) => each.startsWith('*/15'));

  it('is a line that cron reads as it is meant', () => {
    // A percent sign would end the command.
    expect(line).not.toContain('%');
    expect(line.split(/\s+/).slice(0, 6)).toEqual(['*/15', '*', '*', '*', '*', 'root']);
    expect(lines.filter((each) => each !== '' && !/^(#|[A-Z]+=|\*\/15 )/.test(each))).toEqual([]);
  });

  it.each([
    ['runs the job', enough, 0, 'done\n'],
    ['starts nothing', short, 75, ''],
  ])('%s', (_, root, status, stdout) => {
    const job = join(emptyRoot(), 'job');
    writeFileSync(job, '#!/bin/sh\necho done\n', { mode: 0o755 });
    const command = line
      .split(/\s+/)
      .slice(6)
      .join(' ')
      .replace('0-59', '0-0')
      .replace('--timeout 5m --interval 5s', '--timeout 50ms --interval 10ms')
      .replace('/run/nightly.lock', `${job}.lock`)
      .replace('/usr/local/bin/nightly', job);
    expect(command).toMatch(/^sleep \$\(shuf -i 0-0 -n 1\); flock -n .* 50ms .*job$/);
    expect(call(['/bin/sh', '-c', command], { BUDDYGUARD_ROOT: root })).toMatchObject({ status, stdout });
  });
});
