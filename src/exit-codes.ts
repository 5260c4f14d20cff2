/** Exit codes, after sysexits.h; the table in README.md says them to people. */
export const exitCodes = {
  go: 0,
  usage: 64,
  malformed: 65,
  unreadable: 66,
  never: 69,
  bug: 70,
  notWritten: 74,
  notNow: 75,
} as const;
