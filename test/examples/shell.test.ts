import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { fixture } from '../support/root.ts';
import { inNamespace, quoted, whyNoNamespace } from './namespace.ts';
import { makeFakeIptables, makeShim, newFolder, removeShims, shimSource, writeScript } from './shim.ts';

afterAll(removeShims);

const shells = ['/bin/dash', '/bin/bash', '/usr/bin/busybox sh'].filter((shell) =>
  existsSync(shell.split(' ')[0] ?? ''),
);

/** The real tool of iptables-legacy, then what a call does to the kernel: does it replace a table? */
const calls: readonly (readonly [string, boolean])[] = [
  ['-L', false],
  ['-S', false],
  ['-nvL INPUT', false],
  ['-L -n -v -x', false],
  ['--list-rules FORWARD', false],
  ['-V', false],
  ['--version', false],
  ['-h', false],
  ['-N one', true],
  ['--new-chain two', true],
  ['--new three', true],
  ['-A one -j ACCEPT', true],
  ['--append one -j DROP', true],
  ['--app one -s 10.0.0.1 -j DROP', true],
  ['-vA one -p tcp --dport 22 -j ACCEPT', true],
  ['-t filter -A one -m comment --comment -L -j RETURN', true],
  ['-tfilter -I one -j RETURN', true],
  ['-w -I one 1 -j RETURN', true],
  ['-C one -j ACCEPT', false],
  ['--check one -j ACCEPT', false],
  ['-w -C one -j DROP', false],
  ['-R one 1 -j LOG', true],
  ['--replace one 1 -j LOG', true],
  ['-D one 1', true],
  ['--delete one -j ACCEPT', true],
  ['-E two four', true],
  ['--rename-chain four two', true],
  ['-Z', true],
  ['-Z one 1', true],
  ['-L -Z', true],
  ['-P FORWARD DROP', true],
  ['--policy FORWARD ACCEPT', true],
  ['-F one', true],
  ['--flush', true],
  ['-X two', true],
  ['--delete-chain three', true],
  ['-t nat -A OUTPUT -p tcp -j REDIRECT', true],
];
const restores: readonly (readonly [string, boolean])[] = [
  ['', true],
  ['-n', true],
  ['--noflush', true],
  ['-w 2', true],
  ['-c -n', true],
  ['-t', false],
  ['--test', false],
  ['-nt', false],
  ['--tes', false],
  ['-V', false],
];

const missing = whyNoNamespace('iptables-legacy', 'strace');
const describeTraced = missing === null ? describe : describe.skip;

describeTraced(
  `the shim asks when the kernel is asked${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    it.each(shells)('under %s, call by call', (shell) => {
      const { folder, asked } = makeShim('exit 0', shell);
      const trace = join(folder, 'trace');
      const rules = '*filter\n:one - [0:0]\n-A one -j ACCEPT\nCOMMIT\n';
      const call = (tool: string, words: string): string =>
        `printf ${quoted(rules)} | strace -f -qq -e trace=setsockopt -o ${trace} ${folder}/${tool} ${words} >/dev/null 2>&1
       echo "${tool} ${words}: $? $(grep -c IPT_SO_SET_REPLACE ${trace}) $(wc -l <${folder}/asked)"`;
      const all = [
        ...calls.map(([words, replaces]) => ['iptables-legacy', words, replaces] as const),
        ...restores.map(([words, replaces]) => ['iptables-legacy-restore', words, replaces] as const),
      ];
      const { stdout } = inNamespace(
        [`: >${folder}/asked`, ...all.map(([tool, words]) => call(tool, words))].join('\n'),
      );
      const seen = stdout
        .trim()
        .split('\n')
        .map((line) => / *(.*): (\d+) (\d+) (\d+)$/.exec(line)?.slice(1) ?? [line]);
      let before = 0;
      const told = seen.map(([what, status, replaced, count]) => {
        const row = [what, Number(status) === 0, Number(replaced), Number(count) - before];
        before = Number(count);
        return row;
      });
      const expected = all.map(([tool, words, replaces]) => [
        `${tool} ${words}`.trim(),
        true,
        replaces ? 1 : 0,
        replaces ? 1 : 0,
      ]);
      expect(told.map(([what, ...rest]) => [String(what).trim(), ...rest])).toEqual(expected);
      expect(
        asked().every((line) => line.startsWith('check --format text --exit-code 75 for=iptables ')),
      ).toBe(true);
    });
  },
);

const noTables = whyNoNamespace('iptables-legacy', 'iptables-nft');
const describeTables = noTables === null ? describe : describe.skip;

describeTables(`the shim before real iptables${noTables === null ? '' : ` (skipped: ${noTables})`}`, () => {
  const path = (folder: string): string => `PATH=${folder}:$PATH`;

  it('changes what the real one changes and prints what it prints', () => {
    const { folder } = makeShim();
    const script = `iptables-legacy -N one && iptables-legacy -A one -s 10.1.2.3 -j DROP && iptables-legacy -S
      iptables-legacy -A nowhere -j DROP; echo "status $?"; iptables-legacy -C one -j ACCEPT; echo "status $?"`;
    const [bare, shimmed] = [inNamespace(script), inNamespace(`${path(folder)}; ${script}`)];
    expect(bare.stdout).toContain('-A one -s 10.1.2.3/32 -j DROP');
    expect([shimmed.stdout, shimmed.stderr]).toEqual([bare.stdout, bare.stderr]);
  });

  it.each(['legacy', 'nft'])('hands a long rule set on a pipe through untouched (%s)', (kind) => {
    const { folder, asked } = makeShim('cat >/dev/null; exit 0');
    const rules = Array.from(
      { length: 3000 },
      (_, i) => `-A INPUT -s 10.${i >> 8}.${i & 255}.1/32 -m comment --comment "rule ${i}  $x" -j DROP`,
    );
    const text = `*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n${rules.join('\n')}\nCOMMIT\n`;
    const script = `cat | iptables-${kind}-restore && iptables-${kind}-save -t filter | grep ^-A`;
    const shimmed = inNamespace(`${path(folder)}; ${script}`, { input: text });
    const loaded = shimmed.stdout.trim().split('\n');
    expect(loaded).toHaveLength(rules.length);
    expect(loaded.find((line, index) => line !== rules[index])).toBeUndefined();
    expect(asked()).toEqual([
      `check --format text --exit-code 75 for=${kind === 'nft' ? 'iptables-nft' : 'iptables'} file=`,
    ]);
  });

  it.each([
    ['iptables-legacy-restore <rules', '/proc/self/fd/3'],
    ['iptables-legacy-restore rules', 'rules'],
    ['iptables-legacy-restore --wait=2 rules', 'rules'],
    ['cat rules | iptables-legacy-restore', ''],
    ['iptables-legacy-restore --noflush <rules', ''],
    ['iptables-legacy-restore -cn rules', ''],
    ['iptables-legacy-restore -T filter <rules', '/proc/self/fd/3'],
    ['BUDDYGUARD_RULES=7 iptables-legacy-restore <rules', ''],
  ])('sizes `%s` by %j and leaves it whole for the real one', (command, file) => {
    const copy = join(newFolder(), 'seen');
    const { folder, asked } = makeShim(
      `[ -z "$BUDDYGUARD_RULES_FILE" ] || cat "$BUDDYGUARD_RULES_FILE" >${copy}`,
    );
    const rules = '*filter\n-A INPUT -s 10.0.0.1/32 -j DROP\nCOMMIT\n';
    const cwd = newFolder();
    writeFileSync(join(cwd, 'rules'), rules);
    const { stdout } = inNamespace(`${path(folder)}; ${command}; iptables-legacy -S INPUT`, { cwd });
    expect(stdout).toContain('-A INPUT -s 10.0.0.1/32 -j DROP');
    expect(asked()).toEqual([`check --format text --exit-code 75 for=iptables file=${file}`]);
    expect(existsSync(copy) ? readFileSync(copy, 'utf8') : '').toBe(file === '' ? '' : rules);
  });

  it('is called 20 times at once and loses no rule', () => {
    const { folder, asked } = makeShim('sleep 0.05');
    const script = `for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        iptables-legacy -w -A INPUT -s 10.0.0.$i -j DROP & done; wait; iptables-legacy -S INPUT | grep -c DROP`;
    expect(inNamespace(`${path(folder)}; ${script}`).stdout.trim()).toBe('20');
    expect(asked()).toHaveLength(20);
  });

  it('is not asked again by what the guard itself calls', () => {
    const { folder, asked } = makeShim('iptables-legacy -A INPUT -s 10.9.9.9 -j DROP');
    const { stdout, status } = inNamespace(
      `${path(folder)}; iptables-legacy -A INPUT -s 10.8.8.8 -j DROP; iptables-legacy -S INPUT`,
    );
    expect(status).toBe(0);
    expect(stdout.match(/10\.\d\.\d\.\d/g)).toEqual(['10.9.9.9', '10.8.8.8']);
    expect(asked()).toHaveLength(1);
  });

  it('does for Garden what Garden does to its tables, with the little environment that it keeps', () => {
    const { folder, asked } = makeShim();
    const bin = `${folder}/iptables-legacy`;
    const script = `set -e
      ${bin} -w -L w--input 2>/dev/null || ${bin} --wait --table filter -N w--input
      ${bin} --wait --table filter -N w--instance-1
      ${bin} -w -I w--input 1 -d 10.254.0.6 -j ACCEPT
      printf '*filter\\n-I w--instance-1 1 -d 8.8.8.8 -j RETURN\\nCOMMIT\\n' | ${folder}/iptables-legacy-restore --noflush
      ${bin} -w -C w--input -d 10.254.0.6 -j ACCEPT
      ${bin} -w -A w--input -g w--instance-1
      ${bin} --wait --table filter -S w--input | grep w--instance-1 | sed -e s/-A/-D/ | xargs --no-run-if-empty --max-lines=1 ${bin} -w -t filter
      ${bin} --wait --table filter -F w--instance-1
      ${bin} --wait --table filter -X w--instance-1
      ${bin} -S`;
    const { stdout, stderr, status } = inNamespace(script, {
      bare: true,
      environment: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').filter((line) => line.includes('w--'))).toEqual([
      '-N w--input',
      '-A w--input -d 10.254.0.6/32 -j ACCEPT',
    ]);
    expect(asked()).toHaveLength(8);
  });

  describe('with the real buddyguard', () => {
    const script = 'iptables-legacy -A INPUT -s 10.0.0.1 -j DROP; echo "status $?"; iptables-legacy -S INPUT';
    const guard = `exec ${quoted(process.execPath)} ${quoted(join(dist, 'cli.cjs'))} "$@"`;

    it('lets a call go that can have its memory', () => {
      const { folder } = makeShim(guard);
      const { stdout, stderr } = inNamespace(`${path(folder)}; ${script}`, {
        environment: { BUDDYGUARD_ORDER: '0' },
      });
      expect(stdout).toBe('status 0\n-P INPUT ACCEPT\n-A INPUT -s 10.0.0.1/32 -j DROP\n');
      expect(stderr).toBe('');
    });

    it('refuses a call that cannot, and leaves the table alone', () => {
      const { folder } = makeShim(guard);
      const { stdout, stderr } = inNamespace(`${path(folder)}; ${script}`, {
        environment: { BUDDYGUARD_ORDER: '40' },
      });
      expect(stdout).toBe('status 4\n-P INPUT ACCEPT\n');
      expect(stderr).toMatch(
        /^iptables-legacy: not run: unavailable: a block of order 40 can never be had on this machine\n/,
      );
    });

    // The machines of the incident: kernel 4.15.0-1044-aws, whose x_tables gives up after one pass over the clean cache.
    it.each([
      ['concourse-little-cache', 'status 4', /^iptables-legacy: not run: unavailable: iptables /],
      ['concourse-much-cache', 'status 0', /^$/],
    ])('answers on %s with %s', (machine, status, said) => {
      const { folder } = makeShim(guard);
      const environment = { BUDDYGUARD_ROOT: fixture(machine) };
      const { stdout, stderr } = inNamespace(`${path(folder)}; ${script}`, { environment });
      expect(stdout.split('\n')[0]).toBe(status);
      expect(stderr).toMatch(said);
    });

    it('asks for exactly the rules in the file that will be loaded', () => {
      const { folder } = makeShim();
      const answer = join(folder, 'answer');
      writeScript(
        join(folder, 'buddyguard'),
        `exec ${quoted(process.execPath)} ${quoted(join(dist, 'cli.cjs'))} check --format json >${answer}`,
      );
      const rules = Array.from(
        { length: 1000 },
        (_, i) => `-A INPUT -s 10.0.${i >> 8}.${i & 255} -j DROP\n`,
      ).join('');
      inNamespace(`${path(folder)}; cat >rules; iptables-legacy-restore <rules`, {
        cwd: newFolder(),
        input: `*filter\n${rules}COMMIT\n`,
      });
      const { request } = JSON.parse(readFileSync(answer, 'utf8')) as {
        request: { bytes: number; workload: string };
      };
      // 1000 rules of 112 + 40 bytes, and little more for the built-in chains.
      expect(request.workload).toBe('iptables');
      expect(request.bytes).toBeGreaterThan(152_000);
      expect(request.bytes).toBeLessThan(154_000);
    });

    it('is installed by one command, under the names that are here, and uninstalled with its folder', () => {
      const folder = join(newFolder(), 'with space');
      const install = spawnSync(join(repository, 'examples/shell/install'), [folder], {
        encoding: 'utf8',
        env: cleanEnvironment(),
      });
      expect([install.status, install.stderr]).toEqual([0, '']);
      const environment = { PATH: `${folder}:/usr/sbin:/usr/bin:/sbin:/bin`, BUDDYGUARD_ORDER: '40' };
      const { stdout } = inNamespace(`command -v iptables-restore; command -v ip6tables-legacy; ${script}`, {
        bare: true,
        environment,
      });
      expect(stdout).toBe(
        `${folder}/iptables-restore\n${folder}/ip6tables-legacy\nstatus 4\n-P INPUT ACCEPT\n`,
      );
      const again = spawnSync(join(repository, 'examples/shell/install'), [folder], { encoding: 'utf8' });
      expect(again.status).toBe(0);
    });
  });
});

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
    ['iptables-legacy', 'iptables'],
    ['ip6tables-legacy', 'ip6tables'],
    ['ip6tables-nft', 'iptables-nft'],
    ['iptables-nft-restore', 'iptables-nft'],
    ['ip6tables-legacy-restore', 'ip6tables'],
  ])('asks for %s as the workload %s', (name, workload) => {
    const real = makeFakeIptables('exit 0', name);
    const { folder, asked } = makeShim();
    run(folder, name.includes('restore') ? [] : ['-F'], { BUDDYGUARD_IPTABLES_DIR: real }, name);
    expect(asked()).toEqual([`check --format text --exit-code 75 for=${workload} file=`]);
  });

  it('asks for what the real one is, whatever its name', () => {
    const real = makeFakeIptables('exit 0', 'xtables-nft-multi');
    symlinkSync('xtables-nft-multi', join(real, 'iptables'));
    const { folder, asked } = makeShim();
    run(folder, ['-F'], { BUDDYGUARD_IPTABLES_DIR: real });
    expect(asked()).toEqual(['check --format text --exit-code 75 for=iptables-nft file=']);
  });

  it("goes on without a check in silence, with a line for the system's log", () => {
    const real = makeFakeIptables('echo ran', 'iptables');
    const { folder } = makeShim('echo no /proc; exit 66');
    writeScript(join(folder, 'logger'), `echo "$@" >>${folder}/log`);
    const { stderr } = run(folder, ['-F'], {
      BUDDYGUARD_IPTABLES_DIR: real,
      PATH: `${folder}:/usr/bin:/bin`,
    });
    expect(stderr.toString()).toBe('');
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
