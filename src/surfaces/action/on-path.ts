import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../text/shell.ts';

/**
 * Puts a `buddyguard` command into a folder of its own for the steps that follow, and returns the folder.
 * It runs on the Action's own Node: a job may have an older one, or none.
 */
export function installCommand(temporary: string, node: string, cli: string): string {
  const folder = join(temporary, 'buddyguard');
  // Not recursive: if the parent cannot hold folders (/proc), Node's own recursion never ends.
  if (!existsSync(folder)) mkdirSync(folder);
  const unfinished = join(folder, `.buddyguard-${process.pid}`);
  const flags = process.allowedNodeEnvironmentFlags.has('--disable-sigusr1') ? ' --disable-sigusr1' : '';
  const script = `#!/bin/sh\nexec ${shellWord(node)}${flags} ${shellWord(cli)} "$@"\n`;
  writeFileSync(unfinished, script, { mode: 0o755 });
  renameSync(unfinished, join(folder, 'buddyguard'));
  return folder;
}
