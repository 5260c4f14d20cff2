// The command. It stays light: what only some calls need is loaded when it is needed.
import { checkCommand } from './check.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { runCommandLine } from './run.ts';
import { showCommand } from './show.ts';
import { snapshotCommand } from './snapshot.ts';
import { recordCommand } from './record.ts';
import { tellError } from './tell-error.ts';
import { workloadsCommand } from './workloads.ts';
import { loadBundle } from './bundles.ts';
import { keepInspectorOff } from './end-on-signals.ts';
import type { CommandName } from '../options/commands.ts';
import { type CommandLine, parseFast } from '../options/parse.ts';

const runners: Record<CommandName, (line: CommandLine) => Promise<number>> = {
  check: checkCommand,
  run: runCommandLine,
  explain: explainCommand,
  workloads: workloadsCommand,
  show: showCommand,
  snapshot: snapshotCommand,
  record: recordCommand,
  doctor: doctorCommand,
};

const dispatch = (line: CommandLine): Promise<number> => runners[line.command](line);

async function main(argv: readonly string[]): Promise<number> {
  const line = parseFast(argv);
  return line ? dispatch(line) : loadBundle('help.cjs').runFull(argv, dispatch);
}

keepInspectorOff();

// Everything has been written by then; without exit() Node would first take the heap apart.
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => process.exit(tellError(error)),
);
