import { closeSync } from 'node:fs';
import type { Machine } from '../../memory/machine.ts';
import type { Snapshot } from '../../memory/snapshot.ts';
import { pagesInBlocks } from '../../predict/free-lists.ts';
import { compactedBetween, loadPerCpu, mostLoadPerCpu, nodesToCompact } from './conditions.ts';
import { type Control, openControl } from './control-file.ts';
import { readVmstat, writeLocked } from './locked-write.ts';
import { type Look, type Remedy, type RemedyOutcome, type RemedyTools, inSeconds } from './remedy.ts';
import { Rest } from './rest.ts';

const restWhenHelped = 5000;

/**
 * Explicit compaction of the nodes where it can make the block (mm/compaction.c compact_node: synchronous, and blind to
 * the marks that make the kernel's own attempts give up early).
 */
export function compaction(tools: RemedyTools): Remedy {
  const { machine, world } = tools;
  const rest = new Rest(world, restWhenHelped);
  let counters = readVmstat(machine);

  /** Somebody's compaction since the last attempt, and the request is still refused: ours would do no better. */
  const learnFromOthers = (): void => {
    const now = readVmstat(machine);
    if (compactedBetween(counters, now) === 'another' && rest.left === 0) rest.begin(false);
    counters = now;
  };

  /** Why not now; null where nothing speaks against it. */
  const objection = (nodes: readonly number[]): string | null => {
    if (nodes.length === 0) return 'no zone has the free pages that compaction needs';
    if (rest.left > 0) {
      const so = rest.afterUseless
        ? 'the last compaction did not help'
        : 'the last compaction is not long ago';
      return `${so}, the next is in ${inSeconds(rest.left)} at the earliest`;
    }
    const load = loadPerCpu(machine.text('proc/loadavg'), machine.text('proc/stat'));
    if (load !== null && load > mostLoadPerCpu) {
      return `the load is ${load.toFixed(1)} tasks a CPU, more than ${mostLoadPerCpu}`;
    }
    return null;
  };

  const apply = async ({ need, prediction, snapshot }: Look): Promise<RemedyOutcome> => {
    const { order, path } = need.request;
    const start = world.now();
    const outcome = (given: Partial<RemedyOutcome> & { why: string }): RemedyOutcome => ({
      ...{ name: 'compact', applied: false, possible: true, helped: null, nodes: [] },
      milliseconds: world.now() - start,
      ...given,
    });
    const not = (why: string, possible = true): RemedyOutcome =>
      outcome({ possible, why: `not compacted: ${why}` });
    if (path !== 'contiguous' || order === 0)
      return not('single pages are asked for, and it makes none', false);
    learnFromOthers();
    const nodes = nodesToCompact(prediction.zones, order);
    const why = objection(nodes);
    if (why !== null) return not(why);

    const controls = openControls(machine, nodes, snapshot);
    if ('refused' in controls) return not(controls.refused, false);
    const where = controls.all ? 'all nodes' : `node ${nodes.join(', ')}`;
    try {
      const announcement = `compacting ${where}, as --compact asks`;
      const result = await writeLocked({ ...controls, announcement, doing: 'is compacting' }, tools);
      if (typeof result === 'object') return not(result.putOff);
      if (result === 'refused') return not('the kernel refused it', false);
      const after = tools.look().snapshot;
      const [from, to] = [blocks(snapshot, nodes, order), blocks(after, nodes, order)];
      const helped = to > from;
      rest.begin(helped);
      counters = readVmstat(machine);
      const took = inSeconds(world.now() - start);
      const head =
        result === 'late' ? `compaction of ${where} goes on after ${took}` : `compacted ${where} in ${took}`;
      const change = `free blocks of order ${order}+ ${from} -> ${to}`;
      return outcome({ applied: true, helped, nodes, why: `${head}: ${change}` });
    } finally {
      for (const descriptor of new Set([...controls.descriptors, controls.lock])) closeSync(descriptor);
    }
  };
  return { name: 'compact', apply };
}

interface Controls {
  descriptors: number[];
  lock: number;
  /** one file for the whole machine, not one a node */
  all: boolean;
}

/** The nodes' own files where the kernel has them and they may be written, else the one for the whole machine. */
function openControls(
  machine: Machine,
  nodes: readonly number[],
  { buddy }: Snapshot,
): Controls | { refused: string } {
  const ofNode = (node: number): Control =>
    openControl(machine.path(`sys/devices/system/node/node${node}/compact`));
  // Guards that compact different nodes must still meet at one lock: the first node's.
  const first = Math.min(...buddy.map((row) => row.node));
  const controls = [first, ...nodes].map(ofNode);
  const opened = controls.flatMap((control) => ('descriptor' in control ? control.descriptor : []));
  const [lock, ...descriptors] = opened;
  if (lock !== undefined && opened.length === controls.length) return { descriptors, lock, all: false };
  for (const descriptor of opened) closeSync(descriptor);
  const whole = openControl(machine.path('proc/sys/vm/compact_memory'));
  if ('refused' in whole) return whole;
  return { descriptors: [whole.descriptor], lock: whole.descriptor, all: true };
}

/** What is free on the nodes in blocks of the order or larger, counted in blocks of the order. */
function blocks({ buddy }: Snapshot, nodes: readonly number[], order: number): number {
  const pages = buddy
    .filter(({ node }) => nodes.includes(node))
    .reduce((sum, { freeBlocks }) => sum + pagesInBlocks(freeBlocks, order), 0);
  return pages / 2 ** order;
}
