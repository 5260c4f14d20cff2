// Stands in for crypto in the bundles: loading that takes longer than all of a check, and @actions/core asks it for a UUID alone.
import { readFileSync } from 'node:fs';

/** The kernel's own generator of random UUIDs (RFC 9562, version 4). */
export function randomUUID(): string {
  return readFileSync('/proc/sys/kernel/random/uuid', 'utf8').trim();
}
