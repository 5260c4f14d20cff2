import type { Machine } from '../machine/machine.ts';
import { snapshotWith } from '../machine/readings.ts';
import type { Reading } from '../machine/snapshot.ts';
import { predict } from '../predict/predict.ts';
import { findMovableBlock } from './movable-block.ts';
import { type Need, predictedRequest } from '../request/need.ts';
import { type Look, worst } from './worst.ts';

/** Reads the machine once and answers every need from that; the worst answer stands. */
export function lookAt(needs: readonly Need[], machine: Machine, deep: boolean): Look {
  const read = new Set<Reading>();
  for (;;) {
    const snapshot = snapshotWith(machine, [...read]);
    const looks = needs.map((need) => ({
      need,
      prediction: predict(predictedRequest(need), snapshot, machine.kernel),
      snapshot,
    }));
    const wanted = looks.flatMap((look) => look.prediction.wants).filter((file) => !read.has(file));
    if (wanted.length === 0) return deep ? withPageScan(worst(looks), machine) : worst(looks);
    for (const file of wanted) read.add(file);
  }
}

/** Asks again with a look at every page, where the answer rests on what compaction could do. */
function withPageScan(look: Look, machine: Machine): Look {
  const movableBlockFound = look.prediction.terms.length > 0 ? findMovableBlock(look, machine) : null;
  if (movableBlockFound === null) return look;
  const snapshot = { ...look.snapshot, movableBlockFound };
  return { ...look, snapshot, prediction: predict(predictedRequest(look.need), snapshot, machine.kernel) };
}
