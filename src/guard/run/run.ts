import { type ChildProcess, spawn } from 'node:child_process';
import { openDescriptors, standardIoWith } from './descriptors.ts';
import { becomeCommand } from './in-our-place.ts';
import { restoreOpenFiles } from './open-files.ts';
import { dieBy, forwardSignals } from './signals.ts';
import { startFailure } from './start-failure.ts';
import { leaveLostTerminal } from './terminal.ts';

/** How a command is started. */
interface RunOptions {
  /** its whole environment; if absent, this process's own */
  env?: NodeJS.ProcessEnv;
  /** called with its exit status, or the signal that ended it, before this process ends likewise */
  ended?: (status: number | NodeJS.Signals) => void;
  /** called as soon as signals are passed on to the command */
  forwarding?: () => void;
}

/**
 * Runs a command in this process's place and returns its exit status (0..255).
 * Its working directory and open descriptors are this process's; signals are passed on to it; if a signal ends it, the
 * same signal ends this process, so that whoever waits for us sees what it would have seen without us (128 plus the
 * signal's number where that is impossible, as for the first process of a container).
 *
 * Node reports death by a real-time signal (32 to 64) as exit 0: that, and only that, goes unseen.
 * Node resets every ignored signal at start-up, so `nohup` belongs after the `--`, not before this program.
 * @param argv the command and its arguments; not empty
 * @throws CommandError (126, 127) if it cannot be started
 */
export async function runCommand(argv: readonly string[], options: RunOptions = {}): Promise<number> {
  const [file = '', ...args] = argv;
  await restoreOpenFiles();
  const stdio = standardIoWith(openDescriptors());
  if (!options.ended) becomeCommand(argv, stdio.length > 3);
  const ended = await new Promise<number | NodeJS.Signals>((resolve, reject) => {
    let child: ChildProcess | null = null;
    // From before the start, so that at no moment would a signal end the guard alone.
    const stopForwarding = forwardSignals((signal) => void child?.kill(signal));
    options.forwarding?.();
    const fail = (error: Error): void => {
      stopForwarding();
      reject(startFailure(file, error));
    };
    try {
      child = spawn(file, args, {
        env: options.env ?? process.env,
        stdio,
      });
    } catch (error) {
      fail(error as Error);
      return;
    }
    const { pid } = child;
    // Once it has been started, an error is a signal that it may not be sent, as to a command of another user.
    child.on('error', (error) => {
      if (pid === undefined) fail(error);
    });
    child.once('exit', (code, signal) => {
      stopForwarding();
      resolve(signal ?? code ?? 0);
    });
  });
  options.ended?.(ended);
  leaveLostTerminal();
  return typeof ended === 'number' ? ended : dieBy(ended);
}
