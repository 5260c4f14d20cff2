/** Which of the two legacy tools, and so which x_tables layout. */
export type Family = 'ipv4' | 'ipv6';

/**
 * Bytes of what a table is made of, on a 64-bit kernel (XT_ALIGN is 8 there; 32-bit kernels pack tighter and are not
 * covered; the page size changes nothing). include/uapi/linux/netfilter_ipv4/ip_tables.h, its ip6 twin, and
 * libiptc/libiptc.c, which adds the entries that nobody wrote: policies, chain heads, returns and the end of the table.
 */
export interface Layout {
  /** sizeof(struct ipt_entry), before any match or target */
  entry: number;
  /** a rule without matches and without extension as its target */
  plainRule: number;
  /** the policy that ends a built-in chain */
  builtinChain: number;
  /** a user-defined chain's head (an ERROR target that holds the name) and its return */
  userChain: number;
  /** the ERROR entry that ends the table */
  end: number;
}

/** struct xt_entry_match, struct xt_entry_target: what stands before the data of each extension. */
export const extensionHeaderBytes = 32;
/** struct xt_standard_target: a verdict, a jump, a goto, or no target at all. */
export const standardTargetBytes = 40;
const errorTargetBytes = 64;

/** sizeof(struct xt_table_info): x_tables allocates it in one piece with the entries. */
export const tableHeaderBytes = 64;

/** XT_MAX_TABLE_SIZE of net/netfilter/x_tables.c (4.17 and later): header and entries must stay below it. */
export const maxTableBytes = 512 * 1024 * 1024;

export const layouts: Readonly<Record<Family, Layout>> = { ipv4: layoutOf(112), ipv6: layoutOf(168) };

function layoutOf(entry: number): Layout {
  const plainRule = entry + standardTargetBytes;
  const end = entry + errorTargetBytes;
  return { entry, plainRule, builtinChain: plainRule, userChain: end + plainRule, end };
}

const builtinChains: Readonly<Record<string, readonly string[]>> = {
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  raw: ['PREROUTING', 'OUTPUT'],
  security: ['INPUT', 'FORWARD', 'OUTPUT'],
};

/** The chains that the kernel gives a table, named in a file or not; null for a table that is not the kernel's own. */
export function builtinChainsOf(table: string): readonly string[] | null {
  return Object.hasOwn(builtinChains, table) ? (builtinChains[table] ?? null) : null;
}

/** XT_ALIGN(blob) of a table: its rules, and the entries that come with its chains. */
export function entriesBytes(family: Family, ruleBytes: number, builtin: number, user: number): number {
  const layout = layouts[family];
  return ruleBytes + builtin * layout.builtinChain + user * layout.userChain + layout.end;
}
