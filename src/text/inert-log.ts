/**
 * A text made safe for a workflow's log. On either stream the runner takes `::` at the start of a line, and `##[` anywhere
 * in it, for a command; here both stay text.
 */
export function inertLog(text: string): string {
  return text.replace(/^([^\S\r\n]*):(?=:)/gm, '$1\\x3a').replace(/##(?=\[)/g, '#\\x23');
}
