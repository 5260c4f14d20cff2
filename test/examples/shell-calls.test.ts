import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { inNamespace, quoted, whyNoNamespace } from './namespace.ts';
import { makeShim, removeShims } from './shim.ts';

afterAll(removeShims);

const shells = ['/bin/dash', '/bin/bash', '/usr/bin/busybox sh'].filter((shell) =>
  existsSync(shell.split(' ')[0] ?? ''),
);

/** Arguments of iptables-legacy, and whether the call replaces a table. */
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
/** The same for iptables-legacy-restore. */
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
        asked().every((line) => line.startsWith('check --format line --exit-code 75 for=iptables-legacy ')),
      ).toBe(true);
    });
  },
);
