import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { findProgram, programEnvironment } from '../../machine/programs.ts';

/** Sent by people and supervisors to one process: passed on to the command. */
const forwarded = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const;
/** Sent by a terminal to its whole foreground group, where the command has already had them. */
const fromTerminal = ['SIGINT', 'SIGQUIT', 'SIGWINCH'] as const;

/**
 * Catches the signals that would end this process and gives them to `deliver`, until the returned function is called.
 * Ctrl-C reaches command and guard together: sending it again would be a second Ctrl-C, which many programs take to mean
 * "at once", so in the terminal's foreground the guard merely survives it. Elsewhere (CI, a supervisor) it is passed on.
 * Stop and continue are left to the kernel: a terminal sends them to both.
 */
export function forwardSignals(deliver: (signal: NodeJS.Signals) => void): () => void {
  const deliverUnlessShared = (signal: NodeJS.Signals): void => {
    if (!inForeground()) deliver(signal);
  };
  for (const signal of forwarded) process.on(signal, deliver);
  for (const signal of fromTerminal) process.on(signal, deliverUnlessShared);
  return () => {
    for (const signal of forwarded) process.off(signal, deliver);
    for (const signal of fromTerminal) process.off(signal, deliverUnlessShared);
  };
}

/** Whether this process is in the foreground group of its terminal (fields pgrp, tty_nr and tpgid of /proc/self/stat). */
export function inForeground(stat: () => string = () => readFileSync('/proc/self/stat', 'latin1')): boolean {
  let text: string;
  try {
    text = stat();
  } catch {
    return false;
  }
  // The name in parentheses may contain anything, so count from its end: state ppid pgrp session tty_nr tpgid.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[4] !== '0' && fields[2] === fields[5];
}

const dumpsCore = new Set([
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGSEGV',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGSYS',
]);

/**
 * Ends this process by `signal`. Returns only if the kernel does not allow that (process 1 of a PID namespace), with the
 * status that a shell gives.
 */
export function dieBy(signal: NodeJS.Signals): number {
  const number = constants.signals[signal];
  if (dumpsCore.has(signal)) leaveNoCore();
  if (signal !== 'SIGKILL') {
    // Node ignores SIGPIPE and SIGXFSZ and uses SIGUSR1 for its debugger: adding and removing a listener resets them all.
    const listener = (): void => undefined;
    process.removeAllListeners(signal);
    process.on(signal, listener);
    process.off(signal, listener);
  }
  process.kill(process.pid, signal);
  return 128 + number;
}

/** The command has left its core; this process's must not replace it or fill the disk. */
function leaveNoCore(): void {
  try {
    // A handler that core_pattern pipes to is started whatever the limit: it gets only headers.
    writeFileSync('/proc/self/coredump_filter', '0');
    if (!/^Max core file size +0 /m.test(readFileSync('/proc/self/limits', 'latin1'))) {
      const prlimit = findProgram('prlimit');
      const args = [`--pid=${process.pid}`, '--core=0:'];
      if (prlimit !== null) spawnSync(prlimit, args, { env: programEnvironment, cwd: '/', stdio: 'ignore' });
    }
  } catch {
    // Without /proc the core is whatever the limits allow.
  }
}
