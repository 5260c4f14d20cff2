/** Exit codes, after sysexits.h; README.md has them as a table. */
export const exitCodes = {
  go: 0,
  found: 1,
  usage: 64,
  malformed: 65,
  unreadable: 66,
  never: 69,
  bug: 70,
  notWritten: 74,
  notNow: 75,
} as const;
