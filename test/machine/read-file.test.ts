import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { UnreadableError } from '../../src/errors.ts';
import { readBounded, readBoundedBytes, readOptional } from '../../src/machine/read-file.ts';
import { emptyRoot, removeRoots } from '../support/root.ts';

afterAll(removeRoots);
const root = emptyRoot();
const path = (name: string): string => join(root, name);

describe('readBounded', () => {
  it('reads /proc files, which say that they are empty', () => {
    expect(readBounded('/proc/self/stat')).toMatch(/^\d+ \(/);
  });

  it.each([0, 1, 16_383, 16_384, 16_385, 65_536, 300_001])('reads %i bytes to the last', (size) => {
    writeFileSync(path('file'), 'x'.repeat(size));
    expect(readBounded(path('file'))).toHaveLength(size);
  });

  it('takes exactly as many bytes as it may, and not one more', () => {
    writeFileSync(path('file'), 'x'.repeat(1000));
    expect(readBounded(path('file'), 1000)).toHaveLength(1000);
    expect(() => readBounded(path('file'), 999)).toThrow(`${path('file')}: is larger than 999 bytes`);
  });

  it('stops at its limit on a file without an end', () => {
    execFileSync('mkfifo', [path('fifo')]);
    for (const endless of ['/dev/zero', path('fifo')]) {
      expect(() => readBounded(endless)).toThrow('is not a regular file');
    }
  });

  it('refuses a socket', async () => {
    const server = createServer().listen(path('socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(() => readBounded(path('socket'))).toThrow('is not a regular file');
    server.close();
  });

  it.each([
    ['absent', 'is not there'],
    ['file/under-a-file', 'is not there'],
    ['.', 'is a directory'],
    ['loop', 'is a loop of symbolic links'],
  ])('%s: %s', (name, why) => {
    writeFileSync(path('file'), '');
    if (name === 'loop') symlinkSync('loop', path('loop'));
    const read = (): unknown => readBounded(path(name));
    expect(read).toThrow(UnreadableError);
    expect(read).toThrow(`${path(name)}: ${why}`);
  });

  it('keeps every byte apart, whatever it is', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    writeFileSync(path('file'), bytes);
    expect(Array.from(readBounded(path('file')), (c) => c.charCodeAt(0))).toEqual([...bytes]);
    expect([...readBoundedBytes(path('file'))]).toEqual([...bytes]);
  });
});

it('readOptional tells why a file is left out', () => {
  const told: string[] = [];
  expect(readOptional(path('nothing'), (why) => told.push(why))).toBeUndefined();
  expect(told).toEqual([`${path('nothing')}: is not there`]);
});
