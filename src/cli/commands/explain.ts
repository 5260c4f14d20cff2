import { isatty } from 'node:tty';
import { exitCodes } from '../../exit-codes.ts';
import { Explainer } from '../../kernel-log/explainer.ts';
import type { Failure } from '../../kernel-log/failure.ts';
import { openLog } from '../../kernel-log/open-log.ts';
import { readLog } from '../../kernel-log/read-log.ts';
import { Scanner } from '../../kernel-log/scanner.ts';
import { explainGithub, failureAnnotation } from '../../report/explain-github.ts';
import { explainJson, failureJson } from '../../report/explain-json.ts';
import { explainText, failureText, repeatText } from '../../report/explain-text.ts';
import { inertLog } from '../../report/github-log.ts';
import { formatBytes } from '../../report/units.ts';
import { endOnSignals } from '../interrupt.ts';
import { say, writeAll } from '../output.ts';

/** What `buddyguard explain` was asked for. */
export interface ExplainCommand {
  /** a log's path, or `-` for standard input */
  file: string;
  format: 'text' | 'json' | 'github';
  follow: boolean;
  /** judge as on this kernel release */
  kernel?: string | undefined;
}

/** Progress of a log that takes longer than this is told, to people only. */
const progressMilliseconds = 5000;

/**
 * `buddyguard explain`: reads a kernel log and prints what failed, why, and what to guard.
 * @returns 0 once it is read, also where nothing was found
 * @throws UnreadableError (66); MalformedError (65) where it is no text
 */
export async function explain({ file, format, follow, kernel }: ExplainCommand): Promise<number> {
  const tell = follow ? teller(format) : (): void => undefined;
  const explainer = new Explainer({ kernel }, tell);
  const scanner = new Scanner(explainer);
  const log = openLog(file);
  if (log.descriptor === 0 && isatty(0)) say('reading the terminal: paste a log, then press Ctrl-D');
  const release = endOnSignals(`while reading ${log.name}`);
  try {
    await readLog(log, scanner, {
      follow,
      paused: () => {
        explainer.flush();
      },
      progress: progressTeller(log.name),
    });
  } finally {
    release();
  }
  explainer.flush();
  if (!follow) writeAll(1, reportOf(format)(explainer.explanation(), scanner.lines));
  return exitCodes.go;
}

function reportOf(format: ExplainCommand['format']): typeof explainText {
  if (format === 'json') return explainJson;
  return format === 'github' ? explainGithub : explainText;
}

/** Prints each failure as it is found; one that was told before takes a line. */
function teller(format: ExplainCommand['format']): (failure: Failure) => void {
  return (failure) => {
    if (format === 'json') writeAll(1, failureJson(failure));
    else if (failure.count > 1) writeAll(1, inertLog(repeatText(failure)));
    else
      writeAll(
        1,
        format === 'github'
          ? inertLog(failureText(failure)) + failureAnnotation(failure)
          : failureText(failure),
      );
  };
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
