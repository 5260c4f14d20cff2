// The single executable does what `node dist/cli.cjs` does, and loads every bundle that it holds.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Architecture, buildBinary, bundlesIn } from '../../tools/binary/build.ts';
import { findBinary, sayWithout } from '../support/binary.ts';
import { cleanEnvironment, dist } from '../support/cli.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const found = findBinary(process.arch, dist);
const binary = 'binary' in found ? found.binary : '';
sayWithout(found, 'the single executable');

// Both under one name, which advice repeats.
const folder = emptyRoot();
const name = join(folder, 'buddyguard');
const own = join(folder, 'own/buddyguard');
const machine = ['--root', fixture('concourse-little-cache')];
const log = join(folder, 'log');
const summary = join(folder, 'summary');
writeFileSync(
  log,
  '[1.0] iptables: vmalloc: allocation failure, allocated 0 of 331776 bytes, mode:0x14010c0(GFP_KERNEL|__GFP_NORETRY), nodemask=(null)\n',
);

interface Call {
  words: string[];
  environment?: Record<string, string>;
  input?: string;
}

function call(words: string[], { environment = {}, input = '' }: Omit<Call, 'words'> = {}) {
  const [program = '', ...rest] = words;
  const { status, stdout, stderr } = spawnSync(program, rest, {
    encoding: 'utf8',
    input,
    env: { ...cleanEnvironment(), ...environment },
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

const cni = JSON.stringify({
  cniVersion: '1.0.0',
  name: 'net',
  type: 'buddyguard',
  for: 'container',
  root: machine[1],
});
const cniCall = {
  CNI_CONTAINERID: 'a',
  CNI_NETNS: '/proc/self/ns/net',
  CNI_IFNAME: 'eth0',
  CNI_PATH: '/opt/cni/bin',
};

/** By the bundle that the call loads. */
const calls: Record<string, Call[]> = {
  'main.cjs': [
    { words: ['check', '--order', '0', ...machine] },
    { words: ['check', '--order', '40', '--format', 'json', ...machine] },
    { words: [], environment: { BUDDYGUARD_ORDER: '2' } },
  ],
  'help.cjs': [{ words: ['check', '--help'] }, { words: ['chekc'] }, { words: ['--version'] }],
  'catalogue.cjs': [{ words: ['check', '--for', 'container,kvm', '--why', ...machine] }],
  'workloads.cjs': [{ words: ['workloads', 'veth', ...machine] }],
  'doctor.cjs': [{ words: ['doctor', '--nonsense'] }, { words: ['doctor', ...machine] }],
  'show.cjs': [{ words: ['show', ...machine] }],
  'record.cjs': [
    { words: ['snapshot', ...machine] },
    { words: ['record', '--output', '/nonexistent/record', ...machine] },
  ],
  'replay.cjs': [{ words: ['check', '--order', '4', '--from', join(folder, 'snapshot')] }],
  'remedies.cjs': [{ words: ['check', '--order', '9', '--compact', ...machine] }],
  'run.cjs': [
    { words: ['run', '--order', '0', ...machine, '--', 'sh', '-c', 'echo "$0 $*"; exit 7', 'a', 'b c'] },
    { words: ['run', '--order', '0', ...machine, '--', 'sh', '-c', 'kill -9 $$'] },
    // Neither blocked nor ignored, as the command would find them without a guard.
    { words: ['run', '--order', '0', ...machine, '--', 'grep', '^Sig[BI]', '/proc/self/status'] },
    { words: ['run', '--order', '40', ...machine, '--', 'true'] },
  ],
  'explain.cjs': [{ words: ['explain', log] }, { words: ['explain', '-'], input: readFileSync(log, 'utf8') }],
  'github.cjs': [
    {
      words: ['check', '--order', '40', '--format', 'github', ...machine],
      environment: { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: join(folder, 'output') },
    },
  ],
  'cni.cjs': [
    { words: [], environment: { ...cniCall, CNI_COMMAND: 'ADD' }, input: cni },
    { words: [], environment: { ...cniCall, CNI_COMMAND: 'ADD' }, input: '{' },
    { words: [], environment: { CNI_COMMAND: 'VERSION' }, input: '{"cniVersion":"1.0.0"}' },
    { words: [], environment: { CNI_COMMAND: 'NONE' } },
  ],
};

('binary' in found ? describe : describe.skip)('the single executable', () => {
  symlinkSync(join(dist, 'cli.cjs'), name);
  mkdirSync(join(folder, 'own'));
  symlinkSync(binary, own);
  call([process.execPath, name, 'snapshot', ...machine, '--output', join(folder, 'snapshot')]);

  /** What is never the same twice, and the version of Node. */
  const changing = /with Node [\d.]+|\d{4}-\d\d-\d\dT[\d:.]+Z|"afterMilliseconds":\d+|next look in [\d.]+ s/g;

  it.each(Object.entries(calls).flatMap(([bundle, list]) => list.map((one) => [bundle, one] as const)))(
    'does with %s what Node does: %j',
    (_, { words, ...how }) => {
      for (const file of ['summary', 'output']) writeFileSync(join(folder, file), '');
      const expected = call([process.execPath, name, ...words], how);
      const written = readFileSync(summary, 'utf8');
      writeFileSync(summary, '');
      const result = call([own, ...words], how);
      const [did, does] = [result, expected].map(({ status, stdout, stderr }) => ({
        status,
        stdout: stdout.replace(changing, ''),
        stderr: stderr.replace(changing, ''),
      }));
      expect(did).toEqual(does);
      expect(readFileSync(summary, 'utf8')).toBe(written);
    },
  );

  it('holds every bundle that a command line can need, and each is called for here', () => {
    expect(['cli.cjs', ...Object.keys(calls)].sort()).toEqual(bundlesIn(dist).sort());
  });

  it('is what it is called, whatever the file is called', () => {
    const copy = join(folder, 'guard.cjs.exe');
    copyFileSync(binary, copy);
    expect(call([copy, 'check', '--order', '0', ...machine]).status).toBe(0);
  });

  it('leaves NODE_OPTIONS to the Node of the job, which gets it', () => {
    const environment = { NODE_OPTIONS: '--require=/nonexistent' };
    const result = call([binary, 'run', '--order', '0', ...machine, '--', 'sh', '-c', 'echo $NODE_OPTIONS'], {
      environment,
    });
    expect(result).toMatchObject({ status: 0, stdout: '--require=/nonexistent\n' });
  });

  it('ends on SIGUSR1 and opens no inspector', async () => {
    const child = spawn(binary, ['check', '--order', '10', '--timeout', '1m', ...machine], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (data: Buffer) => {
      said += String(data);
      if (said.includes('next look in')) child.kill('SIGUSR1');
    });
    expect(await once(child, 'close')).toEqual([138, null]);
    expect(said).toContain('ended by SIGUSR1');
    expect(said).not.toContain('Debugger listening');
  });

  it('is the same, byte for byte, when it is built again', () => {
    const again = join(folder, 'again');
    buildBinary(process.arch as Architecture, dist, again);
    expect(readFileSync(again).equals(readFileSync(binary))).toBe(true);
  });
});
