import { fstatSync } from 'node:fs';
import { type Screen, screenOf } from '../text/screen.ts';
import { reportWidth } from '../text/wrap.ts';

/** What a stream writes to; what is no device costs no more than a look. */
export function screenOn(stream: 'stdout' | 'stderr'): Screen {
  return screenOf({ ...terminalOn(stream), environment: process.env });
}

/** What a report is wrapped at that is read as a whole, `explain`'s or `workloads`'. */
export function reportWidthOn(stream: 'stdout' | 'stderr'): number {
  return screenOf({ ...terminalOn(stream), environment: process.env }, reportWidth).width;
}

/** Whether a stream is a terminal, and how wide. */
export function terminalOn(stream: 'stdout' | 'stderr'): {
  isTerminal: boolean;
  columns: number | undefined;
} {
  const isTerminal = isDevice(stream === 'stdout' ? 1 : 2) && process[stream].isTTY;
  return { isTerminal, columns: isTerminal ? process[stream].columns : undefined };
}

/** Devices of major number 1 are /dev/null and its kind: asking Node about those would cost milliseconds. */
function isDevice(descriptor: number): boolean {
  try {
    const found = fstatSync(descriptor);
    return found.isCharacterDevice() && found.rdev >>> 8 !== 1;
  } catch {
    return false;
  }
}
