import { type ChildProcess, spawn } from 'node:child_process';
import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { UnreadableError } from '../../errors.ts';
import { findProgram, programEnvironment } from '../../machine/programs.ts';
import { type OpenLog, openLog } from './open-log.ts';

const kmsg = '/dev/kmsg';

/** Nobody has put a log on standard input: it is a terminal, /dev/null, or closed. */
export function isNothingOnInput(): boolean {
  try {
    const stat = fstatSync(0);
    // Major 1, minor 3, under whatever name.
    return isatty(0) || (stat.isCharacterDevice() && stat.rdev === 0x103);
  } catch {
    return true;
  }
}

/**
 * This machine's own kernel log: /dev/kmsg, else what journalctl may show.
 * @param since milliseconds since the epoch; what is older is left out (of /dev/kmsg by {@link SinceBoot})
 * @throws UnreadableError that says how to be allowed
 */
export function openOwnLog(follow: boolean, since: number | undefined): OpenLog {
  try {
    return openLog(kmsg);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    const journalctl = findProgram('journalctl');
    if (journalctl === null) throw error;
    const words = ['--dmesg', '--no-pager', '--quiet', '--output=short-precise'];
    if (follow) words.push('--follow', '--lines=all');
    if (since !== undefined) words.push(`--since=@${Math.floor(since / 1000)}`);
    const child = spawn(journalctl, words, { stdio: ['ignore', 'pipe', 'ignore'], env: programEnvironment });
    return {
      descriptor: -1,
      name: "this machine's kernel log",
      whenEmpty:
        '/dev/kmsg may not be read, and journalctl --dmesg shows nothing: run as root, or join the group adm or systemd-journal',
      path: null,
      kind: 'stream',
      stream: outputOf(child),
    };
  }
}

/** A program's output; it ends with us. */
function outputOf(child: ChildProcess): NodeJS.ReadableStream {
  // What cannot be started has no output: nothing is read, and that is said.
  child.on('error', () => undefined);
  process.on('exit', () => child.kill('SIGKILL'));
  const { stdout } = child;
  if (!stdout) throw new UnreadableError('journalctl', 'gave no output');
  return stdout;
}

/** Passes records of /dev/kmsg on from a time on: the kernel stamps them with microseconds since it started. */
export class SinceBoot {
  readonly #reader: { readonly idle: boolean; read(line: string, number: number): void };
  readonly #from: number;
  #passes = false;
  /** lines up to the first that was passed on; null while there is none */
  skipped: number | null = null;

  /** @param from microseconds since boot */
  constructor(reader: { readonly idle: boolean; read(line: string, number: number): void }, from: number) {
    this.#reader = reader;
    this.#from = from;
  }

  get idle(): boolean {
    return this.#passes && this.#reader.idle;
  }

  read(line: string, number: number): void {
    if (!this.#passes) {
      const stamp = /^\d{1,5},\d{1,12},(\d{1,15}),/.exec(line)?.[1];
      this.#passes = stamp !== undefined && Number(stamp) >= this.#from;
    }
    if (this.#passes) this.skipped ??= number - 1;
    if (this.#passes) this.#reader.read(line, number);
  }
}
