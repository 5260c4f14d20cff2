import type { KernelVersion } from '../kernel/version.ts';
import { predict } from '../predict/predict.ts';
import { predictedRequest } from '../request/need.ts';
import type { Judgement } from './judge.ts';

/** The largest order, up to the one asked for, of which the same request would get one block from what is free; null for none. */
export function largestBlock(
  { need, look }: Pick<Judgement, 'need' | 'look'>,
  kernel: KernelVersion | null,
): number | null {
  const { order, pageSize, ...asked } = predictedRequest(need);
  if (asked.path !== 'contiguous') return null;
  for (let smaller = Math.min(order, 63); smaller >= 0; smaller--) {
    const pages = 2 ** smaller;
    const request = { ...asked, pageSize, order: smaller, pages, bytes: pages * pageSize, count: 1 };
    if (predict(request, look.snapshot, kernel).verdict === 'available') return smaller;
  }
  return null;
}
