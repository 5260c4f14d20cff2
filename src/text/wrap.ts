/** Readable on CI consoles as well as on Concourse's 500-column terminal. */
export const reportWidth = 100;

/** Breaks a text at spaces; the first line starts with `label`, the others are indented to match. */
export function labelled(label: string, text: string, width = reportWidth): string {
  const indent = ' '.repeat(label.length);
  const lines: string[] = [];
  let line = label;
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > width && line.trim() !== '' && line !== label && line !== indent) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += (line === label || line === indent ? '' : ' ') + word;
  }
  lines.push(line.trimEnd());
  return lines.join('\n');
}
