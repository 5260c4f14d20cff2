/**
 * The library: texts of /proc in, a verdict out. Only `Machine` and `check` read files or a clock.
 *
 *     const snapshot = snapshotOf({ buddyinfo, zoneinfo });
 *     predict(plainRequest({ order: 4, path: 'contiguous' }, 4096), snapshot, parseRelease('6.12.0')).verdict
 */
export { BuddyguardError, MalformedError, UnreadableError, UsageError } from './errors.ts';
export { exitCodes } from './exit-codes.ts';
export { type KernelRelease, parseRelease } from './kernel/release.ts';
export { type BuddyRow, formatBuddyinfo, parseBuddyinfo } from './machine/proc/buddyinfo.ts';
export type { Counters } from './machine/proc/counters.ts';
export { parseMeminfo } from './machine/proc/meminfo.ts';
export { parseVmstat } from './machine/proc/vmstat.ts';
export { Machine } from './machine/machine.ts';
export { type PageTypes, parsePagetypeinfo } from './machine/proc/pagetypeinfo.ts';
export { type ProcTexts, type Snapshot, snapshotOf } from './machine/snapshot.ts';
export { type ZoneinfoZone, parseZoneinfo } from './machine/proc/zoneinfo.ts';
export { fragmentationIndex } from './predict/fragmentation.ts';
export { predict } from './predict/predict.ts';
export type { Cause, LikelihoodTerm, Prediction, Verdict } from './predict/prediction.ts';
export type { ZonePrediction } from './predict/zone-prediction.ts';
export { type CheckOutcome, type CheckPlan, check } from './guard/check.ts';
export { type GuardIo, realIo } from './guard/io.ts';
export { parseGfp } from './kernel/gfp.ts';
export { plainRequest } from './request/plain-request.ts';
export type { Path, Request } from './request/request.ts';
export { parseSize } from './request/size.ts';
