import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dist } from '../../support/cli.ts';
import { isGone, realProgram } from '../../support/trial-bench.ts';

const cli = join(dist, 'cli.cjs');

function whyNot(): string | null {
  if (realProgram('perl') === null && realProgram('python3') === null) return 'neither perl nor python3';
  return spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0
    ? null
    : 'no strace that may trace';
}
const why = process.platform === 'linux' ? whyNot() : 'not Linux';
if (why !== null) console.log(`${why} here: what the system calls of a trial change is not tested`);
const itHere = why === null ? it : it.skip;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'buddyguard-strace-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** System calls that change what outlives the process; with -f those of the interpreter too. */
const changing = [
  'open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,link,linkat,symlink,symlinkat',
  'unlink,unlinkat,rmdir,truncate,ftruncate,chmod,fchmod,fchmodat,chown,fchown,fchownat,setxattr,mount,umount2',
  'sysctl,setsid,setpriority,sched_setaffinity,shmget,msgget,semget,memfd_create',
];
const known = (names: string): string =>
  names
    .split(',')
    .map((name) => `?${name}`)
    .join(',');

interface Traced {
  /** lines of strace without those that only read */
  changes: string[];
  pids: number[];
  output: string;
}

function traced(command: readonly string[]): Traced {
  const log = join(folder, 'log');
  const output = execFileSync(
    'strace',
    ['-f', '-qq', '-o', log, '-e', `trace=${known(changing.join(','))}`, '-e', 'signal=none', ...command],
    { encoding: 'utf8', cwd: folder, env: { ...process.env, TMPDIR: folder, HOME: folder }, stdio: 'pipe' },
  );
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const reads = /^\d+ +(?:<\.\.\. )?open(?:at2?)?[ (].*(?:O_RDONLY|"\/dev\/(?:null|tty)")|resumed>/;
  return {
    changes: lines.filter((line) => !reads.test(line)),
    pids: [...new Set(lines.map((line) => Number(line.split(' ')[0])))],
    output,
  };
}

describe('the system calls of check --trial', () => {
  itHere('write to no file and change nothing that outlives them', async () => {
    const command = [process.execPath, cli, 'check', '--order', '3', '--trial', '--format', 'json'];
    const { changes, pids, output } = traced(command);
    expect(JSON.parse(output)).toMatchObject({ trial: { measured: 'granted' } });
    expect(pids.length).toBeGreaterThan(1);
    expect(changes).toEqual([]);
    for (const pid of pids) await expect(isGone(pid)).resolves.toBe(true);
    expect(readdirSync(folder)).toEqual(['log']);
  });

  itHere('are seen by this test where one does write', () => {
    const { changes } = traced(['sh', '-c', 'echo 1 > trace']);
    expect(changes).toEqual([expect.stringContaining('"trace", O_WRONLY|O_CREAT')]);
    rmSync(join(folder, 'trace'));
  });
});
