import type { KernelVersion } from '../kernel/version.ts';
import type { Look } from '../machine/look.ts';
import { fragmentationIndex, unusableIndex } from '../predict/fragmentation.ts';
import { predict } from '../predict/predict.ts';
import type { Prediction } from '../predict/prediction.ts';
import type { ZonePrediction } from '../predict/zone-prediction.ts';
import { predictedRequest } from '../request/need.ts';
import { plainNeed } from '../request/plain-request.ts';

/** One zone as it stands for GFP_KERNEL, that is for plain kmalloc(). */
export interface ZoneMemory extends Pick<
  ZonePrediction,
  'node' | 'zone' | 'allowed' | 'freePages' | 'freeBlocks' | 'watermarkPages' | 'lowmemReservePages'
> {
  /** null where zoneinfo was not read */
  managedPages: number | null;
  /** free pages that are set aside for GFP_ATOMIC, and for CMA; null where they were not read */
  freeHighatomicPages: number | null;
  freeCmaPages: number | null;
  /** the largest order of which a block exists; null for none */
  largestOrder: number | null;
  /** the largest order of which GFP_KERNEL would get a block from what is free; null for none */
  kernelOrder: number | null;
  /** the same if what could not be read turns out well */
  perhapsOrder: number | null;
  /** in thousandths, by order: what debugfs prints in extfrag/unusable_index and extfrag/extfrag_index */
  unusableIndex: number[];
  fragmentationIndex: number[];
}

/**
 * Every zone of a machine, node by node from the highest zone down, as the allocator looks.
 * @param pageSize bytes
 * @throws UnreadableError or MalformedError for /proc/buddyinfo
 */
export function zoneMemory(look: Look, kernel: KernelVersion | null, pageSize: number): ZoneMemory[] {
  const orders = Math.max(...look.snapshot.buddyinfo.map(({ freeBlocks }) => freeBlocks.length));
  const ask = (order: number): Prediction =>
    predict(predictedRequest(plainNeed({ order }, pageSize)), look.snapshot, kernel);
  const askAll = (): Prediction[] => Array.from({ length: orders }, (_, order) => ask(order));
  let answers = askAll();
  while (look.add(answers.flatMap(({ wants }) => wants.filter((name) => name === 'pagetypeinfo'))))
    answers = askAll();
  const { zoneinfo, pagetypeinfo } = look.snapshot;
  return (answers[0]?.zones ?? []).map((zone, i) => {
    const { node, zone: name, freeBlocks } = zone;
    const isSame = (other: { node: number; zone: string }): boolean =>
      other.node === node && other.zone === name;
    const info = zoneinfo?.find(isSame);
    const types = pagetypeinfo?.zones.find(isSame);
    const lastOrder = (has: (zone: ZonePrediction) => boolean): number | null =>
      orNull(answers.findLastIndex(({ zones }) => zones[i] !== undefined && has(zones[i])));
    const byOrder = (index: (blocks: readonly number[], order: number) => number): number[] =>
      freeBlocks.map((_, order) => index(freeBlocks, order));
    return {
      ...{ node, zone: name, allowed: zone.allowed, freePages: zone.freePages, freeBlocks },
      ...{ watermarkPages: zone.watermarkPages, lowmemReservePages: zone.lowmemReservePages },
      managedPages: info?.managedPages ?? null,
      freeHighatomicPages: info?.freeHighatomicPages ?? pagesOf(types?.freeBlocks.HighAtomic),
      freeCmaPages: info?.freeCmaPages ?? null,
      largestOrder: orNull(freeBlocks.findLastIndex((count) => count > 0)),
      kernelOrder: lastOrder(({ fits }) => fits),
      perhapsOrder: lastOrder(({ mayFit }) => mayFit),
      unusableIndex: byOrder(unusableIndex),
      fragmentationIndex: byOrder(fragmentationIndex),
    };
  });
}

function orNull(index: number): number | null {
  return index === -1 ? null : index;
}

function pagesOf(freeBlocks: readonly number[] | undefined): number | null {
  return freeBlocks?.reduce((sum, count, order) => sum + count * 2 ** order, 0) ?? null;
}
