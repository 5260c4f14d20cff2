// Answers as a check gives them, made by hand for tests of reports.
import type { ZoneMemory } from '../../src/guard/zone-memory.ts';
import type { ZonePrediction } from '../../src/predict/zone-prediction.ts';
import type { CheckAnswer } from '../../src/guard/answer.ts';
import type { Caller } from '../../src/report/check/caller.ts';

/** An answer about order 4 on one zone; `changes` say what a test is about. */
export function answerOf(changes: Partial<CheckAnswer> = {}): CheckAnswer {
  return {
    verdict: 'available',
    likelihood: 0.999,
    go: true,
    never: false,
    reason: 'node 0 zone Normal serves order 4',
    request: {
      workload: null,
      bytes: 65_536,
      order: 4,
      pages: 16,
      pageSize: 4096,
      path: 'contiguous',
      gfp: ['GFP_KERNEL'],
      notes: [],
      count: 1,
      stepPages: 16,
      beside: [],
    },
    needs: [],
    workloads: [],
    release: '6.12.0',
    kernel: { release: '6.12.0', upstream: '6.12', distribution: null, noRetryXtables: null },
    zones: [zoneOf()],
    attempts: [{ verdict: 'available', likelihood: 0.999, afterMilliseconds: 0, remedy: null }],
    advice: [],
    largestOrder: null,
    nodes: [],
    terms: [],
    notes: [],
    trial: null,
    ...changes,
  };
}

/** A zone of 4 KiB pages with blocks of every order. */
export function zoneOf(changes: Partial<ZonePrediction> = {}): ZonePrediction {
  return {
    node: 0,
    zone: 'Normal',
    allowed: true,
    freePages: 9000,
    freeBlocks: [12_345, 200, 30, 0, 5, 0, 1, 0, 0, 0, 2],
    watermarkPages: { min: 1000, low: 1250, high: 1500 },
    lowmemReservePages: 0,
    fits: true,
    mayFit: changes.fits ?? true,
    why: 'there is a block',
    ...changes,
  };
}

/** Who asks for `veth` as a user who is not root, from a place where options are given in that way. */
export function callerIn(surface: Caller['surface'], changes: Partial<Caller> = {}): Caller {
  return {
    program: ['buddyguard'],
    command: 'check',
    given: new Map([['for', 'veth']]),
    wrapped: [],
    surface,
    privilege: surface === 'inputs' ? 'held' : 'root',
    readsAll: false,
    ...changes,
  };
}

/** The same zone as `show` tells it. */
export function zoneMemoryOf(changes: Partial<ZoneMemory> = {}): ZoneMemory {
  const { node, zone, allowed, freePages, freeBlocks, watermarkPages, lowmemReservePages } = zoneOf();
  return {
    ...{ node, zone, allowed, freePages, freeBlocks, watermarkPages, lowmemReservePages },
    managedPages: 100_000,
    freeHighatomicPages: 0,
    freeCmaPages: 0,
    largestOrder: 10,
    kernelOrder: 10,
    perhapsOrder: 10,
    unusableIndex: freeBlocks.map(() => 0),
    fragmentationIndex: freeBlocks.map(() => -1000),
    ...changes,
  };
}
