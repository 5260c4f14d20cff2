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
      /** null where the program does not hold it; read when asked for */
      version: Version | null;
    };
