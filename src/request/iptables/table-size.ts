import { type Family, builtinChainsOf, entriesBytes, extensionHeaderBytes, layouts, standardTargetBytes, tableHeaderBytes } from './layout.ts';
import { matches } from './matches.ts';
import { type Extension, type Revision, type Versions, infoBytes } from './revision.ts';
import type { Rule } from './rule.ts';
import type { Backend, SavedTable } from './save-file.ts';
import { targets, verdicts } from './targets.ts';

/** An extension that is not in the tables of sizes. */
export interface UnknownExtension {
  kind: 'match' | 'target';
  name: string;
  /** how often it is loaded */
  count: number;
}

/** Least and most bytes that something of which one part is unknown can have. */
export interface ErrorRange {
  lowerBytes: number;
  upperBytes: number;
}

/** What one table makes the kernel allocate. */
export interface TableSize {
  table: string;
  family: Family;
  backend: Backend | null;
  rules: number;
  builtinChains: number;
  userChains: number;
  /** rules and the entries that chains bring: counters take 16 bytes of each, offsets 4 */
  entries: number;
  /** the blob: the length of IPT_SO_SET_REPLACE less the 96 bytes of struct ipt_replace */
  entriesBytes: number;
  /** what xt_alloc_table_info asks for: the blob and its 64-byte header */
  bytes: number;
  unknown: UnknownExtension[];
  /** of `bytes`; null where every extension is known */
  errorRange: ErrorRange | null;
}

interface Estimate extends ErrorRange {
  bytes: number;
}

const unknownMatch = estimateFrom(matches, 72);
/** Most probably a chain that is made elsewhere: a plain jump. */
const unknownTarget = estimateFrom(targets, standardTargetBytes);

/**
 * The size of a table to the byte, as `versions` would load it: struct ipt_entry, a header and the data of each match
 * and of the target for each rule, and the entries that libiptc adds. An extension that is not known is estimated.
 * @param fallback the family where the text does not tell it
 */
export function tableSize(saved: SavedTable, fallback: Family, versions: Versions): TableSize {
  const family = saved.family ?? fallback;
  const size = new RuleSizes(saved.userChains, family, { ...versions, iptables: saved.iptables ?? versions.iptables });
  let rules = 0;
  const sum: Estimate = { bytes: 0, lowerBytes: 0, upperBytes: 0 };
  const counts = new Map<Rule, number>();
  for (const rule of saved.rules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  for (const [rule, count] of counts) {
    if (rule.only !== null && rule.only !== family) continue;
    const copies = rule.copies * count;
    rules += copies;
    add(sum, size.of(rule, copies), copies);
  }
  const blob = (ruleBytes: number): number => entriesBytes(family, ruleBytes, saved.builtinChains, saved.userChains.size);
  return {
    table: saved.name,
    family,
    backend: saved.backend,
    rules,
    builtinChains: saved.builtinChains,
    userChains: saved.userChains.size,
    entries: rules + saved.builtinChains + 2 * saved.userChains.size + 1,
    entriesBytes: blob(sum.bytes),
    bytes: blob(sum.bytes) + tableHeaderBytes,
    unknown: [...size.unknown.values()],
    errorRange:
      size.unknown.size === 0
        ? null
        : { lowerBytes: blob(sum.lowerBytes) + tableHeaderBytes, upperBytes: blob(sum.upperBytes) + tableHeaderBytes },
  };
}

/** `count` plain rules (no match, a verdict or a jump: 152 bytes each, 208 for IPv6) in table filter. */
export function plainTableSize(count: number, family: Family): TableSize {
  const builtinChains = builtinChainsOf('filter')?.length ?? 0;
  const blob = entriesBytes(family, count * layouts[family].plainRule, builtinChains, 0);
  return {
    table: 'filter',
    family,
    backend: null,
    rules: count,
    builtinChains,
    userChains: 0,
    entries: count + builtinChains + 1,
    entriesBytes: blob,
    bytes: blob + tableHeaderBytes,
    unknown: [],
    errorRange: null,
  };
}

/** The table that asks for most; each table is replaced by itself, so only the largest decides. */
export function largestTable(tables: readonly TableSize[]): TableSize | null {
  return tables.reduce<TableSize | null>((most, table) => (most && most.bytes >= table.bytes ? most : table), null);
}

/** Sizes of single rules of one table, and what in them was not known. */
class RuleSizes {
  readonly unknown = new Map<string, UnknownExtension>();
  readonly #userChains: ReadonlySet<string>;
  readonly #family: Family;
  readonly #versions: Versions;

  constructor(userChains: ReadonlySet<string>, family: Family, versions: Versions) {
    this.#userChains = userChains;
    this.#family = family;
    this.#versions = versions;
  }

  of(rule: Rule, copies: number): Estimate {
    const { entry } = layouts[this.#family];
    const sum: Estimate = { bytes: entry, lowerBytes: entry, upperBytes: entry };
    for (const name of rule.matches) add(sum, this.#extension('match', name, copies), 1);
    add(sum, this.#isStandard(rule) ? exactly(standardTargetBytes) : this.#extension('target', rule.target ?? '', copies), 1);
    return sum;
  }

  /** A chain of the table comes before a target of the same name, as iptables-restore takes it. */
  #isStandard({ target, goto }: Rule): boolean {
    return target === null || goto || verdicts.has(target) || this.#userChains.has(target);
  }

  #extension(kind: 'match' | 'target', name: string, copies: number): Estimate {
    const table = kind === 'match' ? matches : targets;
    const info = infoBytes(Object.hasOwn(table, name) ? table[name] : undefined, this.#family, this.#versions);
    if (info !== null) return exactly(extensionHeaderBytes + info);
    const seen = this.unknown.get(`${kind} ${name}`);
    this.unknown.set(`${kind} ${name}`, { kind, name, count: (seen?.count ?? 0) + copies });
    return kind === 'match' ? unknownMatch : unknownTarget;
  }
}

function exactly(bytes: number): Estimate {
  return { bytes, lowerBytes: bytes, upperBytes: bytes };
}

function add(sum: Estimate, term: Estimate, times: number): void {
  sum.bytes += term.bytes * times;
  sum.lowerBytes += term.lowerBytes * times;
  sum.upperBytes += term.upperBytes * times;
}

/** An unknown extension has at least its header and, it is assumed, at most the data of the largest known one. */
function estimateFrom(table: Readonly<Record<string, Extension>>, bytes: number): Estimate {
  const revisions: Revision[] = Object.values(table).flatMap(({ ipv4, ipv6 }) => [...(ipv4 ?? []), ...(ipv6 ?? [])]);
  const most = Math.max(...revisions.map((revision) => revision.infoBytes));
  return { bytes, lowerBytes: extensionHeaderBytes, upperBytes: extensionHeaderBytes + most };
}
