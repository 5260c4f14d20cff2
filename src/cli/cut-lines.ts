import { maxLineLength } from '../kernel-log/read/line-limit.ts';
import { formatCount } from '../text/units.ts';

/** What is said of lines that were cut: an export has a whole log in one, as a JSON array has. */
export function cutLinesText(lines: number): string {
  const [which, beginning] =
    lines === 1 ? ['1 line is', 'its beginning'] : [`${formatCount(lines)} lines are`, 'their beginnings'];
  const were = lines === 1 ? 'was' : 'were';
  return `${which} longer than ${formatCount(maxLineLength)} bytes, and only ${beginning} ${were} read: expected one record a line (of a JSON array: jq -c '.[]' FILE)`;
}
