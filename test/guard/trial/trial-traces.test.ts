import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dist } from '../../support/cli.ts';
import { TrialPath, isGone, limits, realProgram } from '../../support/trial-bench.ts';

const perl = realProgram('perl');
/** Puts a file in the place of the system's perl for one process tree; root alone may. */
const inItsPlace = (file: string): string[] => [
  'unshare',
  '-m',
  'sh',
  '-c',
  'mount --bind "$0" "$1" && shift && exec "$@"',
  file,
  perl ?? '',
];
const canMount = perl !== null && spawnSync('unshare', ['-m', 'true']).status === 0;
const itWithPerl = canMount ? it : it.skip;
if (!canMount)
  console.log('no perl, or no mount namespaces here: what a real trial leaves behind is not tested');

// A copy where any user may read it.
let folder = '';
let path: TrialPath;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'buddyguard-dist-'));
  chmodSync(folder, 0o755);
  cpSync(dist, folder, { recursive: true });
  path = new TrialPath();
  // The system's own is covered by ours, which starts this one.
  if (perl !== null) cpSync(perl, join(folder, 'perl'), { dereference: true });
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
  user: readonly string[] = [],
): { pid: number; kill: () => void; ended: Promise<Ended> } {
  const args = [join(folder, 'cli.cjs'), 'check', '--order', `${order}`, '--trial', '--format', 'json'];
  const [command = '', ...rest] = [...inItsPlace(path.file('perl')), ...user, process.execPath, ...args];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'ignore'] });
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
  itWithPerl.each<[string, string[]]>([
    ['root', []],
    ['nobody', ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']],
  ])('asks the kernel as %s', async (_, user) => {
    path.put('perl', `exec ${join(folder, 'perl')} "$@"`);
    const before = limits();
    const { code, output } = await check(3, user).ended;
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
      `echo $$ > ${path.file('pid.part')}; /bin/mv ${path.file('pid.part')} ${path.file('pid')}; /bin/sleep 0.5; exec ${join(folder, 'perl')} "$@"`,
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
