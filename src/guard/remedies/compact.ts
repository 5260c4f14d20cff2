import { closeSync } from 'node:fs';
import type { Machine } from '../../machine/machine.ts';
import type { Snapshot } from '../../machine/snapshot.ts';
import { totalPagesInBlocks } from '../../kernel/free-blocks.ts';
import type { Judgement } from '../judge.ts';
import { loadPerCpu, maxLoadPerCpu, nodesToCompact } from './conditions.ts';
import { type Control, openControl } from './control-file.ts';
import { writeLocked } from './locked-write.ts';
import { type Remedy, type RemedyOutcome, type RemedyTools, outcomesOf } from './remedy.ts';

const cooldownWhenHelped = 5000;

/**
 * Explicit compaction of the nodes where it can make the block (mm/compaction.c compact_node: synchronous, and without
 * the marks that make the kernel's own attempts give up early).
 */
export function compaction(): Remedy {
  return { name: 'compact', apply };
}

async function apply(judged: Judgement, tools: RemedyTools): Promise<RemedyOutcome> {
  const { need, prediction, snapshot } = judged;
  const { machine } = tools;
  const { order, path } = need.request;
  const { not, done } = outcomesOf('compact', 'not compacted', tools.io);
  if (path !== 'contiguous' || order === 0)
    return not('the request is for single pages, and compaction makes none', true);
  const nodes = nodesToCompact(prediction.zones, order);
  if (nodes.length === 0) return not('no zone has the free pages that compaction needs');
  const load = loadPerCpu(machine.text('proc/loadavg'), machine.text('proc/stat'));
  if (load !== null && load > maxLoadPerCpu) {
    return not(`the load is ${load.toFixed(1)} tasks per CPU, more than ${maxLoadPerCpu}`);
  }
  const controls = openControls(machine, nodes, snapshot);
  if ('refused' in controls) return not(controls.refused, true);

  const where = controls.all ? 'all nodes' : `node ${nodes.join(', ')}`;
  const from = blocks(snapshot, nodes, order);
  let to = from;
  try {
    const result = await writeLocked(
      {
        descriptors: controls.descriptors,
        lock: controls.lock,
        cooldown: cooldownWhenHelped,
        announcement: `compacting ${where}, as --compact asks`,
        doing: 'is compacting',
        helped: () => (to = blocks(tools.judge().snapshot, nodes, order)) > from,
      },
      judged,
      tools,
    );
    if (result === 'refused') return not('the kernel refused it', true);
    if ('putOff' in result) return not(result.putOff);
    const change = `free blocks of order ${order}+ ${from} -> ${to}`;
    return done(result.helped, nodes, (took) =>
      result.late
        ? `compaction of ${where} is still running after ${took}: ${change}`
        : `compacted ${where} in ${took}: ${change}`,
    );
  } finally {
    for (const descriptor of new Set([...controls.descriptors, controls.lock])) closeSync(descriptor);
  }
}

interface Controls {
  descriptors: number[];
  lock: number;
  /** one file for the whole machine, not one for each node */
  all: boolean;
}

/** The nodes' own files if the kernel has them and they may be written, else the one for the whole machine. */
function openControls(
  machine: Machine,
  nodes: readonly number[],
  { buddyinfo: buddy }: Snapshot,
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
  // If this kernel has no such file, the reason is whatever kept us from the nodes' own.
  if ('refused' in whole) {
    const found = controls.find((control) => 'refused' in control && !control.absent);
    return whole.absent && found && 'refused' in found ? found : whole;
  }
  return { descriptors: [whole.descriptor], lock: whole.descriptor, all: true };
}

/** What is free on the nodes in blocks of the order or larger, counted in blocks of the order. */
function blocks({ buddyinfo }: Snapshot, nodes: readonly number[], order: number): number {
  const rows = buddyinfo.filter(({ node }) => nodes.includes(node));
  return totalPagesInBlocks(rows, order) / 2 ** order;
}
