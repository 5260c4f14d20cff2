import { parseSaveFile } from '../iptables/save-file.ts';
import type { Need } from '../need.ts';
import type { WorkloadFacts } from './facts.ts';
import { vmallocNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

const assumedRules = 2150;

/** A rule of iptables-nft in a batch and in the kernel. */
export const ruleBytes = 512;

/** One netlink batch for all rules, copied by kvmalloc; the rules themselves are small objects. */
export function batchNeed(
  facts: WorkloadFacts,
  workload: string,
  bytesPerRule: number,
  programNotes: readonly string[] = [],
): Need {
  const notes = [...programNotes];
  const rules = rulesOf(facts, notes);
  return vmallocNeed(facts, {
    workload,
    what: 'the netlink batch and the rules',
    bytes: Math.max(1, rules) * bytesPerRule,
    gfp: ['GFP_KERNEL_ACCOUNT'],
    notes,
    unverified: `a rule is taken for ${bytesPerRule} bytes`,
  });
}

function rulesOf({ options, readings }: WorkloadFacts, notes: string[]): number {
  if (options.rulesFile !== undefined) {
    const tables = parseSaveFile(readings.rulesFile(options.rulesFile), options.rulesFile);
    return Math.max(0, ...tables.map(({ rules }) => rules.reduce((sum, { copies }) => sum + copies, 0)));
  }
  if (options.rules === undefined) notes.push(`${assumedRules} rules are assumed; --rules says it`);
  return options.rules ?? assumedRules;
}

export const iptablesNft: Workload = {
  name: 'iptables-nft',
  summary: 'iptables on top of nf_tables, which adds single rules and replaces no table',
  options: {
    rules: 'rules in one batch',
    rulesFile: 'iptables-save text; the table with most rules decides',
  },
  formula: ['512 bytes a rule, in single pages: the netlink batch and the rules'],
  failure: ['iptables-restore v1.8.9 (nf_tables): Could not process rule: Cannot allocate memory'],
  helps: ['memory at all, and room in the cgroup of the caller: free blocks do not matter'],
  source: ['net/netfilter/nf_tables_api.c', 'net/netlink/af_netlink.c'],
  evidence: [
    {
      says: 'the batch is copied by kvmalloc, with single pages to fall back to',
      how: 'source',
      where: 'net/netlink/af_netlink.c',
    },
    { says: 'a rule takes 512 bytes', how: 'memory', where: 'an estimate' },
  ],
  needs: (facts) => [batchNeed(facts, 'iptables-nft', ruleBytes)],
};
