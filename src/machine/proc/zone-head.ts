import { parseCount } from '../../text/lines.ts';

/** Reads the words `Node N, zone NAME` that start a row of buddyinfo and a part of zoneinfo; null for anything else. */
export function zoneHead([node, number = '', label, zone = '']: readonly string[]): {
  node: number;
  zone: string;
} | null {
  const count = number.endsWith(',') ? parseCount(number.slice(0, -1)) : null;
  if (node !== 'Node' || count === null || label !== 'zone' || !isZoneName(zone)) return null;
  return { node: count, zone };
}

/** A letter, then letters and digits, 32 at most. */
function isZoneName(text: string): boolean {
  if (text.length === 0 || text.length > 32) return false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    const letter = (c | 32) >= 97 && (c | 32) <= 122;
    if (!letter && (i === 0 || c < 48 || c > 57)) return false;
  }
  return true;
}
