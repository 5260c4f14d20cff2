// Nowhere to write: full disks, and descriptors that the caller closed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist } from '../support/cli.ts';
import { skips, whyNot } from '../support/faults.ts';
import { fixture } from '../support/root.ts';

const small = `--root '${fixture('concourse-little-cache')}'`;
const refused = `--order 9 --retries 1 --interval 10ms ${small}`;

/** Runs a shell's line; `guard` in it is the program. */
function statusOf(line: string, under: readonly string[] = []): { status: number; stdout: string } {
  const script = `guard() { '${process.execPath}' '${join(dist, 'cli.cjs')}' "$@"; }\n${line}\nexit $?`;
  const { status, stdout } = spawnSync(
    under[0] ?? 'sh',
    [...under.slice(1), ...(under.length > 0 ? ['sh'] : []), '-c', script],
    { env: cleanEnvironment(), encoding: 'utf8' },
  );
  return { status: status ?? -1, stdout };
}

// prettier-ignore
const lines: [string, string, number][] = [
  ['an answer',                       `check --order 0 ${small} >OUT 2>ERR`,              74],
  ['a refusal',                       `check ${refused} >OUT 2>ERR`,                      74],
  ['a wrong option',                  'check --order 99 >OUT 2>ERR',                      64],
  ['a machine that cannot be read',   'check --order 0 --root /nonexistent >OUT 2>ERR',   66],
  ['never',                           `check --order 60 -q ${small} >OUT 2>ERR`,          69],
  ['a refusal by run',                `run ${refused} -- touch "$RAN" >OUT 2>ERR`,        75],
  ['a trial',                         'run --order 0 --trial -- sh -c "exit 3" >OUT 2>ERR', 3],
];

const onDevice = skips('a full device', whyNot('/dev/full', 'test', '-c', '/dev/full'));
(onDevice ? describe.skip : describe)('on /dev/full', () => {
  it.each(lines.filter(([what]) => ['an answer', 'never', 'a trial'].includes(what)))(
    '%s',
    (_, line, status) => {
      const full = line.replace('OUT', '/dev/full').replace('ERR', '/dev/full');
      expect(statusOf(`guard ${full}`)).toEqual({ status, stdout: '' });
    },
  );
});

// A page holds the fill: every further byte is ENOSPC.
const fill = 'mount -t tmpfs -o size=4k full /mnt && head -c 4096 /dev/zero >/mnt/fill || exit 99';
const onDisk = skips('a full disk', whyNot('root and unshare -m', 'unshare', '-m', 'sh', '-c', fill));
(onDisk ? describe.skip : describe)('on a full disk', () => {
  it.each(lines)('%s', (_, line, status) => {
    const full = line.replace('OUT', '/mnt/out').replace('ERR', '/mnt/err');
    const check = 'test -e /mnt/ran && exit 98';
    const script = `${fill}; export TMPDIR=/mnt RAN=/mnt/ran; cd /mnt; guard ${full}; code=$?; ${check}; exit $code`;
    expect(statusOf(script, ['unshare', '-m'])).toEqual({ status, stdout: '' });
  });
});

describe('closed by the caller', () => {
  // Node opens /dev/null in their place: an answer that nobody wants is written, and a command's is its own affair.
  it.each([
    ['standard input', '<&-', 'ran\n'],
    ['standard output', '>&-', ''],
    ['standard error', '2>&-', 'ran\n'],
    ['all three', '<&- >&- 2>&-', ''],
  ])('%s', (_, closed, stdout) => {
    expect(statusOf(`guard check --order 0 -q ${small} ${closed}`)).toEqual({ status: 0, stdout: '' });
    expect(statusOf(`guard check --order 99 ${closed}`)).toEqual({ status: 64, stdout: '' });
    expect(statusOf(`guard run ${refused} -- echo ran ${closed}`)).toEqual({
      status: 75,
      stdout: '',
    });
    const open = statusOf(`guard run --order 0 --trial -- echo ran ${closed}`);
    // echo itself may mind.
    expect([open.status === 0 || stdout === '', open.stdout]).toEqual([true, stdout]);
  });
});
