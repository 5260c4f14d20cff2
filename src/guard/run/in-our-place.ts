import { accessSync, closeSync, constants, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { findProgram } from '../../machine/programs.ts';

/** process.execve of Node 22.15 and newer; @types/node may not know it. */
type Execve = (file: string, args: readonly string[], env: NodeJS.ProcessEnv) => never;

/**
 * Makes the command this very process, where that is the first of a container: then it is the command that its children are
 * left to and that signals are sent to, as it would be without a guard. Comes back where it cannot: on an older Node,
 * where descriptors were inherited that Node would close, and where the kernel would not take the file as it is (Node
 * aborts then).
 */
export function becomeCommand(argv: readonly string[], inheritsDescriptors: boolean): void {
  const { execve } = process as { execve?: Execve };
  if (process.pid !== 1 || execve === undefined || inheritsDescriptors) return;
  const [name = ''] = argv;
  const folders = (process.env.PATH ?? '').split(':').map((folder) => (folder === '' ? '.' : folder));
  const file = name.includes('/') ? name : findProgram(name, folders);
  if (file === null || !isExecutableFormat(file)) return;
  // Node ignores SIGPIPE, and what is ignored stays so in the command: a listener come and gone resets it.
  const listener = (): void => undefined;
  for (const signal of ['SIGPIPE', 'SIGXFSZ'] as const) process.on(signal, listener).off(signal, listener);
  execve.call(process, file, argv, process.env);
}

/** An ELF file of this machine's architecture, or a script, whose interpreter is there. */
function isExecutableFormat(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    const [head, own] = [startOf(file), startOf(process.execPath)];
    const script = /^#![ \t]*([^\s\0]+)/.exec(head)?.[1];
    if (script !== undefined) return existsSync(script);
    // Class and byte order, then e_machine.
    const sameMachine = head.slice(0, 6) === own.slice(0, 6) && head.slice(18, 20) === own.slice(18, 20);
    const loader = /\/[^\0]*\/ld[^\0/]*\.so[^\0/]*\0/.exec(head)?.[0].slice(0, -1);
    return sameMachine && (loader === undefined || existsSync(loader));
  } catch {
    return false;
  }
}

/** The first bytes, one a character. */
function startOf(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    if (!fstatSync(descriptor).isFile()) return '';
    const bytes = Buffer.alloc(4096);
    return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(descriptor);
  }
}
