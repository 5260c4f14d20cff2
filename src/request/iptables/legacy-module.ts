import type { Family } from './layout.ts';

/** Whether the running kernel has x_tables for a family: in use, there to be loaded, proven absent, or not known. */
export type LegacyModule = 'loaded' | 'there' | 'absent' | 'unknown';

/** What tells it, taken in turn, so that a getter need not read them all; undefined what cannot be read. */
export interface ModuleTexts {
  /** /proc/net/ip_tables_names, or its IPv6 twin, is there: the module made it */
  hasTableNames: boolean;
  /** /proc/modules */
  readonly modules: string | undefined;
  /** modules.builtin of this very release */
  readonly builtin: string | undefined;
  /** modules.dep of this very release */
  readonly dependencies: string | undefined;
}

/**
 * CONFIG_NETFILTER_XTABLES_LEGACY (6.17+) may leave ip_tables out, and PREEMPT_RT always does. It is proven absent only
 * where both lists of this release were read, hold modules at all, and name neither it nor bpfilter, which stood in its
 * place in kernels up to 6.8.
 */
export function legacyModule(family: Family, texts: ModuleTexts): LegacyModule {
  const name = family === 'ipv6' ? 'ip6_tables' : 'ip_tables';
  if (texts.hasTableNames || names(texts.modules, new RegExp(`^${name} `, 'm'))) return 'loaded';
  const { builtin, dependencies } = texts;
  const file = new RegExp(`(?:^|[/ ])${name}\\.ko\\b`, 'm');
  if (names(builtin, file) || names(dependencies, file)) return 'there';
  const isList = (text: string | undefined): boolean => names(text, /\.ko\b/);
  if (!isList(builtin) || !isList(dependencies)) return 'unknown';
  return names(builtin, /bpfilter/) || names(dependencies, /bpfilter/) ? 'unknown' : 'absent';
}

function names(text: string | undefined, what: RegExp): boolean {
  return text !== undefined && what.test(text);
}
