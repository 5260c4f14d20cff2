import { type Family, extensionHeaderBytes, layouts, standardTargetBytes } from './layout.ts';
import { matches } from './matches.ts';
import { type Extension, type Versions, infoBytes } from './revision.ts';
import type { Rule } from './rule.ts';
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

export interface Estimate extends ErrorRange {
  bytes: number;
}

/** By kind; made for the first that is not known. */
const unknownExtensions = new Map<UnknownExtension['kind'], Estimate>();

function unknownExtension(kind: UnknownExtension['kind']): Estimate {
  const estimate = unknownExtensions.get(kind) ?? estimateUnknown(kind);
  unknownExtensions.set(kind, estimate);
  return estimate;
}

/** As small or as large as any that is known. */
export function estimateUnknown(kind: UnknownExtension['kind']): Estimate {
  const known = extensionBytes(kind === 'match' ? matches : targets);
  // A target that is not known is most probably a chain that is made elsewhere: a plain jump.
  const bytes = kind === 'match' ? (known[Math.floor(known.length / 2)] ?? 0) : standardTargetBytes;
  return estimateFrom(known, bytes);
}

/** Sizes of single rules of one table, and what in them was not known. */
export class RuleSizes {
  readonly unknown = new Map<string, UnknownExtension>();
  readonly #chains: readonly ReadonlySet<string>[];
  readonly #family: Family;
  readonly #versions: Versions;

  constructor(chains: readonly ReadonlySet<string>[], family: Family, versions: Versions) {
    this.#chains = chains;
    this.#family = family;
    this.#versions = versions;
  }

  of(rule: Rule, copies: number): Estimate {
    const { entry } = layouts[this.#family];
    const sum: Estimate = { bytes: entry, lowerBytes: entry, upperBytes: entry };
    for (const name of rule.matches) add(sum, this.#extension('match', name, copies), 1);
    add(
      sum,
      this.#isStandard(rule)
        ? exactly(standardTargetBytes)
        : this.#extension('target', rule.target ?? '', copies),
      1,
    );
    return sum;
  }

  /** A chain of the table comes before a target of the same name, as iptables-restore takes it. */
  #isStandard({ target, goto }: Rule): boolean {
    if (target === null || goto || verdicts.has(target)) return true;
    return this.#chains.some((names) => names.has(target));
  }

  #extension(kind: 'match' | 'target', name: string, copies: number): Estimate {
    const table = kind === 'match' ? matches : targets;
    const info = infoBytes(
      Object.hasOwn(table, name) ? table[name] : undefined,
      this.#family,
      this.#versions,
    );
    if (info !== null) return exactly(extensionHeaderBytes + info);
    const seen = this.unknown.get(`${kind} ${name}`);
    this.unknown.set(`${kind} ${name}`, { kind, name, count: (seen?.count ?? 0) + copies });
    return unknownExtension(kind);
  }
}

function exactly(bytes: number): Estimate {
  return { bytes, lowerBytes: bytes, upperBytes: bytes };
}

export function add(sum: Estimate, term: Estimate, times: number): void {
  sum.bytes += term.bytes * times;
  sum.lowerBytes += term.lowerBytes * times;
  sum.upperBytes += term.upperBytes * times;
}

/** An unknown extension has at least its header and, it is assumed, at most the bytes of the largest known one. */
function estimateFrom(known: readonly number[], bytes: number): Estimate {
  return { bytes, lowerBytes: extensionHeaderBytes, upperBytes: known.at(-1) ?? bytes };
}

/** Bytes of every revision with its header, smallest first. */
function extensionBytes(table: Readonly<Record<string, Extension>>): number[] {
  const revisions = Object.values(table).flatMap(({ ipv4, ipv6 }) => [...(ipv4 ?? []), ...(ipv6 ?? [])]);
  return revisions.map((revision) => extensionHeaderBytes + revision.infoBytes).sort((a, b) => a - b);
}
