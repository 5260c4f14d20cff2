/**
 * ` (did you mean --x?)` for a known word that is one or two edits away, or that others call so; else nothing.
 * @param otherNames what others call it, to what it is called here, prefix included
 */
export function nearest(
  word: string,
  known: readonly string[],
  prefix = '',
  otherNames: Readonly<Record<string, string>> = {},
): string {
  const usual = Object.hasOwn(otherNames, word.toLowerCase()) ? otherNames[word.toLowerCase()] : undefined;
  if (usual !== undefined) return ` (did you mean ${usual}?)`;
  const scored = known.map((candidate) => ({ candidate, edits: distance(word.slice(0, 40), candidate) }));
  const best = scored.sort((a, b) => a.edits - b.edits)[0];
  return best && best.edits <= Math.min(2, Math.floor(word.length / 2))
    ? ` (did you mean ${prefix}${best.candidate}?)`
    : '';
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
