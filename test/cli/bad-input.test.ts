// Whatever lies where a /proc file should be: one line, the right code, or a weaker answer that says so.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Finished, inParallel, oneLine, runCli } from '../support/cli.ts';
import { type ZoneText, textsOf } from '../support/machine-text.ts';
import { filesOf, makeRoot, removeRoots, writeUnder } from '../support/root.ts';

afterAll(removeRoots);

/** Ten megabytes that look like nothing, the same each time. */
function noise(): Uint8Array {
  const bytes = new Uint8Array(10_000_000);
  let state = 12345;
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

function manyRows(): string {
  return Array.from({ length: 300_000 }, (_, node) => `Node ${node}, zone Normal 1 2 3 4 5\n`).join('');
}

/** Puts something else where a file of a root was. */
type Spoil = (root: string, path: string) => void;
const text =
  (content: string | Uint8Array): Spoil =>
  (root, path) => {
    writeUnder(root, path, content);
  };
const link =
  (target: string): Spoil =>
  (root, path) => {
    rmSync(join(root, path), { force: true });
    symlinkSync(target, join(root, path));
  };
const absent: Spoil = (root, path) => {
  rmSync(join(root, path));
};
const directory: Spoil = (root, path) => {
  absent(root, path);
  mkdirSync(join(root, path));
};
const fifo: Spoil = (root, path) => {
  absent(root, path);
  execFileSync('mkfifo', [join(root, path)]);
};
const tooLarge: Spoil = (root, path) => {
  truncateSync(join(root, path), 64 * 1024 * 1024 + 1);
};

const zones: ZoneText[] = [
  { zone: 'Normal', types: { Movable: [9000, 0, 0, 0, 60] }, min: 100, managed: 20_000 },
];
const release = '6.12.0';
const meminfo = 'MemTotal: 80000 kB\nMemFree: 40000 kB\nMemAvailable: 40000 kB\n';
const vmstat = 'compact_stall 5\ncompact_fail 1\n';

function spoiled(file: string, spoil: Spoil, machine = zones): string {
  const texts = { ...textsOf({ zones: machine }), meminfo, vmstat };
  const root = makeRoot(filesOf(texts, release));
  spoil(root, `proc/${file}`);
  return root;
}

const row = 'Node 0, zone   Normal      1      2      3 \n';

describe('buddyinfo', () => {
  const cases: [string, Spoil, number, RegExp][] = [
    ['absent', absent, 66, /proc\/buddyinfo: is not there$/],
    ['a directory', directory, 66, /proc\/buddyinfo: is a directory$/],
    ['a FIFO that nobody writes', fifo, 66, /proc\/buddyinfo: is not a regular file$/],
    ['/dev/null', link('/dev/null'), 66, /proc\/buddyinfo: is not a regular file$/],
    ['/dev/zero', link('/dev/zero'), 66, /proc\/buddyinfo: is not a regular file$/],
    ['a link to nothing', link('nothing'), 66, /proc\/buddyinfo: is not there$/],
    ['a link to itself', link('buddyinfo'), 66, /proc\/buddyinfo: is a loop of symbolic links$/],
    ['larger than any /proc file', tooLarge, 66, /proc\/buddyinfo: is larger than \d+ bytes$/],
    ['empty', text(''), 65, /buddyinfo: line 1: nothing: expected a row such as/],
    [
      '10 MB of random bytes',
      text(noise()),
      65,
      /buddyinfo: line 1: \d+ characters, not all of them printable: expected a row such as/,
    ],
    ['10 MB of line feeds', text('\n'.repeat(1e7)), 65, /buddyinfo: line 1: .*expected a row such as/],
    [
      '10 MB of zero bytes',
      text(new Uint8Array(1e7)),
      65,
      /buddyinfo: line 1: 10000000 characters, not all of them printable: expected/,
    ],
    [
      '10 MB of one digit',
      text(`Node 0, zone Normal ${'1'.repeat(1e7)}\n`),
      65,
      /line 1: a number of \d+ characters: expected the count/,
    ],
    [
      '10 MB of spaces',
      text(`Node 0, zone Normal ${' '.repeat(1e7)}x\n`),
      65,
      /line 1: a text of 1 character: expected the count/,
    ],
    ['five million columns', text(`Node 0, zone Normal ${'1 '.repeat(5e6)}\n`), 65, /at most 32 orders$/],
    [
      'a negative count',
      text(`${row}Node 0, zone DMA 1 -2 3\n`),
      65,
      /line 2: a number of 2 characters: expected the count of free blocks of order 1/,
    ],
    [
      'a huge count',
      text(`${row}Node 0, zone DMA 1 2 99999999999999999999\n`),
      65,
      /line 2: a number of \d+ characters: expected the count .* order 2/,
    ],
    [
      'a count of 2^53',
      text('Node 0, zone Normal 9007199254740992\n'),
      65,
      /line 1: a number of 16 characters: expected/,
    ],
    ['10 MB of plausible rows', text(manyRows()), 65, /line 8193: .*expected at most 8192 rows$/],
    [
      'rows of unequal length',
      text(`${row}Node 0, zone DMA 1 2\n`),
      65,
      /line 2: .*: expected 3 counts as in the first row, got 2$/,
    ],
    [
      'terminal escapes',
      text('\u001b]0;x\u0007\u001b[2J\n'),
      65,
      /line 1: 10 characters, not all of them printable: expected/,
    ],
    [
      'a page of a website',
      text('<!DOCTYPE html>\n<html>\n'),
      65,
      /line 1: a text of 15 characters: expected/,
    ],
    ['in UTF-16', text(Buffer.from(row, 'utf16le')), 65, /line 1: .*expected a row/],
  ];
  const plain = new Map<string, Finished>();
  const json = new Map<string, Finished>();
  const isLarge = (name: string): boolean => /MB|million|larger/.test(name);

  beforeAll(async () => {
    await inParallel(cases, async ([name, spoil]) => {
      const args = ['check', '--order', '4', '--root', spoiled('buddyinfo', spoil)];
      plain.set(name, await runCli(args));
      if (!isLarge(name)) json.set(name, await runCli([...args, '--format', 'json']));
    });
  }, 120_000);

  it.each(cases)('%s: one line, and its code', (name, _, code, message) => {
    const { stdout, stderr, ...ended } = plain.get(name)!;
    expect([ended.code, stdout]).toEqual([code, '']);
    expect(stderr).toMatch(oneLine);
    expect(stderr.trimEnd()).toMatch(message);
  });

  it.each(cases.filter(([name]) => !isLarge(name)))(
    '%s: one JSON object with the verdict unknown',
    (name, _, code) => {
      const { stdout, stderr, ...ended } = json.get(name)!;
      expect(ended.code).toBe(code);
      const object = JSON.parse(stdout) as { reason: string };
      expect(object).toMatchObject({
        schema: 'buddyguard/check/1',
        verdict: 'unknown',
        go: false,
        zones: [],
      });
      expect(stderr).toBe(plain.get(name)?.stderr);
      expect(stderr).toContain(object.reason.slice(0, 30));
    },
  );

  it('is not retried, and --quiet keeps the line', async () => {
    const root = spoiled('buddyinfo', text('hello\n'));
    const found = await runCli(['check', '--order', '4', '--root', root, '--quiet', '--retries', '9']);
    expect(found).toMatchObject({ code: 65, stdout: '' });
    expect(found.stderr).toMatch(oneLine);
  });
});

describe('the root', () => {
  const roots = (): [string, string, RegExp][] => {
    const empty = makeRoot({ 'proc/nothing': '' });
    const loop = join(empty, 'loop');
    symlinkSync('loop', loop);
    return [
      ['a loop of links', loop, /loop\/proc\/buddyinfo: is a loop of symbolic links$/],
      ['absent', join(empty, 'nowhere'), /nowhere: is not a directory that holds proc\/$/],
      ['a file', join(empty, 'proc/nothing'), /nothing: is not a directory that holds proc\/$/],
      ['without proc', makeRoot({ 'etc/passwd': '' }), /proc\/buddyinfo: is not there$/],
      ['with a file for proc', makeRoot({ proc: '' }), /proc\/buddyinfo: is not there$/],
      ['with terminal escapes', join(empty, '\u001b[31mred\u0007'), /\\x1b\[31mred\\x07: is not a directory/],
      ['with a line feed', join(empty, 'a\nb'), /a\\x0ab: is not a directory/],
    ];
  };

  it('says in one line what is wrong with it, and 66', async () => {
    await inParallel(roots(), async ([, root, message]) => {
      const { code, stdout, stderr } = await runCli(['check', '--order', '4', '--root', root]);
      expect([code, stdout]).toEqual([66, '']);
      expect(stderr).toMatch(oneLine);
      expect(stderr.trimEnd()).toMatch(message);
    });
  });
});

describe('an optional file', () => {
  const spoils: [string, Spoil][] = [
    ['absent', absent],
    ['a directory', directory],
    ['a FIFO', fifo],
    ['/dev/zero', link('/dev/zero')],
    ['empty', text('')],
    ['10 MB of random bytes', text(noise())],
    ['a negative count', text('Node 0, zone Normal\n  pages free -5\nMemTotal: -5 kB\nfoo -\n')],
    ['a huge count', text(`${'9'.repeat(400)} ${'9'.repeat(400)}\n`)],
  ];
  // In a zone this large some blocks may be HighAtomic, so that pagetypeinfo decides; without a block, vmstat weighs.
  const large = zones.map((zone) => ({ ...zone, managed: 2e6 }));
  const bare: ZoneText[] = [{ zone: 'Normal', types: { Movable: [9000] }, min: 100, managed: 20_000 }];
  const files: [string, ZoneText[], string[], (verdict: string) => boolean][] = [
    ['zoneinfo', zones, ['--order', '4'], (verdict) => verdict === 'attainable'],
    ['pagetypeinfo', large, ['--order', '4'], (verdict) => verdict === 'attainable'],
    ['meminfo', zones, ['--path', 'vmalloc', '--size', '60M'], (verdict) => verdict === 'attainable'],
    ['vmstat', bare, ['--order', '9'], (verdict) => verdict !== 'available'],
  ];

  it.each(files)('%s: a weaker answer that says so', async (file, machine, asked, expected) => {
    const whole = spoiled(file, () => undefined, machine);
    const good = await runCli(['check', ...asked, '--root', whole, '--format', 'json']);
    const before = JSON.parse(good.stdout) as { notes: string[]; likelihood: number };
    expect(before.notes.filter((note) => note.includes(file))).toEqual([]);
    await inParallel(spoils, async ([name, spoil]) => {
      const root = spoiled(file, spoil, machine);
      const { code, stdout, stderr } = await runCli(['check', ...asked, '--root', root, '--format', 'json']);
      expect([name, stderr]).toEqual([name, '']);
      expect([0, 75]).toContain(code);
      const { verdict, notes } = JSON.parse(stdout) as { verdict: string; notes: string[] };
      expect([name, expected(verdict)]).toEqual([name, true]);
      // Said once, in one line that is short enough to read.
      const said = notes.filter((note) => note.includes(`proc/${file}`));
      expect([name, said.length]).toEqual([name, 1]);
      expect(said[0]!.length).toBeLessThan(400);
    });
  });

  it('is said to people, too', async () => {
    const root = spoiled('zoneinfo', text('\u001b[2Jhello\n'));
    const { code, stdout, stderr } = await runCli(['check', '--order', '4', '--root', root]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'note /proc/zoneinfo: line 1: 9 characters, not all of them printable: expected',
    );
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe('as a user who may not read pagetypeinfo', () => {
  const itAsRoot = process.getuid?.() === 0 ? it : it.skip;
  itAsRoot('the matter stays open, and the reason is said (needs root, to become another user)', async () => {
    const large = zones.map((zone) => ({ ...zone, managed: 2e6 }));
    const root = spoiled('pagetypeinfo', () => undefined, large);
    execFileSync('chmod', ['400', join(root, 'proc/pagetypeinfo')]);
    execFileSync('chmod', ['-R', 'go+rX', root]);
    execFileSync('chmod', ['go-r', join(root, 'proc/pagetypeinfo')]);
    const args = ['check', '--order', '4', '--root', root, '--format', 'json'];
    const other = await runCli(args, { under: ['setpriv', '--reuid=65534', '--clear-groups', '--'] });
    const { verdict, notes } = JSON.parse(other.stdout) as { verdict: string; notes: string[] };
    expect([other.code, verdict]).toEqual([0, 'attainable']);
    expect(notes.join()).toContain('pagetypeinfo: may not be read by this user');
    const own = JSON.parse((await runCli(args)).stdout) as { verdict: string };
    expect(own.verdict).toBe('available');
  });
});
