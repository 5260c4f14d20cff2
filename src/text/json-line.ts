/** Controls and what turns the direction of writing, as in escape.ts; below U+0020 JSON escapes by itself. */
const driving = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** An object as one line of JSON that drives no terminal, and no runner that reads a workflow's log (`##[`). */
export function jsonLine(object: object): string {
  const text = JSON.stringify(object)
    .replace(driving, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/##(?=\[)/g, '#\\u0023');
  return `${text}\n`;
}
