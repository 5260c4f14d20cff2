/** How a fact about kernels is known; from memory alone is no proof. */
export type Knowledge = 'source' | 'types' | 'trace' | 'log' | 'measured' | 'memory';

/** One fact that a workload's numbers rest on. */
export interface Evidence {
  says: string;
  how: Knowledge;
  /** the file and the kernels, the log, or what was measured */
  where: string;
}

/** How each is said after `is`; the order in which they are counted up. */
export const knownHow: Readonly<Record<Knowledge, string>> = {
  source: 'read in the kernel source',
  types: "read in the kernel's own types (BTF)",
  trace: 'seen in a trace of the allocation',
  log: 'seen in logs',
  measured: 'measured',
  memory: 'from memory, not proven',
};

/** Whether more than memory speaks for it. */
export function isProven({ how }: Evidence): boolean {
  return how !== 'memory';
}
