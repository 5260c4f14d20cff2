import { describe, expect, it } from '@jest/globals';
import { idleOptions, unknownVariables } from '../../src/options/unheard.ts';
import { runCli } from '../support/cli.ts';
import { fixture } from '../support/root.ts';

describe('a variable that is no option', () => {
  it.each<[Record<string, string>, string[]]>([
    [{ BUDDYGUARD_ORDER: '4', BUDDYGUARD_DEBUG: '1', BUDDYGUARD_IPTABLES_DIR: '/x', PATH: '/bin' }, []],
    [
      { BUDDYGUARD_ORDR: '4' },
      [
        "the environment variable 'BUDDYGUARD_ORDR' is no option (did you mean BUDDYGUARD_ORDER?): it is not used",
      ],
    ],
    [
      { 'BUDDYGUARD_\u001b[2J': '' },
      ["the environment variable 'BUDDYGUARD_\\x1b[2J' is no option: it is not used"],
    ],
  ])('%j', (environment, said) => {
    expect(unknownVariables(environment)).toEqual(said);
  });
});

describe('an option that has no effect', () => {
  it.each<[Record<string, string>, Record<string, string>, RegExp[]]>([
    [{ rules: '5', 'rules-file': 'f' }, {}, [/^--rules is not used/]],
    [{ rules: '5' }, { BUDDYGUARD_RULES_FILE: 'f' }, [/^--rules is not used/]],
    [{ rules: '5' }, {}, []],
    [{ interval: '5s' }, {}, [/^--interval is not used/]],
    [{ interval: '5s', retries: '3' }, {}, []],
    [{ interval: '5s' }, { BUDDYGUARD_COMPACT: '1' }, []],
    [{ interval: '5s', compact: 'false' }, { BUDDYGUARD_COMPACT: '1' }, [/^--interval is not used/]],
    [{ why: 'true', format: 'json' }, {}, [/^--why is not used: JSON/]],
    [{ why: 'true', format: 'line' }, {}, [/^--why is not used: --format line/]],
    [{ why: 'true', format: 'prometheus' }, {}, [/^--why is not used: --format prometheus/]],
    [{ why: 'true' }, {}, []],
  ])('%j beside %j', (given, environment, said) => {
    const found = idleOptions('check', new Map(Object.entries(given)), environment);
    expect(found).toEqual(said.map((pattern) => expect.stringMatching(pattern)));
  });

  it('--every is used by record, and by show only with --watch', () => {
    const given = new Map([['every', '5s']]);
    expect(idleOptions('record', given, {})).toEqual([]);
    expect(idleOptions('show', new Map([...given, ['watch', 'true']]), {})).toEqual([]);
    expect(idleOptions('show', given, { BUDDYGUARD_WATCH: '1' })).toEqual([]);
    expect(idleOptions('show', given, {})).toEqual([
      expect.stringMatching(/^--every is not used: without --watch/),
    ]);
  });

  it('is said on standard error, and changes nothing', async () => {
    const args = ['check', '--order', '0', '--root', fixture('7.3.4'), '--format', 'json'];
    const environment = { BUDDYGUARD_NODDE: '7' };
    const [plain, warned, quiet] = await Promise.all([
      runCli(args),
      runCli(args, { environment }),
      runCli([...args, '-q'], { environment }),
    ]);
    const timeless = (text: string): string => text.replace(/"afterMilliseconds":\d+/g, '');
    expect([warned.code, timeless(warned.stdout)]).toEqual([0, timeless(plain.stdout)]);
    expect(warned.stderr).toMatch(
      /^buddyguard: the environment variable 'BUDDYGUARD_NODDE' is no option \(did you mean BUDDYGUARD_NODE\?\)/,
    );
    expect(quiet.stderr).toBe('');
  });

  it('a flag switches off what the environment switched on', async () => {
    const args = ['check', '--order', '8', '--root', fixture('eight-nodes')];
    const environment = { BUDDYGUARD_STRICT: '1' };
    const codes = await Promise.all(
      [[], ['--no-strict'], ['--strict=false'], ['--strict=true']].map(
        async (more) => (await runCli([...args, ...more], { environment })).code,
      ),
    );
    expect(codes).toEqual([75, 0, 0, 75]);
  });
});
