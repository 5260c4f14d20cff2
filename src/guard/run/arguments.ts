import { readFileSync } from 'node:fs';
import { UsageError } from '../../errors.ts';
import { quote } from '../../text/escape.ts';

const replacement = '\ufffd';

/**
 * Makes sure that a command reaches the kernel byte for byte. Node decodes arguments as UTF-8 and puts U+FFFD in place of
 * what is not; only an argument with U+FFFD can have been altered, and only then is /proc/self/cmdline compared.
 * @param argv the last arguments of this process
 * @throws UsageError for the first that would be altered
 */
export function requireUtf8Arguments(
  argv: readonly string[],
  cmdline: () => Buffer = () => readFileSync('/proc/self/cmdline'),
): void {
  if (!argv.some((argument) => argument.includes(replacement))) return;
  const raw = splitZeros(readOr(cmdline)).slice(-argv.length);
  argv.forEach((argument, index) => {
    if (argument.includes(replacement) && !raw[index]?.equals(Buffer.from(argument))) {
      throw new UsageError(
        `run: ${index === 0 ? 'the command' : `argument ${index} of the command`}, ${quote(argument)}, is not UTF-8 ` +
          `and would reach it altered: expected UTF-8; put the call in a script and run that`,
      );
    }
  });
}

/** The names of environment variables that are not UTF-8 and that Node therefore passes on altered. */
export function alteredVariables(
  env: NodeJS.ProcessEnv = process.env,
  environ: () => Buffer = () => readFileSync('/proc/self/environ'),
): string[] {
  const suspects = Object.entries(env).filter(
    ([name, value]) => name.includes(replacement) || value?.includes(replacement),
  );
  if (suspects.length === 0) return [];
  const raw = splitZeros(readOr(environ));
  return suspects
    .filter(([name, value]) => !raw.some((entry) => entry.equals(Buffer.from(`${name}=${value}`))))
    .map(([name]) => name);
}

function readOr(read: () => Buffer): Buffer {
  try {
    return read();
  } catch {
    return Buffer.alloc(0);
  }
}

/** The texts in a /proc file where each ends with a zero byte. */
function splitZeros(buffer: Buffer): Buffer[] {
  const texts: Buffer[] = [];
  let start = 0;
  for (let end = buffer.indexOf(0); end >= 0; end = buffer.indexOf(0, start)) {
    texts.push(buffer.subarray(start, end));
    start = end + 1;
  }
  return texts;
}
