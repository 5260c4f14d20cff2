// The entry of `npm run evaluate`: predicts recorded trials and says how often that was right.
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BuddyguardError, MalformedError, UnreadableError, UsageError } from '../../src/errors.ts';
import { escapeControls, quote } from '../../src/text/escape.ts';
import { exitCodes } from '../../src/exit-codes.ts';
import { Evaluator } from './evaluation.ts';
import { evaluationText } from './report.ts';
import { parseTrial } from './trial.ts';

/** With the usual 16 KiB handing the pieces on takes as long as unpacking them. */
const chunkBytes = 1024 * 1024;

async function evaluateFile(file: string, evaluator: Evaluator): Promise<void> {
  const source = createReadStream(file, { highWaterMark: chunkBytes });
  const input = file.endsWith('.gz') ? source.pipe(createGunzip({ chunkSize: chunkBytes })) : source;
  // A failing source does not end what it is piped into.
  source.on('error', (error) => input.destroy(error));
  let number = 0;
  try {
    for await (const line of linesOf(input)) {
      number++;
      if (line.trim() !== '') evaluator.add(parseTrial(line, file, number));
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (String(error.code).startsWith('Z_'))
      throw new MalformedError(file, number + 1, { kind: error.message }, 'gzip data');
    throw new UnreadableError(file, error.message);
  }
}

/** Lines as they come; readline's search for every kind of line end takes a tenth of all the time. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of input.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

async function main(words: readonly string[]): Promise<number> {
  const unknown = words.find((word) => word.startsWith('-') && word !== '--json');
  const files = words.filter((word) => !word.startsWith('-'));
  if (unknown !== undefined)
    throw new UsageError(`evaluate: unknown option ${quote(unknown)}: expected --json and trial files`);
  if (files.length === 0)
    throw new UsageError('evaluate: no trial file named: expected FILE.jsonl or FILE.jsonl.gz …');
  const evaluator = new Evaluator();
  for (const file of files) await evaluateFile(file, evaluator);
  const report = evaluator.report();
  process.stdout.write(words.includes('--json') ? `${JSON.stringify(report)}\n` : evaluationText(report));
  return exitCodes.go;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`buddyguard: ${escapeControls(message)}\n`);
    process.exitCode = error instanceof BuddyguardError ? error.exitCode : exitCodes.bug;
  },
);
