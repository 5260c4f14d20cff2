// What a runtime may send, and which error code of the specification answers what it may not.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Call, readCall } from '../../../src/surfaces/cni/call.ts';
import { CniError } from '../../../src/surfaces/cni/protocol.ts';

const pod = {
  CNI_CONTAINERID: 'c-1',
  CNI_NETNS: '/run/netns/a',
  CNI_IFNAME: 'eth0',
  CNI_PATH: '/opt/cni/bin',
};
const base = { cniVersion: '1.1.0', name: 'net', type: 'buddyguard' };
const commands = ['ADD', 'CHECK', 'DEL', 'GC', 'STATUS', 'VERSION'] as const;

function call(command: string, configuration: unknown, variables: Record<string, string> = pod): Call {
  const text = typeof configuration === 'string' ? configuration : JSON.stringify(configuration);
  return readCall({ CNI_COMMAND: command, ...variables }, () => text);
}

/** The code and the message that a call is refused with. */
function refusal(run: () => unknown): [number, string] {
  try {
    run();
  } catch (error) {
    if (error instanceof CniError) return [error.code, error.message];
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a configuration', () => {
  it('of nothing but the network means a container, five seconds, and a warning', () => {
    expect(call('ADD', base)).toMatchObject({
      command: 'ADD',
      version: '1.1.0',
      status: false,
      previous: null,
      settings: {
        asked: { workloads: ['container'], rules: undefined },
        ...{ timeoutMilliseconds: 5000, retries: Infinity, onUnknown: 'warn', root: '/' },
        ...{ compact: false, strict: false, dropCaches: false, trial: false },
      },
    });
  });

  it('says all that it may', () => {
    const own = { for: ['container', 'kvm'], rules: 500, timeout: '1m', compact: true, strict: true };
    const rest = { onUnknown: 'fail', root: '/host', status: true };
    expect(call('STATUS', { ...base, ...own, ...rest })).toMatchObject({
      status: true,
      settings: {
        asked: { workloads: ['container', 'kvm'], rules: 500 },
        ...{ timeoutMilliseconds: 60_000, compact: true, strict: true, onUnknown: 'fail', root: '/host' },
      },
    });
  });

  it.each([[0], ['0'], ['0s']])('with timeout %j does not wait', (timeout) => {
    expect(call('ADD', { ...base, timeout })).toMatchObject({
      settings: { timeoutMilliseconds: undefined, retries: 0 },
    });
  });

  it('of a runtime has more keys, which are not this plugin’s', () => {
    const more = {
      ...{
        capabilities: { portMappings: true },
        runtimeConfig: { portMappings: [] },
        args: {},
        ipMasq: true,
      },
      ...{ ipam: { type: 'host-local' }, dns: {}, 'cni.dev/valid-attachments': [] },
    };
    expect(call('GC', { ...base, ...more })).toMatchObject({ command: 'GC' });
  });

  it('takes nothing from the environment but what the protocol says', () => {
    expect(call('ADD', base, { ...pod, BUDDYGUARD_FOR: 'kvm', BUDDYGUARD_STRICT: '1' })).toMatchObject({
      settings: { asked: { workloads: ['container'] }, strict: false },
    });
  });

  it.each<[string, number, unknown, RegExp]>([
    ['not JSON', 6, '{"cniVersion":', /not JSON/],
    ['nothing', 6, '', /not JSON/],
    ['a list', 6, [base], /not a JSON object/],
    ['null', 6, 'null', /not a JSON object/],
    [
      'no version',
      1,
      { name: 'net' },
      /^cniVersion: missing: expected one of 0\.3\.1, 0\.4\.0, 1\.0\.0, 1\.1\.0$/,
    ],
    ['an older version', 1, { ...base, cniVersion: '0.2.0' }, /^cniVersion: '0\.2\.0'/],
    ['a newer version', 1, { ...base, cniVersion: '2.0.0' }, /^cniVersion: '2\.0\.0'/],
    ['a version that is a number', 1, { ...base, cniVersion: 1 }, /^cniVersion: 1:/],
    ['no name', 7, { cniVersion: '1.0.0' }, /^name: missing/],
    ['a name that is none', 7, { ...base, name: '../x' }, /^name: '\.\.\/x'/],
    ['a type that is none', 7, { ...base, type: 3 }, /^type: 3/],
    ['an unknown key', 7, { ...base, timout: '5s' }, /^'timout': no such key \(did you mean timeout\?\)/],
    ['a key of an option that it does not have', 7, { ...base, trial: true }, /^'trial': no such key/],
    [
      'a key of every object',
      7,
      `{"cniVersion":"1.1.0","name":"n","__proto__":{}}`,
      /^'__proto__': no such key/,
    ],
    ['an inherited key', 7, { ...base, toString: 1 }, /^'toString': no such key/],
    ['for, not a list', 7, { ...base, for: 'container' }, /^for: 'container': expected a list/],
    ['for, empty', 7, { ...base, for: [] }, /^for: a list: expected a list of workloads/],
    ['for, two in one', 7, { ...base, for: ['veth,kvm'] }, /^for: a list: expected a list of workloads/],
    ['for, a number', 7, { ...base, for: [1] }, /^for: a list/],
    ['rules, a text', 7, { ...base, rules: '500' }, /^rules: '500': expected a number/],
    ['rules, a fraction', 7, { ...base, rules: 1.5 }, /^rules: '1\.5': expected a whole number/],
    ['rules, negative', 7, { ...base, rules: -1 }, /^rules: '-1': expected a whole number/],
    ['timeout, no time', 7, { ...base, timeout: 'soon' }, /^timeout: 'soon': expected a time/],
    [
      'timeout, longer than a runtime waits',
      7,
      { ...base, timeout: '90001ms' },
      /^timeout: 90\.001s: .*at most 90s/,
    ],
    ['strict, a text', 7, { ...base, strict: 'true' }, /^strict: 'true': expected true or false/],
    ['compact, null', 7, { ...base, compact: null }, /^compact: null: expected true or false/],
    ['status, a number', 7, { ...base, status: 1 }, /^status: 1: expected true or false/],
    [
      'onUnknown, another word',
      7,
      { ...base, onUnknown: 'ignore' },
      /^onUnknown: 'ignore': expected warn, fail/,
    ],
    ['root, empty', 7, { ...base, root: '' }, /^root: '': expected a text/],
    ['prevResult, a list', 7, { ...base, prevResult: [] }, /^prevResult: a list: expected the result/],
  ])('%s is code %i', (_, code, configuration, message) => {
    expect(refusal(() => call('ADD', configuration))).toEqual([code, expect.stringMatching(message)]);
    // A container is taken down whatever its configuration says.
    expect(call('DEL', configuration)).toEqual({ command: 'DEL' });
  });

  it('at the longest wait that a runtime allows is taken', () => {
    expect(call('ADD', { ...base, timeout: 90 })).toMatchObject({
      settings: { timeoutMilliseconds: 90_000 },
    });
  });
});

describe('the versions', () => {
  it.each([
    ['0.3.1', ['ADD', 'DEL', 'VERSION']],
    ['0.4.0', ['ADD', 'CHECK', 'DEL', 'VERSION']],
    ['1.0.0', ['ADD', 'CHECK', 'DEL', 'VERSION']],
    ['1.1.0', commands],
  ])('%s has the commands %j', (cniVersion, has) => {
    for (const command of commands) {
      const run = (): Call => call(command, { ...base, cniVersion });
      if (has.includes(command)) expect(run().command).toBe(command);
      else expect(refusal(run)[0]).toBe(1);
    }
  });

  it.each([
    ['1.0.0', '{"cniVersion":"1.0.0"}'],
    ['1.1.0', '{"cniVersion":"9.9.9"}'],
    ['1.1.0', 'not JSON'],
    ['1.1.0', ''],
  ])('VERSION answers as %s to %j', (version, text) => {
    expect(call('VERSION', text, {})).toEqual({ command: 'VERSION', version });
  });
});

describe('the result of the plugins before', () => {
  const prevResult = { cniVersion: '1.1.0', interfaces: [{ name: 'eth0' }], ips: [], more: { a: [1, 'ü'] } };

  it('is kept as it is', () => {
    const read = call('ADD', { ...base, prevResult }) as { previous: string };
    expect(JSON.parse(read.previous)).toEqual(prevResult);
  });

  it('that nests deeper than can be written is code 6', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const text = `{"cniVersion":"1.1.0","name":"n","prevResult":{"a":${deep}}}`;
    expect(refusal(() => call('ADD', text))[0]).toBe(6);
  });
});

describe('the variables', () => {
  it.each([
    ['ADD', ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME']],
    ['CHECK', ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME']],
    ['STATUS', []],
    ['GC', []],
    ['VERSION', []],
    ['DEL', []],
  ])('%s needs %j', (command, names) => {
    for (const name of Object.keys(pod)) {
      for (const value of [undefined, '']) {
        const others = Object.entries(pod).filter(([other]) => other !== name);
        const variables = Object.fromEntries(value === undefined ? others : [...others, [name, value]]);
        const run = (): Call => call(command, base, variables);
        if (names.includes(name))
          expect(refusal(run)).toEqual([4, `${name}: missing: expected of a runtime`]);
        else expect(run().command).toBe(command);
      }
    }
  });

  it.each([
    ['CNI_CONTAINERID', '-a'],
    ['CNI_CONTAINERID', 'a/b'],
    ['CNI_CONTAINERID', 'a\nb'],
    ['CNI_IFNAME', 'a-name-of-16-chr'],
    ['CNI_IFNAME', 'a b'],
    ['CNI_IFNAME', 'a/b'],
    ['CNI_IFNAME', 'a:b'],
    ['CNI_IFNAME', '..'],
    ['CNI_COMMAND', ''],
    ['CNI_COMMAND', 'add'],
    ['CNI_COMMAND', 'toString'],
  ])('%s=%j is code 4', (name, value) => {
    const [code, message] = refusal(() => call('ADD', base, { ...pod, [name]: value }));
    expect(code).toBe(4);
    expect(message).toContain(`${name}: `);
    expect(message).not.toContain('\n');
  });
});

it('whatever is sent is read or refused with a code, and DEL is never refused', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const key = fc.constantFrom(
    'for',
    'rules',
    'timeout',
    'compact',
    'strict',
    'onUnknown',
    'root',
    'status',
    'prevResult',
  );
  const configuration = fc
    .dictionary(fc.oneof(key, fc.string()), value)
    .map((more) => ({ ...base, ...more }));
  fc.assert(
    fc.property(fc.constantFrom(...commands), fc.oneof(configuration, value), (command, sent) => {
      try {
        expect(call(command, sent as object).command).toBe(command);
      } catch (error) {
        expect(error).toBeInstanceOf(CniError);
        expect(command).not.toBe('DEL');
        expect([1, 6, 7]).toContain((error as CniError).code);
      }
    }),
  );
});
