// Help, completion and usage errors: loaded only for a command line that the fast parser does not accept.
import { completions } from '../options/completions.ts';
import type { CommandLine } from '../options/parse.ts';
import { parseFull } from '../options/yargs.ts';
import { loadBundle } from './bundles.ts';
import { formatNames } from './format-names.ts';
import { print } from './output.ts';

/** How a completion script calls back. */
const completionsWord = '--completions';

/** Answers --help, --version and completion, and hands everything else to `dispatch`. */
export async function runFull(
  argv: readonly string[],
  dispatch: (line: CommandLine) => Promise<number>,
): Promise<number> {
  if (argv[0] === completionsWord) {
    const workloadNames = (): string[] => loadBundle('catalogue.cjs').workloadNames();
    const found = completions(argv.slice(1), workloadNames, formatNames);
    print(found.map((line) => `${line}\n`).join(''));
    return 0;
  }
  const parsed = parseFull(argv, formatNames);
  if (typeof parsed !== 'string') return dispatch(parsed);
  print(parsed.endsWith('\n') ? parsed : `${parsed}\n`);
  return 0;
}
