// The command. It stays light: whatever only some calls need is loaded when they come.
import { checkCommand } from './check.ts';
import { explainCommand } from './explain.ts';
import { runCommandLine } from './run.ts';
import { tellError } from './tell-error.ts';
import { workloadsCommand } from './workloads.ts';
import { loadBundle } from './bundles.ts';
import { type Words, parseFast } from '../options/parse.ts';

async function main(argv: readonly string[]): Promise<number> {
  const words = parseFast(argv);
  return words ? dispatch(words) : loadBundle('help.cjs').runFull(argv, dispatch);
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
