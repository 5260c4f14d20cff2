const errnoSentences: Record<string, string> = {
  ENOENT: 'is not there',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  ENOTDIR: 'is not there',
  ELOOP: 'is a loop of symbolic links',
  EISDIR: 'is a directory',
  ENXIO: 'is not a regular file',
};

const passing = ['EIO', 'ENOMEM', 'EMFILE', 'ENFILE', 'EAGAIN', 'EINTR'];

/** Whether the same call may well succeed a moment later. */
export function isPassing(error: unknown): boolean {
  return passing.includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Why a file could not be read, in words to put after its name. */
export function explainErrno(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return errnoSentences[code] ?? `cannot be read (${code})`;
}
