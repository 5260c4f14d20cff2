import { isatty } from 'node:tty';
import { exitCodes } from '../exit-codes.ts';
import { Explainer } from '../kernel-log/explain/explainer.ts';
import { type OpenLog, logName, openLog } from '../kernel-log/read/open-log.ts';
import { readLog } from '../kernel-log/read/read-log.ts';
import { TurnRound } from '../kernel-log/read/turn-round.ts';
import { Scanner } from '../kernel-log/read/scanner.ts';
import { type Named, choose } from '../options/values.ts';
import { explainFormats } from '../report/explain/formats.ts';
import { formatBytes } from '../text/units.ts';
import { endOnSignals } from './end-on-signals.ts';
import { print, say, writeOutput } from './output.ts';

/** What `buddyguard explain` was asked for. */
interface ExplainCommand {
  /** a log's path, or `-` for standard input */
  file: string;
  format: Named;
  follow: boolean;
  /** judge as on this kernel release */
  kernel?: string | undefined;
}

/** The number of SIGPIPE. */
const brokenPipe = 13;

/** The progress of a log that takes longer than this is told, to people only. */
const progressMilliseconds = 5000;

/**
 * `buddyguard explain`: reads a kernel log and prints what failed, why, and what to guard.
 * @returns 0 once it is read, even if nothing was found
 * @throws UsageError (64) for the format; UnreadableError (66); MalformedError (65) if it is not text
 */
export async function explain(command: ExplainCommand): Promise<number> {
  const { file, follow, kernel } = command;
  const format = choose(command.format, explainFormats);
  const out = format.holdsCommands ? writeOutput : print;
  const explainer = new Explainer({ kernel }, (failure) => {
    if (follow && !out(format.renderFailure(failure))) process.exit(128 + brokenPipe);
  });
  // What is followed comes as it happens.
  const lines = follow ? explainer : new TurnRound(explainer);
  const scanner = new Scanner(lines);
  let programsTold = 0;
  const settle = (): void => {
    lines.flush();
    if (!follow) return;
    const { programs } = explainer.explanation();
    for (const message of programs.slice(programsTold)) out(format.renderProgram(message));
    programsTold = programs.length;
  };
  // What was found is reported even if a signal ends the reading.
  const tell = (): void => {
    settle();
    if (!follow) out(format.render(explainer.explanation(), scanner.lines));
  };
  const release = endOnSignals(`while reading ${logName(file)}`, tell);
  try {
    const log = openLog(file);
    welcome(log, follow);
    await readLog(log, scanner, {
      follow,
      paused: settle,
      progress: progressTeller(log.name),
    });
  } finally {
    release();
  }
  tell();
  return exitCodes.go;
}

/** Tells people, and only people, what this waits for. */
function welcome({ descriptor, name }: OpenLog, follow: boolean): void {
  if (descriptor === 0 && isatty(0)) say('reading the terminal: paste a log, then press Ctrl-D');
  else if (follow && isatty(2)) say(`following ${name}: failures are printed as they come`);
}

function progressTeller(name: string): (bytes: number) => void {
  if (!isatty(2)) return () => undefined;
  let last = performance.now();
  return (bytes) => {
    if (performance.now() - last < progressMilliseconds) return;
    last = performance.now();
    say(`${name}: ${formatBytes(bytes)} read`);
  };
}
