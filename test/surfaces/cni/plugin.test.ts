// The plugin as a runtime starts it: another name, variables, JSON on standard input, JSON on standard output.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readdirSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Finished, cleanEnvironment, dist, inParallel } from '../../support/cli.ts';
import { FragmentedRoot } from '../../support/fragmented-root.ts';
import { emptyRoot, fixture, removeRoots } from '../../support/root.ts';

const base = { cniVersion: '1.1.0', name: 'net', type: 'buddyguard' };
const refused = { ...base, root: fixture('concourse-little-cache'), timeout: 0 };
const pod = { CNI_CONTAINERID: 'c1', CNI_NETNS: '/run/netns/a', CNI_IFNAME: 'eth0' };

let plugin = '';
beforeAll(() => {
  plugin = join(emptyRoot(), 'buddyguard');
  symlinkSync(join(dist, 'cli.cjs'), plugin);
});
afterAll(removeRoots);

interface Sent {
  variables?: Record<string, string>;
  started?: (child: ChildProcess) => void;
}

function send(
  command: string,
  configuration: unknown,
  { variables = {}, started }: Sent = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const env = { ...cleanEnvironment(), ...pod, CNI_COMMAND: command, ...variables };
    const child = spawn(process.execPath, [plugin], { env });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString('utf8')));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(typeof configuration === 'string' ? configuration : JSON.stringify(configuration));
    started?.(child);
  });
}

const json = ({ stdout }: Finished): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;

describe('ADD', () => {
  it('where the memory is there is the result of the plugins before', async () => {
    const prevResult = { cniVersion: '1.1.0', interfaces: [{ name: 'eth0', mtu: 1500 }], ips: [], dns: {} };
    const done = await send('ADD', { ...base, root: fixture('7.3.4'), prevResult });
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(json(done)).toEqual(prevResult);
  });

  it.each(['0.3.1', '0.4.0', '1.0.0', '1.1.0'])(
    'as the first plugin is an empty result of %s',
    async (cniVersion) => {
      const done = await send('ADD', { ...base, cniVersion, root: fixture('7.3.4') });
      expect([done.code, done.stderr]).toEqual([0, '']);
      expect(json(done)).toEqual({ cniVersion, interfaces: [], ips: [], routes: [], dns: {} });
    },
  );

  it.each(['0.3.1', '1.1.0'])('is refused with code 11 in %s, and says why', async (cniVersion) => {
    const done = await send('ADD', { ...refused, cniVersion });
    expect([done.code, done.stderr]).toEqual([1, '']);
    expect(json(done)).toEqual({
      cniVersion,
      code: 11,
      msg: expect.stringMatching(
        /^unavailable: container needs .* for the largest table, and the kernel would likely/,
      ),
      details: expect.stringContaining('can be had at once'),
    });
  });

  it('of several workloads is refused for the worst', async () => {
    const root = fixture('concourse-little-cache');
    const ask = (names: string[]): Promise<Finished> =>
      send('ADD', { ...base, root, timeout: 0, for: names });
    expect((await ask(['veth', 'kvm'])).code).toBe(0);
    const worst = await ask(['veth', 'iptables', 'kvm']);
    expect(json(worst)).toMatchObject({ code: 11, msg: expect.stringContaining('iptables needs') });
  });

  it('waits until the memory is there', async () => {
    const root = new FragmentedRoot();
    try {
      const configuration = { ...base, root: root.path, for: ['hugepage'], strict: true };
      expect(json(await send('ADD', { ...configuration, timeout: 0 }))).toMatchObject({ code: 11 });
      const done = await send(
        'ADD',
        { ...configuration, timeout: '60s' },
        {
          started: () => {
            setTimeout(() => {
              root.freeBlocks([0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 100]);
            }, 300);
          },
        },
      );
      expect(done).toMatchObject({ code: 0, stderr: '' });
    } finally {
      root.remove();
    }
  });

  it('for what no wait can bring has a code of its own', async () => {
    // more than all the memory of that machine
    const done = await send('ADD', { ...base, root: fixture('7.3.4'), for: ['iptables'], rules: 10_000_000 });
    expect(json(done)).toMatchObject({ code: 100, msg: expect.stringContaining('can never grant') });
  });

  it.each([
    ['warn', 0],
    ['fail', 1],
  ])('on a machine that cannot be read, with onUnknown %s', async (onUnknown, code) => {
    const done = await send('ADD', { ...base, root: '/nonexistent', timeout: 0, onUnknown });
    expect(done.code).toBe(code);
    const why = '/nonexistent: is not a directory that holds proc/';
    if (code === 0) expect(done.stderr).toBe(`buddyguard: ${why}; continuing without a check\n`);
    else expect(json(done)).toMatchObject({ code: 11, msg: `refused: ${why}` });
  });

  it('for a workload that there is not is code 7', async () => {
    const done = await send('ADD', { ...base, for: ['veht'] });
    expect(done.code).toBe(1);
    expect(json(done)).toMatchObject({
      code: 7,
      msg: expect.stringMatching(/^for 'veht': no such workload/),
    });
  });
});

describe('the other commands', () => {
  it('STATUS refuses where it is told to, with code 50, and never waits', async () => {
    expect(await send('STATUS', refused)).toMatchObject({ code: 0, stdout: '' });
    const done = await send('STATUS', { ...refused, status: true, timeout: '90s' });
    expect(done.code).toBe(1);
    expect(json(done)).toMatchObject({ cniVersion: '1.1.0', code: 50 });
    expect(await send('STATUS', { ...refused, root: fixture('7.3.4'), status: true })).toMatchObject({
      code: 0,
    });
  });

  it.each(['CHECK', 'DEL', 'GC'])('%s has nothing to say, whatever the memory', async (command) => {
    expect(await send(command, refused)).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
  });

  it.each(['', 'not JSON', '{"cniVersion":"9.0.0"}', '{"cniVersion":"1.1.0","name":"n","timout":1}'])(
    'DEL succeeds with %j, and without variables',
    async (text) => {
      const variables = { CNI_CONTAINERID: '', CNI_NETNS: '', CNI_IFNAME: '' };
      expect(await send('DEL', text, { variables })).toMatchObject({ code: 0, stdout: '', stderr: '' });
    },
  );

  it('VERSION lists what is spoken', async () => {
    expect(json(await send('VERSION', { cniVersion: '1.0.0' }))).toEqual({
      cniVersion: '1.0.0',
      supportedVersions: ['0.3.1', '0.4.0', '1.0.0', '1.1.0'],
    });
  });

  it('a wrong call is an error in JSON and nothing else', async () => {
    for (const [command, text, variables, code] of [
      ['ADD', '{', {}, 6],
      ['ADD', JSON.stringify({ ...base, cniVersion: '0.1.0' }), {}, 1],
      ['ADD', JSON.stringify(base), { CNI_NETNS: '' }, 4],
      ['WHAT', JSON.stringify(base), {}, 4],
      ['', JSON.stringify(base), {}, 4],
      ['ADD', JSON.stringify({ ...base, '\u001b[31m\u202e': 1 }), {}, 7],
    ] as const) {
      const done = await send(command, text, { variables });
      expect([done.code, done.stderr]).toEqual([1, '']);
      expect(json(done)).toMatchObject({ code, msg: expect.any(String) });
      expect(done.stdout).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u202e]+\n$/);
    }
  });
});

describe('standard input', () => {
  /** Calls the plugin from a shell's line, in which PLUGIN is it. */
  function fromShell(line: string): Pick<Finished, 'code' | 'stdout' | 'stderr'> {
    const script = line.replaceAll('PLUGIN', `'${process.execPath}' '${plugin}'`);
    const env = { ...cleanEnvironment(), ...pod, CNI_COMMAND: 'ADD' };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', env });
    return { code: status, stdout, stderr };
  }

  it.each<[string, string, number, RegExp]>([
    ['closed', 'PLUGIN <&-', 6, /^the network configuration is not JSON \(0 characters\)$/],
    ['a folder', 'PLUGIN </', 5, /^standard input cannot be read \(EISDIR\)$/],
    ['only written to', 'PLUGIN 0>/dev/null', 5, /^standard input cannot be read \(EBADF\)$/],
    ['without an end', 'PLUGIN </dev/zero', 6, /^the network configuration has more than 16777216 bytes$/],
    [
      'as long as it may be',
      "head -c 16777216 /dev/zero | tr '\\0' ' ' | PLUGIN",
      6,
      /is not JSON \(16777216 characters\)$/,
    ],
    [
      'a byte longer',
      "head -c 16777217 /dev/zero | tr '\\0' ' ' | PLUGIN",
      6,
      /has more than 16777216 bytes$/,
    ],
  ])('that is %s is refused', (_, line, code, msg) => {
    const done = fromShell(line);
    expect([done.code, done.stderr]).toEqual([1, '']);
    expect(JSON.parse(done.stdout)).toMatchObject({ code, msg: expect.stringMatching(msg) });
  });

  it('that does not wait (O_NONBLOCK) is waited for', async () => {
    const fifo = join(emptyRoot(), 'fifo');
    spawnSync('mkfifo', [fifo]);
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(fifo, 'w');
    const child = spawn(process.execPath, [plugin], {
      env: { ...cleanEnvironment(), ...pod, CNI_COMMAND: 'VERSION' },
      stdio: [reader, 'pipe', 'inherit'],
    });
    let stdout = '';
    child.stdout?.on('data', (data: Buffer) => (stdout += data.toString('utf8')));
    const ended = new Promise((resolve) => child.on('close', resolve));
    await new Promise((resolve) => setTimeout(resolve, 300));
    writeSync(writer, '{"cniVersion":');
    await new Promise((resolve) => setTimeout(resolve, 100));
    writeSync(writer, '"0.4.0"}');
    closeSync(writer);
    closeSync(reader);
    expect([await ended, JSON.parse(stdout)]).toMatchObject([0, { cniVersion: '0.4.0' }]);
  });

  const hasScript = spawnSync('script', ['--version']).error === undefined;
  (hasScript ? it : it.skip)('that is a terminal has nothing to say: nobody is left waiting', () => {
    const done = spawnSync('script', ['-qec', `'${process.execPath}' '${plugin}'`, '/dev/null'], {
      encoding: 'utf8',
      env: { ...cleanEnvironment(), ...pod, CNI_COMMAND: 'VERSION' },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: 60_000,
    });
    expect(JSON.parse(done.stdout)).toMatchObject({ cniVersion: '1.1.0' });
  });
});

it('200 at once have each their own answer, and leave nothing behind', async () => {
  const mark = `buddyguard-test-${process.pid}`;
  const calls = Array.from({ length: 200 }, (_, i) => i);
  const answers = await inParallel(
    calls,
    (i) => {
      const prevResult = { cniVersion: '1.1.0', interfaces: [{ name: `eth${i}` }] };
      const configuration = i % 2 === 0 ? { ...base, root: fixture('7.3.4'), prevResult } : refused;
      return send('ADD', configuration, {
        variables: { CNI_CONTAINERID: `c${i}`, CNI_ARGS: `MARK=${mark}` },
      });
    },
    200,
  );
  for (const [i, answer] of answers.entries()) {
    if (i % 2 === 0) expect(json(answer)).toMatchObject({ interfaces: [{ name: `eth${i}` }] });
    else expect(json(answer)).toMatchObject({ code: 11 });
    expect([answer.code, answer.stderr]).toEqual([i % 2, '']);
  }
  expect(withVariable(mark)).toEqual([]);
}, 180_000);

/** The processes whose environment holds a text. */
function withVariable(text: string): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'latin1').includes(text);
    } catch {
      // It has ended, or is somebody else's.
      return false;
    }
  });
}
