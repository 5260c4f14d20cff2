import { closeSync, constants, openSync, readSync } from 'node:fs';
import { UnreadableError } from '../../errors.ts';
import { unreadable } from './open-log.ts';

const kmsg = '/dev/kmsg';

/** No record is longer (CONSOLE_EXT_LOG_MAX of kernel/printk/internal.h). */
const maxRecordBytes = 8192;

/** The end of this machine's kernel log, so that what it gains from now on can be told from what was there. */
export class Meanwhile {
  readonly #last: number;

  /** @throws UnreadableError */
  constructor() {
    this.#last = sequenceOf(records().at(-1));
  }

  /**
   * The records since then, as /dev/kmsg has them.
   * @throws UnreadableError
   */
  records(): string[] {
    return records().filter((record) => sequenceOf(record) > this.#last);
  }
}

/** `6,339,5140900,-;text`: the second number counts the records. */
function sequenceOf(record: string | undefined): number {
  return Number(/^\d{1,5},(\d{1,16}),/.exec(record ?? '')?.[1] ?? -1);
}

/** All that the kernel still has. */
function records(): string[] {
  const found: string[] = [];
  const space = Buffer.alloc(maxRecordBytes);
  let descriptor: number | null = null;
  try {
    descriptor = openSync(kmsg, constants.O_RDONLY | constants.O_NONBLOCK);
    for (;;) {
      const record = readRecord(descriptor, space);
      if (record === null) return found;
      if (record !== '') found.push(record);
    }
  } catch (error) {
    const known = unreadable(kmsg, error);
    throw known instanceof Error ? known : new UnreadableError(kmsg, String(known));
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** Null at the end; empty where records were overwritten before they were read: the next read goes on behind them. */
function readRecord(descriptor: number, space: Buffer): string | null {
  try {
    const got = readSync(descriptor, space, 0, space.length, null);
    return got === 0 ? null : space.toString('utf8', 0, got).trimEnd();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') return null;
    if (code === 'EPIPE') return '';
    throw error;
  }
}
