import { type Extension, both, ipv4Only, ipv6Only, sized } from './revision.ts';

/** Targets without an extension: they are the 40 bytes of a standard target. */
export const verdicts: ReadonlySet<string> = new Set(['ACCEPT', 'DROP', 'QUEUE', 'RETURN']);

/** Data bytes of every target of iptables 1.8.9, without the 32-byte header; read as the table of matches. */
export const targets: Readonly<Record<string, Extension>> = {
  AUDIT: both(sized(0, 8)),
  CHECKSUM: both(sized(0, 8)),
  CLASSIFY: both(sized(0, 8)),
  /** gone from the kernel since 6.8 */
  CLUSTERIP: ipv4Only(sized(0, 64)),
  CONNMARK: both(sized(2, 16)),
  CONNSECMARK: both(sized(0, 8)),
  CT: both(sized(2, 72)),
  DNAT: {
    ipv4: [sized(2, 48, { kernel: [4, 18], iptables: [1, 8, 0] }), sized(0, 24)],
    ipv6: [sized(2, 48, { kernel: [4, 18], iptables: [1, 8, 0] }), sized(1, 40)],
  },
  DNPT: ipv6Only(sized(0, 40)),
  DSCP: both(sized(0, 8)),
  ECN: ipv4Only(sized(0, 8)),
  HL: ipv6Only(sized(0, 8)),
  HMARK: both(sized(0, 64)),
  IDLETIMER: both(sized(1, 48, { kernel: [5, 7], iptables: [1, 8, 5] }), sized(0, 40)),
  LED: both(sized(0, 40)),
  LOG: both(sized(0, 32)),
  MARK: both(sized(2, 8)),
  MASQUERADE: { ipv4: [sized(0, 24)], ipv6: [sized(0, 40)] },
  NETMAP: { ipv4: [sized(0, 24)], ipv6: [sized(0, 40)] },
  NFLOG: both(sized(0, 80)),
  NFQUEUE: both(sized(3, 8)),
  /** an alias of CT */
  NOTRACK: both(sized(2, 72)),
  RATEEST: both(sized(0, 32)),
  REDIRECT: { ipv4: [sized(0, 24)], ipv6: [sized(0, 40)] },
  REJECT: both(sized(0, 8)),
  SECMARK: both(sized(1, 264)),
  SET: both(sized(3, 24, { kernel: [3, 18], iptables: [1, 6, 0] }), sized(2, 16)),
  SNAT: { ipv4: [sized(0, 24)], ipv6: [sized(1, 40)] },
  SNPT: ipv6Only(sized(0, 40)),
  SYNPROXY: both(sized(0, 8)),
  TCPMSS: both(sized(0, 8)),
  TCPOPTSTRIP: both(sized(0, 32)),
  TEE: both(sized(1, 40)),
  TOS: both(sized(1, 8)),
  TPROXY: both(sized(1, 32)),
  TRACE: both(sized(0, 0)),
  TTL: ipv4Only(sized(0, 8)),
  /** gone from the kernel since 3.17 */
  ULOG: ipv4Only(sized(0, 56)),
};
