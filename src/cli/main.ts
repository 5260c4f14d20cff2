// The command. It stays light: whatever only some calls need is loaded when they come.
import { tellError } from './gate.ts';
import { checkCommand } from './commands/check.ts';
import { explainCommand } from './commands/explain-command.ts';
import { runCommandLine } from './commands/run.ts';
import { workloadsCommand } from './commands/workloads.ts';
import { loadSibling } from './siblings.ts';
import { type Words, parseFast } from './words.ts';

async function main(argv: readonly string[]): Promise<number> {
  const words = parseFast(argv);
  return words ? dispatch(words) : loadSibling('cli-full.cjs').runFull(argv, dispatch);
}

async function dispatch(words: Words): Promise<number> {
  switch (words.command) {
    case 'check':
      return checkCommand(words);
    case 'run':
      return runCommandLine(words);
    case 'workloads':
      return workloadsCommand(words);
    case 'explain':
      return explainCommand(words);
  }
}

// Everything is written by then; to take the heap down piece by piece would cost more than the rule did.
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => process.exit(tellError(error)),
);
