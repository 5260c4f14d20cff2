import { closeSync } from 'node:fs';
import { totalPagesInBlocks } from '../../kernel/free-blocks.ts';
import type { Judgement } from '../judge.ts';
import { openControl } from './control-file.ts';
import { writeLocked } from './locked-write.ts';
import { type Remedy, type RemedyOutcome, type RemedyTools, outcomesOf } from './remedy.ts';

/** Everything on the host reads what was dropped from disk again: not twice in a minute. */
const cooldownWhenHelped = 60_000;

/**
 * Drops the clean page cache of the host (fs/drop_caches.c, value 1: no slab; the kernel notes it in its log, and is not
 * told to keep quiet). There is no sync first: that would wait for every slow disk of the host, and dirty pages that stay
 * do no harm.
 */
export function cacheDrop(): Remedy {
  return { name: 'drop-caches', apply };
}

async function apply(judged: Judgement, tools: RemedyTools): Promise<RemedyOutcome> {
  const { machine } = tools;
  const { not, done } = outcomesOf('drop-caches', 'caches not dropped', tools.io);
  const path = machine.path('proc/sys/vm/drop_caches');
  const control = openControl(path);
  if ('refused' in control) return not(control.refused, true);
  const { descriptor } = control;
  const from = totalPagesInBlocks(judged.snapshot.buddyinfo, 0);
  let to = from;
  try {
    const result = await writeLocked(
      {
        descriptors: [descriptor],
        lock: descriptor,
        cooldown: cooldownWhenHelped,
        // Whose cache it is that another root's file drops is not known here.
        announcement:
          machine.root === '/'
            ? "dropping the host's page cache, as --drop-caches asks"
            : `dropping the page cache by ${path}, as --drop-caches and --root ask`,
        doing: 'is dropping them',
        helped: () => (to = totalPagesInBlocks(tools.judge().snapshot.buddyinfo, 0)) > from,
      },
      judged,
      tools,
    );
    if (result === 'refused') return not('the kernel refused it', true);
    if ('putOff' in result) return not(result.putOff);
    const change = `free pages ${from} -> ${to}`;
    return done(result.helped, [], (took) =>
      result.late
        ? `dropping the page cache is still running after ${took}: ${change}`
        : `page cache dropped in ${took}: ${change}`,
    );
  } finally {
    closeSync(descriptor);
  }
}
