import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AdvisedOption } from '../../../src/predict/advised.ts';
import type { Caller } from '../../../src/report/check/caller.ts';
import { deedOf, readMore } from '../../../src/report/check/doing.ts';
import { callerIn } from '../../support/answers.ts';

const compact: AdvisedOption = { name: 'compact' };
const drop: AdvisedOption = { name: 'drop-caches' };
const wait: AdvisedOption = { name: 'timeout', value: '2m' };

const given = new Map([
  ['order', '4'],
  ['strict', 'true'],
]);
const run = {
  command: 'run',
  given: new Map([
    ['for', 'veth'],
    ['on-unknown', 'fail'],
  ]),
  wrapped: ['make', 'a b'],
} as const;

describe('advice as its reader can follow it', () => {
  it.each<[string, Partial<Caller> & Pick<Caller, 'surface'>, AdvisedOption[], string]>([
    [
      'root',
      { surface: 'command', privilege: 'held', given },
      [compact],
      'buddyguard check --order 4 --strict --compact',
    ],
    [
      'not root',
      { surface: 'command', given },
      [drop, compact],
      'sudo buddyguard check --order 4 --strict --drop-caches --compact',
    ],
    ['waiting takes no root', { surface: 'command' }, [wait], 'buddyguard check --for veth --timeout 2m'],
    [
      'what is given again is said once',
      {
        surface: 'command',
        given: new Map([
          ['timeout', '5s'],
          ['order', '3'],
        ]),
      },
      [wait],
      'buddyguard check --timeout 2m --order 3',
    ],
    [
      'from a clone',
      { surface: 'command', program: ['node', 'dist/cli.cjs'] },
      [compact],
      'sudo node dist/cli.cjs check --for veth --compact',
    ],
    ['in a container', { surface: 'command', privilege: 'host' }, [compact], 'on the host: --compact'],
    [
      'of another machine',
      { surface: 'command', privilege: 'there' },
      [compact],
      'on that machine: --compact',
    ],
    [
      'run by root',
      { surface: 'command', privilege: 'held', ...run },
      [compact],
      "buddyguard run --for veth --on-unknown fail --compact -- make 'a b'",
    ],
    [
      "a wrapped command never becomes root's",
      { surface: 'command', ...run },
      [compact],
      'sudo buddyguard check --for veth --compact',
    ],
    [
      'run may wait',
      { surface: 'command', ...run },
      [wait],
      "buddyguard run --for veth --on-unknown fail --timeout 2m -- make 'a b'",
    ],
    ['an Action', { surface: 'inputs' }, [drop, compact], 'drop-caches: true, compact: true'],
    [
      'a Concourse task',
      { surface: 'environment' },
      [compact, wait],
      'BUDDYGUARD_COMPACT=true BUDDYGUARD_TIMEOUT=2m',
    ],
  ])('%s', (_, { surface, ...changes }, options, line) => {
    expect(deedOf({ says: '', does: { options } }, callerIn(surface, changes))?.words.join(' ')).toBe(line);
  });

  it.each<[Partial<Caller> & Pick<Caller, 'surface'>, AdvisedOption[], string]>([
    [{ surface: 'inputs', privilege: 'root' }, [compact], 'e; takes a runner that is root'],
    [{ surface: 'inputs' }, [compact], 'e'],
    [{ surface: 'environment' }, [compact], 'e; takes root'],
    [{ surface: 'environment' }, [wait], 'e'],
  ])('says what it takes where sudo cannot be said: %j %j', ({ surface, ...changes }, options, effect) => {
    expect(deedOf({ says: '', does: { options }, effect: 'e' }, callerIn(surface, changes))?.effect).toBe(
      effect,
    );
  });

  it('is nothing where there is nothing to do', () => {
    expect(deedOf({ says: 'look there' }, callerIn('command'))).toBeNull();
    expect(readMore(callerIn('inputs'), 'contiguous')).toBeNull();
    expect(readMore(callerIn('command', { readsAll: true }), 'vmalloc')).toBeNull();
  });

  it('is read by a shell as it was meant', () => {
    const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !/[\0\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), word, (wrapped, value) => {
        const caller = callerIn('command', {
          command: 'run',
          given: new Map([['for', value]]),
          wrapped,
          privilege: 'held',
        });
        const words = deedOf({ says: '', does: { options: [wait] } }, caller)?.words ?? [];
        const script = `printf '%s\\n' ${words.slice(1).join(' ')}`;
        const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
        const expected = [
          'run',
          ...(value === 'true' ? ['--for'] : ['--for', value]),
          '--timeout',
          '2m',
          '--',
          ...wrapped,
        ];
        expect(read).toBe(expected.map((text) => `${text}\n`).join(''));
      }),
      { numRuns: 60 },
    );
  });
});
