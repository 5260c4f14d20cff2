/** Commands of the tool, in the order that --help lists them. */
export const commands = {
  check: 'decide whether the kernel can serve a request now; exit 0 only if so',
  run: 'check, then run COMMAND in its place; refuse with 75 where the check does',
  explain: 'read a kernel log: what failed, why, and which check would have caught it',
  workloads: "list the named workloads and what each needs on this machine's kernel",
} as const;

export type CommandName = keyof typeof commands;

/** One option. It feeds the fast parser, yargs, --help, the environment twins and the README. */
export interface Option {
  name: string;
  short?: string;
  /** absent for a flag, which takes no value */
  value?: string;
  describe: string;
  group: 'Request' | 'Reading' | 'Waiting' | 'Remedies' | 'Outcome' | 'Log';
  commands: readonly CommandName[];
  default?: string;
  choices?: readonly string[];
}

const asking = ['check', 'run'] as const;
const catalogue = ['check', 'run', 'workloads'] as const;

export const options: readonly Option[] = [
  {
    name: 'size',
    value: 'SIZE',
    group: 'Request',
    commands: catalogue,
    describe: 'bytes wanted: 331776, 324KiB, 2M, 80pages',
  },
  {
    name: 'order',
    value: 'N',
    group: 'Request',
    commands: asking,
    describe: 'a block of 2^N contiguous pages',
  },
  {
    name: 'for',
    value: 'NAME',
    group: 'Request',
    commands: asking,
    describe: "a named workload; 'buddyguard workloads' lists them",
  },
  {
    name: 'rules',
    value: 'N',
    group: 'Request',
    commands: catalogue,
    describe: 'iptables: how many plain rules the largest table has',
  },
  {
    name: 'rules-file',
    value: 'FILE',
    group: 'Request',
    commands: catalogue,
    describe: 'iptables: an iptables-save file; its largest table decides',
  },
  {
    name: 'cpus',
    value: 'N',
    group: 'Request',
    commands: catalogue,
    describe: 'possible CPUs, where a workload grows with them',
  },
  {
    name: 'count',
    value: 'N',
    group: 'Request',
    commands: catalogue,
    describe: 'how many of it, one after the other',
  },
  {
    name: 'path',
    value: 'PATH',
    group: 'Request',
    commands: asking,
    choices: ['contiguous', 'vmalloc', 'vmalloc-noretry'],
    describe: 'how the kernel comes by the memory (default: contiguous, or as the workload says)',
  },
  {
    name: 'gfp',
    value: 'FLAGS',
    group: 'Request',
    commands: asking,
    describe: "GFP flags as the kernel spells them, joined by '|' (default: GFP_KERNEL)",
  },
  {
    name: 'root',
    value: 'DIR',
    group: 'Reading',
    commands: catalogue,
    default: '/',
    describe: 'prefix before /proc and /sys',
  },
  {
    name: 'kernel',
    value: 'RELEASE',
    group: 'Reading',
    commands: ['check', 'run', 'explain', 'workloads'],
    describe: 'answer as for this kernel release',
  },
  {
    name: 'retries',
    value: 'N',
    group: 'Waiting',
    commands: asking,
    describe: 'look again up to N times (default: 0; 1 with a remedy; until --timeout with that alone)',
  },
  {
    name: 'interval',
    value: 'TIME',
    group: 'Waiting',
    commands: asking,
    default: '1s',
    describe: 'pause before the first retry; doubles up to eight times itself, ±20 %',
  },
  {
    name: 'timeout',
    value: 'TIME',
    group: 'Waiting',
    commands: asking,
    describe: 'end all waiting after this; alone, retries until then',
  },
  {
    name: 'compact',
    group: 'Remedies',
    commands: asking,
    describe: 'compact memory between attempts (root)',
  },
  {
    name: 'drop-caches',
    group: 'Remedies',
    commands: asking,
    describe: 'drop the page cache between attempts (root; slows the whole host)',
  },
  {
    name: 'trial',
    group: 'Remedies',
    commands: asking,
    describe: 'make the kernel really allocate and free one block, and report what it did',
  },
  {
    name: 'deep',
    group: 'Reading',
    commands: asking,
    describe: 'read /proc/kpageflags where the answer is in doubt (root)',
  },
  {
    name: 'strict',
    group: 'Outcome',
    commands: asking,
    describe: 'refuse what only reclaim or compaction could serve',
  },
  {
    name: 'on-unknown',
    value: 'WHAT',
    group: 'Outcome',
    commands: ['run'],
    choices: ['warn', 'fail'],
    default: 'warn',
    describe: 'what to do where the machine cannot be read',
  },
  {
    name: 'exit-code',
    short: 'E',
    value: 'N',
    group: 'Outcome',
    commands: asking,
    default: '75',
    describe: 'exit code for "not now"',
  },
  {
    name: 'format',
    value: 'FORMAT',
    group: 'Outcome',
    commands: ['check', 'explain', 'workloads'],
    choices: ['text', 'json', 'github'],
    default: 'text',
    describe: 'how to print the answer',
  },
  { name: 'why', group: 'Outcome', commands: asking, describe: 'print what moved the likelihood' },
  { name: 'quiet', short: 'q', group: 'Outcome', commands: asking, describe: 'print nothing but errors' },
  {
    name: 'follow',
    short: 'f',
    group: 'Log',
    commands: ['explain'],
    describe: 'go on reading as the log grows',
  },
];

export const environmentPrefix = 'BUDDYGUARD_';

/** The environment twin of an option: `--rules-file` is BUDDYGUARD_RULES_FILE. */
export function environmentName(option: Pick<Option, 'name'>): string {
  return `${environmentPrefix}${option.name.toUpperCase().replaceAll('-', '_')}`;
}

/** The options of one command. */
export function optionsOf(command: CommandName): Option[] {
  return options.filter((option) => option.commands.includes(command));
}
