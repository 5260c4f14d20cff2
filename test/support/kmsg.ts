// What this machine lets us do with its kernel log.
import { closeSync, constants, openSync, writeFileSync } from 'node:fs';

export function readableKmsg(): boolean {
  return opens(constants.O_RDONLY);
}

/** Whether `sayInLog` works, and its words can be read back. */
export function writableKmsg(): boolean {
  return opens(constants.O_RDWR);
}

function opens(how: number): boolean {
  try {
    closeSync(openSync('/dev/kmsg', how | constants.O_NONBLOCK));
    return true;
  } catch {
    return false;
  }
}

/** A report's first line as a kernel prints it; by its name, whoever reads that log knows where it is from. */
export const refusal =
  'bg-test: page allocation failure: order:5, mode:0x440dc0(GFP_KERNEL_ACCOUNT|__GFP_COMP|__GFP_ZERO), nodemask=(null),cpuset=/,mems_allowed=0';

export function sayInLog(line: string): void {
  writeFileSync('/dev/kmsg', `<4>${line}\n`);
}
