import { type SpawnOptions, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TrialPath, isGone, limits, realProgram } from '../../support/trial-bench.ts';

const dist = join(import.meta.dirname, '../../../dist');
const privileged = process.getuid?.() === 0;
const perl = realProgram('perl');
const itWithPerl = perl === null ? it.skip : it;
if (perl === null) console.log('no perl here: what a real trial leaves behind is not tested');

// A copy where any user may read it.
let folder = '';
let path: TrialPath;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'buddyguard-dist-'));
  chmodSync(folder, 0o755);
  cpSync(dist, folder, { recursive: true });
  path = new TrialPath();
});
afterAll(() => {
  path.remove();
  rmSync(folder, { recursive: true });
});

interface Ended {
  code: number | null;
  output: string;
}

function check(
  order: number,
  options: SpawnOptions = {},
): { pid: number; kill: () => void; ended: Promise<Ended> } {
  const args = [join(folder, 'cli.cjs'), 'check', '--order', `${order}`, '--trial', '--format', 'json'];
  const child = spawn(process.execPath, args, {
    ...options,
    env: process.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  return {
    pid: child.pid ?? 0,
    kill: () => child.kill('SIGKILL'),
    ended: new Promise((resolve) =>
      child.once('close', (code) => {
        resolve({ code, output });
      }),
    ),
  };
}

describe('check --trial', () => {
  const users: [string, number][] = privileged
    ? [
        ['root', 0],
        ['nobody', 65534],
      ]
    : [['this user', -1]];
  it.each(perl === null ? [] : users)('asks the kernel as %s', async (_, uid: number) => {
    path.put('perl', 'exec REAL "$@"');
    const before = limits();
    const { code, output } = await check(3, uid < 0 ? {} : { uid, gid: uid }).ended;
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      schema: 'buddyguard/check/1',
      trial: { measured: 'granted', via: 'AF_UNIX datagram (perl)' },
    });
    expect(limits()).toEqual(before);
  });

  itWithPerl('leaves nothing behind when it is killed while the kernel is asked', async () => {
    const before = limits();
    path.put(
      'perl',
      `echo $$ > ${path.file('pid.part')}; /bin/mv ${path.file('pid.part')} ${path.file('pid')}; /bin/sleep 0.5; exec REAL "$@"`,
    );
    const child = check(3);
    for (let waited = 0; waited < 15_000 && !existsSync(path.file('pid')); waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill();
    await child.ended;
    await expect(isGone(Number(readFileSync(path.file('pid'), 'utf8')))).resolves.toBe(true);
    expect(limits()).toEqual(before);
    expect(readdirSync(path.folder).sort()).toEqual(['perl', 'pid']);
  });
});
