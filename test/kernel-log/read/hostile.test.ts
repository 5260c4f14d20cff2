// Logs made to be slow: ten megabytes of what a pattern could go over again and again. A time that grew with the square of
// the length would be minutes to hours, far beyond the limit here.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist } from '../../support/cli.ts';

const bytes = 10_000_000;
const limitMilliseconds = 60_000;
const header = 'x: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)\n';
const filled = (piece: string): string => piece.repeat(Math.ceil(bytes / piece.length));

const shapes: readonly [string, string][] = [
  ['a bracket and blanks, in one line', `[${filled(' ')}`],
  ['a bracket and blanks, in many', filled(`[${' '.repeat(3000)}\n`)],
  ['a line without an end', filled('vmalloc error: ')],
  ['half a header without an end', filled('page allocation ')],
  ['prefixes upon prefixes', filled('Jan  1 00:00:00 host kernel: ')],
  ['lines of prefixes alone', filled(`${'[1.000000] '.repeat(40)}\n`)],
  ['workflow commands', filled('##[group]::warning x=')],
  ['quotes of mail', filled('> '.repeat(2000) + '\n')],
  ['tags and entities', filled('<span class="&lt;&amp;')],
  ['colours', filled('\u001b[31m\u001b]0;')],
  ['open JSON', filled('{"log":"[{\\"MESSAGE\\":')],
  ['words with bars', filled('a-b.c_d '.repeat(8) + '| ')],
  ['soft breaks', filled(`${'='.repeat(75)}\n`)],
  ['headers without an end', filled(header)],
  ['headers cut by a screen', filled(`${header.slice(0, 40)}\n${header.slice(40)}`)],
  ['a header, then frames', header + filled(' ? kmalloc+0x10/0x20 [veth]\n')],
  ['a header, then fields', header + filled(`Node 0 active_anon:1${' inactive_anon:2'.repeat(100)}\n`)],
  ['a header, then one endless line', header + filled('Node 0 DMA: 1*4kB ')],
  ['a header, then free lists', header + filled('Node 0 Normal: 1*4kB (U) 2*8kB (M) 3*16kB = 68kB\n')],
  ['program messages', filled('app: cannot allocate memory: cannot allocate memory\n')],
  ['lines of one letter after half a header', filled('x: page allocation\n' + 'y\n'.repeat(20))],
];

/** Behind a header every line is read to its end, as long as lines are kept. */
const behindHeaders = [
  '[ ',
  ' ',
  'vmalloc error: ',
  'Jan  1 00:00:00 host kernel: ',
  '##[group]::warning x=',
  '> ',
  '<span class="&lt;&amp;',
  '\u001b]0;',
  '{"log":"[{\\"MESSAGE\\":',
  'a-b.c_d | ',
  'Node 0 DMA: 1*4kB ',
  ' inactive_anon:1',
  'lowmem_reserve[]: 1 2 ',
  '(GFP_KERNEL|',
  'cache: x, object size: 1, ',
  '? a+0x1/0x2 [',
  'comm: Comm: PID: 1 ',
  '\\n',
].map((piece): [string, string] => [
  `${JSON.stringify(piece)} behind headers`,
  filled(`${header}${piece.repeat(Math.ceil(4000 / piece.length)).slice(0, 4000)}\n`),
]);

describe('ten megabytes', () => {
  it.each([...shapes, ...behindHeaders])(
    'of %s are read to their end',
    (_, log) => {
      const { status, signal, stdout } = spawnSync(
        process.execPath,
        [join(dist, 'cli.cjs'), 'explain', '-'],
        {
          encoding: 'utf8',
          env: cleanEnvironment(),
          input: log,
          timeout: limitMilliseconds,
          killSignal: 'SIGKILL',
          maxBuffer: 64 * 1024 * 1024,
        },
      );
      expect([status, signal]).toEqual([0, null]);
      expect(stdout).toMatch(/in [\d,]+ lines?(?:;.*)?\n$/);
    },
    2 * limitMilliseconds,
  );
});
