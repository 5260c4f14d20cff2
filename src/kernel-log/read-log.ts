import { type Stats, closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { UnreadableError } from '../errors.ts';
import { explainErrno } from '../memory/read-file.ts';
import { LogInput } from './log-input.ts';
import type { Scanner } from './scanner.ts';

/** Read between two turns of the event loop, so that a signal ends a long log at once. */
const bytesPerTurn = 16 * 1024 * 1024;

/** A log that has been opened; `-` is standard input. */
export interface OpenLog {
  descriptor: number;
  name: string;
  stat: Stats;
  /** records are read one by one, and the end is where none waits */
  records: boolean;
}

/**
 * Opens a log without waiting for anybody.
 * @throws UnreadableError
 */
export function openLog(file: string): OpenLog {
  const name = file === '-' ? 'standard input' : file;
  try {
    const descriptor = file === '-' ? 0 : openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) throw new UnreadableError(name, 'is a directory: expected a log, or - for standard input');
    return { descriptor, name, stat, records: stat.isCharacterDevice() && isKmsg(stat) };
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** Major 1, minor 11: /dev/kmsg, whatever it is called here. */
function isKmsg(stat: Stats): boolean {
  return stat.rdev === 0x10b;
}

/** The error of a log that cannot be read, with the remedy where it is the kernel's own. */
export function unreadable(name: string, error: unknown): Error {
  if (error instanceof UnreadableError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined) return error instanceof Error ? error : new Error(String(error));
  const remedy = name === '/dev/kmsg' ? ': run as root, or sudo dmesg --follow | buddyguard explain --follow -' : '';
  return new UnreadableError(name, explainErrno(error) + remedy);
}

/**
 * Reads a log to its end into a scanner.
 * @param progress told now and then how many bytes have been read
 * @throws UnreadableError, MalformedError where it is no text
 */
export async function readLog(log: OpenLog, scanner: Scanner, progress: (bytes: number) => void = () => undefined): Promise<void> {
  const input = new LogInput(log.name, scanner);
  try {
    if (log.stat.isFile()) await readFile(log, input, scanner, progress);
    else if (log.records) readWaiting(log, input);
    else for await (const chunk of streamOf(log)) input.push(chunk);
  } catch (error) {
    throw unreadable(log.name, error);
  } finally {
    if (log.descriptor !== 0 && (log.stat.isFile() || log.records)) closeSync(log.descriptor);
  }
  input.end();
}

/** A pipe, terminal or socket as a stream, which waits without holding the process. */
export function streamOf({ descriptor, name }: OpenLog): AsyncIterable<Buffer> & NodeJS.EventEmitter {
  return descriptor === 0 ? process.stdin : createReadStream(name, { fd: descriptor });
}

async function readFile(log: OpenLog, input: LogInput, scanner: Scanner, progress: (bytes: number) => void): Promise<void> {
  let bytes = 0;
  let turned = 0;
  for (;;) {
    const space = input.plain ? scanner.space : Buffer.allocUnsafe(scanner.space.length);
    const got = readSync(log.descriptor, space, 0, space.length, null);
    if (got === 0) return;
    if (input.plain) scanner.filled(got);
    else input.push(space.subarray(0, got));
    bytes += got;
    if (bytes - turned >= bytesPerTurn) {
      turned = bytes;
      progress(bytes);
      await turn();
    }
  }
}

/** Takes what waits in /dev/kmsg, record by record; true where there was something. */
export function readWaiting({ descriptor }: OpenLog, input: LogInput): boolean {
  const record = Buffer.alloc(16_384);
  for (let some = false; ; some = true) {
    try {
      const got = readSync(descriptor, record, 0, record.length, null);
      if (got === 0) return some;
      input.push(record.subarray(0, got));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') return some;
      // The kernel has written over records that were not read yet; the next read goes on behind them.
      if (code !== 'EPIPE') throw error;
    }
  }
}
