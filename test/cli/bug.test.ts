// A bug of our own: one line with its code, and the trace for those who ask for it alone. It is put in before anything runs:
// the clock, which every look reads, fails once.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist, oneLine, runCli } from '../support/cli.ts';
import { findNode } from '../support/nodes.ts';
import { fixture, makeRoot, removeRoots } from '../support/root.ts';
import { removeSteps, runStep } from '../surfaces/action/step.ts';

afterAll(() => {
  removeRoots();
  removeSteps();
});

const failing = (thrown: string): string =>
  `const { bigint } = process.hrtime; process.hrtime.bigint = () => { process.hrtime.bigint = bigint; throw ${thrown}; };`;
const folder = makeRoot({
  'error.cjs': failing('new TypeError("x is \\u001b[31mnull")'),
  'text.cjs': failing('"x is \\u001b[31mnull"'),
});

const root = fixture('7.3.4');
const check = ['check', '--order', '4', '--root', root];
const found = findNode(24);
const node = 'node' in found ? found.node : '';

describe.each([
  ['an error', 'error.cjs', true],
  ['what is no error', 'text.cjs', false],
])('that throws %s', (_, file, hasTrace) => {
  const environment = { NODE_OPTIONS: `--require ${join(folder, file)}` };

  it('is 70 and one line', async () => {
    const { code, stdout, stderr } = await runCli(check, { environment });
    expect([code, stdout]).toEqual([70, '']);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toMatch(/^buddyguard: a bug: x is .*null; BUDDYGUARD_DEBUG=1 shows where\n$/);
  });

  it('keeps run from its command', async () => {
    const { code, stdout } = await runCli(['run', ...check.slice(1), '--', 'echo', 'ran'], { environment });
    expect([code, stdout]).toEqual([70, '']);
  });

  it.each(['1', '0'])('with BUDDYGUARD_DEBUG=%s shows where, or does not', async (debug) => {
    const ended = await runCli(check, { environment: { ...environment, BUDDYGUARD_DEBUG: debug } });
    expect([ended.code, ended.stderr]).toEqual([70, expect.stringMatching(/^buddyguard: a bug: /)]);
    expect(/^ {4}at .*:\d+:\d+/m.test(ended.stderr)).toBe(debug === '1' && hasTrace);
    expect(ended.stderr).not.toContain('\u001b');
  });

  it.each(['1', '0'])('is code 101 for a container runtime, BUDDYGUARD_DEBUG=%s', (debug) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, 'cli.cjs')], {
      encoding: 'utf8',
      input: JSON.stringify({ cniVersion: '1.0.0', name: 'net', root }),
      env: {
        ...{ ...cleanEnvironment(), ...environment, BUDDYGUARD_DEBUG: debug },
        ...{ CNI_COMMAND: 'ADD', CNI_CONTAINERID: 'c1', CNI_NETNS: '/run/netns/a', CNI_IFNAME: 'eth0' },
      },
    });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      cniVersion: '1.0.0',
      code: 101,
      msg: expect.stringMatching(
        /^a bug of buddyguard: x is [^\u001b]*null; BUDDYGUARD_DEBUG=1 shows where$/,
      ),
    });
    expect(stderr === '').toBe(debug === '0');
    expect(/^ {4}at .*:\d+:\d+/m.test(stderr)).toBe(debug === '1' && hasTrace);
    expect(stderr).not.toContain('\u001b');
  });

  ('node' in found ? it : it.skip)(
    'fails a step of a workflow, and shows where in its debug log',
    async () => {
      const { code, commands, outputs, stdout } = await runStep(node, {
        inputs: { order: '0', root },
        environment,
      });
      expect([code, outputs['exit-code']]).toEqual([1, '70']);
      const told = commands.filter((command) => command.startsWith('::error '));
      expect(told).toEqual([
        expect.stringMatching(/a bug: x is .*null; a run with debug logging shows where$/),
      ]);
      expect(stdout).toMatch(
        hasTrace ? /^::debug::TypeError: x is .*%0A {4}at /m : /^::debug::x is .*null$/m,
      );
      expect(stdout).not.toContain('\u001b');
    },
  );
});
