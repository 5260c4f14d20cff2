/** Runs something in this process as a user whom file modes bind: as nobody, where this is root. */
export async function asNobody<T>(run: () => T | Promise<T>): Promise<T> {
  const user = process.geteuid?.();
  if (user === 0) process.seteuid?.(65_534);
  try {
    return await run();
  } finally {
    if (user === 0) process.seteuid?.(user);
  }
}
