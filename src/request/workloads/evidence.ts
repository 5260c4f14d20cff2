/** How a fact about kernels is known; from memory alone is no proof. */
export type Knowledge = 'source' | 'types' | 'trace' | 'log' | 'measured' | 'memory';

/** One fact that a workload's numbers rest on. */
export interface Evidence {
  says: string;
  how: Knowledge;
  /** the file and the kernels, the log, or what was measured */
  where: string;
}

/** How each way is said; the order in which they are counted up. */
export const knownHow: Readonly<Record<Knowledge, string>> = {
  source: 'read in the kernel source',
  types: "read in the kernel's own types (BTF)",
  trace: 'seen in a trace of the allocation',
  log: 'seen in logs',
  measured: 'measured',
  memory: 'from memory or an estimate, not proven',
};

/** Whether more than memory speaks for it. */
function isProven({ how }: Evidence): boolean {
  return how !== 'memory';
}

/** How many facts there are, and how many of them are known in each way. */
export interface EvidenceCount {
  total: number;
  proven: number;
  how: Record<Knowledge, number>;
}

/** Counts facts; one that several workloads rest on counts once. */
export function countEvidence(facts: readonly Evidence[]): EvidenceCount {
  const distinct = [...new Map(facts.map((fact) => [`${fact.says} ${fact.where}`, fact])).values()];
  const ways = Object.keys(knownHow) as Knowledge[];
  const of = (way: Knowledge): number => distinct.filter(({ how }) => how === way).length;
  return {
    total: distinct.length,
    proven: distinct.filter(isProven).length,
    how: Object.fromEntries(ways.map((way) => [way, of(way)])) as Record<Knowledge, number>,
  };
}
