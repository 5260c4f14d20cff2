import { type Stats, constants, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { UnreadableError } from '../../errors.ts';
import { explainErrno } from '../../text/errno.ts';

/** A log that has been opened. */
export interface OpenLog {
  descriptor: number;
  /** for people */
  name: string;
  /** where it can be reopened; null for standard input */
  path: string | null;
  /**
   * How it is read: a `file` and a `device` by plain reads (a device may answer that nothing is there yet), `records` one
   * at a time from /dev/kmsg, a `stream` (pipe, terminal, socket) as it comes.
   */
  kind: 'file' | 'device' | 'records' | 'stream';
  /** what to do where it has nothing in it */
  whenEmpty?: string;
  /** what is read in place of the descriptor: the output of a program */
  stream?: NodeJS.ReadableStream;
}

/** A log's name for people; `-` is standard input. */
function logName(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/**
 * Opens a log without waiting for a writer; `-` is standard input.
 * @throws UnreadableError
 */
export function openLog(file: string): OpenLog {
  const path = file === '-' ? null : file;
  const name = logName(file);
  try {
    const descriptor = path === null ? 0 : openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(descriptor);
    if (stat.isDirectory())
      throw new UnreadableError(name, 'is a directory: expected a log, or - for standard input');
    const kind = kindOf(descriptor, stat);
    // Reading a device that the shell opened would block this process until there is something: reopened it does not.
    const own = path === null && (kind === 'device' || kind === 'records');
    return {
      descriptor: own ? openSync('/proc/self/fd/0', constants.O_RDONLY | constants.O_NONBLOCK) : descriptor,
      name,
      path,
      kind,
    };
  } catch (error) {
    throw unreadable(name, error);
  }
}

function kindOf(descriptor: number, stat: Stats): OpenLog['kind'] {
  if (stat.isFile()) return 'file';
  if (!stat.isCharacterDevice() || isatty(descriptor)) return 'stream';
  // Major 1, minor 11, under whatever name.
  return stat.rdev === 0x10b ? 'records' : 'device';
}

/** What went wrong with a log, as an error that says it in one line; any other error is passed through. */
export function unreadable(name: string, error: unknown): unknown {
  if (error instanceof UnreadableError || (error as NodeJS.ErrnoException).code === undefined) return error;
  const remedy = name.endsWith('kmsg')
    ? ': run as root, or sudo dmesg --follow | buddyguard explain --follow -'
    : '';
  return new UnreadableError(name, explainErrno(error) + remedy);
}
