/** A word of a rule; what stood in quotes is never an option. */
export interface Word {
  text: string;
  quoted: boolean;
}

/**
 * Splits a rule as iptables-restore does (iptables/xshared.c add_param_to_argv): words end at blanks and at a closing
 * quote; a backslash escapes inside quotes only. Null where a quote is left open.
 */
export function splitWords(line: string): Word[] | null {
  if (!line.includes('"')) {
    return line
      .split(/[ \t]+/)
      .filter((text) => text !== '')
      .map((text) => ({ text, quoted: false }));
  }
  const words: Word[] = [];
  let text = '';
  let inQuotes = false;
  for (let i = 0; i < line.length; i++) {
    const c = line.charAt(i);
    if (inQuotes) {
      if (c === '\\' && i + 1 < line.length) text += line.charAt(++i);
      else if (c !== '"') text += c;
      else {
        inQuotes = false;
        words.push({ text, quoted: true });
        text = '';
      }
    } else if (c === '"') inQuotes = true;
    else if (c !== ' ' && c !== '\t') text += c;
    else if (text !== '') {
      words.push({ text, quoted: false });
      text = '';
    }
  }
  if (inQuotes) return null;
  if (text !== '') words.push({ text, quoted: false });
  return words;
}
