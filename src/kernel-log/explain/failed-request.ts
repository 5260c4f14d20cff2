import type { KernelRelease } from '../../kernel/release.ts';
import { getOrder } from '../../request/order.ts';
import type { Path, Request } from '../../request/request.ts';
import { maxOrders } from '../line/buddy-line.ts';
import { decodeGfpMask } from '../../kernel/gfp-mask.ts';
import { knownGfpNames } from '../../kernel/gfp.ts';
import type { Header } from '../line/header.ts';
import type { Report } from '../report/report.ts';

/** The request that failed, in the kernel's own numbers. */
export interface FailedRequest {
  order: number | null;
  bytes: number | null;
  requestBytes: number | null;
  gfp: string[];
  /** the same request as `check` would make it; null if no reading of memory decides it */
  request: Request | null;
}

/**
 * Reads from a report what was asked for: `check`'s request with the report's order or bytes, flags and path.
 * @param kernel its release, for masks without names
 */
export function failedRequest(report: Report, kernel: () => KernelRelease | null): FailedRequest {
  const { header } = report;
  const printed = report.memory.zones[0]?.buddy?.pageKib ?? report.memory.strays[0]?.pageKib;
  const pageSize = 1024 * (printed ?? pageKibOf(report.release));
  const gfp = gfpOf(header, kernel);
  const blockOrder = header.kind === 'slub' ? (report.cache?.order ?? null) : header.order;
  if (header.kind === 'vmalloc') return vmallocRequest(header, gfp, pageSize);
  if (blockOrder !== null && blockOrder >= maxOrders)
    return { order: blockOrder, bytes: null, requestBytes: null, gfp, request: null };
  const bytes = blockOrder === null ? header.bytes : 2 ** blockOrder * pageSize;
  const request =
    blockOrder === null ? null : requestOf('contiguous', bytes ?? pageSize, blockOrder, pageSize, gfp);
  const requestBytes = header.kind === 'slub' ? (report.cache?.objectBytes ?? null) : header.requestBytes;
  return { order: blockOrder, bytes, requestBytes, gfp, request };
}

/** A flag that we know, or bits that the kernel has no name for. */
function isName(name: string): boolean {
  return knownGfpNames.includes(name) || /^0x[0-9a-f]+$/.test(name);
}

/** The names as printed, unless they were cut or split on their way: the mask beside them is whole. */
function gfpOf({ gfpNames, gfpMask }: Header, kernel: () => KernelRelease | null): string[] {
  const names = gfpNames?.map((name) => name.replace(/[\s\\]/g, '')) ?? null;
  if (names && (gfpMask === null || names.every(isName))) return names;
  if (gfpMask === null) return [];
  const decoded = decodeGfpMask(Number(gfpMask), kernel());
  // A name that is not in our list is the kernel's own all the same, where the others are.
  const printed = names?.every((name) => /^(?:__)?GFP_[A-Z_]{2,30}$/.test(name)) ? names : [];
  const isNewer = printed.some((name) => knownGfpNames.includes(name)) && printed.length >= decoded.length;
  return isNewer ? printed : decoded;
}

/** Of kernels whose release tells it: 64 KiB on POWER as distributions build it, and flavours that say it. */
function pageKibOf(release: string | null): number {
  if (/ppc64le|ppc64(?:el)?$|[-+.]64k\b/.test(release ?? '')) return 64;
  return /[-+.]16k\b|asahi/.test(release ?? '') ? 16 : 4;
}

function vmallocRequest(header: Header, gfp: string[], pageSize: number): FailedRequest {
  // `allocated A of B bytes` counts the guard page that ends every area.
  const { bytes: printed, obtainedBytes } = header;
  const counted = header.vmallocStep === 'pages' && printed !== null && printed !== obtainedBytes;
  // An area is larger than its guard page and than what was obtained: else the line was garbled on its way.
  const isWhole = counted && printed > pageSize && printed > (obtainedBytes ?? 0);
  const requestBytes = isWhole ? printed - pageSize : counted ? null : header.requestBytes;
  const path: Path = gfp.includes('__GFP_NORETRY') ? 'vmalloc-noretry' : 'vmalloc';
  // If only the bytes obtained are known, at least one more page was asked for and refused.
  const bytes = requestBytes ?? (header.obtainedBytes ?? 0) + pageSize;
  return {
    order: null,
    bytes: header.bytes,
    requestBytes,
    gfp,
    request: requestOf(path, bytes, null, pageSize, gfp),
  };
}

function requestOf(
  path: Path,
  bytes: number,
  order: number | null,
  pageSize: number,
  gfp: string[],
): Request {
  const pages = order === null ? Math.max(1, Math.ceil(bytes / pageSize)) : 2 ** order;
  return {
    workload: null,
    bytes,
    order: order ?? getOrder(bytes, pageSize),
    pages,
    pageSize,
    path,
    gfp: gfp.length > 0 ? gfp : ['GFP_KERNEL'],
    notes: [],
  };
}
