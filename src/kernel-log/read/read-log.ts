import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { ReadStream as TerminalStream, isatty } from 'node:tty';
import { UnreadableError } from '../../errors.ts';
import { LogInput } from './log-input.ts';
import { type OpenLog, unreadable } from './open-log.ts';
import type { Scanner } from './scanner.ts';

/** How much is read between two turns of the event loop, so that a signal ends the reading of a long log at once. */
const bytesPerTurn = 16 * 1024 * 1024;

/** Between two looks at a log that had nothing new. */
const lookMilliseconds = 100;

/** A report whose rest has not come after this long is told as far as it goes. */
const pauseMilliseconds = 2000;

/** How a log is read. */
interface ReadOptions {
  /** keep reading at its end as it grows */
  follow: boolean;
  /** called while following, when nothing has come for two seconds */
  paused?: () => void;
  /** told now and then how many bytes have been read */
  progress?: (bytes: number) => void;
}

/**
 * Reads a log into a scanner: to its end, or for ever with `follow`. Never blocks the process, so signals end it at once.
 * @throws UnreadableError; MalformedError if it is not text
 */
export async function readLog(log: OpenLog, scanner: Scanner, options: ReadOptions): Promise<void> {
  const input = new LogInput(log.name, scanner);
  try {
    if (log.kind === 'stream') await readStream(log, input, options);
    else await readPolling(log, input, scanner, options);
  } catch (error) {
    throw unreadable(log.name, error);
  }
  if (input.empty && !options.follow && log.kind !== 'records')
    throw new UnreadableError(log.name, log.whenEmpty ?? emptyRemedy);
  input.end();
}

/** A dmesg that was refused leaves an empty pipe: that is no all-clear. */
const emptyRemedy =
  "nothing was read, it is empty: expected a log; for this machine's own: sudo buddyguard explain /dev/kmsg";

async function readPolling(
  log: OpenLog,
  input: LogInput,
  scanner: Scanner,
  options: ReadOptions,
): Promise<void> {
  let { descriptor } = log;
  let [bytes, turned, quiet] = [0, 0, 0];
  for (;;) {
    const space =
      input.plain && log.kind !== 'records' ? scanner.space : Buffer.allocUnsafe(scanner.space.length);
    const got = readSome(descriptor, space);
    if (typeof got === 'number' && got > 0) {
      if (input.plain && log.kind !== 'records') scanner.filled(got);
      else input.push(space.subarray(0, got));
      bytes += got;
      quiet = 0;
      if (bytes - turned < bytesPerTurn) continue;
      turned = bytes;
      options.progress?.(bytes);
      await turn();
      continue;
    }
    // Only a file grows past its end; a device that has ended (/dev/null) gives nothing more.
    const more =
      got === 'none yet' ? options.follow || log.kind === 'device' : options.follow && log.kind === 'file';
    if (!more) break;
    if (quiet === 0) input.settle();
    await wait(lookMilliseconds);
    quiet += lookMilliseconds;
    if (quiet === pauseMilliseconds) options.paused?.();
    const fresh = freshDescriptor(log, descriptor, bytes);
    if (fresh !== descriptor) [descriptor, bytes, turned] = [fresh, 0, 0];
  }
  if (descriptor !== 0) closeSync(descriptor);
}

/** Bytes read, 0 at the end, or `none yet` where a device has nothing now. */
function readSome(descriptor: number, space: Buffer): number | 'none yet' {
  for (;;) {
    try {
      return readSync(descriptor, space, 0, space.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') return 'none yet';
      // /dev/kmsg has overwritten records before they were read; the next read continues after them.
      if (code !== 'EPIPE') throw error;
    }
  }
}

/** The descriptor to continue with: a log that was rotated, or truncated to less than was read of it, is reopened. */
function freshDescriptor({ kind, path }: OpenLog, descriptor: number, bytes: number): number {
  if (kind !== 'file' || path === null) return descriptor;
  const now = statSync(path, { throwIfNoEntry: false });
  const then = fstatSync(descriptor);
  if (!now || (now.ino === then.ino && now.dev === then.dev && then.size >= bytes)) return descriptor;
  const fresh = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  closeSync(descriptor);
  return fresh;
}

async function readStream(log: OpenLog, input: LogInput, options: ReadOptions): Promise<void> {
  const stream = await streamOf(log);
  const pause = options.paused ?? ((): void => undefined);
  let timer: NodeJS.Timeout | undefined;
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      clearTimeout(timer);
      input.push(chunk);
      if (options.follow) {
        input.settle();
        timer = setTimeout(pause, pauseMilliseconds);
      }
      bytes += chunk.length;
      options.progress?.(bytes);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Not as a file stream: a read in a thread of the pool cannot be interrupted, not even by exit. */
async function streamOf({ descriptor, path, stream }: OpenLog): Promise<NodeJS.ReadableStream> {
  if (stream) return stream;
  if (descriptor === 0) return process.stdin;
  if (isatty(descriptor)) return new TerminalStream(descriptor);
  const first = path !== null && /^\/(?:dev\/fd|proc)\//.test(path) ? null : await firstBytes(descriptor);
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  if (first) socket.unshift(first);
  return socket;
}

/** Waits until a FIFO has a writer: until then a read returns end of file. */
async function firstBytes(descriptor: number): Promise<Buffer | null> {
  const space = Buffer.alloc(4096);
  for (;;) {
    const got = readSome(descriptor, space);
    if (got === 'none yet') return null;
    if (got > 0) return space.subarray(0, got);
    await wait(lookMilliseconds);
  }
}
