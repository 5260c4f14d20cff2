import { zoneTypes } from '../../kernel/zones.ts';
import { parseCount } from '../../text/lines.ts';

/** `Node 0 Normal free:…kB min:…kB …` of a report; values as printed (kB). */
export interface ZoneLine {
  node: number;
  zone: string;
  /** the kernel printed the node, as it does with CONFIG_NUMA */
  named: boolean;
  freeKib: number;
  fields: Fields;
  /** not cut off: it has the fields that the kernel prints last */
  whole: boolean;
}

const form = new RegExp(String.raw`^(?:Node (\d{1,6}) )?(${zoneTypes.join('|')}) free:\d`);

/** Nothing but fields. */
const wholeFields =
  /^(?:\s*(?:[a-z_]{2,40}(?:\([a-z]{1,8}\))?:\d{1,16}(?:kB|KB)|pages_scanned:\d{1,16}|all_unreclaimable\?|yes|no)(?=\s|$))+\s*$/;

/** What every zone's line has, and what the kernel prints last. */
const marks = [/\bmin:\d/, /\blow:\d/, /\bhigh:\d/, /\bfree_cma:\d|all_unreclaimable\?/];

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
  const fields = new LazyFields(whole ?? text);
  return {
    node: Number(head[1] ?? 0),
    zone: head[2] ?? '',
    named: head[1] !== undefined,
    freeKib: Number(/free:(\d{1,16})/.exec(whole ?? text)?.[1]),
    fields,
    whole: whole !== null && marks.every((pattern) => pattern.test(whole)),
  };
}

const pair = /\b([a-z_]{2,40}(?:\([a-z]{1,8}\))?):(\d{1,16})(?:kB|KB)?(?=\s|$)/g;

/** The numbers of a line, by their names. */
export interface Fields {
  get: (name: string) => number | undefined;
  has: (name: string) => boolean;
}

/** They are read when one is asked for: of a failure that is reported again none is. */
export class LazyFields implements Fields {
  readonly #text: string;
  #pairs: Map<string, number> | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  get(name: string): number | undefined {
    return this.#read().get(name);
  }

  has(name: string): boolean {
    return this.#read().has(name);
  }

  #read(): Map<string, number> {
    this.#pairs ??= parseFields(this.#text);
    return this.#pairs;
  }
}

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
