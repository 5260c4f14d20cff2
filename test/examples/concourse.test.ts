import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { environmentName } from '../../src/options/option.ts';
import { optionsOf } from '../../src/options/options.ts';
import { cleanEnvironment, dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { fixture } from '../support/root.ts';
import { pipelineErrors, taskErrors } from './concourse-schema.ts';
import { inNamespace, quoted, whyNoNamespace } from './namespace.ts';
import { newFolder, removeShims } from './shim.ts';

interface Task {
  platform: string;
  inputs?: { name: string }[];
  params: Record<string, string | number | boolean | null>;
  run: { path: string; args: string[] };
}
interface Step {
  get?: string;
  task?: string;
  file?: string;
  image?: string;
  privileged?: boolean;
  params?: Record<string, unknown>;
  in_parallel?: Step[];
}
interface Pipeline {
  resources: { name: string }[];
  jobs: { plan: Step[] }[];
}

const folder = 'examples/concourse';
const load = (name: string): unknown => parse(readFileSync(join(repository, folder, name), 'utf8'));
const files = readdirSync(join(repository, folder)).filter((name) => name.endsWith('.yml'));
const pipelines = files.filter((name) => name.startsWith('pipeline'));
const tasks = files.filter((name) => !name.startsWith('pipeline'));

afterAll(removeShims);

describe('the check of Concourse files', () => {
  const task = { platform: 'linux', run: { path: 'node' } };
  it.each([
    [task, []],
    [{ ...task, privileged: true }, ['task.privileged: unknown field']],
    [
      { ...task, attempts: 2, timeout: '1m', tags: ['a'] },
      ['task.attempts: unknown field', 'task.timeout: unknown field', 'task.tags: unknown field'],
    ],
    [{ run: {} }, ['task: no platform', 'task.run: no path']],
    [{ ...task, params: { A: { b: 1 } } }, ['task.params.A: not one value']],
    [
      { ...task, inputs: [{ path: 'x' }], run: { path: 'a', arg: [] } },
      ['task.run.arg: unknown field', 'task.inputs[0]: no name'],
    ],
  ])('of the task %j finds %j', (value, expected) => {
    expect(taskErrors(value, 'task')).toEqual(expected);
  });

  it.each([
    [{ get: 'a' }, []],
    [{ task: 'a', file: 'b', privileged: true, attempts: 2, timeout: '1h30m', tags: ['t'] }, []],
    [{ task: 'a' }, ['p.jobs[0].plan[0]: a task has either file or config']],
    [{ task: 'a', file: 'b', privilege: true }, ['p.jobs[0].plan[0].privilege: unknown field']],
    [{ get: 'a', put: 'b' }, ['p.jobs[0].plan[0]: not one step but get, put']],
    [{ in_parallel: [{ gett: 'a' }] }, ['p.jobs[0].plan[0].in_parallel[0]: not one step but none']],
    [
      { task: 'a', config: { ...task, privileged: true } },
      ['p.jobs[0].plan[0].config.privileged: unknown field'],
    ],
  ])('of the step %j finds %j', (value, expected) => {
    expect(pipelineErrors({ jobs: [{ name: 'j', plan: [value] }] }, 'p')).toEqual(expected);
  });
});

describe.each(tasks)('the task %s', (name) => {
  const task = load(name) as Task;

  it('has nothing that Concourse refuses', () => {
    expect(taskErrors(task, name)).toEqual([]);
  });

  it('has params that are options of its command', () => {
    const command = task.run.args.find((word) => word === 'run') ?? 'check';
    const known = optionsOf(command).map(environmentName);
    expect(Object.keys(task.params).filter((param) => !known.includes(param))).toEqual([]);
  });
});

describe.each(pipelines)('the pipeline %s', (name) => {
  const pipeline = load(name) as Pipeline;
  const flat = (steps: Step[]): Step[] =>
    steps.flatMap((step) => (step.in_parallel ? flat(step.in_parallel) : [step]));

  it('has nothing that Concourse refuses', () => {
    expect(pipelineErrors(pipeline, name)).toEqual([]);
  });

  it('gets what its tasks take, and gives our tasks only params that they have', () => {
    const resources = pipeline.resources.map((resource) => resource.name);
    for (const { plan } of pipeline.jobs) {
      const got = flat(plan).flatMap((step) => step.get ?? []);
      expect(got.filter((resource) => !resources.includes(resource))).toEqual([]);
      for (const step of flat(plan).filter((one) => one.task !== undefined)) {
        expect(got).toContain(step.file?.split('/')[0]);
        if (step.image !== undefined) expect(got).toContain(step.image);
        if (step.file?.startsWith('buddyguard/') !== true) continue;
        const task = load(step.file.slice(`buddyguard/${folder}/`.length)) as Task;
        expect(
          (task.inputs ?? []).map((input) => input.name).filter((input) => !got.includes(input)),
        ).toEqual([]);
        expect(Object.keys(step.params ?? {}).filter((param) => !(param in task.params))).toEqual([]);
      }
    }
  });

  it('is privileged where iptables is run, and only there', () => {
    const steps = pipeline.jobs.flatMap((job) => flat(job.plan)).filter((step) => step.task !== undefined);
    expect(steps.map((step) => [step.file?.split('/').at(-1), step.privileged ?? false])).toEqual(
      name === 'pipeline-run.yml'
        ? [['run.yml', true]]
        : [
            ['check.yml', false],
            ['firewall.yml', true],
          ],
    );
  });
});

/** A build folder as Concourse lays it out: a folder an input, params in the environment (null is empty). */
function layOut(
  name: string,
  params: Record<string, string>,
): { cwd: string; words: string[]; environment: Record<string, string> } {
  const task = load(name) as Task;
  const cwd = newFolder();
  for (const input of task.inputs ?? []) {
    if (input.name === 'buddyguard') {
      mkdirSync(join(cwd, 'buddyguard'));
      symlinkSync(dist, join(cwd, 'buddyguard/dist'));
    } else if (input.name === 'node') {
      mkdirSync(join(cwd, 'node/rootfs/usr/local/bin'), { recursive: true });
      symlinkSync(process.execPath, join(cwd, 'node/rootfs/usr/local/bin/node'));
    } else {
      mkdirSync(join(cwd, input.name, 'ci'), { recursive: true });
      writeFileSync(
        join(cwd, input.name, 'ci/rules.v4'),
        '*filter\n-A INPUT -s 10.0.0.1/32 -j DROP\nCOMMIT\n',
      );
    }
  }
  const own = Object.fromEntries(
    Object.entries(task.params).map(([key, value]) => [key, value === null ? '' : String(value)]),
  );
  const environment = { ...own, ...params, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}` };
  return { cwd, words: [task.run.path, ...task.run.args], environment };
}

describe('check.yml, run as Concourse runs it', () => {
  const run = (params: Record<string, string>) => {
    const { cwd, words, environment } = layOut('check.yml', params);
    const [path = '', ...args] = words;
    return spawnSync(path, args, { cwd, env: { ...cleanEnvironment(), ...environment }, encoding: 'utf8' });
  };
  const eightNodes = fixture('eight-nodes');

  it.each([
    [{ BUDDYGUARD_ORDER: '0', BUDDYGUARD_ROOT: eightNodes }, 0, /^available: one free block of 4 KiB /],
    [
      { BUDDYGUARD_ORDER: '4', BUDDYGUARD_GFP: 'GFP_ATOMIC', BUDDYGUARD_ROOT: eightNodes },
      75,
      /^unavailable: /,
    ],
    [{ BUDDYGUARD_ORDER: '40', BUDDYGUARD_ROOT: eightNodes }, 69, /^unavailable: /],
    [
      { BUDDYGUARD_FOR: 'iptables', BUDDYGUARD_RULES: '2000', BUDDYGUARD_ROOT: eightNodes },
      0,
      /^available: iptables/,
    ],
  ])('with %j ends with %i', (params, status, said) => {
    const result = run(params);
    expect(result.status).toBe(status);
    expect(result.stdout).toMatch(said);
    expect(Math.max(...result.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('names a wrong param by its own name', () => {
    const { status, stderr } = run({ BUDDYGUARD_ORDER: 'four' });
    expect(status).toBe(64);
    expect(stderr).toMatch(/^buddyguard: BUDDYGUARD_ORDER: 'four': expected a whole number .*\n$/);
  });

  it('asks for a param where none says what is wanted', () => {
    expect(run({}).status).toBe(64);
  });
});

const missing = whyNoNamespace('iptables', 'iptables-restore');
const describeHere = missing === null ? describe : describe.skip;

describeHere(`run.yml, run as Concourse runs it${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  const run = (params: Record<string, string>) => {
    const { cwd, words, environment } = layOut('run.yml', params);
    return inNamespace(`${words.map(quoted).join(' ')}; echo "status $?"; iptables -S INPUT`, {
      cwd,
      environment,
    });
  };

  it('loads the rules', () => {
    expect(existsSync(join(repository, 'dist/cli.cjs'))).toBe(true);
    expect(run({}).stdout).toBe('status 0\n-P INPUT ACCEPT\n-A INPUT -s 10.0.0.1/32 -j DROP\n');
  });

  it('refuses with 75 and does nothing', () => {
    const params = {
      BUDDYGUARD_FOR: '',
      BUDDYGUARD_ORDER: '4',
      BUDDYGUARD_GFP: 'GFP_ATOMIC',
      BUDDYGUARD_ROOT: fixture('eight-nodes'),
      BUDDYGUARD_TIMEOUT: '5ms',
      BUDDYGUARD_INTERVAL: '1ms',
    };
    const { stdout, stderr } = run(params);
    expect(stdout).toBe('status 75\n-P INPUT ACCEPT\n');
    expect(stderr).toContain('the command was not started');
  });
});
