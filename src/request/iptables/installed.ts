import type { Version } from './revision.ts';

/** What runs under one of the names of iptables. */
export type InstalledIptables =
  | { state: 'none' }
  | {
      state: 'found';
      /** in its folder of PATH */
      path: string;
      /** the file behind the links */
      program: string;
      /** x_tables, or nf_tables; of a script it is not known which of them it starts */
      variant: 'legacy' | 'nft' | 'script';
      /** null where the file does not hold it */
      version: Version | null;
    };

/** How an installed iptables is named in a note. */
export function programName(installed: InstalledIptables & { state: 'found' }): string {
  const version = installed.version === null ? '' : ` ${installed.version.join('.')}`;
  return `${installed.program}${version}`;
}
