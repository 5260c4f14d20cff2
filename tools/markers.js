/**
 * Puts a text between two marker lines of a document.
 * @throws Error where the document does not have each of them once, in this order
 */
export function replaceBetween(document, start, end, text) {
  const lines = document.split('\n');
  const at = (marker) => {
    const found = lines.flatMap((line, index) => (line.trim().startsWith(marker) ? [index] : []));
    if (found.length !== 1) throw new Error(`expected one line '${marker}', found ${found.length}`);
    return found[0];
  };
  const [from, to] = [at(start), at(end)];
  if (to < from) throw new Error(`'${end}' comes before '${start}'`);
  return [...lines.slice(0, from + 1), text.replace(/\n+$/, ''), ...lines.slice(to)].join('\n');
}
