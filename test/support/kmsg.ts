// Whether this machine lets us read its kernel log.
import { closeSync, constants, openSync } from 'node:fs';

export function readableKmsg(): boolean {
  try {
    closeSync(openSync('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK));
    return true;
  } catch {
    return false;
  }
}
