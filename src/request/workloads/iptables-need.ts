import type { Family } from '../iptables/layout.ts';
import type { Need } from '../need.ts';
import type { WorkloadFacts } from './facts.ts';
import { batchNeed, ruleCost } from './iptables-nft.ts';
import { tableNeed } from './x-tables.ts';

/**
 * What `iptables`, or `ip6tables`, asks for as it is installed here: nf_tables or x_tables, whichever the program of
 * that name uses. Where that is not this process's own to tell (a root, another kernel), x_tables is meant.
 */
export function iptablesNeed(facts: WorkloadFacts, workload: string, family: Family): Need {
  const command = family === 'ipv6' ? 'ip6tables' : 'iptables';
  const installed = facts.readings.installedIptables(command);
  if (installed === null) return tableNeed(facts, workload, family);
  if (installed.state === 'none') {
    return tableNeed(facts, workload, family, {
      notes: [`no ${command} is found in PATH: x_tables (${command}-legacy) is taken`],
    });
  }
  const what = `${command} is ${installed.program} here`;
  if (installed.variant === 'nft') {
    const notes = [`${what}, on nf_tables: it replaces no table (${command}-legacy names x_tables)`];
    return batchNeed(facts, workload, ruleCost, notes);
  }
  const how =
    installed.variant === 'script'
      ? `${what}, a script: which iptables it starts is not known, x_tables is taken (${command}-nft names nf_tables)`
      : `${what}, on x_tables`;
  return tableNeed(facts, workload, family, { notes: [how], installed });
}

/** What `iptables-legacy`, or `ip6tables-legacy`, asks for. */
export function legacyNeed(facts: WorkloadFacts, workload: string, family: Family): Need {
  const command = family === 'ipv6' ? 'ip6tables' : 'iptables';
  const candidates = [`${command}-legacy`, command].map((name) => facts.readings.installedIptables(name));
  const legacy = candidates.find(
    (installed) => installed?.state === 'found' && installed.variant === 'legacy',
  );
  return tableNeed(facts, workload, family, legacy?.state === 'found' ? { installed: legacy } : {});
}
