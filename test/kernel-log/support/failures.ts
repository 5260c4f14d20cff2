import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { explainText } from '../../../src/kernel-log/explain/explainer.ts';
import type { Failure } from '../../../src/kernel-log/explain/failure.ts';
import { parseLogLine } from '../../../src/kernel-log/line/prefix.ts';
import { corpus, repository } from '../../support/corpus.ts';

/** A log with failures. */
export interface FailureLog {
  name: string;
  lines: string[];
}

/** Real logs, which are not part of the repository. */
export const corpusFolder = join(corpus, 'failures');

/** Logs of the same classes, invented: no machine printed them. */
export const inventedFolder = join(repository, 'test/fixtures/logs');

/** The logs of the corpus; none where it is absent. */
export const failureLogs: readonly FailureLog[] = existsSync(corpusFolder) ? logsIn(corpusFolder) : [];

export const inventedLogs: readonly FailureLog[] = logsIn(inventedFolder);

function logsIn(folder: string): FailureLog[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .map((name) => ({ name, lines: readFileSync(join(folder, name), 'utf8').trimEnd().split('\n') }));
}

/** What an explanation says of a failure, without where it stood in the log. */
export type Facts = Omit<Failure, 'line' | 'time' | 'lastLine' | 'lastTime' | 'zones' | 'advice'>;

const places = new Set(['line', 'time', 'lastLine', 'lastTime', 'zones', 'advice']);

/** The facts of every failure in a log. */
export function factsOf(lines: readonly string[]): Facts[] {
  return explainText(lines).failures.map(
    (failure) =>
      Object.fromEntries(Object.entries(failure).filter(([name]) => !places.has(name))) as unknown as Facts,
  );
}

/** The lines of a log as the kernel printed them, without any prefix. */
export function bareLines(lines: readonly string[]): string[] {
  return lines
    .flatMap((line, i) => parseLogLine(line, i + 1).map(({ text }) => text))
    .filter((text) => text !== '');
}
