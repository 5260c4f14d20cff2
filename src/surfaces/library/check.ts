import { answerCheck } from '../../cli/answer-check.ts';
import { UsageError } from '../../errors.ts';
import { realIo } from '../../guard/io.ts';
import { optionsOf } from '../../options/options.ts';
import { decodeSettings } from '../../options/settings.ts';
import { type CheckReport, checkReport } from '../../report/check/json.ts';

/**
 * What to ask for: the options of `buddyguard check` by their names in camel case; docs/options.md says what each means. One
 * of `for`, `size` and `order` is needed. The environment variables of the command are not read.
 */
export interface CheckOptions {
  /** named workloads, as `buddyguard workloads` lists them; the worst decides */
  for?: string | readonly string[];
  /** bytes, or a text such as `324KiB` */
  size?: number | string;
  /** a block of 2^order contiguous pages */
  order?: number;
  rules?: number;
  /** path of an iptables-save file */
  rulesFile?: string;
  cpus?: number;
  count?: number;
  path?: 'contiguous' | 'vmalloc' | 'vmalloc-noretry';
  /** GFP flags as the kernel spells them; default GFP_KERNEL */
  gfp?: string | readonly string[];
  node?: number;
  /** prefix before /proc and /sys; default `/` */
  root?: string;
  /** answer for this kernel release */
  kernel?: string;
  /** path of what `buddyguard snapshot` wrote: answer for that machine */
  from?: string;
  /** with `from`: a moment of a record */
  at?: string;
  /** how often to look again; default 0, with a remedy 1, with `timeout` as often as it allows */
  retries?: number;
  /** milliseconds before the first retry, or a text such as `500ms`; doubles up to eightfold */
  interval?: number | string;
  /** milliseconds after which the wait ends, or a text such as `1m30s` */
  timeout?: number | string;
  /** compact memory between looks; as root */
  compact?: boolean;
  /** drop the page cache between looks; as root; slows the whole host */
  dropCaches?: boolean;
  /** make the kernel really allocate and free one block */
  trial?: boolean;
  /** read /proc/kpageflags where the answer is in doubt; as root */
  deep?: boolean;
  /** `go` only for what is available now */
  strict?: boolean;
  /** called with each line of progress, for people */
  progress?: (line: string) => void;
}

/**
 * Asks whether the kernel would serve a request now, as `buddyguard check` does; waits and makes room where that is asked for.
 * Nothing is printed, and signals are left alone. A machine that cannot be read is an answer: `unknown`.
 * @throws UsageError for a wrong option, UnreadableError or MalformedError for a file that an option names
 */
export async function check({ progress, ...options }: CheckOptions): Promise<CheckReport> {
  const io = realIo((line) => progress?.(line));
  try {
    const settings = decodeSettings('check', givenOptions(options), {});
    const { answer } = await answerCheck(settings, { io, listen: () => () => undefined });
    return checkReport(answer);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(inOwnTerms(error.message)) : error;
  }
}

/** Options are named here without dashes: `--rules-file` is `rulesFile`. */
function inOwnTerms(message: string): string {
  return message.replace(/(?<![\w-])--([a-z][a-z-]*)/g, (all, name: string) => {
    const isOption = optionsOf('check').some((option) => option.name === name);
    return isOption ? name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) : all;
  });
}

/** The options as texts, as a command line has them. */
function givenOptions(options: Omit<CheckOptions, 'progress'>): Map<string, string> {
  const known = new Set(optionsOf('check').map(({ name }) => name));
  const given = new Map<string, string>();
  for (const [key, value] of Object.entries(options) as [string, unknown][]) {
    const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (!known.has(name) || Object.hasOwn(printed, key))
      throw new UsageError(`${key}: not an option of check`);
    if (value === undefined || value === false) continue;
    given.set(name, textOf(name, value));
  }
  return given;
}

/** Options that are about what is printed. */
const printed = { format: true, output: true, why: true, quiet: true, exitCode: true };

function textOf(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.join(name === 'gfp' ? '|' : ',');
  if (typeof value === 'number' && (name === 'interval' || name === 'timeout')) return `${value}ms`;
  return String(value);
}
