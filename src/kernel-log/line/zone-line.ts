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

/** Nothing but fields. */
const wholeFields =
  /^(?:\s*(?:[a-z_]{2,40}(?:\([a-z]{1,8}\))?:\d{1,16}(?:kB|KB)|pages_scanned:\d{1,16}|all_unreclaimable\?|yes|no)(?=\s|$))+\s*$/;

/** A blank within a field, where the edge of a screen has cut the line. */
const cut = /(?<!kB|KB|\?|\b(?:yes|no)|pages_scanned:\d{1,16})\s+/g;

/**
 * The fields of a zone or a node, put together again where they were cut. A number that lost its end would be read as
 * another one: null if something else stands among them.
 */
export function wholeZoneFields(text: string): string | null {
  if (wholeFields.test(text)) return text;
  const mended = text.trim().replace(cut, '');
  return wholeFields.test(mended) ? mended : null;
}

/** Reads a zone's line (mm/show_mem.c show_free_areas), with boost, highatomic and CMA where the kernel has them. */
export function parseZoneLine(text: string): ZoneLine | null {
  const head = form.exec(text);
  if (!head) return null;
  const whole = wholeZoneFields(text.slice(head[0].length - 'free:0'.length));
  const fields = parseFields(whole ?? text);
  const has = (...names: string[]): boolean => names.every((name) => fields.has(name));
  return {
    node: Number(head[1] ?? 0),
    zone: head[2] ?? '',
    named: head[1] !== undefined,
    fields,
    whole:
      has('free', 'min', 'low', 'high') &&
      (has('free_cma') || text.includes('all_unreclaimable?')) &&
      whole !== null,
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
