/** A word of a rule; what stood in quotes may look like an option without being one. */
export interface Word {
  text: string;
  quoted: boolean;
}

/**
 * Splits a rule as iptables-restore does (iptables/xshared.c add_param_to_argv): words end at blanks and at a closing
 * quote; a backslash escapes inside quotes only; a quote that is left open ends with the line.
 */
export function splitWords(line: string): Word[] {
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
  if (text !== '') words.push({ text, quoted: inQuotes });
  return words;
}
