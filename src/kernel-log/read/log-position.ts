import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { UnreadableError } from '../../errors.ts';
import { findProgram, programEnvironment } from '../../machine/programs.ts';
import { explainErrno } from '../../text/errno.ts';

const kmsg = '/dev/kmsg';

/** No record is longer (CONSOLE_EXT_LOG_MAX of kernel/printk/internal.h). */
const maxRecordBytes = 8192;

const journalLimits = { timeout: 10_000, maxBuffer: 64 * 1024 * 1024 };

/**
 * Where this machine's kernel log ends now, so that what it gains can be told from what was there: `kmsg:` and the number
 * of its last record (-1 where there is none), or `journal:` and a cursor where only the journal may be read.
 * @throws UnreadableError that says how to be allowed
 */
export function logPosition(): string {
  try {
    return `kmsg:${sequenceOf(records().at(-1))}`;
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    const cursor = /^-- cursor: (\S{1,300})$/m.exec(journal(['--lines=1', '--show-cursor'], error))?.[1];
    if (cursor === undefined) throw error;
    return `journal:${cursor}`;
  }
}

/**
 * The lines that this machine's kernel log has gained since then.
 * @param position what {@link logPosition} gave
 * @throws UnreadableError
 */
export function linesSince(position: string): string[] {
  const [, kind, place = ''] = /^(kmsg(?=:-?\d{1,16}$)|journal):([\w=;-]{1,300})$/.exec(position) ?? [];
  if (kind === 'kmsg')
    return records()
      .filter((record) => sequenceOf(record) > Number(place))
      .flatMap((record) => record.split('\n'));
  if (kind !== 'journal') throw new UnreadableError(kmsg, 'where it ended before is not known');
  const denied = new UnreadableError('the journal', 'cannot be read any more');
  return journal([`--after-cursor=${place}`], denied)
    .split('\n')
    .slice(0, -1);
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
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    const remedy = 'run as root, or join the group adm or systemd-journal, which may read the journal';
    throw new UnreadableError(kmsg, `${explainErrno(error)}: ${remedy}`);
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

/** What journalctl shows of the kernel's messages, or `denied` where it cannot be asked. */
function journal(words: readonly string[], denied: UnreadableError): string {
  const journalctl = findProgram('journalctl');
  if (journalctl === null) throw denied;
  const { status, stdout } = spawnSync(
    journalctl,
    ['--dmesg', '--no-pager', '--quiet', '--output=short-monotonic', ...words],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: programEnvironment, ...journalLimits },
  );
  if (status !== 0) throw denied;
  return stdout;
}
