import type { KernelVersion } from '../kernel/version.ts';
import type { Look } from '../machine/look.ts';
import { predict } from '../predict/predict.ts';
import type { Prediction } from '../predict/prediction.ts';
import type { ZonePrediction } from '../predict/zone-prediction.ts';
import { predictedRequest } from '../request/need.ts';
import { plainNeed } from '../request/plain-request.ts';

/** What a NUMA node has for GFP_KERNEL, as plain kmalloc() asks. */
export interface NodeMemory {
  node: number;
  /** the largest order of which it would give one block from what is free; null for none */
  largestOrder: number | null;
  /** those of its zones that such a request may use */
  zones: readonly ZonePrediction[];
}

/**
 * What each node of a machine has, asked for alone.
 * @param pageSize bytes
 */
export function nodeMemory(look: Look, kernel: KernelVersion | null, pageSize: number): NodeMemory[] {
  const { buddyinfo } = look.snapshot;
  const orders = Math.max(...buddyinfo.map(({ freeBlocks }) => freeBlocks.length));
  const nodes = [...new Set(buddyinfo.map(({ node }) => node))].sort((a, b) => a - b);
  return nodes.map((node) => {
    const ask = (order: number): Prediction => {
      const gfp = ['GFP_KERNEL', '__GFP_THISNODE'];
      const request = predictedRequest(plainNeed({ order, node, gfp }, pageSize));
      let prediction = predict(request, look.snapshot, kernel);
      while (look.add(prediction.wants)) prediction = predict(request, look.snapshot, kernel);
      return prediction;
    };
    let order = orders - 1;
    while (order >= 0 && ask(order).verdict !== 'available') order--;
    const zones = ask(0).zones.filter((zone) => zone.allowed && zone.node === node);
    return { node, largestOrder: order < 0 ? null : order, zones };
  });
}
