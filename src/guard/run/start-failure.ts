import { BuddyguardError } from '../../errors.ts';
import { quote } from '../../text/escape.ts';

/** A command that could not be started; the exit codes are the shell's, `env`'s and `timeout`'s. */
export class CommandError extends BuddyguardError {
  override readonly name = 'CommandError';
  /** 127: not found; 126: found, but it cannot be executed */
  readonly exitCode: 126 | 127;

  constructor(message: string, exitCode: 126 | 127) {
    super(message);
    this.exitCode = exitCode;
  }
}

const sentences: Record<string, string> = {
  EACCES:
    'is a directory, or this user may not execute it; check its mode, and that its file system is not mounted noexec',
  ENOEXEC: 'is not a program that this machine can execute; a script needs a first line such as #!/bin/sh',
  E2BIG: 'got more arguments and environment than the kernel passes on; put them in a file',
  ETXTBSY: 'is open for writing; wait until it has been written',
  ENOMEM: 'could not be started: the kernel has no memory for a new process',
  EAGAIN: 'could not be started: the limit on processes is reached (ulimit -u, pids.max)',
};

/**
 * Tells why a command did not start; an error that is not the kernel's is returned as it is. What execvp() itself resolves
 * (a script without `#!`, which the C library passes to /bin/sh) never gets here, except with a C library that does not
 * (musl).
 */
export function startFailure(file: string, error: NodeJS.ErrnoException): Error {
  const code = error.code ?? '';
  // Node refuses an empty name before the kernel can say ENOENT.
  if (code === 'ENOENT' || file === '') {
    const where = file.includes('/') ? 'no such file, or its #! interpreter is missing' : 'not found on PATH';
    return new CommandError(`run: ${quote(file)}: ${where}; expected a command after --`, 127);
  }
  if (typeof error.errno !== 'number') return error;
  return new CommandError(`run: ${quote(file)} ${sentences[code] ?? `could not be started (${code})`}`, 126);
}
