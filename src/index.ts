/**
 * The library: texts of /proc in, a verdict out. Nothing here reads a file or a clock but `Machine` and `check`.
 *
 *     const snapshot = snapshotOf({ buddyinfo, zoneinfo });
 *     predict(plainRequest({ order: 4, path: 'contiguous' }, 4096), snapshot, parseRelease('6.12.0')).verdict
 */
export { BuddyguardError, MalformedError, UnreadableError, UsageError } from './errors.ts';
export { exitCodes } from './exit-codes.ts';
export { type KernelRelease, parseRelease } from './kernel/release.ts';
export { type BuddyRow, formatBuddyinfo, parseBuddyinfo } from './machine/proc/buddyinfo.ts';
export { type Counters, parseMeminfo, parseVmstat } from './machine/proc/counters.ts';
export { Machine } from './machine/machine.ts';
export { type PageTypes, parsePagetypeinfo } from './machine/proc/pagetypeinfo.ts';
export { type ProcTexts, snapshotOf } from './machine/readings.ts';
export { type Snapshot } from './machine/snapshot.ts';
export { type ZoneinfoZone, parseZoneinfo } from './machine/proc/zoneinfo.ts';
export { fragmentationIndex } from './predict/compaction.ts';
export { predict } from './predict/predict.ts';
export type { Cause, LikelihoodTerm, Prediction, Verdict, ZonePrediction } from './predict/prediction.ts';
export { type CheckOutcome, type CheckPlan, check } from './guard/check.ts';
export { type World, realWorld } from './guard/clock.ts';
export { parseGfp } from './kernel/gfp.ts';
export { plainRequest } from './request/plain-request.ts';
export type { Path, Request } from './request/request.ts';
export { parseSize } from './request/size.ts';
