import type { FaultTable } from './fault-table.ts';

const stable =
  'the stable trees of 2024-03-06 (1ce7d306ea63, "veth: try harder when allocating queue memory")';
const generic = ['generic', 'lowlatency', 'generic-64k', 'lowlatency-64k', 'generic-lpae'] as const;
const ubuntu = 'Ubuntu changelogs; 5.15.0-107 is signed as 5.15.149, 5.15.0-113 as 5.15.152';
/** Ubuntu Security Notices list the builds of one cycle: with generic 102 (2024-04), 106 and 112 (2024-06), 125 (2024-11). */
const notices = 'the builds that Ubuntu Security Notices name beside 5.15.0-102, -106, -112 and -125';
const between = 'builds in between may hold the fix already';

/** veth_alloc_queues(), drivers/net/veth.c: introduced by 9d3684c24a52 (5.15), fixed by 1ce7d306ea63 (6.8). */
export const vethQueues: FaultTable = {
  name: 'veth-queues',
  says: 'a veth pair asks for the queues of all possible CPUs in one contiguous block: order 4 and more from 43 CPUs on, from 40 on since 6.4',
  relief: 'a veth pair then needs no such block',
  source: 'drivers/net/veth.c: one queue before 5.15, kvcalloc from 6.8 on',
  // prettier-ignore
  upstream: [
    { from: '5.15.0-0', before: '5.15.0',   fixedIn: '5.15.151', unclear: true, confidence: 'unverified', source: '9d3684c24a52' },
    { from: '5.15.0',   before: '5.15.151', fixedIn: '5.15.151', confidence: 'verified', source: stable },
    { from: '5.16.0-0', before: '6.1.81',   fixedIn: '6.1.81',   confidence: 'verified', source: stable },
    { from: '6.2.0-0',  before: '6.6.21',   fixedIn: '6.6.21',   confidence: 'verified', source: stable },
    { from: '6.7.0-0',  before: '6.7.9',    fixedIn: '6.7.9',    confidence: 'verified', source: stable },
    { from: '6.8.0-0',  before: '6.8.0',    fixedIn: '6.8',      unclear: true, confidence: 'unverified', source: '1ce7d306ea63' },
  ],
  // prettier-ignore
  builds: [
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: generic, fixed: 111, fixedIn: '5.15.0-111', verifiedFrom: 0,
      source: ubuntu, note: 'fixed in 5.15.0-111.121' },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['aws'], fixed: 1063, fixedIn: '5.15.0-1063', unsigned: true, verifiedFrom: 1063,
      source: 'linux-aws 5.15.0-1063.69 is signed as 5.15.152', note: 'an earlier build may hold the fix already' },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['aws-fips'], fixed: 1063, fixedIn: '5.15.0-1063', unsigned: true,
      source: 'linux-aws 5.15.0-1063.69 is signed as 5.15.152', note: 'taken to count as linux-aws does' },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['azure', 'azure-fips'], fixed: 1066, unclearFrom: 1061, fixedIn: '5.15.0-1066', unsigned: true,
      source: notices, note: between },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['azure-fde'], fixed: 1065, unclearFrom: 1061, fixedIn: '5.15.0-1065', unsigned: true,
      source: notices, note: between },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['gcp', 'gcp-fips'], fixed: 1071, unclearFrom: 1056, fixedIn: '5.15.0-1071', unsigned: true,
      source: notices, note: between },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['gke'], fixed: 1069, unclearFrom: 1055, fixedIn: '5.15.0-1069', unsigned: true,
      source: notices, note: between },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['gkeop'], fixed: 1055, unclearFrom: 1041, fixedIn: '5.15.0-1055', unsigned: true,
      source: notices, note: between },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['ibm'], fixed: 1065, unclearFrom: 1051, fixedIn: '5.15.0-1065', unsigned: true,
      source: notices, note: between },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['nvidia', 'nvidia-lowlatency'], fixed: 1067, unclearFrom: 1049, fixedIn: '5.15.0-1067', unsigned: true,
      source: notices, note: between },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['oracle'], fixed: 1065, unclearFrom: 1049, fixedIn: '5.15.0-1065', unsigned: true,
      source: 'linux-oracle 5.15.0-1065.71 is signed as 5.15.160; a notice names 1048 beside 5.15.0-89', note: between },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['raspi'], fixed: 1065, unclearFrom: 1055, fixedIn: '5.15.0-1065', unsigned: true,
      source: notices, note: between },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['kvm'], unclearFrom: 1055, fixedIn: '5.15.151', unsigned: true,
      source: notices, note: 'later builds may hold the fix: which one took it was not seen' },
    { distribution: 'ubuntu', upstream: { line: [5, 15] },                 flavours: ['fips'], fixed: 111, fixedIn: '5.15.0-111', unsigned: true,
      source: ubuntu, note: 'taken to count as the generic kernel does' },
    { distribution: 'ubuntu', upstream: { from: [5, 16], before: [6, 8] }, fixedIn: '6.8', verifiedFrom: 0,
      source: 'Ubuntu changelogs to 6.5.0-45', note: 'never fixed in this line, which has ended' },
    { distribution: 'debian', upstream: { line: [6, 1] },                  fixed: 19, fixedIn: '6.1.0-19', verifiedFrom: 0,
      source: 'Debian 6.1.76-1 is 6.1.0-18, 6.1.82-1 is 6.1.0-19' },
    { distribution: 'rhel',   upstream: { line: [5, 14] },                 state: 'unknown',
      source: 'not read', note: 'RHEL 9 takes networking from later kernels; whether it took the queues and their fix was not seen' },
    { distribution: 'rhel',   upstream: { line: [4, 18] },                 state: 'not-affected',
      source: 'not read', note: 'RHEL 8 takes networking from later kernels; that it took the queues was not seen' },
  ],
};
