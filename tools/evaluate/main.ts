// The entry of `npm run evaluate`: predicts recorded trials and says how often that was right.
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { writeOutput } from '../../src/cli/output.ts';
import { tellError } from '../../src/cli/tell-error.ts';
import { MalformedError, UnreadableError, UsageError } from '../../src/errors.ts';
import { exitCodes } from '../../src/exit-codes.ts';
import { quote } from '../../src/text/escape.ts';
import { jsonLine } from '../../src/text/json-line.ts';
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
    const tooLong = (): Error =>
      new MalformedError(file, number + 1, { kind: 'more than 64 MiB' }, 'one JSON object a line');
    for await (const line of linesOf(input, tooLong)) {
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

/** A line of the largest machine that is recorded has some megabytes. */
const maxLineCharacters = 64 * 1024 * 1024;

/** Lines as they come; readline's search for every kind of line end takes a tenth of all the time. */
async function* linesOf(input: Readable, tooLong: () => Error): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of input.setEncoding('utf8') as AsyncIterable<string>) {
    if (!chunk.includes('\n')) rest += chunk;
    else {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest.length > maxLineCharacters) throw tooLong();
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
  writeOutput(words.includes('--json') ? jsonLine(report) : evaluationText(report));
  return exitCodes.go;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => process.exit(tellError(error)),
);
