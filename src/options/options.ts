import { exitCodes } from '../exit-codes.ts';
import { parseGfp } from '../kernel/gfp.ts';
import { parseSize } from '../request/size.ts';
import type { CommandName } from './commands.ts';
import type { Option } from './option.ts';
import {
  decodeBytes,
  decodeDuration,
  decodeMoment,
  decodeNames,
  decodeRelease,
  decodeSince,
  integer,
  named,
  verbatim,
} from './values.ts';

const asking = ['check', 'run'] as const;
const catalogue = ['check', 'run', 'workloads'] as const;
const naming = ['check', 'run', 'show', 'record'] as const;
const sizing = ['check', 'run', 'workloads', 'show', 'record'] as const;
const everywhere = ['check', 'run', 'explain', 'workloads', 'show'] as const;
const looking = ['check', 'run', 'workloads', 'doctor', 'show', 'snapshot', 'record'] as const;

const paths = ['contiguous', 'vmalloc', 'vmalloc-noretry'] as const;

// prettier-ignore
const rows = [
  { name: 'size', value: 'SIZE', group: 'Request', commands: catalogue, decode: parseSize,
    help: 'bytes wanted: 331776, 324KiB, 1.5M, 80pages' },
  { name: 'order', value: 'N', group: 'Request', commands: asking, decode: integer(0, 63),
    help: 'a block of 2^N contiguous pages' },
  { name: 'for', key: 'workloads', value: 'NAME', group: 'Request', commands: naming, decode: decodeNames,
    help: "a named workload, or several joined by ',': the worst decides; 'buddyguard workloads' lists them" },
  { name: 'rules', value: 'N', group: 'Request', commands: sizing, decode: integer(0, 10_000_000),
    help: 'iptables: how many plain rules the largest table has' },
  { name: 'rules-file', value: 'FILE', group: 'Request', commands: sizing, decode: verbatim,
    help: 'iptables: an iptables-save file; its largest table decides' },
  { name: 'cpus', value: 'N', group: 'Request', commands: sizing, decode: integer(1, 65_536),
    help: 'possible CPUs, for workloads that grow with them' },
  { name: 'count', value: 'N', group: 'Request', commands: sizing, decode: integer(1, 1_000_000),
    help: 'how many of them, one after another' },
  { name: 'path', value: 'PATH', group: 'Request', commands: asking, choices: { check: paths, run: paths },
    help: 'how the kernel allocates the memory (default: contiguous, or as the workload does)' },
  { name: 'gfp', value: 'FLAGS', group: 'Request', commands: asking, decode: parseGfp,
    help: "GFP flags as the kernel spells them, joined by '|' (default: GFP_KERNEL)" },
  { name: 'node', value: 'N', group: 'Request', commands: asking, decode: integer(0, 1023),
    help: 'the NUMA node that is asked first; with __GFP_THISNODE alone' },
  { name: 'root', value: 'DIR', group: 'Reading', commands: looking, default: '/', decode: verbatim,
    help: 'prefix before /proc and /sys' },
  { name: 'kernel', value: 'RELEASE', group: 'Reading', commands: everywhere, decode: decodeRelease,
    help: 'answer for this kernel release' },
  { name: 'from', value: 'FILE', group: 'Reading', commands: ['check', 'show'], decode: verbatim,
    help: 'answer from what FILE kept of a machine, as snapshot and record write it' },
  { name: 'at', key: 'atMilliseconds', value: 'TIME', group: 'Reading', commands: ['check', 'show'], decode: decodeMoment,
    help: 'the moment of a record: 03:12, 2026-01-31T03:12, 10m (ago); else its last sample' },
  { name: 'retries', value: 'N', group: 'Waiting', commands: asking, decode: integer(0, 1_000_000),
    implied: impliedRetries,
    help: 'look again up to N times (default: 0; with a remedy 1; with --timeout, until then)' },
  { name: 'interval', key: 'intervalMilliseconds', value: 'TIME', group: 'Waiting', commands: asking,
    default: '1s', decode: decodeDuration,
    help: 'pause before the first retry; doubles each time, up to eightfold, ±20 %' },
  { name: 'timeout', key: 'timeoutMilliseconds', value: 'TIME', group: 'Waiting', commands: asking,
    decode: decodeDuration,
    help: 'stop waiting after this; without --retries, retry until then' },
  { name: 'compact', group: 'Remedies', commands: asking,
    help: 'compact memory between attempts (root)' },
  { name: 'drop-caches', group: 'Remedies', commands: asking,
    help: 'drop the page cache between attempts (root; slows the whole host)' },
  { name: 'trial', group: 'Remedies', commands: asking,
    help: 'make the kernel really allocate and free one block, and report what it did' },
  { name: 'deep', group: 'Reading', commands: asking,
    help: 'read /proc/kpageflags if the answer is in doubt (root)' },
  { name: 'strict', group: 'Outcome', commands: asking,
    help: 'refuse what only reclaim or compaction could serve' },
  { name: 'on-unknown', value: 'WHAT', group: 'Outcome', commands: ['run'],
    choices: { run: ['warn', 'fail'] }, default: 'warn',
    help: 'what to do if the machine cannot be read' },
  { name: 'exit-code', key: 'notNowCode', short: 'E', value: 'N', group: 'Outcome', commands: asking,
    default: String(exitCodes.notNow), decode: integer(1, 255),
    help: 'exit code for "not now"' },
  { name: 'format', value: 'FORMAT', group: 'Outcome', commands: ['check', 'explain', 'workloads', 'doctor', 'show'],
    decode: named, default: 'text',
    help: 'how to print the answer' },
  { name: 'output', value: 'FILE', group: 'Outcome', commands: ['check', 'snapshot', 'record'], decode: verbatim,
    help: 'write the answer to FILE, which is replaced as a whole, instead of standard output; of record: add samples to FILE' },
  { name: 'every', key: 'everyMilliseconds', value: 'TIME', group: 'Waiting', commands: ['record', 'show'], decode: decodeDuration,
    help: 'time between two looks, at least 1s (default: 10s; show --watch: 2s)' },
  { name: 'watch', group: 'Waiting', commands: ['show'],
    help: 'look again and again, and draw what changed, until interrupted' },
  { name: 'keep', key: 'keepBytes', value: 'SIZE', group: 'Outcome', commands: ['record'], decode: decodeBytes,
    default: '64MiB', help: 'size of all closed segments (FILE.TIME.gz); the oldest go first' },
  { name: 'html', value: 'FILE', group: 'Outcome', commands: ['show', 'explain'], decode: verbatim,
    help: 'write one self-contained page to FILE, which is replaced as a whole; of a record with a slider over its time' },
  { name: 'explain', group: 'Outcome', commands: ['run'], choices: { run: ['all'] },
    help: "where the command fails, explain what the kernel's log gained meanwhile; all: with the names of other processes" },
  { name: 'why', group: 'Outcome', commands: asking,
    help: 'print all that the answer rests on: zones, marks, needs, notes' },
  { name: 'quiet', short: 'q', group: 'Outcome', commands: asking,
    help: 'print nothing but errors' },
  { name: 'log', value: 'FILE', group: 'Log', commands: ['show'], decode: verbatim,
    help: "a kernel log, or -: of a record, what failed within its time, and what check would have said before" },
  { name: 'follow', short: 'f', group: 'Log', commands: ['explain'],
    help: 'keep reading as the log grows' },
  { name: 'since', key: 'sinceMilliseconds', value: 'TIME', group: 'Log', commands: ['explain'], decode: decodeSince,
    help: "this machine's own log from then on: 10m (ago), or 2026-01-31T12:00" },
  { name: 'fail', group: 'Log', commands: ['explain'],
    help: 'exit with 1 if a failure was found' },
] as const satisfies readonly Option[];

/** The rows with all that the compiler knows about each: settings are inferred from them. */
export type OptionRow = (typeof rows)[number];

export const options: readonly Option[] = rows;

/** The names of every command's formats. They are the registries' (report/COMMAND/formats.ts), which nothing here knows. */
export type FormatNames = Readonly<
  Record<Extract<OptionRow, { name: 'format' }>['commands'][number], readonly string[]>
>;

/** The words that an option takes with a command; undefined where it takes more than a few words. */
export function wordsOf(
  { name, choices }: Option,
  command: CommandName,
  formatNames: FormatNames,
): readonly string[] | undefined {
  const formats: Partial<Record<CommandName, readonly string[]>> = formatNames;
  return name === 'format' ? formats[command] : choices?.[command];
}

/** The options of one command. */
export function optionsOf(command: CommandName): Option[] {
  return options.filter((option) => option.commands.includes(command));
}

/** With a timeout alone there is no other limit; without a second look a remedy would never be applied. */
function impliedRetries(others: Readonly<Record<string, unknown>>): number {
  if (others.timeout !== undefined) return Infinity;
  return others.compact === true || others['drop-caches'] === true ? 1 : 0;
}
