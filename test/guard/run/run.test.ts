import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildRunDriver } from '../../support/run-driver.ts';

let folder = '';
let driver = '';
beforeAll(() => {
  ({ folder, driver } = buildRunDriver());
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a command by itself, or by the guard, with everything else the same. */
function start(argv: readonly string[], input: string | Buffer = ''): SpawnSyncReturns<Buffer> {
  const [file = '', ...args] = argv;
  return spawnSync(file, args, { input, cwd: folder, maxBuffer: 256 * 1024 * 1024 });
}
const guarded = (argv: readonly string[], input?: string | Buffer): SpawnSyncReturns<Buffer> =>
  start([process.execPath, driver, ...argv], input);
const outcome = ({ status, signal, stdout }: SpawnSyncReturns<Buffer>): object => ({
  status,
  signal,
  stdout: stdout.toString(),
});
const bash = (script: string): SpawnSyncReturns<Buffer> =>
  start(['bash', '-c', script, 'bash', process.execPath, driver]);

describe('the status of the command', () => {
  it('is passed on for every exit code', () => {
    const statuses = JSON.parse(
      start([process.execPath, driver, '--statuses']).stdout.toString(),
    ) as number[];
    expect(statuses).toEqual(Array.from({ length: 256 }, (_, n) => n));
  });

  it.each([
    'TERM',
    'KILL',
    'INT',
    'HUP',
    'QUIT',
    'PIPE',
    'USR1',
    'USR2',
    'ALRM',
    'SEGV',
    'ABRT',
    'BUS',
    'FPE',
    'XFSZ',
  ])('is the same death by SIG%s', (name) => {
    const command = ['sh', '-c', `echo before; kill -${name} $$; echo after`];
    const alone = start(command);
    expect(alone.signal).toBe(`SIG${name}`);
    expect(outcome(guarded(command))).toEqual(outcome(alone));
  });

  it('is 128 plus the signal for the first process of a PID namespace, which cannot kill itself', () => {
    const command = ['unshare', '--pid', '--fork', '--mount-proc'];
    if (start([...command, 'true']).status !== 0) {
      console.warn('not run: needs the right to make a PID namespace');
      return;
    }
    expect(start([...command, process.execPath, driver, 'sh', '-c', 'kill -TERM $$']).status).toBe(143);
    expect(start([...command, process.execPath, driver, 'sh', '-c', 'exit 3']).status).toBe(3);
  });

  it('leaves the core of the command, not one of its own', () => {
    if (readFileSync('/proc/sys/kernel/core_pattern', 'latin1').trim() !== 'core') {
      console.warn('not run: cores of this machine do not go to the working directory');
      return;
    }
    const where = join(folder, 'cores');
    mkdirSync(where);
    const died = bash(`cd ${where}; ulimit -c unlimited; exec "$@" sh -c 'kill -SEGV $$ # by-the-command'`);
    expect(died.signal).toBe('SIGSEGV');
    const cores = readdirSync(where);
    expect(cores).toHaveLength(1);
    const core = readFileSync(join(where, cores[0]!));
    expect(core.includes('by-the-command')).toBe(true);
    expect(core.includes('driver.cjs sh')).toBe(false);
  });
});

describe('a command that cannot be started', () => {
  beforeAll(() => {
    const make = (name: string, text: string, mode: number): void => {
      writeFileSync(join(folder, name), text);
      chmodSync(join(folder, name), mode);
    };
    make('plain', 'echo no first line\nexit 9\n', 0o755);
    make('closed', '#!/bin/sh\n', 0o644);
    make('lost', '#!/no/such/interpreter\n', 0o755);
    make('binary', '\x7fELF\0\0\0', 0o755);
  });

  it.each([
    ['no-such-command-anywhere'],
    ['./no-such-file'],
    [''],
    ['./closed'],
    ['.'],
    ['/'],
    ['./plain/below'],
    ['./lost'],
    ['./plain'],
    ['./binary'],
    ['x'.repeat(5000)],
  ])('ends as env ends it: %j', (file) => {
    const byEnv = start(['env', file]);
    const byUs = guarded([file]);
    expect([byUs.status, byUs.stdout.toString()]).toEqual([byEnv.status, byEnv.stdout.toString()]);
    if (byUs.status === 126 || byUs.status === 127) {
      expect(byUs.stderr.toString()).toMatch(/^(buddyguard: run: '[^\n]*\n|\S+: [^\n]*\n)$/);
    }
  });
});

describe('what the command gets', () => {
  it('is its arguments, unchanged', () => {
    const argv = [
      '0x10',
      '1e3',
      '',
      ' ',
      '--',
      '--order',
      '-h',
      'a\nb',
      '*',
      '$HOME',
      '\\',
      "'",
      '"',
      'é𝄞',
      '\ufffd',
      'ｗ',
    ];
    const print = [
      process.execPath,
      '-e',
      'console.log(JSON.stringify(process.argv.slice(1)))',
      '--',
      ...argv,
    ];
    expect(JSON.parse(guarded(print).stdout.toString())).toEqual(argv);
  });

  it('is its own name as it was given', () => {
    expect(outcome(guarded(['sh', '-c', 'tr "\\0" " " < /proc/$$/cmdline']))).toEqual(
      outcome(start(['sh', '-c', 'tr "\\0" " " < /proc/$$/cmdline'])),
    );
  });

  it('is refused where an argument is not UTF-8, before anything runs', () => {
    const refused = bash(`exec "$@" sh -c 'echo ran' $'caf\\xe9'`);
    expect([refused.status, refused.stdout.toString()]).toEqual([64, '']);
    expect(refused.stderr.toString()).toMatch(
      /^buddyguard: run: argument 3 of the command, 'caf\\ufffd', is not UTF-8 [^\n]*\n$/,
    );
  });

  it('is the environment, working directory, umask, limits and signal actions it would have had', () => {
    const script =
      'env | grep -v ^_= | sort; pwd; umask; ulimit -a; grep -E "^(Sig[PBIC]|Shd|Cap|NoNew|Seccomp:)" /proc/self/status';
    expect(outcome(guarded(['sh', '-c', script]))).toEqual(outcome(start(['sh', '-c', script])));
  });

  it('is standard input to its end', () => {
    const input = Buffer.alloc(10_000_000, 'x');
    expect(guarded(['wc', '-c'], input).stdout.toString().trim()).toBe('10000000');
  });

  it('is standard output without end: 100 MB arrive, in a reader that is slow', () => {
    expect(bash('"$@" head -c 100000000 /dev/zero | (sleep 0.2; wc -c)').stdout.toString().trim()).toBe(
      '100000000',
    );
  });

  it('is SIGPIPE where its reader goes away', () => {
    expect(bash('"$@" yes | head -1; echo ${PIPESTATUS[0]}').stdout.toString()).toBe('y\n141\n');
  });

  it.each([
    ['a file', '"$@" cat /dev/fd/3 3<<<"from three"', 'from three\n'],
    ['a high number', '"$@" cat /dev/fd/63 63<<<"from 63"', 'from 63\n'],
    ['numbers with gaps', '"$@" sh -c "cat <&9; cat <&4" 4<<<four 9<<<nine', 'nine\nfour\n'],
    ['process substitution', '"$@" cat <(echo one) <(echo two)', 'one\ntwo\n'],
    ['a pipe to write to', '"$@" sh -c "echo into >&3" 3> >(cat)', 'into\n'],
    ['a copy of standard output', '"$@" sh -c "echo again >&3" 3>&1', 'again\n'],
    ['nowhere', '"$@" sh -c "echo lost >&3 && echo open" 3>/dev/null', 'open\n'],
    [
      "make's job server",
      'mkfifo s; exec 5<>s; MAKEFLAGS=" -j --jobserver-auth=5,5" "$@" sh -c "echo + >&5; head -c1 <&5"; rm s',
      '+',
    ],
  ])('is the descriptors beyond the three: %s', (_, script, output) => {
    expect(bash(script).stdout.toString()).toBe(output);
  });

  it('is no descriptor of Node itself', () => {
    const list = ['ls', '/proc/self/fd'];
    expect(outcome(guarded(list))).toEqual(outcome(start(list)));
  });
});

describe('a grandchild in the background', () => {
  it('outlives the command, and nobody waits for it', () => {
    const files = 'exec >"$0.out" 2>&1 </dev/null';
    const background = 'sleep 600 & until grep -qx sleep /proc/$!/comm; do :; done; echo $!; exit 4';
    const ended = bash(`(${files}; exec "$@" sh -c '${background}'); code=$?; cat bash.out; exit $code`);
    const pid = Number(ended.stdout.toString());
    expect(ended.status).toBe(4);
    expect(readFileSync(`/proc/${pid}/comm`, 'utf8')).toBe('sleep\n');
    process.kill(pid, 'SIGKILL');
  });
});
