import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../../../src/errors.ts';
import { alteredVariables, requireUtf8Arguments } from '../../../src/guard/run/arguments.ts';

const zeros = (...texts: (string | Buffer)[]): Buffer =>
  Buffer.concat(texts.flatMap((text) => [Buffer.from(text as string), Buffer.from([0])]));
const latin1 = Buffer.from('caf\xe9', 'latin1');
const altered = latin1.toString('utf8');
const noProc = (): Buffer => {
  throw new Error('ENOENT');
};

describe('requireUtf8Arguments', () => {
  it.each<[string, string[], () => Buffer]>([
    ['plain ones, without a look at /proc', ['echo', 'é𝄞', ''], noProc],
    ['a real U+FFFD', ['echo', '\ufffd'], () => zeros('node', 'cli.cjs', 'run', '--', 'echo', '\ufffd')],
  ])('takes %s', (_, argv, cmdline) => {
    expect(() => {
      requireUtf8Arguments(argv, cmdline);
    }).not.toThrow();
  });

  it.each<[string, string[], () => Buffer]>([
    ['an altered argument', ['echo', altered], () => zeros('node', 'cli.cjs', 'run', '--', 'echo', latin1)],
    ['an altered one behind a real U+FFFD', ['\ufffd', altered], () => zeros('node', '\ufffd', latin1)],
    ['an altered command', [altered], () => zeros('node', 'cli.cjs', latin1)],
    ['U+FFFD that cannot be compared', ['\ufffd'], noProc],
    ['U+FFFD where the kernel cut the text short', ['\ufffd'], () => zeros()],
  ])('refuses %s', (_, argv, cmdline) => {
    expect(() => {
      requireUtf8Arguments(argv, cmdline);
    }).toThrow(UsageError);
  });
});

describe('alteredVariables', () => {
  it('names the variables that Node cannot carry, and no others', () => {
    const env = { PLAIN: 'é', REAL: '\ufffd', LATIN: altered, EMPTY: '', UNSET: undefined };
    const environ = (): Buffer =>
      zeros('PLAIN=é', 'REAL=\ufffd', Buffer.concat([Buffer.from('LATIN='), latin1]), 'EMPTY=');
    expect(alteredVariables(env, environ)).toEqual(['LATIN']);
    expect(alteredVariables({ PLAIN: 'é' }, noProc)).toEqual([]);
  });
});
