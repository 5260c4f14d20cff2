import { gfpTraits } from '../kernel/gfp.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { type Prediction, available, never, uncertain } from './prediction.ts';
import { zonelistFor } from './zonelist.ts';

/** The nodes that a request may be confined to where it does not say which; empty where that makes no difference. */
export function possibleNodes({ gfp, node, hugePage = false }: Request, snapshot: Snapshot): number[] {
  const { thisNode, highestZone } = gfpTraits(gfp);
  // Each page of the hugetlb pool is asked of one node after another until one has it (mm/hugetlb.c alloc_pool_huge_folio).
  if (!thisNode || node !== undefined || hugePage) return [];
  const zones = zonelistFor(snapshot, highestZone).zones.filter((zone) => zone.eligible);
  const nodes = [...new Set(zones.map((zone) => zone.node))];
  return nodes.length > 1 ? nodes : [];
}

/**
 * One answer from those of every node, where __GFP_THISNODE confines a request to the caller's own and that is not known:
 * each is as likely to be it, and only what all of them have is promised. More free memory on one of them raises its own
 * likelihood, and with it this one.
 */
export function ofUnknownNode(answers: ReadonlyMap<number, Prediction>): Prediction {
  const all = [...answers.values()];
  const [first] = all;
  if (!first) throw new Error('no node was asked');
  const worst = all.reduce((a, b) => (b.likelihood < a.likelihood ? b : a), first);
  const zones = [...answers].flatMap(([node, answer]) => answer.zones.filter((zone) => zone.node === node));
  if (all.every((answer) => answer.never)) return never(worst.cause, worst.reason, zones);
  const likelihood = all.reduce((sum, answer) => sum + answer.likelihood, 0) / all.length;
  const wants = [...new Set(all.flatMap((answer) => answer.wants))];
  if (all.every((answer) => answer.verdict === 'available')) {
    return available({ likelihood, reason: `every node can: ${worst.reason}`, zones, wants });
  }
  const serving = [...answers].filter(([, { verdict }]) => verdict === 'available').map(([node]) => node);
  const found =
    serving.length === 0 ? 'no node can from what is free' : `of the nodes only ${serving.join(', ')} can`;
  return uncertain({
    likelihood,
    cause: worst.cause,
    reason: `__GFP_THISNODE asks one node, which one is not known (--node sets it), and ${found}: ${worst.reason}`,
    zones,
    terms: worst.terms,
    wants,
  });
}
