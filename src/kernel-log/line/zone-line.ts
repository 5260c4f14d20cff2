import { zoneTypes } from '../../kernel/zones.ts';
import { parseCount } from '../../text/lines.ts';

/** `Node 0 Normal free:…kB min:…kB …` of a report; values as printed (kB). */
export interface ZoneLine {
  node: number;
  zone: string;
  /** the kernel printed the node, as it does with CONFIG_NUMA */
  named: boolean;
  fields: Map<string, number>;
  /** not cut off: it has the fields that the kernel prints last */
  whole: boolean;
}

const form = new RegExp(String.raw`^(?:Node (\d{1,6}) )?(${zoneTypes.join('|')}) free:\d`);

/** Reads a zone's line (mm/show_mem.c show_free_areas), with boost, highatomic and CMA where the kernel has them. */
export function parseZoneLine(text: string): ZoneLine | null {
  const head = form.exec(text);
  if (!head) return null;
  const fields = parseFields(text);
  const has = (...names: string[]): boolean => names.every((name) => fields.has(name));
  return {
    node: Number(head[1] ?? 0),
    zone: head[2] ?? '',
    named: head[1] !== undefined,
    fields,
    whole: has('free', 'min', 'low', 'high') && (has('free_cma') || text.includes('all_unreclaimable?')),
  };
}

const pair = /\b([a-z_]{2,40}(?:\([a-z]{1,8}\))?):(\d{1,16})(?:kB|KB)?(?=\s|$)/g;

/** `name:123kB` and `name:123` pairs of a line; the unit is the caller's to know. */
export function parseFields(text: string): Map<string, number> {
  const fields = new Map<string, number>();
  pair.lastIndex = 0;
  for (let found = pair.exec(text); found; found = pair.exec(text)) {
    const [, name = '', digits = ''] = found;
    const count = parseCount(digits);
    if (count !== null && !fields.has(name)) fields.set(name, count);
  }
  return fields;
}
