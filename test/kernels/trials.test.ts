// The recorder's command line, the table of architectures, and whether the recorded trials are what test/corpus/README.md says.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { repository } from '../support/corpus.ts';

interface Row {
  name: string;
  debian: string;
  console: string;
  memory: number[];
  nodes: boolean;
  zones?: boolean;
}
interface Table {
  architectures: Record<string, Row>;
  architecture: (name: string) => Row;
  unpackedImage: (bytes: Buffer) => Buffer;
}
interface Machines {
  machineFor: (seed: number, row: Row) => { memory: number; nodes: number; below4G?: number };
}
// Run by Node as it is: it has no types.
const from = (name: string): Promise<unknown> => import(new URL(name, import.meta.url).href);
const { architecture, architectures, unpackedImage } = (await from('architectures.js')) as Table;
interface Hosts {
  conditions: Record<
    string,
    { what: string; files?: Record<string, string>; guest?: Record<string, string | number> }
  >;
  condition: (name: string) => { name: string };
}
const { condition, conditions } = (await from('conditions.js')) as Hosts;
const { machineFor } = (await from('machines.js')) as Machines;

const rows = Object.keys(architectures);

describe('npm run trials', () => {
  it.each<[string[], RegExp]>([
    [[], /^trials: --out PATH is missing\n$/],
    [['--out', 'x', '--arch', 'vax'], /^trials: --arch 'vax': expected amd64, .*s390x.*\n$/],
    [
      ['--out', 'x', '--condition', 'fast'],
      /^trials: --condition 'fast': expected plain, memory-max, .*swap.*\n$/,
    ],
    [['--out', 'x', '--count', '0'], /^trials: --count '0': expected a whole number from 1\n$/],
    [['--out', 'x', '--seed', '1,a'], /^trials: --seed 'a': expected a whole number from 0\n$/],
    [['--out', 'x', '--nothing'], /^trials: Unknown option '--nothing'.*\n$/],
  ])('%j: one line and 64', (words, message) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/trials.js', ...words], {
      cwd: repository,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([64, '']);
    expect(stderr).toMatch(message);
  });
});

it('an emulator or a compiler that is missing is named before anything is recorded', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['tools/trials.js', '--out', 'x', '--arch', 's390x'],
    {
      cwd: repository,
      encoding: 'utf8',
      env: { PATH: '/nowhere' },
    },
  );
  expect(stderr).toMatch(
    /^trials: --arch s390x takes qemu-system-s390x, which is not installed: .*README\.md.*\n$/,
  );
  expect(status).toBe(64);
});

describe('the table of architectures', () => {
  it('names what it has where it has not', () => {
    expect(architecture('s390x')).toMatchObject({ name: 's390x', debian: 's390x', console: 'ttysclp0' });
    expect(() => architecture('constructor')).toThrow(/^no architecture 'constructor': expected amd64, /);
  });

  it.each(rows)('%s: equal seeds draw equal machines, of its sizes and abilities', (name) => {
    const row = architecture(name);
    const drawn = Array.from({ length: 200 }, (_, seed) => machineFor(seed, row));
    expect(drawn).toEqual(Array.from({ length: 200 }, (_, seed) => machineFor(seed, row)));
    expect(new Set(drawn.map(({ memory }) => memory))).toEqual(new Set(row.memory));
    expect(new Set(drawn.map(({ nodes }) => nodes))).toEqual(new Set(row.nodes ? [1, 2] : [1]));
    expect(drawn.some(({ below4G }) => below4G !== undefined)).toBe(row.zones === true);
  });

  it('unpacks a kernel that would unpack itself, and leaves others', () => {
    const image = Buffer.from('the image itself');
    const packed = gzipSync(image);
    const head = Buffer.alloc(64);
    head.write('MZ\0\0zimg', 0, 'latin1');
    head.writeUInt32LE(64, 8);
    head.writeUInt32LE(packed.length, 12);
    head.write('gzip\0', 24, 'latin1');
    expect(unpackedImage(Buffer.concat([head, packed, Buffer.alloc(9)]))).toEqual(image);
    expect(unpackedImage(image)).toEqual(image);
    head.write('lzma\0', 24, 'latin1');
    expect(() => unpackedImage(Buffer.concat([head, packed]))).toThrow('packed by lzma: expected gzip');
  });
});

describe('the table of conditions', () => {
  const names = Object.keys(conditions);

  it('names what it has where it has not', () => {
    expect(condition('swap').name).toBe('swap');
    expect(() => condition('constructor')).toThrow(/^no condition 'constructor': expected memory-max, /);
  });

  it.each(names)('%s: fits in the name of a file and on the command line of a kernel', (name) => {
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    // A file's name is read from the left.
    expect(rows).not.toContain(name);
    const { what, files = {}, guest = {} } = conditions[name]!;
    expect(what).not.toBe('');
    const words = [...Object.entries(files), ...Object.entries(guest)].flat().map(String);
    for (const word of words) expect(word).toMatch(/^[\w/.]+$/);
  });

  it('every one is told in test/corpus/README.md, by what it is', () => {
    const text = readFileSync(join(repository, 'test/corpus/README.md'), 'utf8');
    const table = text.slice(text.indexOf('## What hosts have'), text.indexOf('## Fields'));
    const told = [...table.matchAll(/^\| `([a-z-]+)` +\| (.*?) +\|$/gm)].map(([, name, what]) => [
      name,
      what,
    ]);
    expect(told).toEqual(names.map((name) => [name, conditions[name]!.what]));
  });
});

interface Recorded {
  id: string;
  release: string;
  architecture?: string;
  condition?: string;
  pageSize: number;
  attempts: object[];
}

describe('test/corpus/README.md', () => {
  const folder = join(repository, 'test/corpus/trials');
  const text = readFileSync(join(repository, 'test/corpus/README.md'), 'utf8');
  const files = readdirSync(folder);
  // KERNEL-ARCHITECTURE[-CONDITION]-SEED, as the recorder names them
  const [rowNames, hosts] = [rows, Object.keys(conditions)].map((all) => all.join('|'));
  const form = new RegExp(`^(\\d+\\.\\d+)-(${rowNames})(?:-(${hosts}))?-(\\d+)\\.jsonl\\.gz$`);
  const named = files.filter((name) => form.test(name));
  const trials = named.map((name): [string, Recorded[]] => {
    const lines = gunzipSync(readFileSync(join(folder, name)))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    return [name, lines.map((line) => JSON.parse(line) as Recorded)];
  });

  it('has a row for every field of a trial, and no other', () => {
    const table = text.slice(text.indexOf('## Fields'), text.indexOf('An attempt has'));
    const fields = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    const found = new Set(trials.flatMap(([, all]) => all.flatMap((trial) => Object.keys(trial))));
    expect([...found].sort()).toEqual(fields.sort());
  });

  it('tells every field of an attempt', () => {
    const found = new Set(
      trials.flatMap(([, all]) => all.flatMap(({ attempts }) => attempts.flatMap((a) => Object.keys(a)))),
    );
    for (const name of found) expect(text).toContain(`\`${name}\``);
  });

  it('files hold what their names say, no trial twice', () => {
    const ids = new Set<string>();
    for (const [name, all] of trials) {
      const [, series, row, host, seed] = form.exec(name)!;
      for (const trial of all) {
        const start = [series, row === 'amd64' ? null : row, host, seed].filter(Boolean).join('-');
        expect(trial.id).toMatch(new RegExp(`^${start.replaceAll('.', '\\.')}\\d{3}\\.\\d+#\\d+$`));
        expect(trial.release.startsWith(`${series}.`)).toBe(true);
        expect(trial.architecture).toBe(row);
        expect(trial.condition).toBe(host);
        expect([4096, 16_384, 65_536]).toContain(trial.pageSize);
        ids.add(`${trial.id} ${trial.release}`);
      }
    }
    expect(ids.size).toBe(trials.reduce((sum, [, all]) => sum + all.length, 0));
  });

  it.each(Object.keys(conditions))('%s: at least 200 trials', (host) => {
    const count = trials.flatMap(([, all]) => all).filter((trial) => trial.condition === host).length;
    expect(count).toBeGreaterThanOrEqual(200);
  });

  it('all of it has at most 60 MB', () => {
    const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(bytes).toBeLessThan(60e6);
  });
});
