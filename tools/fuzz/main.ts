// The entry of `npm run fuzz`: reads mutated inputs of every form, and says what does not stand them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { formatCount } from '../../src/text/units.ts';
import { type Find, Fuzzer } from './fuzzer.ts';
import { targets } from './targets/index.ts';

const usage = `npm run fuzz -- [--seconds N | --inputs N] [--seed S] [--target NAME]

  --seconds N   how long, all targets taking turns (default: 20)
  --inputs N    how many inputs of each target instead
  --seed S      the same seed gives the same inputs (default: another one each time)
  --target NAME one of ${targets.map(({ name }) => name).join(', ')}
`;

const folder = '.cache/fuzz/finds';
const turnMilliseconds = 100;
const progressMilliseconds = 5000;

/** Exit codes: 0 nothing found, 1 a find, 2 usage. */
async function main(words: readonly string[]): Promise<number> {
  const asked = readArguments(words);
  if (asked === null) {
    process.stderr.write(usage);
    return 2;
  }
  const { seed, seconds, inputs, chosen } = asked;
  process.stderr.write(`seed ${seed}\n`);
  const stop = new AbortController();
  process.once('SIGINT', () => {
    stop.abort();
  });
  const isStopped = (): boolean => stop.signal.aborted;
  const fuzzers = chosen.map((target) => new Fuzzer(target, seed));
  const started = performance.now();
  let told = started;
  const left = (fuzzer: Fuzzer): number => (fuzzer.find ? 0 : inputs - fuzzer.count);
  while (
    !isStopped() &&
    performance.now() - started < seconds * 1000 &&
    fuzzers.some((each) => left(each) > 0)
  ) {
    for (const fuzzer of fuzzers) {
      if (isStopped() || left(fuzzer) === 0) continue;
      fuzzer.run(left(fuzzer), turnMilliseconds);
      if (fuzzer.find) tellFind(fuzzer.find);
      // Signals come in between.
      await turn();
      if (performance.now() - told < progressMilliseconds) continue;
      told = performance.now();
      process.stderr.write(`${rate(fuzzers, told - started)}\n`);
    }
  }
  for (const { target } of fuzzers) target.close?.();
  const finds = fuzzers.flatMap(({ find }) => find ?? []);
  const rows = fuzzers.map(
    ({ target, count, find }) =>
      `${target.name.padEnd(14)} ${formatCount(count).padStart(12)}${find ? '  a find' : ''}\n`,
  );
  const sum = `${rate(fuzzers, performance.now() - started)}, seed ${seed}, ${finds.length} finds${isStopped() ? ', interrupted' : ''}`;
  process.stdout.write(`${rows.join('')}${sum}\n`);
  return finds.length > 0 ? 1 : 0;
}

interface Asked {
  seed: number;
  seconds: number;
  inputs: number;
  chosen: typeof targets;
}

function readArguments(words: readonly string[]): Asked | null {
  const text = { type: 'string' } as const;
  const options = { seconds: text, inputs: text, seed: text, target: text };
  try {
    const { values } = parseArgs({ args: [...words], options });
    const { target } = values;
    const [seed, inputs, seconds] = [
      values.seed ?? Date.now() % 2 ** 32,
      values.inputs ?? Infinity,
      values.seconds ?? (values.inputs === undefined ? 20 : Infinity),
    ].map(Number);
    const chosen = targets.filter(({ name }) => target === undefined || name === target);
    if (chosen.length === 0 || !Number.isSafeInteger(seed) || !((inputs ?? 0) >= 1) || !((seconds ?? 0) > 0))
      return null;
    return { seed: seed ?? 0, inputs: inputs ?? 0, seconds: seconds ?? 0, chosen };
  } catch {
    return null;
  }
}

function rate(fuzzers: readonly Fuzzer[], milliseconds: number): string {
  const count = fuzzers.reduce((sum, fuzzer) => sum + fuzzer.count, 0);
  return `${formatCount(count)} inputs in ${(milliseconds / 1000).toFixed(1)} s, ${formatCount(Math.round((count / milliseconds) * 1000))} a second`;
}

/** Prints a find, and keeps its smallest input as JSON with one byte a character. */
function tellFind({ target, seed, index, what, input }: Find): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${target.name}-${seed}-${index}.json`);
  writeFileSync(file, `${JSON.stringify({ target: target.name, seed, index, what, input }, null, 2)}\n`);
  const parts = input.flatMap((part, i) => {
    const shown = part.length > 2000 ? `${part.slice(0, 2000)}…` : part;
    return part === '' ? [] : [`  ${target.parts[i] ?? i}: ${JSON.stringify(shown)}`];
  });
  process.stdout.write(
    `find: ${target.name}, seed ${seed}, input ${index}: ${file}\n${what}\n${parts.join('\n')}\n\n`,
  );
}

process.exitCode = await main(process.argv.slice(2));
