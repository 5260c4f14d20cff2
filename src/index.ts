/**
 * buddyguard as a library.
 *
 *     const { go, reason } = await check({ for: 'container', timeout: 30_000 });
 *
 * `check` asks this machine. Beneath it everything is pure: texts of /proc in, a verdict out.
 *
 *     const snapshot = snapshotOf({ buddyinfo, zoneinfo });
 *     predict(plainRequest({ order: 4, path: 'contiguous' }, 4096), snapshot, parseRelease('6.12.0')).verdict
 *
 * Sizes are in bytes or in pages, as each field says; every error that is not a bug is a BuddyguardError with one line.
 */
export { type CheckOptions, check } from './surfaces/library/check.ts';
export type { CheckReport, ReportedNeed, ReportedRequest } from './report/check/json.ts';
export { version } from './version.ts';
export { BuddyguardError, MalformedError, UnreadableError, UsageError } from './errors.ts';
export { exitCodes } from './exit-codes.ts';

// What a kernel release is, and which flags, sizes and requests there are.
export { type KernelRelease, parseRelease } from './kernel/release.ts';
export { parseGfp } from './kernel/gfp.ts';
export { parseSize } from './request/size.ts';
export { plainRequest } from './request/plain-request.ts';
export type { Path, Request } from './request/request.ts';

// Texts of /proc.
export { type BuddyRow, formatBuddyinfo, parseBuddyinfo } from './machine/proc/buddyinfo.ts';
export { type ZoneinfoZone, parseZoneinfo } from './machine/proc/zoneinfo.ts';
export { type PageTypes, parsePagetypeinfo } from './machine/proc/pagetypeinfo.ts';
export type { Counters } from './machine/proc/counters.ts';
export { parseMeminfo } from './machine/proc/meminfo.ts';
export { parseVmstat } from './machine/proc/vmstat.ts';
export { parseVmallocinfo } from './machine/proc/vmallocinfo.ts';

// The rule.
export { type ProcTexts, type Snapshot, snapshotOf } from './machine/snapshot.ts';
export { predict } from './predict/predict.ts';
export type { Cause, LikelihoodTerm, Prediction, Verdict } from './predict/prediction.ts';
export type { ZonePrediction } from './predict/zone-prediction.ts';
export { fragmentationIndex } from './predict/fragmentation.ts';

// Kernel logs.
export { Explainer, type Explanation, explainText } from './kernel-log/explain/explainer.ts';
export type { Failure } from './kernel-log/explain/failure.ts';
export type { CountedMessage } from './kernel-log/line/program-message.ts';

// The kernel's own types (BTF): how large its structures are.
export { type BtfAnswer, findStructSizes } from './kernel/btf/struct-sizes.ts';
