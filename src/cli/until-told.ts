/** Whether a command that runs on and on was told to end. */
export interface Told {
  readonly isTold: boolean;
  /** Waits for so long, or until it is told to end. */
  orAfter(milliseconds: number): Promise<void>;
}

/** SIGINT and SIGTERM tell a command to end, which it then does as one that has done its work. */
export function untilTold(): Told {
  let isTold = false;
  let wake = (): void => undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      isTold = true;
      wake();
    });
  }
  return {
    get isTold() {
      return isTold;
    },
    orAfter: (milliseconds) =>
      new Promise((resolve) => {
        if (isTold) {
          resolve();
          return;
        }
        const timer = setTimeout(resolve, Math.max(0, milliseconds));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}
