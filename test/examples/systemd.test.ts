import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { decodeSettings } from '../../src/options/settings.ts';
import { parseFast } from '../../src/options/parse.ts';
import { repository } from '../support/corpus.ts';
import { newFolder, removeShims, writeScript } from './shim.ts';

const examples = join(repository, 'examples/systemd');
const worker = join(repository, 'examples/concourse/worker');
const help = spawnSync('systemd-analyze', ['--help'], { encoding: 'utf8' });
const missing = help.error
  ? 'systemd-analyze is not installed'
  : help.stdout.includes('--root')
    ? null
    : 'systemd-analyze has no --root';
const describeHere = missing === null ? describe : describe.skip;

afterAll(removeShims);

/** A system of its own: the examples, the programs that they start, and the units that they lean on. */
function makeSystem(): string {
  const root = newFolder();
  const units = join(root, 'etc/systemd/system');
  cpSync(examples, units, { recursive: true });
  for (const program of [
    '/usr/local/bin/buddyguard',
    '/usr/local/bin/run-vm-tests',
    '/usr/local/bin/daemon',
    '/bin/sh',
  ]) {
    mkdirSync(dirname(join(root, program)), { recursive: true });
    writeScript(join(root, program), 'exit 0');
  }
  for (const target of [
    'sysinit',
    'basic',
    'shutdown',
    'network-pre',
    'multi-user',
    'timers',
    'time-set',
    'time-sync',
  ]) {
    writeFileSync(join(units, `${target}.target`), '[Unit]\nDefaultDependencies=no\n');
  }
  for (const service of ['libvirtd', 'concourse-worker']) {
    writeFileSync(join(units, `${service}.service`), '[Service]\nExecStart=/usr/local/bin/daemon\n');
  }
  return root;
}

function verify(root: string, ...units: readonly string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(
    'systemd-analyze',
    ['verify', `--root=${root}`, '--man=no', ...units],
    { encoding: 'utf8' },
  );
  return { status, said: stdout + stderr };
}

describeHere(`systemd-analyze verify${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  it.each(readdirSync(examples).filter((name) => /\.(service|timer)$/.test(name)))(
    'finds nothing wrong with %s',
    (unit) => {
      expect(verify(makeSystem(), unit)).toEqual({ status: 0, said: '' });
    },
  );

  it('finds nothing wrong with the drop-in for libvirtd', () => {
    expect(verify(makeSystem(), 'libvirtd.service')).toEqual({ status: 0, said: '' });
  });

  it.each(readdirSync(worker))("finds nothing wrong with the Concourse worker's drop-in %s", (name) => {
    const root = makeSystem();
    const folder = join(root, 'etc/systemd/system/concourse-worker.service.d');
    mkdirSync(folder);
    cpSync(join(worker, name), join(folder, name));
    expect(verify(root, 'concourse-worker.service')).toEqual({ status: 0, said: '' });
  });

  it.each([
    ['firewall.service', /^RestartSec=.*$/m, 'RestartSec=10x', /Failed to parse sec value/],
    [
      'firewall.service',
      /^RestartPrevent.*$/m,
      'RestartForceExitStatus=75',
      /isn't allowed for Type=oneshot/,
    ],
    [
      'libvirtd.service.d/buddyguard.conf',
      /^ExecStartPre=.*$/m,
      'ExecStartPre=/usr/local/bin/nothing',
      /is not executable/,
    ],
    ['vm-tests.timer', /^OnCalendar=.*$/m, 'OnCalendar=sometimes', /Failed to parse calendar/],
  ])('finds what is wrong with %s: %s as %s', (file, line, wrong, said) => {
    const root = makeSystem();
    const path = join(root, 'etc/systemd/system', file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(line, wrong));
    const unit = file.split('/')[0]?.replace(/\.d$/, '') ?? '';
    expect(verify(root, unit).said).toMatch(said);
  });
});

describe('the commands in the units', () => {
  const lines = ['firewall.service', 'vm-tests.service', 'libvirtd.service.d/buddyguard.conf'].map((file) => {
    const text = readFileSync(join(examples, file), 'utf8');
    return /\/usr\/local\/bin\/buddyguard (.*?)(;.*)?$/m.exec(text)?.[1] ?? '';
  });

  it.each(lines)('buddyguard %s is understood', (line) => {
    const words = parseFast(line.split(' '));
    expect(words).not.toBeNull();
    expect(() => decodeSettings(words!.command, words!.given, {})).not.toThrow();
  });
});

describe('the condition of vm-tests.service', () => {
  const text = readFileSync(join(examples, 'vm-tests.service'), 'utf8');
  const script = /^ExecCondition=\/bin\/sh -c '(.*)'$/m.exec(text)?.[1]?.replaceAll('$$', '$') ?? '';

  it.each([
    // buddyguard's code, what systemd gets: 1 to 254 skips, 255 fails
    [0, 0],
    [75, 75],
    [64, 255],
    [65, 255],
    [66, 255],
    [69, 255],
    [70, 255],
    [127, 255],
  ])('makes %i into %i', (code, expected) => {
    const fake = writeScript(join(newFolder(), 'buddyguard'), `exit ${code}`);
    const { status } = spawnSync('sh', ['-c', script.replace('/usr/local/bin/buddyguard', fake)]);
    expect(status).toBe(expected);
  });
});
