/**
 * A text for a workflow's log. The runner takes `::` at the start of a line, and `##[` anywhere in it, for a command,
 * on either stream; here both stay text.
 */
export function inertLog(text: string): string {
  return text.replace(/^([^\S\r\n]*):(?=:)/gm, '$1\\x3a').replace(/##(?=\[)/g, '#\\x23');
}
