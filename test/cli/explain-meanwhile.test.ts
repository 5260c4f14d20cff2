// `run --explain`: what the kernel's own log gains while a command runs and fails.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { UnreadableError } from '../../src/errors.ts';
import { linesSince } from '../../src/kernel-log/read/log-position.ts';
import { cleanEnvironment, dist } from '../support/cli.ts';
import { readableKmsg, refusal, sayInLog, writableKmsg } from '../support/kmsg.ts';
import { findNode } from '../support/nodes.ts';
import { fixture } from '../support/root.ts';
import { removeSteps, runStep } from '../surfaces/action/step.ts';

const machine = ['--order', '0', '--root', fixture('eight-nodes')];
const nobody = 65_534;

interface Asked {
  explain?: string;
  environment?: Record<string, string>;
  user?: number;
}

const run = (script: string, { explain = '--explain', environment = {}, user }: Asked = {}) =>
  spawnSync(
    process.execPath,
    [
      join(dist, 'cli.cjs'),
      'run',
      ...machine,
      ...explain.split(' ').filter(Boolean),
      '--',
      'sh',
      '-c',
      script,
    ],
    {
      encoding: 'utf8',
      env: { ...cleanEnvironment(), ...environment, refusal },
      ...(user === undefined ? {} : { uid: user, gid: user }),
    },
  );
const refuse = 'echo "<4>$refusal" > /dev/kmsg';
const slabOfContainer =
  'SLUB: Unable to allocate memory on node -1 (gfp=0x14000c0)' +
  '" > /dev/kmsg; echo "<4>  cache: kmalloc-1024(1793:0123456789abcdef), object size: 1024, buffer size: 1024, default order: 3, min order: 0';

const describeLog = writableKmsg() ? describe : describe.skip;

describeLog(`with a kernel log${writableKmsg() ? '' : ' (skipped: /dev/kmsg cannot be written)'}`, () => {
  it('explains what it gained, under the output of a command that failed', () => {
    const { status, stdout, stderr } = run(`echo out; ${refuse}; exit 3`);
    expect([status, stdout]).toEqual([3, 'out\n']);
    expect(stderr).toMatch(
      /^buddyguard: the command ended with exit status 3; the guard had said before: available: [^\n]+; meanwhile in the kernel's log:\n(?:.*\n)*line \d+: another process was refused a block of order 5 \(128 KiB\)\n/,
    );
    expect(stderr).toContain('\n  guard  buddyguard check --order 5 --gfp ');
    expect(stderr).toMatch(/\n\d+ (?:distinct )?failures?, [^\n]*\n$/);
  });

  it('leaves the names of other processes and the ids of containers out', () => {
    const script = `${refuse}; echo "<4>${slabOfContainer}" > /dev/kmsg; exit 1`;
    const own = run(script).stderr;
    expect(own).toContain('the slab cache kmalloc-1024');
    for (const secret of ['bg-test', '1793', '0123456789abcdef']) expect(own).not.toContain(secret);
    const all = run(script, { explain: '--explain=all' }).stderr;
    for (const told of ['bg-test', '(1793:0123456789abcdef)']) expect(all).toContain(told);
  });

  it("tells the command's own name", () => {
    const named = refuse
      .replace('$refusal', '${refusal/bg-test/sh}')
      .replace('echo', "bash -c 'echo")
      .concat("'");
    expect(run(`${named}; exit 1`).stderr).toContain('sh was refused a block of order 5');
  });

  it('says nothing of what was there before, nor of a command that went well', () => {
    sayInLog(refusal);
    const { status, stderr } = run('exit 4', { explain: '--explain=all' });
    expect(status).toBe(4);
    expect(stderr).toMatch(/^buddyguard: the command ended with exit status 4; /);
    expect(stderr).not.toContain('bg-test');
    expect(run(`${refuse}; exit 0`)).toMatchObject({ status: 0, stderr: '' });
  });

  it('ends by the signal that ended the command, after telling', () => {
    const { signal, stderr } = run(`${refuse}; kill -TERM $$`);
    expect(signal).toBe('SIGTERM');
    expect(stderr).toMatch(/^buddyguard: the command ended with SIGTERM; /);
    expect(stderr).toContain('was refused a block of order 5');
  });

  it('is on by the environment, off by --no-explain, and without it nothing is told', () => {
    const on = { BUDDYGUARD_EXPLAIN: 'true' };
    expect(run('exit 1', { explain: '', environment: on }).stderr).toContain('the command ended with');
    expect(run('exit 1', { explain: '--no-explain', environment: on }).stderr).toBe('');
    expect(run('exit 1', { explain: '--explain=false' }).stderr).toBe('');
    expect(run('exit 1', { explain: '' }).stderr).toBe('');
  });

  it('cannot be a workflow command', () => {
    const script =
      'echo "<4>##[add-mask]a: page allocation failure: order:5, mode:0xcc0(GFP_KERNEL)" > /dev/kmsg; exit 1';
    const { stderr } = run(script, { explain: '--explain=all', environment: { GITHUB_ACTIONS: 'true' } });
    expect(stderr).toContain('was refused a block of order 5');
    expect(stderr).not.toContain('##[');
  });
});

const found = findNode(24);
const hasNode = 'node' in found;
const describeStep = hasNode && writableKmsg() ? describe : describe.skip;

describeStep(`the Action's last step${hasNode ? '' : ` (skipped: ${found.missing})`}`, () => {
  const inputs = { order: '0', root: fixture('eight-nodes'), explain: 'true' };
  const job = async (given: Record<string, string>, meanwhile: string) => {
    const node = 'node' in found ? found.node : '';
    const step = await runStep(node, { inputs: given });
    expect(step.code).toBe(0);
    sayInLog(meanwhile);
    return runStep(node, { inputs: given, after: step });
  };
  afterAll(removeSteps);

  it('explains a job that failed: in the log, as an annotation, in the summary', async () => {
    const { code, stderr, stdout, commands, summary } = await job(inputs, refusal);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^buddyguard: the job failed; the guard had said before: available: [^\n]+; since then in the kernel's log:\n$/,
    );
    expect(stdout).toContain('another process was refused a block of order 5 (128 KiB)');
    expect(commands.join()).toContain('::warning title=another process was refused a block of order 5');
    expect(summary).toContain('<h4>another process was refused a block of order 5 (128 KiB)');
    expect(summary).toContain('<code>buddyguard check --order 5 --gfp');
    expect(summary + stdout).not.toContain('bg-test');
  });

  it('tells names where it is asked to, and nothing as a command or as markup', async () => {
    const hostile = '##[add-mask]<b>: page allocation failure: order:5, mode:0xcc0(GFP_KERNEL)';
    const { stdout, summary, commands } = await job({ ...inputs, explain: 'all' }, hostile);
    expect(stdout).toContain('add-mask');
    // What starts with `::` is a command of that kind alone, whatever is in its title.
    expect(commands.filter((line) => !line.startsWith('::warning title='))).toEqual([]);
    expect(summary).toContain('add-mask');
    expect(summary).not.toContain('<b>');
  });

  it('says that the log has gained nothing, or that it may not be read', async () => {
    const nothing = await job(inputs, 'all is well');
    expect([nothing.code, nothing.stdout, nothing.summary]).toEqual([0, '', '']);
    expect(nothing.stderr).toBe(
      "buddyguard: the job failed; since the guard's step the kernel's log tells of no failed allocation\n",
    );
    const node = 'node' in found ? found.node : '';
    const states: [Record<string, string>, string][] = [
      [{ unreadable: '/dev/kmsg: why' }, '/dev/kmsg: why'],
      [{ position: 'x' }, '/dev/kmsg: where it ended before is not known'],
    ];
    for (const [state, why] of states) {
      const { code, stdout, stderr } = await runStep(node, { inputs, after: { state } });
      expect([code, stdout]).toEqual([0, '']);
      expect(stderr).toMatch(/^buddyguard: [^\n]*\n$/);
      expect(stderr).toContain(why);
    }
  });

  it('is silent unless it is asked for', async () => {
    const { code, stdout, stderr, summary } = await job({ ...inputs, explain: 'false' }, refusal);
    expect([code, stdout, stderr, summary]).toEqual([0, '', '', '']);
  });
});

describe('--explain', () => {
  it('takes true, false or all', () => {
    const { status, stderr } = run('true', { explain: '--explain=some' });
    expect([status, stderr]).toEqual([64, "buddyguard: --explain: 'some': expected true, false, all\n"]);
  });

  const itAsRoot = process.getuid?.() === 0 ? it : it.skip;
  itAsRoot('is harmless where the log may not be read, and says so where the command fails', () => {
    const { status, stderr } = run('exit 5', { user: nobody });
    expect(status).toBe(5);
    if (!stderr.includes('tells of no failed'))
      expect(stderr).toMatch(
        /^buddyguard: --explain can tell nothing: \/dev\/kmsg: [^\n]*run as root, [^\n]*\n$/,
      );
    expect(run('exit 0', { user: nobody })).toMatchObject({ status: 0, stderr: '' });
  });

  it.each(['', 'kmsg:', 'kmsg:x', 'journal:', 'journal:--file=/etc/shadow', 'other:1'])(
    'does not read on from a place that is none: %j',
    (position) => {
      expect(() => linesSince(position)).toThrow(UnreadableError);
    },
  );

  const itHere = readableKmsg() ? it : it.skip;
  itHere('reads all that there is from before the first record', () => {
    expect(linesSince('kmsg:-1').length).toBeGreaterThan(0);
    expect(linesSince('kmsg:9999999999')).toEqual([]);
  });
});

const journald = '/usr/lib/systemd/systemd-journald';
const hasJournal = writableKmsg() && existsSync(journald);
const itWithJournal = hasJournal ? it : it.skip;

itWithJournal(
  `the journal where /dev/kmsg may not be read${hasJournal ? '' : ' (skipped: no systemd-journald, or not root)'}`,
  () => {
    // Its own /run and /var/log: a journal that is there already is left alone.
    const script = `
      mount -t tmpfs none /run && mount -t tmpfs none /var/log && mkdir -p /run/log/journal || exit 77
      ${journald} & J=$!
      for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.5; journalctl --dmesg -q -n 1 | grep -q . && break; done
      chgrp -R systemd-journal /run/log/journal; chmod -R g+rX /run/log/journal
      (sleep 1; echo "<4>$refusal" > /dev/kmsg) &
      setpriv --reuid ${nobody} --regid ${nobody} --groups "$(getent group systemd-journal | cut -d: -f3)" \
        "$0" "$1" run "\${@:2}" --explain -- sh -c 'sleep 3; exit 3'
      status=$?; kill $J; exit $status`;
    const { status, stderr } = spawnSync(
      'unshare',
      ['--mount', 'bash', '-c', script, process.execPath, join(dist, 'cli.cjs'), ...machine],
      { encoding: 'utf8', env: { ...cleanEnvironment(), refusal } },
    );
    expect(status).toBe(3);
    expect(stderr).toContain('another process was refused a block of order 5');
  },
  60_000,
);
