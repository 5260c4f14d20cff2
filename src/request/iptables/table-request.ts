import { formatBytes } from '../../text/units.ts';
import { MalformedError } from '../../errors.ts';
import { quote } from '../../text/escape.ts';
import { type Family, layouts, maxTableBytes, tableHeaderBytes } from './layout.ts';
import type { LiveTables } from './live-tables.ts';
import type { Version, Versions } from './revision.ts';
import type { ErrorRange } from './rule-size.ts';
import { type SavedTable, parseSaveFile } from './save-file.ts';
import { type TableSize, emptyTableSize, largestTable, plainTableSize, tableSize } from './table-size.ts';

/** What the user said of the rule set. The first of `saveText`, `rules` and `live` that is there decides. */
export interface RuleSetQuestion {
  /** of the tool that will run; a text with addresses of the other family is that one's */
  family: Family;
  /** iptables-save text (`--rules-file`) */
  saveText?: string | undefined;
  /** the name of that text in messages */
  saveFile?: string | undefined;
  /** `--rules N`: a whole number, not negative */
  rules?: number | undefined;
  /** from readLiveTables; beside `saveText` or `rules` it tells the table that will be replaced */
  live?: LiveTables | undefined;
  /** decides the revisions of extensions; absent or null counts as current */
  kernel?: { major: number; minor: number } | null | undefined;
  /** of the iptables that will load the rules: it decides the revisions as well; absent or null counts as the newest */
  iptables?: Version | null | undefined;
}

/** What the kernel is asked for when the largest table is replaced. */
export interface TableRequest {
  family: Family;
  /** the table's name, safe to print; null for the default */
  table: string | null;
  /** what xt_alloc_table_info asks for: entries and a 64-byte header */
  bytes: number;
  entriesBytes: number;
  /** the table that is replaced and freed only afterwards, with its header; null where unknown */
  oldBytes: number | null;
  /** old and new, which exist together for a moment; null where the old is unknown */
  peakBytes: number | null;
  /** null for the default */
  rules: number | null;
  source: 'rules-file' | 'rules' | 'live' | 'default';
  /** of `bytes`; null where nothing had to be estimated */
  errorRange: ErrorRange | null;
  /** what was assumed and what to know, one sentence each */
  notes: string[];
}

/**
 * Assumed where nothing is known: the 80 pages of the Concourse incident ("allocated 0 of 331776 bytes", one page of it
 * the guard), a CI worker's own table. A Docker host with 20 published ports asks for a thirtieth of it: too much is
 * assumed rather than too little, and where there is memory at all that makes no difference.
 */
export const defaultBytes = 80 * 4096;

/**
 * What `iptables` (x_tables) will ask the kernel for, from what is known of the rule set.
 * @throws MalformedError for `saveText` alone; live tables that cannot be read give the default and a note
 */
export function tableRequest(question: RuleSetQuestion): TableRequest {
  const notes: string[] = [];
  const live = sizeLive(question, notes);
  const { source, size } = chosenSize(question, live, notes);
  if (!size) return { ...defaultRequest(question.family, notes), oldBytes: null, peakBytes: null };
  noteUnknown(size, notes);
  if (size.bytes >= maxTableBytes) {
    notes.push(
      `the kernel refuses any table of ${maxTableBytes} bytes or more (XT_MAX_TABLE_SIZE; before 4.18 not every one does)`,
    );
  }
  const oldBytes = live && size.family === question.family ? bytesOf(live, size) : null;
  const { family, bytes, entriesBytes, rules, errorRange } = size;
  const table = nameOf(size);
  const peakBytes = oldBytes === null ? null : bytes + oldBytes;
  return { family, table, bytes, entriesBytes, oldBytes, peakBytes, rules, source, errorRange, notes };
}

interface Chosen {
  source: TableRequest['source'];
  size: TableSize | null;
}

function chosenSize(question: RuleSetQuestion, live: TableSize[] | null, notes: string[]): Chosen {
  if (question.saveText !== undefined)
    return { source: 'rules-file', size: fromText(question, question.saveText, notes) };
  if (question.rules !== undefined) {
    const { plainRule } = layouts[question.family];
    notes.push(
      `${question.rules} plain rules of ${plainRule} bytes are counted, in table filter; matches and most targets make a rule larger: --rules-file gives the exact size`,
    );
    return { source: 'rules', size: plainTableSize(question.rules, question.family) };
  }
  const size = largestTable(live ?? []);
  if (size) {
    notes.push(
      `table ${nameOf(size)} is the largest loaded here (${size.rules} rules); every change rewrites it whole, and a new rule adds at least ${layouts[size.family].plainRule} bytes`,
    );
  }
  return { source: 'live', size };
}

function fromText(question: RuleSetQuestion, text: string, notes: string[]): TableSize | null {
  const versions = versionsOf(question);
  const saved = parseSaveFile(text, question.saveFile);
  if (saved.length === 0) {
    notes.push('the file holds no table: nothing is replaced, and an empty table filter stands for it');
    return emptyTableSize('filter', question.family);
  }
  const sizes = saved.map((table) => tableSize(table, question.family, versions));
  const size = largestTable(sizes);
  if (size && sizes.length > 1) {
    const name = size.family === question.family ? nameOf(size) : `${nameOf(size)} of ${size.family}`;
    notes.push(`table ${name} decides, the largest of ${sizes.length}: each is replaced by itself`);
  }
  if (size?.backend === 'nft') {
    notes.push(
      'the file was saved from nf_tables: the size is what iptables-legacy would ask for with these rules',
    );
  }
  if (size?.changesLoadedTable) {
    notes.push(
      'the file changes a table that is loaded (iptables-restore --noflush): what that one holds already is not counted',
    );
  }
  const savedTable = size && saved[sizes.indexOf(size)];
  if (size && savedTable) noteOlderIptables(savedTable, size, question, notes);
  return size;
}

function versionsOf({ kernel, iptables }: RuleSetQuestion): Versions {
  return { kernel: kernel ?? null, iptables: iptables ?? null };
}

/** Where the iptables that saved the file would make another size of it. */
function noteOlderIptables(
  saved: SavedTable,
  size: TableSize,
  question: RuleSetQuestion,
  notes: string[],
): void {
  if (saved.iptables === null) return;
  const then = tableSize(saved, question.family, { ...versionsOf(question), iptables: saved.iptables });
  if (then.bytes === size.bytes) return;
  const now = question.iptables
    ? `iptables ${question.iptables.join('.')}, which is installed here`
    : 'the newest iptables';
  notes.push(
    `the sizes are those of ${now}; iptables ${saved.iptables.join('.')}, which saved the file, made ${then.bytes} bytes of it`,
  );
}

/** A name from a file, safe to print. */
function nameOf({ table }: TableSize): string {
  return /^[\w-]{1,31}$/.test(table) ? table : quote(table, 31);
}

/** The live tables' sizes; null where nothing is known of them. */
function sizeLive(question: RuleSetQuestion, notes: string[]): TableSize[] | null {
  const { live, family } = question;
  if (!live) return null;
  if (live.state === 'unreadable') {
    notes.push(`the live tables could not be read: ${live.why}`);
    return null;
  }
  if (live.state === 'none') {
    notes.push(
      'no table of iptables-legacy is loaded in this network namespace (rules of iptables-nft do not count)',
    );
    return [];
  }
  try {
    const saved = parseSaveFile(live.saveText, 'the live tables').filter(({ backend }) => backend !== 'nft');
    return saved.map((table) => tableSize(table, family, versionsOf(question)));
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    notes.push(`the live tables could not be read: ${error.message}`);
    return null;
  }
}

/** A table that is not loaded starts empty, with its built-in chains. */
function bytesOf(live: readonly TableSize[], { table, family }: TableSize): number | null {
  const loaded = live.find((size) => size.table === table && size.family === family);
  return loaded?.bytes ?? emptyTableSize(table, family)?.bytes ?? null;
}

function noteUnknown({ unknown, errorRange }: TableSize, notes: string[]): void {
  if (!errorRange) return;
  if (unknown.length === 0) {
    notes.push(
      `the size is an upper bound, from ${errorRange.lowerBytes} bytes on: rules are taken away that the file did not add`,
    );
    return;
  }
  const names = unknown
    .slice(0, 5)
    .map(({ kind, name, count }) => `${kind} ${quote(name)} (${count === 1 ? 'once' : `${count} times`})`);
  if (unknown.length > 5) names.push(`and ${unknown.length - 5} more`);
  notes.push(
    `the size of ${names.join(', ')} is not known and is estimated: between ${errorRange.lowerBytes} and ${errorRange.upperBytes} bytes in all`,
  );
}

function defaultRequest(family: Family, notes: string[]): Omit<TableRequest, 'oldBytes' | 'peakBytes'> {
  notes.push(
    `${formatBytes(defaultBytes)} of rules are assumed, about 2,150 plain ones, as a CI worker on record had: --rules or --rules-file tells the real size`,
  );
  const entriesBytes = defaultBytes - tableHeaderBytes;
  return {
    family,
    table: null,
    bytes: defaultBytes,
    entriesBytes,
    rules: null,
    source: 'default',
    errorRange: null,
    notes,
  };
}
