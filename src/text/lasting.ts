/** How long something lasts, in one figure or two: no more is known of an estimate, or wanted of what has passed. */
export function lastingWords(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  const [value, unit] =
    seconds < 90
      ? [Math.max(1, Math.round(seconds)), 'second']
      : seconds < 90 * 60
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 36 * 3600
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day'];
  return `${value} ${unit}${value === 1 ? '' : 's'}`;
}
