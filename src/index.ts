/**
 * The library: texts of /proc in, a verdict out. Nothing here reads a file or a clock but `Machine` and `check`.
 *
 *     const snapshot = snapshotOf({ buddyinfo, zoneinfo });
 *     predict(plainRequest({ order: 4, path: 'contiguous' }, 4096), snapshot, parseRelease('6.12.0')).verdict
 */
export { BuddyguardError, MalformedError, UnreadableError, UsageError } from './errors.ts';
export { exitCodes } from './exit-codes.ts';
export { type KernelRelease, parseRelease } from './kernel/release.ts';
export { type BuddyRow, formatBuddyinfo, parseBuddyinfo } from './memory/buddyinfo.ts';
export { type Counters, parseMeminfo, parseVmstat } from './memory/counters.ts';
export { Machine } from './memory/machine.ts';
export { type PageTypes, parsePagetypeinfo } from './memory/pagetypeinfo.ts';
export { type ProcTexts, snapshotOf } from './memory/readings.ts';
export { type Snapshot } from './memory/snapshot.ts';
export { type ZoneinfoZone, parseZoneinfo } from './memory/zoneinfo.ts';
export { fragmentationIndex } from './predict/compaction.ts';
export { predict } from './predict/predict.ts';
export type { Cause, LikelihoodTerm, Prediction, Verdict, ZonePrediction } from './predict/prediction.ts';
export { type CheckOutcome, type CheckPlan, check } from './guard/check.ts';
export { type World, realWorld } from './guard/world.ts';
export { parseGfp } from './request/gfp.ts';
export { plainRequest } from './request/plain-request.ts';
export type { Path, Request } from './request/request.ts';
export { parseSize } from './request/size.ts';
