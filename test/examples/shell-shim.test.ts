import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment } from '../support/cli.ts';
import { makeFakeIptables, makeShim, newFolder, removeShims, shimSource, writeScript } from './shim.ts';

afterAll(removeShims);

const shells = ['/bin/dash', '/bin/bash', '/usr/bin/busybox sh'].filter((shell) =>
  existsSync(shell.split(' ')[0] ?? ''),
);

describe('the shim', () => {
  const run = (
    folder: string,
    words: readonly string[],
    environment: Record<string, string> = {},
    name = 'iptables',
  ) =>
    spawnSync(join(folder, name), words, {
      encoding: 'buffer',
      env: { ...cleanEnvironment(), ...environment },
      input: '',
    });

  it.each(shells)('hands every argument on as it is, under %s', (shell) => {
    const real = makeFakeIptables('for word; do printf "%s\\0" "$word"; done', 'iptables');
    const { folder } = makeShim('exit 0', shell);
    const words = ['-A', '', 'a b', '*', '$x', "it's", '--', '-', 'line\nfeed', '\\n', '-\u00e4'];
    const { stdout } = run(folder, words, { BUDDYGUARD_IPTABLES_DIR: real });
    expect(stdout.toString().split('\0').slice(0, -1)).toEqual(words);
  });

  it('hands on an argument that is not UTF-8', () => {
    const real = makeFakeIptables('printf "%s" "$2"', 'iptables');
    const { folder } = makeShim();
    const script = `BUDDYGUARD_IPTABLES_DIR=${real} ${folder}/iptables -A "$(printf '\\377\\200')"`;
    expect([...spawnSync('sh', ['-c', script]).stdout]).toEqual([0xff, 0x80]);
  });

  describe.each([
    // what the guard ends with, what the call ends with, whether the real one ran
    [0, 7, true],
    [75, 4, false],
    [69, 4, false],
    [64, 2, false],
    [66, 7, true],
    [65, 7, true],
    [70, 7, true],
    [126, 7, true],
    [127, 7, true],
    [130, 130, false],
    [143, 143, false],
  ])('where the guard ends with %i', (guard, expected, runs) => {
    const real = makeFakeIptables('echo ran; exit 7', 'iptables');
    it(`ends with ${expected}`, () => {
      const { folder } = makeShim(`echo the reason; echo progress >&2; exit ${guard}`);
      const { status, stdout, stderr } = run(folder, ['-F'], { BUDDYGUARD_IPTABLES_DIR: real });
      expect([status, stdout.toString()]).toEqual([expected, runs ? 'ran\n' : '']);
      const refused = !runs && guard < 128;
      expect(stderr.toString()).toBe(refused ? 'iptables: not run: the reason\nprogress\n' : '');
    });
  });

  it('stops on unknown where it is to, with the code that it is to', () => {
    const real = makeFakeIptables('echo ran', 'iptables');
    const { folder } = makeShim('echo no /proc; exit 66');
    const environment = {
      BUDDYGUARD_IPTABLES_DIR: real,
      BUDDYGUARD_ON_UNKNOWN: 'fail',
      BUDDYGUARD_EXIT_CODE: '9',
    };
    const { status, stdout, stderr } = run(folder, ['-F'], environment);
    expect([status, stdout.toString(), stderr.toString()]).toEqual([9, '', 'iptables: not run: no /proc\n']);
  });

  it.each(['Fail', 'FAIL', 'yes', 'warn ', '1'])(
    'with BUDDYGUARD_ON_UNKNOWN=%j starts nothing',
    (setting) => {
      const real = makeFakeIptables('echo ran', 'iptables');
      const { folder, asked } = makeShim('exit 0');
      const environment = { BUDDYGUARD_IPTABLES_DIR: real, BUDDYGUARD_ON_UNKNOWN: setting };
      const { status, stdout, stderr } = run(folder, ['-F'], environment);
      expect([status, stdout.toString(), asked()]).toEqual([2, '', []]);
      expect(stderr.toString()).toBe('iptables: not run: BUDDYGUARD_ON_UNKNOWN: expected warn or fail\n');
    },
  );

  it("starts nobody's program out of the folder that it is called in", () => {
    const real = makeFakeIptables('echo ran', 'iptables');
    const { folder } = makeShim();
    const here = newFolder();
    for (const name of ['buddyguard', 'logger', 'readlink', 'tail', 'cat'])
      writeScript(join(here, name), `echo started >>${here}/started`);
    rmSync(join(folder, 'buddyguard'));
    const { status, stdout } = spawnSync(join(folder, 'iptables'), ['-F'], {
      cwd: here,
      env: { PATH: '.::/usr/bin:/bin', BUDDYGUARD_IPTABLES_DIR: real },
      encoding: 'utf8',
    });
    expect([status, stdout, existsSync(join(here, 'started'))]).toEqual([0, 'ran\n', false]);
  });

  it('goes on where there is no buddyguard at all', () => {
    const real = makeFakeIptables('echo ran', 'iptables');
    const { folder } = makeShim();
    const { status, stdout } = run(folder, ['-F'], {
      BUDDYGUARD_IPTABLES_DIR: real,
      BUDDYGUARD_COMMAND: '/nonexistent',
    });
    expect([status, stdout.toString()]).toEqual([0, 'ran\n']);
  });

  it.each(['-S', '-F'])(
    'finds the real one for %s behind itself, links to itself and copies of itself',
    (word) => {
      const real = makeFakeIptables('echo "ran $0"', 'iptables');
      const { folder: first, asked } = makeShim();
      const [linked, copied, again, empty] = [newFolder(), newFolder(), newFolder(), newFolder()];
      symlinkSync(join(first, 'iptables'), join(linked, 'iptables'));
      for (const folder of [copied, again]) copyFileSync(shimSource, join(folder, 'iptables'));
      writeFileSync(join(empty, 'iptables'), 'not executable');
      const path = [linked, 'relative', '', first, empty, copied, again, '/nonexistent', real].join(':');
      const environment = { PATH: `${path}:/usr/bin:/bin`, BUDDYGUARD_COMMAND: join(first, 'buddyguard') };
      for (const folder of [first, linked, copied, again]) {
        const { stdout, status } = run(folder, [word], environment);
        expect([status, stdout.toString()]).toEqual([0, `ran ${real}/iptables\n`]);
      }
      expect(asked()).toHaveLength(word === '-F' ? 4 : 0);
      const relative = spawnSync('./iptables', [word], { cwd: copied, encoding: 'utf8', env: environment });
      expect(relative.stdout).toBe(`ran ${real}/iptables\n`);
    },
  );

  it('says where to look when there is no real one', () => {
    const { folder } = makeShim();
    const { status, stderr } = run(folder, ['-S'], { BUDDYGUARD_IPTABLES_DIR: '/nonexistent' });
    expect([status, stderr.toString()]).toEqual([
      127,
      'iptables: the real iptables is not found; BUDDYGUARD_IPTABLES_DIR says where it is\n',
    ]);
  });

  it('reads its settings from beside itself, under what the environment says', () => {
    const real = makeFakeIptables('exit 0', 'iptables');
    const { folder } = makeShim('echo "$BUDDYGUARD_TIMEOUT $BUDDYGUARD_STRICT"; exit 75');
    writeFileSync(join(folder, 'buddyguard.env'), ': "${BUDDYGUARD_TIMEOUT=3s}"\nBUDDYGUARD_STRICT=true\n');
    const told = [{}, { BUDDYGUARD_TIMEOUT: '9s' }].map((environment) =>
      run(folder, ['-F'], { BUDDYGUARD_IPTABLES_DIR: real, ...environment }).stderr.toString(),
    );
    expect(told).toEqual(['iptables: not run: 3s true\n', 'iptables: not run: 9s true\n']);
  });

  it.each([
    ['iptables-legacy', 'iptables-legacy'],
    ['ip6tables-legacy', 'ip6tables-legacy'],
    ['ip6tables-nft', 'iptables-nft'],
    ['iptables-nft-restore', 'iptables-nft'],
    ['ip6tables-legacy-restore', 'ip6tables-legacy'],
  ])('asks for %s as the workload %s', (name, workload) => {
    const real = makeFakeIptables('exit 0', name);
    const { folder, asked } = makeShim();
    run(folder, name.includes('restore') ? [] : ['-F'], { BUDDYGUARD_IPTABLES_DIR: real }, name);
    expect(asked()).toEqual([`check --format line --exit-code 75 for=${workload} file=`]);
  });

  it('asks for what the real one is, whatever its name', () => {
    const real = makeFakeIptables('exit 0', 'xtables-nft-multi');
    symlinkSync('xtables-nft-multi', join(real, 'iptables'));
    const { folder, asked } = makeShim();
    run(folder, ['-F'], { BUDDYGUARD_IPTABLES_DIR: real });
    expect(asked()).toEqual(['check --format line --exit-code 75 for=iptables-nft file=']);
  });

  // The system's own logger, with ours mounted in its place: root alone may.
  const canMount = existsSync('/usr/bin/logger') && spawnSync('unshare', ['-m', 'true']).status === 0;
  (canMount ? it : it.skip)("goes on without a check in silence, with a line for the system's log", () => {
    const real = makeFakeIptables('echo ran', 'iptables');
    const { folder } = makeShim('echo no /proc; exit 66');
    const logger = writeScript(join(folder, 'logger'), `echo "$@" >>${folder}/log`);
    const script = 'mount --bind "$0" /usr/bin/logger && exec "$@"';
    const args = ['-m', 'sh', '-c', script, logger, join(folder, 'iptables'), '-F'];
    const env = { ...cleanEnvironment(), BUDDYGUARD_IPTABLES_DIR: real };
    expect(spawnSync('unshare', args, { env, encoding: 'utf8' }).stderr).toBe('');
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe(
      '-t buddyguard iptables: run without a check: no /proc\n',
    );
  });

  const terminal = spawnSync('script', ['-qec', 'exit 3', '/dev/null'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const itTerminal = terminal.status === 3 ? it : it.skip;
  itTerminal(
    `shows the wait and the warning on a terminal${terminal.status === 3 ? '' : ' (skipped: no script(1))'}`,
    () => {
      const real = makeFakeIptables('echo ran', 'iptables');
      const { folder } = makeShim('echo look 1 >&2; echo no /proc; exit 66');
      const { stdout } = spawnSync('script', ['-qec', `${folder}/iptables -F`, '/dev/null'], {
        encoding: 'utf8',
        env: { ...cleanEnvironment(), BUDDYGUARD_IPTABLES_DIR: real },
      });
      expect(stdout.split('\r\n')).toEqual(['look 1', 'iptables: run without a check: no /proc', 'ran', '']);
    },
  );
});
