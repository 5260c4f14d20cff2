import { formatCount } from '../../text/units.ts';
import { parseSaveFile } from '../iptables/save-file.ts';
import type { Need } from '../need.ts';
import type { WorkloadFacts } from './facts.ts';
import { vmallocNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

const assumedRules = 2150;

/** What a plain rule takes: of the netlink batch, and of the program's memory and the kernel's besides. */
export interface RuleCost {
  bytes: number;
  pages: number;
}

/** Of iptables-nft, from 400 plain rules with a comment in Debian kernels 5.10 to 7.3: 667 bytes each, at most 562 pages in all. */
export const ruleCost: RuleCost = { bytes: 700, pages: 0.75 };
/** of a program that has loaded no rule */
const programPages = 300;

/** One netlink batch for all rules, copied by kvmalloc; the rules themselves are small objects. */
export function batchNeed(
  facts: WorkloadFacts,
  workload: string,
  cost: RuleCost,
  programNotes: readonly string[] = [],
): Need {
  const notes = [...programNotes];
  const rules = rulesOf(facts, notes);
  return vmallocNeed(facts, {
    workload,
    what: 'the netlink batch and the rules',
    bytes: Math.max(1, rules) * cost.bytes,
    beside: [
      {
        what: 'the program and its rules in the kernel',
        pages: programPages + Math.ceil(rules * cost.pages),
      },
    ],
    gfp: ['GFP_KERNEL'],
    notes,
    // Rules of a file are of all kinds.
    unverified:
      facts.options.rulesFile === undefined
        ? null
        : `each of ${rules} rules is assumed to be ${cost.bytes} bytes of the batch, as a plain one is`,
  });
}

function rulesOf({ options, readings }: WorkloadFacts, notes: string[]): number {
  if (options.rulesFile !== undefined) {
    const tables = parseSaveFile(readings.rulesFile(options.rulesFile), options.rulesFile);
    return Math.max(0, ...tables.map(({ rules }) => rules.reduce((sum, { copies }) => sum + copies, 0)));
  }
  if (options.rules === undefined)
    notes.push(`${formatCount(assumedRules)} rules are assumed; --rules sets it`);
  return options.rules ?? assumedRules;
}

export const iptablesNft: Workload = {
  name: 'iptables-nft',
  summary: 'iptables on top of nf_tables, which adds single rules and replaces no table',
  options: {
    rules: 'rules in one batch',
    rulesFile: 'iptables-save text; the table with most rules decides',
  },
  formula: [
    '700 bytes a rule, in single pages, for the netlink batch; besides 300 pages and 0.75 a rule for the program and its rules in the kernel',
  ],
  failure: ['iptables-restore v1.8.9 (nf_tables): Could not process rule: Cannot allocate memory'],
  helps: ['memory at all, and room in the cgroup of the caller: free blocks do not matter'],
  source: ['net/netfilter/nf_tables_api.c', 'net/netlink/af_netlink.c'],
  evidence: [
    {
      says: 'the batch is copied by kvmalloc, with single pages to fall back to',
      how: 'source',
      where: 'net/netlink/af_netlink.c',
    },
    {
      says: 'a plain rule takes 667 bytes of the batch',
      how: 'measured',
      where: '400 rules in Debian kernels 5.10, 6.1, 6.12 and 7.3',
    },
  ],
  needs: (facts) => [batchNeed(facts, 'iptables-nft', ruleCost)],
};
