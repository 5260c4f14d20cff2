import type { FaultTable } from './fault-table.ts';

const changelog = 'Ubuntu changelogs, LP #1762370 (brought it) and LP #1835972 (took it back)';
const vendors = 'QCOM 4.14.117, MTK 4.14.186, Samsung 4.14.190 and begonia 4.14.246 trees';
const generic = ['generic', 'lowlatency', 'generic-lpae', 'virtual'] as const;

/** xt_alloc_table_info(), net/netfilter/x_tables.c: introduced by 0537250fdc6c, reverted by a148ce15375f. */
export const xtablesNoRetry: FaultTable = {
  name: 'xtables-noretry',
  says: 'iptables tables are allocated with __GFP_NORETRY: one page refused at the min watermark fails the whole table',
  relief: 'iptables then waits for memory',
  source: 'x_tables.c of 4.9.45, 4.13.9, 4.14.0, 4.15.1, 4.19.13 to 7.2.13',
  // prettier-ignore
  upstream: [
    { from: '4.10.0-0', before: '4.10.0',   fixedIn: '4.19',   silent: true, unclear: true, confidence: 'unverified', source: '5bad87348c70' },
    { from: '4.10.0',   before: '4.13.0-0', fixedIn: '4.19',   silent: true, confidence: 'verified',
      source: 'x_tables.c of 4.10.17 and 4.12.4, against 4.9.45 and 4.13.9', note: 'the failure is not logged (__GFP_NOWARN); 4.13 has it not, but 4.14.33, 4.15.16 and 4.16 brought it back' },
    { from: '4.13.0-0', before: '4.13.0',   fixedIn: '4.19',   silent: true, unclear: true, confidence: 'unverified', source: 'eacd86ca3b036' },
    { from: '4.14.33',  before: '4.15.0-0', fixedIn: '4.19',   confidence: 'verified', seenTo: { amazon: 106, cos: 89 },
      source: 'x_tables.c of 4.14.32 and 4.14.33, still so in 4.14.325', note: 'never fixed in 4.14' },
    { from: '4.15.16',  before: '4.16.0-0', fixedIn: '4.19',   confidence: 'verified',
      source: 'x_tables.c of 4.15.15; the 4.15.16 stable update (LP #1762370)', note: 'never fixed in 4.15, which ended with 4.15.18' },
    { from: '4.16.0-0', before: '4.16.0',   fixedIn: '4.18.8', unclear: true, confidence: 'unverified', source: '0537250fdc6c' },
    { from: '4.16.0',   before: '4.18.8',   fixedIn: '4.18.8', confidence: 'verified',
      source: 'x_tables.c of 4.16.13, 4.17.0 and 4.18.0; the 4.18.8 stable update (LP #1793069)' },
    { from: '4.19.0-0', before: '4.19.0',   fixedIn: '4.19',   unclear: true, confidence: 'unverified', source: 'a148ce15375f' },
  ],
  // prettier-ignore
  builds: [
    { distribution: 'ubuntu',  upstream: { line: [4, 15] },  flavours: generic, from: 16, fixed: 56, fixedIn: '4.15.0-58', verifiedFrom: 0,
      source: changelog, note: 'fixed in 4.15.0-56.62, first published as 4.15.0-58.64' },
    { distribution: 'ubuntu',  upstream: { line: [4, 15] },  flavours: ['aws'], fixed: 1046, fixedIn: '4.15.0-1047', verifiedFrom: 0,
      source: changelog, note: 'fixed in 4.15.0-1046.48, first published as 4.15.0-1047.49' },
    { distribution: 'ubuntu',  upstream: { line: [4, 15] },  flavours: ['gcp'], fixed: 1038, fixedIn: '4.15.0-1040', verifiedFrom: 0,
      source: changelog, note: 'fixed in 4.15.0-1038.40, first published as 4.15.0-1040.42' },
    { distribution: 'ubuntu',  upstream: { line: [4, 15] },  flavours: ['azure'], fixed: 1053, fixedIn: '4.15.0-1055', verifiedFrom: 0,
      source: changelog, note: 'fixed in 4.15.0-1053.58, first published as 4.15.0-1055.60' },
    { distribution: 'ubuntu',  upstream: { line: [4, 15] },  flavours: ['oracle'], fixed: 1019, fixedIn: '4.15.0-1019', verifiedFrom: 0, source: changelog },
    { distribution: 'ubuntu',  upstream: { line: [4, 15] },  flavours: ['kvm'], fixed: 1040, fixedIn: '4.15.0-1040', verifiedFrom: 0, source: changelog },
    { distribution: 'ubuntu',  upstream: { line: [4, 15] },  state: 'unknown',
      source: changelog, note: 'this flavour counts its builds by itself, and its changelog was not read; builds of August 2019 and later are likely fixed' },
    { distribution: 'ubuntu',  upstream: { line: [4, 18] },  flavours: generic, fixed: 9, fixedIn: '4.18.0-13', verifiedFrom: 0,
      source: changelog, note: 'every published build is fixed' },
    { distribution: 'ubuntu',  upstream: { line: [4, 18] },  fixed: 0, fixedIn: '4.18.0-13', source: 'made from 4.18.0-9 and later' },
    { distribution: 'ubuntu',  upstream: { line: [4, 10] },  fixedIn: '4.15.0-58',
      source: 'inherited from mainline', note: 'the failure is not logged (__GFP_NOWARN)' },
    { distribution: 'ubuntu',  upstream: { line: [4, 11] },  fixedIn: '4.15.0-1055',
      source: 'inherited from mainline', note: 'the failure is not logged (__GFP_NOWARN)' },
    { distribution: 'ubuntu',  upstream: { line: [4, 13] },  state: 'not-affected', source: 'no entry in the linux-azure changelog' },
    { distribution: 'ubuntu',  upstream: { line: [4, 4] },   state: 'not-affected', verifiedFrom: 0, source: 'x_tables.c of Ubuntu 4.4 and 5.x' },
    { distribution: 'ubuntu',  upstream: { from: [5, 0] },   state: 'not-affected', verifiedFrom: 0, source: 'x_tables.c of Ubuntu 4.4 and 5.x' },
    { distribution: 'rhel',    upstream: { line: [3, 10] },  state: 'not-affected', verifiedFrom: 514, source: 'x_tables.c of 3.10.0-514 to 3.10.0-1160' },
    { distribution: 'rhel',    upstream: { line: [4, 18] },  state: 'not-affected', verifiedFrom: 147, source: 'x_tables.c of 4.18.0-147, -240, -348 and -394' },
    { distribution: 'suse',    upstream: { line: [4, 12] },  fixedIn: '5.3',
      source: 'inherited from mainline', note: 'whether SUSE took the fix back to 4.12.14 was not seen' },
    { distribution: 'android', upstream: { line: [4, 14] },  by: 'patch', from: 33, fixed: 117, fixedIn: '4.19', state: 'unknown', assumed: false,
      source: vendors, note: 'the vendor trees that were read carry the fix, the earliest of them 4.14.117' },
  ],
};
