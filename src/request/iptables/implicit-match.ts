/** The match that a protocol stands for (iptables/xshared.c find_proto), by name and by number. */
const matchOfProtocol: Readonly<Record<string, string>> = {
  tcp: 'tcp',
  '6': 'tcp',
  udp: 'udp',
  '17': 'udp',
  icmp: 'icmp',
  '1': 'icmp',
  icmpv6: 'icmp6',
  'ipv6-icmp': 'icmp6',
  '58': 'icmp6',
  sctp: 'sctp',
  '132': 'sctp',
  dccp: 'dccp',
  '33': 'dccp',
  esp: 'esp',
  '50': 'esp',
  ah: 'ah',
  '51': 'ah',
  ipcomp: 'ipcomp',
  '108': 'ipcomp',
  mh: 'mh',
};

const ports = ['--sport', '--dport', '--source-port', '--destination-port'];
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  tcp: [...ports, '--syn', '--tcp-flags', '--tcp-option'],
  udp: ports,
  icmp: ['--icmp-type'],
  icmp6: ['--icmpv6-type'],
  sctp: [...ports, '--chunk-types'],
  dccp: [...ports, '--dccp-types', '--dccp-option'],
  esp: ['--espspi'],
  ah: ['--ahspi', '--ahlen', '--ahres'],
  ipcomp: ['--ipcompspi', '--compres'],
  mh: ['--mh-type'],
};

/**
 * The match that iptables loads by itself for `option`: that of the protocol, if the option is one of its own, cut short
 * or not, and no match given before takes it. After `-m multiport`, getopt takes `--dport` for its `--dports`.
 */
export function implicitMatch(option: string, protocol: string, loaded: readonly string[]): string | null {
  const match = Object.hasOwn(matchOfProtocol, protocol) ? matchOfProtocol[protocol] : undefined;
  if (match === undefined || loaded.includes(match)) return null;
  const own = optionsOf[match]?.find((whole) => whole.startsWith(option));
  if (own === undefined) return null;
  return ports.includes(own) && loaded.includes('multiport') ? null : match;
}
