import { closeSync } from 'node:fs';
import type { Snapshot } from '../../memory/snapshot.ts';
import { pagesInBlocks } from '../../predict/free-lists.ts';
import { openControl } from './control-file.ts';
import { writeLocked } from './locked-write.ts';
import { type Look, type Remedy, type RemedyOutcome, type RemedyTools, inSeconds } from './remedy.ts';
import { Rest } from './rest.ts';

/** Everybody on the host reads from disk again what was dropped: not twice in a minute. */
const restWhenHelped = 60_000;

/**
 * Drops the clean page cache of the host (fs/drop_caches.c, value 1: no slab; the kernel notes it in its log, and is not
 * told to keep silent). No sync before: that would wait for every slow disk of the host, and dirty pages that stay are
 * no harm.
 */
export function dropCaches(tools: RemedyTools): Remedy {
  const { machine, world } = tools;
  const rest = new Rest(world, restWhenHelped);

  const apply = async ({ snapshot }: Look): Promise<RemedyOutcome> => {
    const start = world.now();
    const outcome = (given: Partial<RemedyOutcome> & { why: string }): RemedyOutcome => ({
      ...{ name: 'drop-caches', applied: false, possible: true, helped: null, nodes: [] },
      milliseconds: world.now() - start,
      ...given,
    });
    const not = (why: string, possible = true): RemedyOutcome =>
      outcome({ possible, why: `caches not dropped: ${why}` });
    if (rest.left > 0) return not(`the next time is in ${inSeconds(rest.left)} at the earliest`);
    const control = openControl(machine.path('proc/sys/vm/drop_caches'));
    if ('refused' in control) return not(control.refused, false);
    const { descriptor } = control;
    try {
      const announcement = "dropping the host's page cache, as --drop-caches asks";
      const write = { descriptors: [descriptor], lock: descriptor, announcement, doing: 'is dropping it' };
      const result = await writeLocked(write, tools);
      if (typeof result === 'object') return not(result.putOff);
      if (result === 'refused') return not('the kernel refused it', false);
      const [from, to] = [freePages(snapshot), freePages(tools.look().snapshot)];
      rest.begin(to > from);
      const took = inSeconds(world.now() - start);
      const head =
        result === 'late' ? `dropping the page cache goes on after ${took}` : `page cache dropped in ${took}`;
      return outcome({ applied: true, helped: to > from, why: `${head}: free pages ${from} -> ${to}` });
    } finally {
      closeSync(descriptor);
    }
  };
  return { name: 'drop-caches', apply };
}

function freePages({ buddy }: Snapshot): number {
  return buddy.reduce((sum, { freeBlocks }) => sum + pagesInBlocks(freeBlocks, 0), 0);
}
