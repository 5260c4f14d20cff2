// On a terminal: progress takes the place of progress, and a log is pasted.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist } from '../support/cli.ts';
import { FragmentedRoot } from '../support/fragmented-root.ts';
import { makeRoot, removeRoots } from '../support/root.ts';

const root = new FragmentedRoot();
afterAll(() => {
  root.remove();
  removeRoots();
});

const hasScript = spawnSync('script', ['--version']).error === undefined;
if (!hasScript) console.log('no script of util-linux: what is told on a terminal is not tested');

interface Typed {
  term?: string;
  columns?: number;
  /** typed once the output has what matches */
  types?: [when: RegExp, keys: string][];
  /** told of all output so far */
  shows?: (output: string) => void;
}

/** What a command shows on a terminal. */
function onTerminal(
  words: string,
  { term = 'xterm', columns = 60, types = [], shows }: Typed = {},
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const command = `stty cols ${columns} rows 20; exec '${process.execPath}' '${join(dist, 'cli.cjs')}' ${words}`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...cleanEnvironment(), LANG: 'C.UTF-8', TERM: term },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let output = '';
    const left = [...types];
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString('utf8');
      shows?.(output);
      for (; left[0]?.[0].test(output) === true; left.shift()) child.stdin.write(left[0][1]);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, output });
    });
  });
}

(hasScript ? describe : describe.skip)('a wait', () => {
  const wait = `check --order 4 --gfp GFP_ATOMIC --retries 2 --interval 10ms --root '${root.path}'`;

  it('is one line, cut at the width, and the answer begins another', async () => {
    const { code, output } = await onTerminal(wait);
    expect(code).toBe(75);
    const [looks = '', answer = ''] = output.split('\r\n');
    const shown = looks.split('\r\u001b[K');
    expect(shown.map((line) => line.slice(0, 25))).toEqual(
      [1, 2, 3].map((look) => `buddyguard: look ${look}: unava`),
    );
    for (const line of shown) {
      expect(line).toHaveLength(59);
      expect(line.endsWith('\u2026')).toBe(true);
    }
    expect(answer).toContain('unavailable:');
  });

  it('is whole where there is room for it', async () => {
    const { output } = await onTerminal(wait, { columns: 250 });
    const shown = output.split('\r\n')[0]?.split('\r\u001b[K') ?? [];
    expect(shown).toHaveLength(3);
    for (const line of shown.slice(0, 2)) expect(line).toMatch(/; next look in 0\.0 s, \d more at most$/);
  });

  it('is a line for each look where lines cannot be replaced', async () => {
    const { output } = await onTerminal(wait, { term: 'dumb' });
    expect(output).not.toContain('\u001b[K');
    expect(output.match(/^buddyguard: look \d: .*, \d more at most\r$/gm)).toHaveLength(2);
  });

  it('of run ends its line before the command has its own', async () => {
    const words = `run --order 9 --strict --retries 500 --interval 20ms --root '${root.path}' -- echo ran`;
    const { code, output } = await onTerminal(words, {
      columns: 250,
      shows: (text) => {
        if (text.includes('look 1')) root.freeBlocks([0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 100]);
      },
    });
    root.freeBlocks([100_000]);
    expect(code).toBe(0);
    expect(output).toMatch(/\r\u001b\[Kbuddyguard: look \d+: available[^\r\n]*\r\nran\r\n$/);
  });
});

(hasScript ? describe : describe.skip)('explain', () => {
  const header = 'x: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)';

  it('asks for a log to be pasted', async () => {
    const { code, output } = await onTerminal('explain -', {
      columns: 200,
      types: [
        [/press Ctrl-D/, `${header}\n`],
        [/page allocation failure[^]*\n/, '\u0004'],
      ],
    });
    expect(code).toBe(0);
    expect(output).toMatch(/^buddyguard: reading the terminal: paste a log, then press Ctrl-D\r\n/);
    expect(output).toContain('line 1: x was refused a block of order 4');
  });

  it('says what it follows', async () => {
    const log = join(makeRoot({ 'kern.log': `${header}\n` }), 'kern.log');
    const { code, output } = await onTerminal(`explain --follow '${log}'`, {
      columns: 200,
      types: [[/x was refused a block/, '\u0003']],
    });
    expect(output).toContain(`buddyguard: following ${log}: failures are printed as they come\r\n`);
    expect(output).toContain(`ended by SIGINT while reading ${log}`);
    expect(code).toBe(130);
  });
});
