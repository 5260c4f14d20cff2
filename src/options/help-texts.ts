// What the help says besides the options.
import { type CommandName, operands as operandsOf } from './commands.ts';

const variableHelp = 'Every option has an environment variable: --rules-file is BUDDYGUARD_RULES_FILE.';

export const exitCodeHelp = `Exit codes: 0 go · 75 not now, a retry may help · 69 never on this machine ·
66 the machine cannot be read · 65 what was read is malformed · 64 usage · 74 the output
could not be written · 70 a bug.
${variableHelp}`;

/** What follows the options in a command's help. */
export const epilogues: Record<CommandName, string> = {
  check: `Examples:
  buddyguard check --order 4                                    a block of 16 pages
  buddyguard check --for iptables --rules-file rules.v4         before iptables-legacy-restore
  buddyguard check --size 2MiB --timeout 30s --compact          wait, and compact memory

${exitCodeHelp}`,
  run: `Examples:
  buddyguard run --for iptables -- iptables-legacy-restore rules.v4
  buddyguard run --for veth --timeout 1m -- ip link add veth0 type veth peer name veth1

Exit codes: the command's own; a signal that ends it ends this process too (but Node reports death
by a real-time signal, 32 to 64, as 0). If it was not started: those of check, 126 if it cannot be
executed, 127 if it is not found.
${variableHelp}`,
  explain: `Examples:
  sudo buddyguard explain                                       this machine's own kernel log
  dmesg | buddyguard explain
  buddyguard explain job.log --format json
  buddyguard explain --follow /dev/kmsg

Without FILE it reads standard input, or, where that is a terminal or /dev/null, this machine's log.

Exit codes: 0 read, whatever was found (with --fail 1 if a failure was) · 65 not a text · 66 cannot
be read, or is empty · 64 usage · 74 the output could not be written · 70 a bug.
${variableHelp}`,
  show: `Examples:
  buddyguard show                                               zones by orders
  buddyguard show --for container,kvm                           and what these would get
  buddyguard show --watch                                       again and again
  buddyguard show --from record.jsonl --at 03:12                how it was then
  buddyguard show --from record.jsonl --log kern.log            what failed, and what check would have said

Exit codes: 0 shown, whatever was found · 65 what was read is malformed · 66 the machine cannot be
read · 64 usage · 74 the output could not be written · 70 a bug.
${variableHelp}`,
  snapshot: `Examples:
  sudo buddyguard snapshot --output machine.json
  buddyguard check --for container --from machine.json          the same answer, on any machine

It holds no host name, no command line and no address. As root it holds more.

Exit codes: 0 taken · 65 what was read is malformed · 66 the machine cannot be read · 64 usage ·
74 the output could not be written · 70 a bug.
${variableHelp}`,
  record: `Examples:
  buddyguard record --output /var/log/buddyguard.jsonl --for container
  buddyguard check --for container --from /var/log/buddyguard.jsonl --at 03:12
  buddyguard show --from /var/log/buddyguard.jsonl --at 10m

It runs until it is told to end (SIGINT, SIGTERM). Killed outright it loses at most one sample.

Exit codes: 0 told to end · 65 what was read is malformed · 66 the machine cannot be read · 64 usage ·
74 the record cannot be written · 70 a bug.
${variableHelp}`,
  doctor: `Exit codes: 0 said, whatever was found · 66 --root is no directory · 64 usage · 74 the
output could not be written · 70 a bug.
${variableHelp}`,
  workloads: `Exit codes: 0 listed · 66 the machine cannot be read · 64 usage · 74 the output
could not be written · 70 a bug.
${variableHelp}`,
};

/** The line of a command that says what follows its name. */
export const usages: Record<CommandName, string> = {
  check: '$0 check (--order N | --size SIZE | --for NAME) [options]',
  run: '$0 run (--order N | --size SIZE | --for NAME) [options] -- COMMAND [ARG...]',
  explain: `$0 explain ${operandsOf.explain} [options]`,
  workloads: `$0 workloads ${operandsOf.workloads} [options]`,
  show: '$0 show [options]',
  snapshot: '$0 snapshot [options]',
  record: '$0 record --output FILE [options]',
  doctor: '$0 doctor [options]',
};
