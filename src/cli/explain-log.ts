import { isatty } from 'node:tty';
import { exitCodes } from '../exit-codes.ts';
import { Explainer } from '../kernel-log/explain/explainer.ts';
import type { Failure } from '../kernel-log/explain/failure.ts';
import type { CountedMessage } from '../kernel-log/line/program-message.ts';
import { type OpenLog, logName, openLog } from '../kernel-log/read/open-log.ts';
import { readLog } from '../kernel-log/read/read-log.ts';
import { Scanner } from '../kernel-log/read/scanner.ts';
import { explainGithub, failureAnnotation } from '../report/explain/github.ts';
import { explainJson, failureJson, programJson } from '../report/explain/json.ts';
import { explainText, failureText, programText, repeatText } from '../report/explain/text.ts';
import { inertLog } from '../text/inert-log.ts';
import { formatBytes } from '../text/units.ts';
import { endOnSignals } from './end-on-signals.ts';
import { say, writeAll } from './output.ts';

/** What `buddyguard explain` was asked for. */
export interface ExplainCommand {
  /** a log's path, or `-` for standard input */
  file: string;
  format: 'text' | 'json' | 'github';
  follow: boolean;
  /** judge as on this kernel release */
  kernel?: string | undefined;
}

/** The number of SIGPIPE. */
const brokenPipe = 13;

/** Progress of a log that takes longer than this is told, to people only. */
const progressMilliseconds = 5000;

/**
 * `buddyguard explain`: reads a kernel log and prints what failed, why, and what to guard.
 * @returns 0 once it is read, also where nothing was found
 * @throws UnreadableError (66); MalformedError (65) where it is no text
 */
export async function explain({ file, format, follow, kernel }: ExplainCommand): Promise<number> {
  const explainer = new Explainer({ kernel }, follow ? teller(format) : undefined);
  const scanner = new Scanner(explainer);
  const tellPrograms = programTeller(format);
  const settle = (): void => {
    explainer.flush();
    if (follow) tellPrograms(explainer.explanation().programs);
  };
  // What was found is told even where a signal ends the reading.
  const tell = (): void => {
    settle();
    if (!follow) writeAll(1, reportOf(format)(explainer.explanation(), scanner.lines));
  };
  const release = endOnSignals(`while reading ${logName(file)}`);
  try {
    const log = openLog(file);
    welcome(log, follow);
    process.once('exit', tell);
    await readLog(log, scanner, {
      follow,
      paused: settle,
      progress: progressTeller(log.name),
    });
  } finally {
    release();
    process.removeListener('exit', tell);
  }
  tell();
  return exitCodes.go;
}

/** To people only: what this waits for. */
function welcome({ descriptor, name }: OpenLog, follow: boolean): void {
  if (descriptor === 0 && isatty(0)) say('reading the terminal: paste a log, then press Ctrl-D');
  else if (follow && isatty(2)) say(`following ${name}: failures are told as they come`);
}

function reportOf(format: ExplainCommand['format']): typeof explainText {
  if (format === 'json') return explainJson;
  return format === 'github' ? explainGithub : explainText;
}

/** Prints each failure as it is found; one that was told before takes a line. Ends where nobody reads any more. */
function teller(format: ExplainCommand['format']): (failure: Failure) => void {
  return (failure) => {
    if (!writeAll(1, told(failure, format))) process.exit(128 + brokenPipe);
  };
}

/** Prints the messages of programs that were not told yet. */
function programTeller(format: ExplainCommand['format']): (programs: readonly CountedMessage[]) => void {
  let told = 0;
  return (programs) => {
    for (const program of programs.slice(told)) {
      const text = format === 'json' ? programJson(program) : programText(program);
      writeAll(1, format === 'github' ? inertLog(text) : text);
    }
    told = programs.length;
  };
}

function told(failure: Failure, format: ExplainCommand['format']): string {
  if (format === 'json') return failureJson(failure);
  const text = failure.count > 1 ? repeatText(failure) : failureText(failure);
  if (format === 'text') return text;
  return inertLog(text) + (failure.count > 1 ? '' : failureAnnotation(failure));
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
