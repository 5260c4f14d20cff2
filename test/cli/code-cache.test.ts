// dist/code-cache: the answer must not depend on it, whatever lies there.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { fixture } from '../support/root.ts';

const build = `${process.version}-${process.arch}-${statSync(process.execPath).size}`;
const isThere = existsSync(join(dist, 'code-cache', build));
if (!isThere) console.log(`dist/ has no code cache for this build of Node (${build}): its use is not tested`);

const folder = mkdtempSync(join(tmpdir(), 'buddyguard-code-cache-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A copy of dist/, and the folder of this Node's code caches in it. */
function copy(): { place: string; caches: string } {
  const place = mkdtempSync(join(folder, 'dist-'));
  cpSync(dist, place, { recursive: true });
  return { place, caches: join(place, 'code-cache', build) };
}

function answer(place: string, flags: readonly string[] = []): { code: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, join(place, 'cli.cjs'), 'check', '--order', '2', '--root', fixture('6.12.117-two-nodes')],
    { encoding: 'utf8' },
  );
  return { code: status, out: stdout + stderr };
}

const expected = (): { code: number | null; out: string } => {
  const { place } = copy();
  rmSync(join(place, 'code-cache'), { recursive: true, force: true });
  return answer(place);
};

it('no bundle has an import(), which a Script cannot serve', () => {
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.cjs'))) {
    expect(readFileSync(join(dist, name), 'utf8')).not.toMatch(/\bimport\(/);
  }
});

(isThere ? describe : describe.skip)('the code cache of this Node', () => {
  const eachFile = (caches: string, change: (file: string, bytes: Buffer) => void): void => {
    const names = readdirSync(caches);
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) change(join(caches, name), readFileSync(join(caches, name)));
  };

  it('is what runs: a text that is changed in place behind its back is not seen', () => {
    const { place } = copy();
    const main = join(place, 'main.cjs');
    const text = readFileSync(main, 'utf8');
    expect(text).toContain('can be had now');
    writeFileSync(main, text.replace('can be had now', 'CAN BE HAD NOW'));
    expect(answer(place).out).toContain('can be had now');
    rmSync(join(place, 'code-cache'), { recursive: true });
    expect(answer(place).out).toContain('CAN BE HAD NOW');
  });

  it('is named for its bundle: none is left over from an earlier build', () => {
    const marks = readdirSync(dist)
      .filter((name) => name.endsWith('.cjs'))
      .map((name) => `${name}-${readFileSync(join(dist, name), 'utf8').slice(3, 15)}`);
    for (const node of readdirSync(join(dist, 'code-cache'))) {
      const names = readdirSync(join(dist, 'code-cache', node));
      expect(names.filter((name) => !marks.includes(name))).toEqual([]);
    }
  });

  it.each<[string, (file: string, bytes: Buffer) => void]>([
    [
      'cut short',
      (file, bytes) => {
        writeFileSync(file, bytes.subarray(0, bytes.length - 8));
      },
    ],
    [
      'empty',
      (file) => {
        writeFileSync(file, '');
      },
    ],
    [
      'zeros',
      (file, bytes) => {
        writeFileSync(file, Buffer.alloc(bytes.length));
      },
    ],
    [
      'junk',
      (file, bytes) => {
        writeFileSync(file, Buffer.alloc(bytes.length, 'junk'));
      },
    ],
    [
      'of another version of V8',
      (file, bytes) => {
        writeFileSync(file, bytes.fill(1, 4, 8));
      },
    ],
    [
      'not to be read',
      (file) => {
        chmodSync(file, 0);
      },
    ],
    [
      'a directory',
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
  ])('%s: the answer is the same', (_, change) => {
    const { place, caches } = copy();
    eachFile(caches, change);
    expect(answer(place)).toEqual(expected());
  });

  it('is what the command of the README makes, byte for byte', () => {
    const place = mkdtempSync(join(folder, 'repository-'));
    for (const part of ['dist', 'scripts', 'test/fixtures/proc', 'package.json']) {
      cpSync(join(repository, part), join(place, part), { recursive: true });
    }
    rmSync(join(place, 'dist/code-cache'), { recursive: true });
    const command = 'node scripts/code-cache.js';
    expect(readFileSync(join(repository, 'README.md'), 'utf8')).toContain(`\n${command}\n`);
    const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: place, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const bytes = (dist: string): [string, Buffer][] => {
      const caches = join(dist, 'code-cache', build);
      return readdirSync(caches).map((name) => [name, readFileSync(join(caches, name))]);
    };
    expect(bytes(join(place, 'dist'))).toEqual(bytes(join(repository, 'dist')));
  });

  it('under other flags of V8 the answer is the same', () => {
    expect(answer(copy().place, ['--max-old-space-size=64', '--no-opt'])).toEqual(expected());
  });
});
