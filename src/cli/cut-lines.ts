import { maxLineLength } from '../kernel-log/read/line-limit.ts';
import { formatCount } from '../text/units.ts';

/** What is said of lines that were cut: an export has a whole log in one, as a JSON array has. */
export function cutLinesText(lines: number): string {
  const which = lines === 1 ? '1 line is longer than' : `${formatCount(lines)} lines are longer than`;
  return `${which} ${formatCount(maxLineLength)} bytes, and only its beginning was read: expected one record a line (of a JSON array: jq -c '.[]' FILE)`;
}
