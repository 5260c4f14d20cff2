import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../support/cli.ts';
import { repository } from '../../support/corpus.ts';
import { findNode } from '../../support/nodes.ts';
import { fixture, makeRoot, removeRoots } from '../../support/root.ts';
import { type Step, type StepOptions, removeSteps, runStep } from './step.ts';

const found = findNode(24);
const describeHere = 'node' in found ? describe : describe.skip;
const node = 'node' in found ? found.node : '';
const eightNodes = fixture('eight-nodes');

const step = (inputs: Record<string, string>, options: StepOptions = {}): Promise<Step> =>
  runStep(node, { inputs, ...options });

afterAll(() => {
  removeSteps();
  removeRoots();
});

describeHere(`the Action under Node 24${'missing' in found ? ` (skipped: ${found.missing})` : ''}`, () => {
  it('runs on what it says', () => {
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(/^v24\./);
  });

  it('lets a step go on that can have its memory', async () => {
    const { code, commands, outputs, summary, stdout } = await step({ order: '0', root: eightNodes });
    expect(code).toBe(0);
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatch(
      /^::notice title=buddyguard%3A available%3A one free block of 4 KiB \(order 0\)%2C and the kernel would grant it now::3\.7 GiB is free$/,
    );
    expect(outputs).toMatchObject({ verdict: 'available', order: '0', 'exit-code': '0', attempts: '1' });
    expect(JSON.parse(outputs.json ?? '')).toMatchObject({ schema: 'buddyguard/check/1', go: true });
    expect(summary).toContain(
      '<h3>✅ available: one free block of 4 KiB (order 0), and the kernel would grant it now</h3>',
    );
    expect(stdout).toMatch(
      /^available: one free block of 4 KiB \(order 0\), and the kernel would grant it now\n {2}found /,
    );
  });

  it('takes several workloads, of which the worst decides', async () => {
    const root = fixture('concourse-little-cache');
    expect(await step({ for: 'veth,kvm', root })).toMatchObject({
      code: 0,
      outputs: { verdict: 'attainable' },
    });
    const { code, outputs, summary } = await step({ for: 'veth,kvm,container', root });
    expect([code, outputs.verdict]).toEqual([1, 'unavailable']);
    expect(JSON.parse(outputs.json ?? '')).toMatchObject({
      workloads: [{ name: 'veth' }, { name: 'kvm' }, { name: 'container', verdict: 'unavailable' }],
    });
    expect(summary).toContain('kvm: struct kvm of a new VM');
  });

  it('keeps its answer where the files of the runner are gone, and says what is lost', async () => {
    const gone = join(eightNodes, 'nothing');
    const { code, commands, stderr } = await step(
      { order: '0', root: eightNodes },
      { environment: { GITHUB_OUTPUT: gone, GITHUB_STEP_SUMMARY: gone } },
    );
    expect(code).toBe(0);
    expect(commands.map((line) => /^::\w+/.exec(line)?.[0])).toEqual(['::notice', '::warning', '::warning']);
    expect(commands[1]).toContain("the step's outputs could not be written: Missing file");
    expect(commands[2]).toContain('the job summary could not be written: Unable to access');
    expect(stderr).toBe('');
  });

  it('stops a step that would fail, after as many looks as it was given', async () => {
    const { code, commands, outputs, summary, stderr } = await step({
      order: '4',
      gfp: 'GFP_ATOMIC',
      retries: '2',
      interval: '1ms',
      root: eightNodes,
    });
    expect(code).toBe(1);
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatch(
      /^::error title=buddyguard%3A unavailable%3A one free block of 64 KiB \(order 4\)%2C and the kernel would likely refuse it now .*; to do: /,
    );
    expect(outputs).toMatchObject({ verdict: 'unavailable', order: '4', 'exit-code': '75', attempts: '3' });
    expect(Number(outputs.likelihood)).toBeLessThan(0.5);
    expect(summary).toContain('<summary>3 looks</summary>');
    expect(stderr.match(/look \d: unavailable/g)).toEqual([
      'look 1: unavailable',
      'look 2: unavailable',
      'look 3: unavailable',
    ]);
  });

  it('draws a machine of 8 nodes zone by zone', async () => {
    const { summary } = await step({ order: '4', gfp: 'GFP_ATOMIC', root: eightNodes });
    const zones = [...summary.matchAll(/(✅|❌|➖) node (\d) <b>(\w+)<\/b>/g)].map(([, ...of]) =>
      of.join(' '),
    );
    expect(zones.sort()).toEqual(
      ['❌ 0 DMA', '❌ 0 DMA32', ...Array.from({ length: 8 }, (_, n) => `❌ ${n} Normal`)].sort(),
    );
    // node 4 has blocks of order 4 and more, 19 times 64 KiB, which its watermark keeps back; node 7 has none.
    expect(summary).toMatch(/❌ node 4 <b>Normal<\/b><\/td><td>[^<]+<\/td><td>[^<]+<\/td><td>19<\/td>/);
    expect(summary).not.toContain('✅ node');
    expect(summary).not.toMatch(/[<>]undefined|NaN|null/);
  });

  it('publishes what can never be had as 69', async () => {
    const { code, outputs } = await step({ order: '40', root: eightNodes });
    expect([code, outputs['exit-code']]).toEqual([1, '69']);
  });

  it('publishes the exit code that was asked for', async () => {
    const { code, outputs } = await step({ order: '4', strict: 'true', 'exit-code': '99', root: eightNodes });
    expect([code, outputs.verdict, outputs['exit-code']]).toEqual([1, 'attainable', '99']);
  });

  describe('where the machine cannot be read', () => {
    const malformed = (): string => makeRoot({ 'proc/buddyinfo': 'Node 0, zone Normal one two\n' });
    it.each([
      ['warns and goes on', {}, 0, '::warning ', '⚠️'],
      ['stops on request', { 'on-unknown': 'fail' }, 1, '::error ', '❓'],
    ] as const)('%s', async (_, inputs, expected, command, sign) => {
      const { code, commands, outputs, summary } = await step({
        order: '3',
        root: '/nonexistent',
        ...inputs,
      });
      expect(code).toBe(expected);
      expect(commands).toHaveLength(1);
      expect(commands[0]?.startsWith(command)).toBe(true);
      expect(outputs).toMatchObject({ verdict: 'unknown', order: '', 'exit-code': '66' });
      expect(summary).toContain(`<h3>${sign} unknown: this machine cannot be read</h3>`);
    });

    it('tells a malformed machine from an absent one', async () => {
      const { code, outputs } = await step({ order: '3', root: malformed() });
      expect([code, outputs.verdict, outputs['exit-code']]).toEqual([0, 'unknown', '65']);
      expect(outputs.reason).toContain('/proc/buddyinfo: line 1');
    });
  });

  describe('inputs', () => {
    it.each([
      [{ order: 'four' }, /^::error title=.*::order: 'four': expected a whole number/],
      [{ order: '3', retries: '-1' }, /::retries: '-1': expected/],
      [{ order: '3', strict: 'perhaps' }, /::strict: 'perhaps': expected true or false/],
      [{}, /::nothing is asked for: expected order N, size SIZE or for NAME/],
      [{ order: '3', size: '2M' }, /::order and size: expected one of them/],
    ])('%j is one line that says what was expected', async (inputs, message) => {
      const { code, commands, outputs, stderr, summary } = await step(inputs);
      expect(code).toBe(1);
      expect(commands).toHaveLength(1);
      expect(commands[0]).toMatch(message);
      expect(outputs).toMatchObject({ verdict: '', 'exit-code': '64', json: '' });
      expect([stderr, summary]).toEqual(['', '']);
    });

    it('that are empty are unset, and leave their say to the environment', async () => {
      const empty = {
        size: '',
        for: '',
        retries: '',
        timeout: '',
        strict: '',
        gfp: '',
        kernel: '',
        compact: '',
      };
      const environment = { BUDDYGUARD_GFP: 'GFP_ATOMIC', BUDDYGUARD_STRICT: 'true' };
      const given = await step({ ...empty, order: '4', root: eightNodes });
      const twins = await step({ ...empty, order: '4', root: eightNodes }, { environment });
      const over = await step(
        { order: '4', root: eightNodes, strict: 'false', gfp: 'GFP_KERNEL' },
        { environment },
      );
      expect([given, twins, over].map(({ outputs }) => outputs.verdict)).toEqual([
        'attainable',
        'unavailable',
        'attainable',
      ]);
      expect([given, twins, over].map(({ code }) => code)).toEqual([0, 1, 0]);
    });
  });

  it.each([
    ['a path', { root: '/no\n::error::such\r::add-mask::x##[group]' }],
    ['a release', { root: eightNodes, kernel: '6.1 ::error::x\n::warning::y ##[group]z' }],
    ['a wrong value', { gfp: 'GFP_%0A::error::\n::error::x##[error]' }],
  ])('obeys nothing that stands in %s', async (_, inputs) => {
    const { commands, outputs, stdout, stderr } = await step({ order: '2', ...inputs });
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatch(/^::(notice|warning|error) title=buddyguard%3A/);
    expect(Object.keys(outputs)).toEqual([
      'verdict',
      'likelihood',
      'order',
      'reason',
      'exit-code',
      'attempts',
      'json',
    ]);
    expect(stdout + stderr).not.toMatch(/[\r\u001b]/);
  });

  describe('the command for later steps', () => {
    it('is on PATH, and runs where there is no Node', async () => {
      const { paths } = await step({ order: '0' });
      expect(paths).toHaveLength(1);
      const version = execFileSync('/bin/sh', ['-c', 'buddyguard --version'], {
        env: { PATH: paths[0] },
        encoding: 'utf8',
      });
      const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
        version: string;
      };
      expect(version.trim()).toBe(manifest.version);
    });

    it('stands there even after a refusal, for the steps that clean up', async () => {
      const { code, paths } = await step({ order: '40', root: eightNodes });
      expect([code, paths.length]).toEqual([1, 1]);
    });

    it('is left out in one line where it cannot be written', async () => {
      const { code, stderr, paths } = await step(
        { order: '0', root: eightNodes },
        { environment: { RUNNER_TEMP: '/proc/nowhere' } },
      );
      expect(code).toBe(0);
      expect(paths).toEqual([]);
      expect(stderr).toMatch(/^buddyguard: 'buddyguard' is not on PATH for later steps: .*ENOENT.*\n$/);
    });
  });

  it('works where nothing is to be published', async () => {
    const environment = { GITHUB_OUTPUT: undefined, GITHUB_STEP_SUMMARY: undefined, GITHUB_PATH: undefined };
    const { code, commands, stderr } = await step({ order: '0', root: eightNodes }, { environment });
    expect([code, stderr]).toEqual([0, '']);
    expect(commands).toHaveLength(1);
  });

  it('publishes no more than its outputs where it goes and is to be quiet', async () => {
    const { stdout, summary, outputs } = await step({ order: '0', root: eightNodes, quiet: 'true' });
    expect([stdout, summary, outputs.verdict]).toEqual(['', '', 'available']);
  });

  const atomic = { order: '4', gfp: 'GFP_ATOMIC', root: eightNodes };
  it.each<[string, Record<string, string>]>([
    ['goes', { order: '0', root: fixture('7.3.4') }],
    ['is refused', atomic],
    ['is refused quietly', { ...atomic, quiet: 'true' }],
  ])('publishes the whole answer as JSON where a step %s', async (_, inputs) => {
    const { quiet, ...options } = inputs;
    const words = Object.entries(options).flatMap(([name, text]) => [`--${name}`, text]);
    const [action, command] = await Promise.all([
      step(inputs),
      runCli(['check', ...words, '--format', 'json']),
    ]);
    const timeless = (json = ''): unknown =>
      JSON.parse(json.replace(/"afterMilliseconds":\d+/g, '"afterMilliseconds":0'));
    expect(timeless(action.outputs.json)).toEqual(timeless(command.stdout));
    expect(quiet === undefined).toBe(action.stdout.split('\n').length > 2);
  });

  it('says in the summary what to do, even where it is to be quiet', async () => {
    const { summary } = await step({ ...atomic, quiet: 'true' });
    expect(summary.split('\n')).toContain('<h4>What to do</h4>');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends at once when the run is cancelled with %s',
    async (signal) => {
      const { code, stderr } = await step(
        { order: '4', gfp: 'GFP_ATOMIC', root: eightNodes, timeout: '10m', interval: '5m' },
        { started: (child) => child.stderr?.once('data', () => child.kill(signal)) },
      );
      expect(code).toBe(signal === 'SIGINT' ? null : 143);
      expect(stderr).toContain(`ended by ${signal} while waiting for memory`);
    },
  );
});
