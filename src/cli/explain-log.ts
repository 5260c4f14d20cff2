import { uptime } from 'node:os';
import { isatty } from 'node:tty';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { foundAny } from '../kernel-log/explain/explain-since.ts';
import { Explainer } from '../kernel-log/explain/explainer.ts';
import { type OpenLog, openLog } from '../kernel-log/read/open-log.ts';
import { readLog } from '../kernel-log/read/read-log.ts';
import { SinceBoot, isNothingOnInput, openOwnLog } from '../kernel-log/read/own-log.ts';
import { TurnRound } from '../kernel-log/read/turn-round.ts';
import { Scanner } from '../kernel-log/read/scanner.ts';
import { type Named, choose } from '../options/values.ts';
import { explainFormats } from '../report/explain/formats.ts';
import { explainHtml } from '../report/explain/html.ts';
import { quote } from '../text/escape.ts';
import { formatBytes } from '../text/units.ts';
import { cutLinesText } from './cut-lines.ts';
import { endOnSignals } from './end-on-signals.ts';
import { writeWhole } from './output-file.ts';
import { print, say, writeOutput } from './output.ts';
import { reportWidthOn } from './screen.ts';

// What `show --log`, `run --explain` and the Action need of this bundle.
export { readFailures } from './read-failures.ts';
export { explainMeanwhile } from './explain-meanwhile.ts';
export { logPosition } from '../kernel-log/read/log-position.ts';
export { explainSince, foundAny } from '../kernel-log/explain/explain-since.ts';
export { githubFormat as explainGithub } from '../report/explain/github.ts';
export { explainSummary } from '../report/explain/github-summary.ts';

/** What `buddyguard explain` was asked for. */
interface ExplainCommand {
  /** a log's path, or `-` for standard input; absent for that, or for this machine's log if nothing is there */
  file: string | undefined;
  format: Named;
  follow: boolean;
  /** judge as on this kernel release */
  kernel?: string | undefined;
  /** of this machine's log, only from this time on: milliseconds since the epoch */
  sinceMilliseconds?: number | undefined;
  /** exit with 1 if a failure was found */
  fail: boolean;
  /** the file that a page is written to, in place of what is printed */
  html?: string | undefined;
}

/** The number of SIGPIPE. */
const brokenPipe = 13;

/** The progress of a log that takes longer than this is told, to people only. */
const progressMilliseconds = 5000;

/**
 * `buddyguard explain`: reads a kernel log and prints what failed, why, and what to guard.
 * @returns 0 once it is read, whatever was found; with `fail` 1 if a failure was
 * @throws UsageError (64) for the format; UnreadableError (66); MalformedError (65) if it is not text
 */
export async function explain(command: ExplainCommand): Promise<number> {
  const { follow, kernel, fail, html } = command;
  if (follow && html !== undefined) throw new UsageError('--follow and --html: expected one of them');
  const format = choose(command.format, explainFormats);
  const out = format.holdsCommands ? writeOutput : print;
  const width = reportWidthOn('stdout');
  const explainer = new Explainer({ kernel }, (failure) => {
    if (follow && !out(format.renderFailure(failure, width))) process.exit(128 + brokenPipe);
  });
  // What is followed comes as it happens.
  const lines = follow ? explainer : new TurnRound(explainer);
  const log = openedLog(command);
  const since = log.from === null ? null : new SinceBoot(lines, log.from);
  const scanner = new Scanner(since ?? lines);
  const linesRead = (): number => (since ? scanner.lines - (since.skipped ?? scanner.lines) : scanner.lines);
  let programsTold = 0;
  const settle = (): void => {
    lines.flush();
    if (!follow) return;
    const { programs } = explainer.explanation();
    for (const message of programs.slice(programsTold)) out(format.renderProgram(message, width));
    programsTold = programs.length;
  };
  // What was found is reported even if a signal ends the reading.
  const tell = (): void => {
    settle();
    if (html !== undefined) writeWhole(html, explainHtml(explainer.explanation(), linesRead()), '--html');
    else if (!follow) out(format.render(explainer.explanation(), linesRead(), width));
  };
  const release = endOnSignals(`while reading ${log.name}`, tell);
  try {
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
  if (scanner.cutLines > 0) say(cutLinesText(scanner.cutLines));
  const explanation = explainer.explanation();
  if (!follow) await format.publish?.(explanation, linesRead());
  return fail && foundAny(explanation) ? exitCodes.found : exitCodes.go;
}

/** The log, and from when on its records count: microseconds since boot, null for all of them. */
function openedLog({
  file,
  follow,
  sinceMilliseconds: since,
}: ExplainCommand): OpenLog & { from: number | null } {
  const isOwn = file === undefined && isNothingOnInput();
  const log = isOwn ? openOwnLog(follow, since) : openLog(file ?? '-');
  if (since === undefined) return { ...log, from: null };
  if (!isOwn && log.kind !== 'records')
    throw new UsageError(
      `--since: expected no FILE, or /dev/kmsg: it is about this machine's own log, not ${quote(log.name)}`,
    );
  const bootedAt = Date.now() - uptime() * 1000;
  return { ...log, from: log.kind === 'records' ? (since - bootedAt) * 1000 : null };
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
