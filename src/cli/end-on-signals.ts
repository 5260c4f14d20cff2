import { say } from './output.ts';

/** Signals that end a process by default, and their numbers on every architecture that Node runs on. */
const numbers = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGALRM: 14,
  SIGTERM: 15,
} as const;

/**
 * Ends the process at once on a signal that would end it by default, with 128+n: needed explicitly, because for process 1 of
 * a container the default action would be to ignore it. Ctrl-C ends it by SIGINT itself where the kernel allows it, so
 * that a shell's loop ends too.
 * @param beforeEnd what is still to be done then
 * @returns a function that removes the handlers again
 */
export function endOnSignals(doing: string, beforeEnd: () => void = () => undefined): () => void {
  const handlers = Object.entries(numbers).map(([signal, number]) => {
    const handler = (): void => {
      release();
      say(`ended by ${signal} ${doing}`);
      beforeEnd();
      // Last of what happens at the exit: children are ended there, too.
      if (signal === 'SIGINT')
        process.on('exit', () => {
          dieBySignal(signal);
        });
      process.exit(128 + number);
    };
    process.on(signal, handler);
    return [signal, handler] as const;
  });
  const release = (): void => {
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
  };
  return release;
}

/** Comes back only where the kernel keeps the signal from us (process 1 of a PID namespace). */
function dieBySignal(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/**
 * SIGUSR1 would start Node's inspector, which any user of the machine could then drive: it ends the process instead, as it
 * ends every program that does not know it. Whoever passes signals on to a command goes before this.
 */
export function keepInspectorOff(): void {
  const handler = (): void => {
    if (process.listenerCount('SIGUSR1') > 1) return;
    process.removeListener('SIGUSR1', handler);
    process.exit(128 + numbers.SIGUSR1);
  };
  process.on('SIGUSR1', handler);
}
