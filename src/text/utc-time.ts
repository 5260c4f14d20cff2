/** A moment for people, to the second: 2026-01-31 12:00:00 UTC; nothing for what is no time. */
export function utcTime(at: number): string {
  return Number.isNaN(at)
    ? ''
    : new Date(at)
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, ' UTC');
}
