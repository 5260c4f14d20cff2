import { closeSync, constants, openSync, readSync } from 'node:fs';
import { countMovableBlocks } from './page-flags.ts';

/** A zone's page frames. */
export interface PageRange {
  startPfn: number;
  spannedPages: number;
}

/** What a scan found before it had enough or its time was up. */
export interface PageScan {
  /** aligned blocks of the order without an unmovable page */
  movableBlocks: number;
  /** every whole block of the ranges was examined, and the file did not end before them */
  complete: boolean;
  milliseconds: number;
}

const bytesPerPage = 8;
const chunkPages = 131_072;

/**
 * Reads /proc/kpageflags (root; 8 bytes a page frame) over the ranges until `enough` blocks that compaction could empty
 * are found or the time is up. Null if the file cannot be read.
 */
export function scanPages(
  path: string,
  ranges: readonly PageRange[],
  order: number,
  limits: { enough: number; milliseconds: number },
  now: () => number,
): PageScan | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return null;
  }
  const start = now();
  const buffer = Buffer.allocUnsafeSlow(chunkPages * bytesPerPage);
  const size = 2 ** order;
  let movableBlocks = 0;
  let short = false;
  const done = (complete: boolean): PageScan => ({ movableBlocks, complete, milliseconds: now() - start });
  try {
    for (const { startPfn, spannedPages } of ranges) {
      const end = startPfn + spannedPages;
      for (let pfn = Math.ceil(startPfn / size) * size; pfn + size <= end; pfn += chunkPages) {
        const pages = Math.min(chunkPages, end - pfn);
        const got = readSync(descriptor, buffer, 0, pages * bytesPerPage, pfn * bytesPerPage);
        short ||= got < pages * bytesPerPage;
        movableBlocks += countMovableBlocks(lowWords(buffer, got), order, limits.enough - movableBlocks);
        if (movableBlocks >= limits.enough || now() - start > limits.milliseconds) return done(false);
      }
    }
    return done(!short);
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}

/** The low half of each 64-bit entry, on either byte order. */
function lowWords(buffer: Buffer, length: number): Uint32Array {
  const words = new Uint32Array(buffer.buffer, buffer.byteOffset, Math.floor(length / 4));
  const low = new Uint32Array(Math.floor(length / bytesPerPage));
  const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
  for (let i = 0; i < low.length; i++) low[i] = words[2 * i + (littleEndian ? 0 : 1)] ?? 0;
  return low;
}
