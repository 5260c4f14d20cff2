import { expect, it } from '@jest/globals';
import { type ModuleTexts, legacyModule } from '../../../src/request/iptables/legacy-module.ts';

const builtin = 'kernel/fs/ext4/ext4.ko\n';
const dependencies =
  'kernel/net/netfilter/x_tables.ko.xz:\nkernel/net/netfilter/nft_compat.ko.xz: kernel/net/netfilter/x_tables.ko.xz\n';
const ip = 'kernel/net/ipv4/netfilter/ip_tables.ko';
const ip6 = 'kernel/net/ipv6/netfilter/ip6_tables.ko';

it.each<[string, Partial<ModuleTexts>, string]>([
  // both lists were read, and neither names it
  ['absent', { builtin, dependencies }, 'absent'],
  ['only its IPv6 twin', { builtin, dependencies: `${dependencies}${ip6}.xz:\n` }, 'absent'],
  ['a longer name', { builtin, dependencies: `${dependencies}kernel/net/my_ip_tables.ko:\n` }, 'absent'],
  // one of them names it
  ['a module', { builtin, dependencies: `${dependencies}${ip}:\n` }, 'there'],
  [
    'a packed module',
    { builtin, dependencies: `${dependencies}${ip}.zst: kernel/net/netfilter/x_tables.ko.zst\n` },
    'there',
  ],
  [
    'what another needs',
    { builtin, dependencies: `kernel/net/ipv4/netfilter/iptable_nat.ko: ${ip}\n` },
    'there',
  ],
  ['a module of another folder', { builtin, dependencies: 'updates/ip_tables.ko:\n' }, 'there'],
  ['built in', { builtin: `${builtin}${ip}\n`, dependencies }, 'there'],
  ['built in, the other list not read', { builtin: `${builtin}${ip}\n` }, 'there'],
  // one of them says nothing
  ['nothing read', {}, 'unknown'],
  ['modules.dep not read', { builtin }, 'unknown'],
  ['modules.builtin not read', { dependencies }, 'unknown'],
  ['modules.dep empty', { builtin, dependencies: '' }, 'unknown'],
  ['modules.builtin empty', { builtin: '\n', dependencies }, 'unknown'],
  [
    'bpfilter in its place',
    { builtin, dependencies: `${dependencies}kernel/net/bpfilter/bpfilter.ko:\n` },
    'unknown',
  ],
  // whatever the lists say
  [
    'loaded',
    { builtin, dependencies, modules: 'x_tables 65536 1 ip_tables, Live\nip_tables 32768 0 - Live 0x0\n' },
    'loaded',
  ],
  ['its IPv6 twin loaded', { builtin, dependencies, modules: 'ip6_tables 32768 0 - Live 0x0\n' }, 'absent'],
  ['its list of tables there', { builtin, dependencies, hasTableNames: true }, 'loaded'],
])('ip_tables, %s: %s', (_, told, expected) => {
  const texts = {
    hasTableNames: false,
    modules: undefined,
    builtin: undefined,
    dependencies: undefined,
    ...told,
  };
  expect(legacyModule('ipv4', texts)).toBe(expected);
});

it('ip6_tables is another module', () => {
  const texts = {
    hasTableNames: false,
    modules: undefined,
    builtin,
    dependencies: `${dependencies}${ip}:\n`,
  };
  expect(legacyModule('ipv6', texts)).toBe('absent');
  expect(legacyModule('ipv6', { ...texts, builtin: `${builtin}${ip6}\n` })).toBe('there');
});
