const errnoSentences = new Map([
  ['ENOENT', 'is not there'],
  ['EACCES', 'may not be read by this user'],
  ['EPERM', 'may not be read by this user'],
  ['ENOTDIR', 'is not there'],
  ['ELOOP', 'is a loop of symbolic links'],
  ['EISDIR', 'is a directory'],
  ['ENXIO', 'is not a regular file'],
]);

const passing = ['EIO', 'ENOMEM', 'EMFILE', 'ENFILE', 'EAGAIN', 'EINTR'];

/** The system's name of what went wrong, such as ENOENT; where it has none, what an error says. */
export function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

/** Whether the same call may well succeed a moment later. */
export function isPassing(error: unknown): boolean {
  return passing.includes(codeOf(error));
}

/** Why a file could not be read, in words to put after its name. */
export function explainErrno(error: unknown): string {
  const code = codeOf(error);
  return errnoSentences.get(code) ?? `cannot be read (${code})`;
}
