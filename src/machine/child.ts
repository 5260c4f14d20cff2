import type { ChildProcess } from 'node:child_process';
import { findProgram, programEnvironment } from './programs.ts';

/** How a child is run: it reads nothing, and has no descriptors of ours but those given here. */
export interface BoundedRun {
  limitMilliseconds: number;
  /** of its output; if absent, what it prints goes nowhere */
  maxBytes?: number;
  /** its descriptors from 3 on */
  descriptors?: readonly number[];
  /** beside the little that every program gets */
  env?: Readonly<Record<string, string>>;
  /** where it is looked for; absent: where programs are trusted */
  folders?: readonly string[] | undefined;
}

/** What became of a child. */
export interface ChildEnd {
  /** `late`: still running after the limit; `absent`: no such program; `failed`: could not be started, or printed too much */
  ended: 'exit' | 'signal' | 'late' | 'absent' | 'failed';
  /** the exit status, or the signal's name; null unless it ended by itself */
  status: number | NodeJS.Signals | null;
  /** what it printed, one byte a character */
  output: string;
  /** the first line that it printed to standard error; if it did not end by itself, why */
  error: string;
}

const maxErrorCharacters = 200;

/**
 * Runs a program of the system by its name, without a shell, bounded in time and output. The kernel may keep a child in
 * reclaim for a long time: after the limit it is killed and not waited for. Never throws, though starting may well fail
 * when memory is short.
 */
export async function runBounded(name: string, args: readonly string[], run: BoundedRun): Promise<ChildEnd> {
  // Loaded here: most runs need not spend the milliseconds.
  const { spawn } = await import('node:child_process');
  const { maxBytes, descriptors = [], env = {}, folders } = run;
  const file = findProgram(name, folders);
  if (file === null) return { ended: 'absent', status: null, error: 'is not installed', output: '' };
  const printed = maxBytes === undefined ? 'ignore' : 'pipe';
  try {
    return await endOf(
      spawn(file, args, {
        env: { ...programEnvironment, ...env },
        cwd: '/',
        stdio: ['ignore', printed, printed, ...descriptors],
      }),
      run,
    );
  } catch (error) {
    return { ...notStarted(error), output: '' };
  }
}

type Ending = Omit<ChildEnd, 'output'>;

function notStarted(error: unknown): Ending {
  const { code, message } = error as NodeJS.ErrnoException;
  return { ended: code === 'ENOENT' ? 'absent' : 'failed', status: null, error: `cannot be run: ${message}` };
}

function endOf(child: ChildProcess, { limitMilliseconds, maxBytes = 0 }: BoundedRun): Promise<ChildEnd> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let firstError = '';
    const end = (ending: Ending): void => {
      clearTimeout(timer);
      process.off('exit', kill);
      resolve({ ...ending, output: Buffer.concat(chunks).toString('latin1') });
    };
    const kill = (): void => void child.kill('SIGKILL');
    const leave = (ended: 'late' | 'failed', error: string): void => {
      kill();
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.unref();
      end({ ended, status: null, error });
    };
    const timer = setTimeout(() => {
      leave('late', `did not end within ${limitMilliseconds} ms`);
    }, limitMilliseconds);
    // A signal that ends this process ends the child, too.
    process.on('exit', kill);
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) leave('failed', `printed more than ${maxBytes} bytes`);
      else chunks.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (firstError.length < maxErrorCharacters)
        firstError += chunk.toString('latin1', 0, maxErrorCharacters);
    });
    child.stdout?.on('error', ({ message }) => {
      leave('failed', `cannot be read: ${message}`);
    });
    // What it complained about is lost then, and no more.
    child.stderr?.on('error', () => undefined);
    child.on('error', (error) => {
      end(notStarted(error));
    });
    child.on('close', (status, signal) => {
      const error = firstError.split('\n', 1)[0] ?? '';
      end({ ended: signal === null ? 'exit' : 'signal', status: status ?? signal, error });
    });
  });
}
