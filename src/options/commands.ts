/** The commands, in the order in which --help lists them. */
export const commands = {
  check: 'decide whether the kernel can serve a request now; exit 0 only if so',
  run: 'check, then run COMMAND; if the check refuses, exit as it does and start nothing',
  explain: 'read a kernel log: what failed, why, and which check would have caught it',
  workloads:
    "list the named workloads and what each needs on this machine's kernel; with a NAME all about one",
  show: "a picture of this machine's memory: zones by orders, what is held back, and what workloads would get",
  snapshot: 'one JSON document of all that an answer rests on; check and show replay it with --from',
  record: 'take a sample every few seconds, so that check and show can answer for any moment later',
  doctor: 'what this user can read and do here, and which workloads are at risk now',
} as const;

/** Commands that take operands, and how help calls them. */
export const operands = {
  explain: '[FILE|-]',
  workloads: '[NAME]',
} as const satisfies Partial<Record<CommandName, string>>;

/** How a command that takes none is told what an operand may have been meant as. */
export const insteadOfOperand: Readonly<Record<Exclude<CommandName, keyof typeof operands>, string>> = {
  check: 'options alone, such as --order 4 or --for veth',
  run: "'--' before COMMAND",
  show: 'options alone, such as --from FILE',
  snapshot: 'options alone, such as --output FILE',
  record: '--output FILE',
  doctor: 'options alone',
};

export type CommandName = keyof typeof commands;
