import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';

/**
 * Lets go of a terminal that is gone: at its end Node sets the modes of its terminals back, and aborts where one of them
 * answers with an error, so that the command's status would be lost.
 */
export function leaveLostTerminal(): void {
  for (const descriptor of [0, 1, 2]) {
    if (!isLost(descriptor)) continue;
    closeSync(descriptor);
    // Takes the lowest number that is free: the one that was just closed.
    openSync('/dev/null', 'r+');
  }
}

function isLost(descriptor: number): boolean {
  try {
    if (!fstatSync(descriptor).isCharacterDevice()) return false;
    writeSync(descriptor, Buffer.alloc(0));
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EIO';
  }
}
