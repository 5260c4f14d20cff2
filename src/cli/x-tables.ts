// The catalogue of those who check before every iptables call: small, so that it is quick.
import type { Need } from '../guard/need.ts';
import type { Machine } from '../memory/machine.ts';
import { ip6tables } from '../request/workloads/ip6tables.ts';
import { iptables } from '../request/workloads/iptables.ts';
import { needsFor } from './needs-for.ts';
import type { Asked } from './settings.ts';

/** As the whole catalogue's, for its two workloads. */
export async function workloadNeeds(
  name: 'iptables' | 'ip6tables',
  asked: Asked,
  machine: Machine,
): Promise<Need[]> {
  return needsFor(name === 'iptables' ? iptables : ip6tables, asked, machine);
}
