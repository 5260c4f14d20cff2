import { type Family, builtinChainsOf, entriesBytes, layouts, tableHeaderBytes } from './layout.ts';
import type { Versions } from './revision.ts';
import { type ErrorRange, type Estimate, RuleSizes, type UnknownExtension, add } from './rule-size.ts';
import type { Rule } from './rule.ts';
import type { Backend, SavedTable } from './save-file.ts';

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
  /** of `bytes`; null where it is exact */
  errorRange: ErrorRange | null;
  /** it was meant for a table that holds more than the text adds */
  changesLoadedTable: boolean;
}

/**
 * The size of a table to the byte, as `versions` would load it: struct ipt_entry, a header and the data of each match
 * and of the target for each rule, and the entries that libiptc adds. An extension that is not known is estimated; what
 * the text takes away without having added it makes the size an upper bound.
 * @param asked the family of the tool that will load it: a text that holds addresses of the other is that one's, as is
 *   one that ip6tables-save wrote
 */
export function tableSize(saved: SavedTable, asked: Family, versions: Versions): TableSize {
  const family = saved.familyFrom === 'comment' && saved.family === 'ipv4' ? asked : (saved.family ?? asked);
  const sizes = new RuleSizes([saved.userChains, saved.formerChains], family, versions);
  let rules = 0;
  let largestRule = 0;
  const sum: Estimate = { bytes: 0, lowerBytes: 0, upperBytes: 0 };
  const counts = new Map<Rule, number>();
  for (const rule of saved.rules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  for (const [rule, count] of counts) {
    if (rule.only !== null && rule.only !== family) continue;
    const copies = rule.copies * count;
    rules += copies;
    const size = sizes.of(rule, copies);
    largestRule = Math.max(largestRule, size.upperBytes);
    add(sum, size, copies);
  }
  const lessBytes = foreignBytes(saved, sizes) + saved.unknownRules * largestRule;
  const blob = (ruleBytes: number): number =>
    entriesBytes(family, Math.max(0, ruleBytes), saved.builtinChains, saved.userChains.size);
  const isExact = sizes.unknown.size === 0 && lessBytes === 0;
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
    unknown: [...sizes.unknown.values()],
    errorRange: isExact
      ? null
      : {
          lowerBytes: blob(sum.lowerBytes - lessBytes) + tableHeaderBytes,
          upperBytes: blob(sum.upperBytes) + tableHeaderBytes,
        },
    changesLoadedTable: saved.changesLoadedTable,
  };
}

/** What the rules may hold that the text takes away or replaces without having added them. */
function foreignBytes({ foreignRules }: SavedTable, sizes: RuleSizes): number {
  let bytes = 0;
  for (const [rule, count] of foreignRules) bytes += sizes.of(rule, 0).upperBytes * count * rule.copies;
  return bytes;
}

/** `count` plain rules (no match, a verdict or a jump: 152 bytes each, 208 for IPv6) in table filter. */
export function plainTableSize(count: number, family: Family): TableSize {
  return uniformTable('filter', family, count, builtinChainsOf('filter')?.length ?? 0);
}

/** One of the kernel's own tables as it is before any rule; null for another's. */
export function emptyTableSize(table: string, family: Family): TableSize | null {
  const builtin = builtinChainsOf(table);
  return builtin && uniformTable(table, family, 0, builtin.length);
}

function uniformTable(table: string, family: Family, rules: number, builtinChains: number): TableSize {
  const blob = entriesBytes(family, rules * layouts[family].plainRule, builtinChains, 0);
  return {
    table,
    family,
    backend: null,
    rules,
    builtinChains,
    userChains: 0,
    entries: rules + builtinChains + 1,
    entriesBytes: blob,
    bytes: blob + tableHeaderBytes,
    unknown: [],
    errorRange: null,
    changesLoadedTable: false,
  };
}

/** The table that asks for most; each table is replaced by itself, so only the largest decides. */
export function largestTable(tables: readonly TableSize[]): TableSize | null {
  return tables.reduce<TableSize | null>(
    (largest, table) => (largest && largest.bytes >= table.bytes ? largest : table),
    null,
  );
}
