import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  futimesSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openControl, tryLock, writeOne } from '../../../src/guard/remedies/control-file.ts';
import { ended, killHolders, killed, lockHolder } from '../../support/lock-holder.ts';
import { beginCooldown, cooldownOf } from '../../../src/guard/remedies/cooldown.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'buddyguard-control-'));
  writeFileSync(at('control'), '');
  mkdirSync(at('directory'));
  symlinkSync(at('control'), at('link'));
  execFileSync('mkfifo', [at('fifo')]);
});
afterAll(() => {
  killHolders();
  rmSync(folder, { recursive: true });
});

function open(path: string): number {
  const control = openControl(path);
  if ('refused' in control) throw new Error(control.refused);
  return control.descriptor;
}

describe('openControl', () => {
  it.each([
    ['nothing', 'absent', /absent is not there$/],
    ['a path through a file', 'control/below', /is not there$/],
    ['a symbolic link', 'link', /link is a symbolic link$/],
    ['a directory', 'directory', /cannot be written \(EISDIR\)$/],
    ['a FIFO that nobody reads, without waiting', 'fifo', /is not a regular file$/],
    ['a device that masks it', '/dev/null', /masked/],
  ])('refuses %s', (_, name, why) => {
    expect(openControl(name.startsWith('/') ? name : at(name))).toMatchObject({
      refused: expect.stringMatching(why),
    });
    expect(readdirSync(folder)).not.toContain('absent');
  });
});

describe('tryLock', () => {
  it('is held by one opener at a time, until that closes', async () => {
    const [first, second] = [open(at('control')), open(at('control'))];
    expect(await tryLock(first)).toBe('held');
    expect(await tryLock(second)).toBe('busy');
    closeSync(first);
    expect(await tryLock(second)).toBe('held');
    closeSync(second);
  });

  it('is let go by kill -9, and leaves nothing behind', async () => {
    const before = readdirSync(folder);
    const holder = await lockHolder(at('control'));
    const mine = open(at('control'));
    expect(await tryLock(mine)).toBe('busy');
    await killed(holder);
    expect(await tryLock(mine)).toBe('held');
    closeSync(mine);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('stays with a child that still writes when its guard is gone', async () => {
    const descriptor = open(at('control'));
    expect(await tryLock(descriptor)).toBe('held');
    const writer = ended(spawn('sleep', ['600'], { stdio: ['ignore', 'ignore', 'ignore', descriptor] }));
    closeSync(descriptor);
    const mine = open(at('control'));
    expect(await tryLock(mine)).toBe('busy');
    await killed(writer);
    expect(await tryLock(mine)).toBe('held');
    closeSync(mine);
  });
});

describe('writeOne', () => {
  it('writes 1', async () => {
    const descriptor = open(at('control'));
    expect(await writeOne(descriptor, descriptor, 10_000)).toBe('written');
    closeSync(descriptor);
    expect(readFileSync(at('control'), 'utf8')).toBe('1');
  });

  it('tells what the kernel refuses', async () => {
    const full = openSync('/dev/full', 'w');
    expect(await writeOne(full, full, 10_000)).toBe('refused');
    closeSync(full);
  });

  it('does not wait beyond its limit for a write that does not end', async () => {
    const fifo = openSync(at('fifo'), 'r+');
    writeSync(fifo, Buffer.alloc(65_536));
    expect(await writeOne(fifo, fifo, 100)).toBe('late');
    closeSync(fifo);
  });
});

describe('the rest that the control file remembers', () => {
  const now = Date.UTC(2026, 0, 1);
  const file = (): string => {
    const path = at(`rest-${Math.random()}`);
    writeFileSync(path, '');
    return path;
  };

  it('is none on a file as the kernel makes it, whose times are recent', () => {
    const descriptor = open(file());
    expect(cooldownOf(descriptor, 5000)).toEqual({ left: 0, useless: 0 });
    closeSync(descriptor);
  });

  it('is short after an attempt that helped, and longer after each that did not', () => {
    const path = file();
    const descriptor = open(path);
    const lefts = [true, false, false, true].map((helped) => {
      beginCooldown(descriptor, helped, 5000, now);
      return cooldownOf(descriptor, 5000, now).left;
    });
    expect(lefts).toEqual([5000, 30_000, 60_000, 5000]);
    expect(cooldownOf(descriptor, 5000, now + 4999).left).toBe(1);
    expect(cooldownOf(descriptor, 5000, now + 5000).left).toBe(0);
    closeSync(descriptor);
    // Another process sees it.
    const other = open(path);
    expect(cooldownOf(other, 5000, now).left).toBe(5000);
    closeSync(other);
    expect(statSync(path).size).toBe(0);
  });

  it('is none where the clock was set back', () => {
    const path = file();
    utimesSync(path, 3, now / 1000);
    const descriptor = open(path);
    expect(cooldownOf(descriptor, 5000, now - 1)).toEqual({ left: 0, useless: 0 });
    closeSync(descriptor);
  });

  it('is kept by the kernel for its own control files', () => {
    const control = openControl('/proc/sys/vm/drop_caches');
    if ('refused' in control) {
      console.warn(`not run: ${control.refused}`);
      return;
    }
    const { atime, mtime } = fstatSync(control.descriptor);
    beginCooldown(control.descriptor, true, 0);
    beginCooldown(control.descriptor, false, 0);
    closeSync(control.descriptor);
    const again = open('/proc/sys/vm/drop_caches');
    expect(cooldownOf(again, 0).useless).toBe(1);
    futimesSync(again, atime, mtime);
    closeSync(again);
  });
});
