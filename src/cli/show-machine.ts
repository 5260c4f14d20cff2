import { kernelAnswer } from '../guard/advice.ts';
import { type Judgement, judge } from '../guard/judge.ts';
import { judgedAnswer } from '../guard/judged-answer.ts';
import { workloadNeeds } from '../guard/needs.ts';
import { zoneMemory } from '../guard/zone-memory.ts';
import { kernelRelease } from '../machine/kernel-release.ts';
import type { Machine } from '../machine/machine.ts';
import type { AskedOf } from '../options/settings.ts';
import type { ShowAnswer, ShownWorkload } from '../report/show/answer.ts';
import { RoomHistory } from '../guard/room-history.ts';
import type { Need } from '../request/need.ts';

/**
 * What the workloads that are asked for need on a machine.
 * @throws UsageError, UnreadableError, MalformedError as a check of them
 */
export async function shownNeeds(
  { workloads, ...sizes }: AskedOf<'show'>,
  machine: Machine,
): Promise<readonly Need[]> {
  if (workloads === undefined) return [];
  const plain = { size: undefined, order: undefined, path: undefined, gfp: undefined, node: undefined };
  return workloadNeeds(workloads, { workloads, ...sizes, ...plain }, machine);
}

/**
 * What one look at a machine shows; `rooms` knows of earlier looks, and of this one afterwards.
 * @throws UnreadableError or MalformedError for /proc/buddyinfo
 */
export function showMachine(
  machine: Machine,
  needs: readonly Need[],
  at: Date,
  rooms = new RoomHistory(),
): ShowAnswer {
  // First: what is read for it belongs to this look.
  const { pageSize } = machine;
  const judged = needs.length === 0 ? null : judge(needs, machine, false);
  const look = judged?.look ?? machine.look();
  if (judged) rooms.add(judged, machine.kernel, at);
  const zones = zoneMemory(look, machine.kernel, pageSize);
  return {
    taken: at.toISOString(),
    kernel: kernelAnswer(machine.release, kernelRelease(machine)),
    pageSize,
    zones,
    workloads: judged ? shownWorkloads(judged, machine, rooms) : [],
    notes: [...machine.notes, ...look.snapshot.missing],
  };
}

function shownWorkloads({ answers, look }: Judgement, machine: Machine, rooms: RoomHistory): ShownWorkload[] {
  const names = new Set(answers.map(({ need }) => need.request.workload));
  return [...names].flatMap((name) => {
    if (name === null) return [];
    const own = answers.filter(({ need }) => need.request.workload === name);
    return [{ name, answer: judgedAnswer(own, look, machine), outlook: rooms.outlook(name) }];
  });
}
