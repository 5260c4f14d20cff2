import { say } from './output.ts';

const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Ends the process at once with 128+n on SIGINT, SIGTERM or SIGHUP; needed explicitly, because for process 1 of a
 * container the default action would be to ignore them. Returns a function that removes the handlers again.
 */
export function endOnSignals(doing: string): () => void {
  const handlers = Object.entries(numbers).map(([signal, number]) => {
    const handler = (): void => {
      say(`ended by ${signal} ${doing}`);
      process.exit(128 + number);
    };
    process.on(signal, handler);
    return [signal, handler] as const;
  });
  return () => {
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
  };
}
