import fc from 'fast-check';
import { type Family, builtinChainsOf } from '../../../src/request/iptables/layout.ts';
import { saveString } from './quoting.ts';

type Pick = readonly string[];

const address = (family: Family): fc.Arbitrary<string> =>
  family === 'ipv4'
    ? fc
        .tuple(fc.nat(255), fc.nat(255), fc.integer({ min: 8, max: 32 }))
        .map(([a, b, n]) => `10.${a}.${b}.0/${n}`)
    : fc
        .tuple(fc.nat(0xffff), fc.integer({ min: 16, max: 128 }))
        .map(([a, n]) => `fd00:${a.toString(16)}::1/${n}`);

const anyText = fc.string({
  unit: fc.integer({ min: 32, max: 126 }).map((c) => String.fromCharCode(c)),
  maxLength: 60,
});

/** A protocol with its match: not loaded, explicit, loaded by an option, or several times. */
const protocol = (family: Family): fc.Arbitrary<string> => {
  const icmp: Pick =
    family === 'ipv4'
      ? ['-p icmp', '-p icmp -m icmp --icmp-type 8', '-p icmp --icmp-type 8']
      : ['-p ipv6-icmp -m icmp6 --icmpv6-type 128', '-p icmpv6 --icmpv6-type 1', '-p mh --mh-type 1'];
  return fc.constantFrom(
    '',
    '',
    ...icmp,
    '-p tcp',
    '-p tcp -m tcp --dport 80',
    '-p tcp --dport 1:1024 --syn',
    '-p 6 --sport 5',
    '-p tcp -m tcp --tcp-flags SYN,RST SYN -m tcp --dport 5',
    '-p tcp --dport 5 -m tcp ! --sport 6',
    '-p tcp -m multiport --dports 80,443,8080',
    '-p tcp -m multiport --dport 80,443 --syn',
    '-p tcp -m tcpmss --mss 536:1000',
    '-p udp -m udp --dport 53',
    '-p udp --sport 53',
    '-p udplite -m multiport --ports 1,2',
    '-p sctp -m sctp --dport 5',
    '-p dccp --sport 7',
    '-p esp -m esp --espspi 1:5',
    '-p esp --espspi 9',
    '-p ipcomp --ipcompspi 3',
  );
};

const common: Pick = [
  '-m addrtype --dst-type LOCAL',
  '-m cgroup --cgroup 1',
  '-m connbytes --connbytes 100:200 --connbytes-dir both --connbytes-mode bytes',
  '-m connlimit --connlimit-above 10 --connlimit-saddr',
  '-m conntrack --ctstate RELATED,ESTABLISHED',
  '-m conntrack ! --ctstate NEW --ctdir ORIGINAL',
  '-m cpu --cpu 0',
  '-m devgroup --src-group 0x1',
  '-m dscp --dscp 0x02',
  '-m ecn --ecn-ip-ect 1',
  '-m helper --helper ftp',
  '-m length --length 0:100',
  '-m limit --limit 5/min --limit-burst 7',
  '-m mark --mark 0x1',
  '-m mark ! --mark 0x2/0xff',
  '-m pkttype --pkt-type multicast',
  '-m quota --quota 100000',
  '-m recent --set --name r1 --rsource',
  '-m recent --name -j --update --seconds 60',
  '-m state --state NEW',
  '-m statistic --mode random --probability 0.5',
  '-m string --string "a \\"b" --algo bm --to 65535',
  '-m time --timestart 08:00:00 --timestop 18:00:00',
  '-m tos --tos 0x10/0x3f',
  '-m u32 --u32 "6&0xFF=1"',
];
const generic: Readonly<Record<Family, Pick>> = {
  ipv4: [...common, '-m ttl --ttl-eq 64', '-m iprange --src-range 10.0.0.1-10.0.0.9', '-m realm --realm 1'],
  ipv6: [
    ...common,
    '-m hl --hl-lt 64',
    '-m iprange --dst-range ::1-::9',
    '-m frag --fragfirst',
    '-m rt --rt-type 0',
    '-m hbh --hbh-len 8',
    '-m dst --dst-len 8',
    '-m ipv6header --header frag --soft',
    '-m eui64',
    '-m srh --srh-tag 1',
  ],
};

const anywhere: Pick = [
  '-j ACCEPT',
  '-j RETURN',
  '',
  '-j LOG --log-prefix "a b"',
  '-j LOG --log-prefix -m --log-level 7',
  '-j NFLOG --nflog-group 1',
  '-j NFQUEUE --queue-num 1 --queue-bypass',
  '-j AUDIT --type drop',
  '-j IDLETIMER --timeout 5 --label a',
  '-j CONNMARK --restore-mark',
];

/** Targets of a chain; what hooks a user chain is reached from is not followed, so it gets only what fits anywhere. */
function targetsOf(family: Family, table: string, chain: string): Pick {
  const [host, network] = family === 'ipv4' ? ['10.1.2.3', '10.0.0.0/8'] : ['fd00::3', 'fd00::/64'];
  if (table === 'filter' && ['INPUT', 'FORWARD', 'OUTPUT'].includes(chain))
    return [...anywhere, '-j DROP', '-j REJECT'];
  if (table === 'raw')
    return [...anywhere, '-j DROP', '-j CT --notrack', '-j NOTRACK', '-j CT --zone 5', '-j TRACE'];
  if (table === 'nat' && chain === 'PREROUTING') {
    return [...anywhere, `-j DNAT --to-destination ${host}`, `-j NETMAP --to ${network}`, '-j REDIRECT'];
  }
  if (table === 'nat' && chain === 'POSTROUTING') {
    return [...anywhere, `-j SNAT --to-source ${host}`, '-j MASQUERADE', '-j MASQUERADE --random-fully'];
  }
  if (table !== 'mangle') return anywhere;
  const mangle = [
    ...anywhere,
    '-j MARK --set-xmark 0x1/0xff',
    '-j DSCP --set-dscp 1',
    '-j TOS --set-tos 0x10',
  ];
  mangle.push(
    `-j TEE --gateway ${host}`,
    '-j HMARK --hmark-tuple src --hmark-mod 5 --hmark-rnd 1',
    '-j CHECKSUM --checksum-fill',
  );
  return [...mangle, family === 'ipv4' ? '-j TTL --ttl-set 64' : '-j HL --hl-set 64'];
}

function rule(family: Family, table: string, chain: string, below: Pick): fc.Arbitrary<string> {
  const jumps = below.flatMap((name) => [`-j ${name}`, `-g ${name}`]);
  const addresses = fc.array(address(family), { minLength: 1, maxLength: 3 }).map((list) => list.join(','));
  return fc
    .tuple(
      fc.constantFrom('-A', '-A', '-A', '-I', '[12:345] -A'),
      fc.option(addresses, { nil: null, freq: 2 }),
      fc.constantFrom('', '', '-i eth0', '! -i lo+'),
      protocol(family),
      fc.array(fc.constantFrom(...generic[family]), { maxLength: 3 }),
      fc.option(anyText, { nil: null, freq: 3 }),
      fc.constantFrom(...targetsOf(family, table, chain), ...jumps),
    )
    .map(([command, source, device, proto, matches, comment, target]) =>
      [
        `${command} ${chain}`,
        source === null ? '' : `-s ${source}`,
        // Input devices are refused where there is none.
        ['OUTPUT', 'POSTROUTING'].includes(chain) ? '' : device,
        proto,
        ...matches,
        comment === null ? '' : `-m comment --comment ${saveString(comment)}`,
        target,
      ]
        .filter((part) => part !== '')
        .join(' '),
    );
}

function tableText(family: Family, table: string, mostRules: number): fc.Arbitrary<string> {
  const builtin = builtinChainsOf(table) ?? [];
  const names = fc.stringMatching(/^[a-zA-Z][A-Za-z0-9_.:-]{3,25}$/);
  return fc.uniqueArray(names, { maxLength: 6 }).chain((user) => {
    // A chain jumps only to later ones, so that the kernel finds no loop.
    const chains = [...builtin, ...user];
    const rules = fc
      .nat(chains.length - 1)
      .chain((i) => rule(family, table, chains[i] ?? '', user.slice(Math.max(0, i - builtin.length + 1))));
    return fc
      .tuple(
        fc.subarray([...builtin]),
        fc.array(rules, { minLength: Math.floor(mostRules / 2), maxLength: mostRules }),
      )
      .map(([declared, lines]) =>
        [
          `*${table}`,
          ...declared.map((chain) => `:${chain} ACCEPT [0:0]`),
          ...user.map((chain) => `:${chain} - [0:0]`),
          ...lines,
          'COMMIT',
          '',
        ].join('\n'),
      );
  });
}

/** Rule sets of any shape that iptables-legacy-restore takes: one to four tables, user chains, hundreds of rules. */
export function ruleSetText(family: Family): fc.Arbitrary<string> {
  const tables = fc.subarray(['filter', 'nat', 'mangle', 'raw', 'security'], { minLength: 1, maxLength: 4 });
  return fc
    .tuple(tables, fc.constantFrom(1, 30, 200))
    .chain(([names, mostRules]) =>
      fc
        .tuple(...names.map((name) => tableText(family, name, mostRules)))
        .map((texts) => `# a set\n\n${texts.join('')}`),
    );
}
