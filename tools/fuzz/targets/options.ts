// The command line, the environment and the inputs of a workflow's step.
import { formatNames } from '../../../src/cli/format-names.ts';
import { commands } from '../../../src/options/commands.ts';
import { completions } from '../../../src/options/completions.ts';
import { environmentName } from '../../../src/options/option.ts';
import { options } from '../../../src/options/options.ts';
import { type CommandLine, parseFast } from '../../../src/options/parse.ts';
import { decodeSettings } from '../../../src/options/settings.ts';
import { parseFull } from '../../../src/options/yargs.ts';
import { isBuddyguardError } from '../../../src/errors.ts';
import { givenInputs, inInputTerms, inputOptions } from '../../../src/surfaces/action/inputs.ts';
import { escapeControls } from '../../../src/text/escape.ts';
import { workflowCommand } from '../../../src/text/workflow-command.ts';
import { demand, demandCommands, demandCounts, demandOneLine } from '../laws.ts';
import { asBytes, fromBytes, variables } from '../seeds.ts';
import type { Input, Target } from '../target.ts';

const lines = [
  'check --order 4',
  'check --size 324KiB --path vmalloc-noretry --format json',
  'check --size=80pages --gfp GFP_KERNEL|__GFP_NORETRY --count 3 --node 0',
  'check --for iptables --rules 2150 --cpus 64 --kernel 4.15.0-1044-aws --why -q -E 99',
  'check --for veth --retries 3 --interval 500ms --timeout 1m --compact --drop-caches --trial --deep --strict',
  'run --for kvm --on-unknown fail --root /host -- ip link add a type veth',
  'run --order 9 -- true --order 3',
  'explain job.log --format github --kernel 6.1.0',
  'explain -f -',
  'workloads veth --cpus 8 --size 4M',
  'workloads --rules-file rules.v4',
  '--help',
  'check --help',
  'completion',
  '--version',
];

/** Words of a command line, each ended by a NUL as in /proc/PID/cmdline. */
const asWords = (line: string): string => asBytes(line.replaceAll(' ', '\0'));

function demandSettings({ command, given }: CommandLine, environment: Record<string, string>): void {
  // With a timeout alone, retries have no end.
  demandCounts({ ...decodeSettings(command, given, environment), retries: 0 });
}

const argv: Target = {
  name: 'argv',
  slice: 100,
  parts: ['argv'],
  separator: '\0',
  seeds: () => lines.map((line) => [asWords(line)]),
  run: ([bytes = '']) => {
    const words = fromBytes(bytes).split('\0');
    const fast = parseFast(words);
    completions(['buddyguard', ...words], () => ['iptables', 'veth'], formatNames);
    let full: CommandLine | string | Error;
    try {
      full = parseFull(words, formatNames);
    } catch (error) {
      if (!isBuddyguardError(error)) throw error;
      demandOneLine(error.message);
      full = error;
    }
    if (fast) {
      demand(
        told(fast) === told(full),
        () => `the fast parser reads ${told(fast)}, the full one ${told(full)}`,
      );
      demandSettings(fast, {});
    } else if (typeof full === 'object' && 'command' in full) demandSettings(full, {});
  },
};

/** What parsing a command line came to. */
function told(line: CommandLine | string | Error): string {
  if (line instanceof Error) return line.message;
  return typeof line === 'string' ? line : JSON.stringify({ ...line, given: [...line.given].sort() });
}

/** Both parsers are asked only by the other target: this one is quick. */
const fastArgv: Target = {
  name: 'argv-fast',
  slice: 8000,
  parts: ['argv'],
  separator: '\0',
  seeds: () => lines.map((line) => [asWords(line)]),
  run: ([bytes = '']) => {
    const line = parseFast(fromBytes(bytes).split('\0'));
    if (line) demandSettings(line, {});
  },
};

const values = [
  '4',
  '324KiB',
  'veth',
  '1',
  'rules.v4',
  '64',
  '100',
  'vmalloc',
  'GFP_ATOMIC',
  '0',
  '/host',
  '6.1.0',
];

/** One variable for each option, with what the next one might be given, too. */
function environments(): Input[] {
  const set = (shift: number): string =>
    options
      .map((option, i) => `${environmentName(option)}=${values[(i + shift) % values.length] ?? ''}`)
      .join('\0');
  return [
    ...Object.keys(commands).flatMap((command) => values.map((_, shift) => [command, set(shift)])),
    [
      'check',
      'BUDDYGUARD_INTERVAL=1.5m\0BUDDYGUARD_TIMEOUT=2h\0BUDDYGUARD_EXIT_CODE=7\0BUDDYGUARD_FORMAT=json',
    ],
    ['run', 'BUDDYGUARD_ON_UNKNOWN=fail\0BUDDYGUARD_STRICT=yes\0BUDDYGUARD_QUIET=off\0BUDDYGUARD_RETRIES=3'],
  ];
}

const environment: Target = {
  name: 'environment',
  slice: 400,
  parts: ['command', 'environ'],
  separator: '\0',
  seeds: environments,
  run: ([name = '', environ = '']) => {
    const command = name in commands ? (name as keyof typeof commands) : 'check';
    const set = variables(environ);
    // One at a time too: the first wrong one would hide all others.
    for (const some of [set, ...set.map((one) => [one])]) {
      try {
        demandSettings(
          { command, given: new Map(), operands: [], afterDashes: null },
          Object.fromEntries(some),
        );
      } catch (error) {
        if (!isBuddyguardError(error)) throw error;
        demandOneLine(error.message);
      }
    }
  },
};

const inputs: Target = {
  name: 'action-inputs',
  slice: 400,
  parts: ['inputs'],
  separator: '\0',
  seeds: () =>
    values.map((_, shift) => [
      inputOptions.map(({ name }, i) => `${name}=${values[(i + shift) % values.length] ?? ''}`).join('\0'),
    ]),
  run: ([bytes = '']) => {
    const set = new Map(variables(bytes));
    for (const only of [null, ...set.keys()]) {
      const given = givenInputs((name) => (only === null || only === name ? (set.get(name) ?? '') : ''));
      try {
        demandCounts({ ...decodeSettings('run', given, {}), retries: 0 });
      } catch (error) {
        if (!isBuddyguardError(error)) throw error;
        const message = escapeControls(inInputTerms(error.message));
        demandOneLine(message);
        demandCommands(workflowCommand('error', 'buddyguard: no answer', message), 1);
      }
    }
  },
};

export const optionTargets: readonly Target[] = [argv, fastArgv, environment, inputs];
