import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Family } from '../../../src/request/iptables/layout.ts';
import { matches } from '../../../src/request/iptables/matches.ts';
import type { Extension } from '../../../src/request/iptables/revision.ts';
import { parseSaveFile } from '../../../src/request/iptables/save-file.ts';
import { targets } from '../../../src/request/iptables/targets.ts';
import {
  emptyTableSize,
  largestTable,
  plainTableSize,
  tableSize,
} from '../../../src/request/iptables/table-size.ts';
import { readTsv, repository } from '../../support/corpus.ts';

const folder = join(repository, 'test/fixtures/rulesets');
const newest = { kernel: null, iptables: null };
const singleRules = readTsv(join(folder, 'single-rules.tsv'));

const sizeOf = (text: string, family: Family = 'ipv4', versions: Parameters<typeof tableSize>[2] = newest) =>
  tableSize(parseSaveFile(text)[0]!, family, versions);
/** Bytes that one rule adds to the empty table. */
const ruleBytes = (
  rule: string,
  family: Family,
  versions: Parameters<typeof tableSize>[2] = newest,
): number =>
  sizeOf(`*filter\n-A INPUT ${rule}\nCOMMIT\n`, family, versions).bytes -
  sizeOf('*filter\nCOMMIT\n', family).bytes;

it('of a table without rules', () => {
  expect(emptyTableSize('filter', 'ipv4')).toEqual({
    ...{ table: 'filter', family: 'ipv4', backend: null, rules: 0, builtinChains: 3, userChains: 0 },
    ...{
      entries: 4,
      entriesBytes: 632,
      bytes: 696,
      unknown: [],
      errorRange: null,
      changesLoadedTable: false,
    },
  });
  expect(plainTableSize(10, 'ipv4')).toMatchObject({ entries: 14, bytes: 696 + 1520, rules: 10 });
});

// Each rule has 152 bytes, and 4 are added.
it.each([
  ['-D INPUT -j DROP', 1],
  ['-D INPUT -j DROP\n-D INPUT -j DROP', 2],
  ['-D INPUT -s 1.1.1.1,2.2.2.2 -j DROP', 2],
  ['-D INPUT -s 1.1.1.1,2.2.2.2,3.3.3.3 -j DROP\n-D INPUT -j DROP', 4],
])('takes rules away that it did not add: %s', (lines, fewer) => {
  const { bytes, errorRange } = sizeOf(`*filter\n${'-A INPUT\n'.repeat(4)}${lines}\nCOMMIT\n`);
  expect([bytes, errorRange]).toEqual([
    696 + 4 * 152,
    { lowerBytes: 696 + (4 - fewer) * 152, upperBytes: 696 + 4 * 152 },
  ]);
});

describe('rule sets that were measured', () => {
  const sizes = readTsv(join(folder, 'sizes.tsv'));

  it.each<[string, string, Record<string, string>]>(sizes.map((row) => [row.file!, row.table!, row]))(
    '%s table %s',
    (file, table, row) => {
      const saved = parseSaveFile(readFileSync(join(folder, file), 'latin1')).find(
        ({ name }) => name === table,
      );
      expect(tableSize(saved!, 'ipv4', newest)).toMatchObject({
        rules: Number(row.rules),
        entriesBytes: Number(row.bytes_of_entries),
        bytes: Number(row.bytes_requested),
        unknown: [],
        errorRange: null,
      });
    },
  );

  it('single rules of every kind', () => {
    const predicted = singleRules.map((row) => {
      const size = sizeOf(`*${row.table!}\n${row.rule!}\nCOMMIT\n`, row.family as Family);
      return { ...row, bytes_of_entries: String(size.entriesBytes) };
    });
    expect(predicted).toEqual(singleRules);
  });

  it.each<[string, Readonly<Record<string, Extension>>, string]>([
    ['match', matches, '-m'],
    ['target', targets, '-j'],
  ])('each %s in the tables is among them, in each of its families', (_, table, option) => {
    const unmeasured = Object.entries(table).flatMap(([name, extension]) =>
      (['ipv4', 'ipv6'] as const)
        .filter((family) => extension[family])
        .filter(
          (family) =>
            !singleRules.some(
              (row) => row.family === family && `${row.rule!} `.includes(` ${option} ${name} `),
            ),
        )
        .map((family) => `${name} ${family}`),
    );
    expect(unmeasured).toEqual([]);
  });
});

describe('what a table is made of', () => {
  it.each<[string, number, number]>([
    ['filter', 632, 856],
    ['nat', 784, 1064],
    ['mangle', 936, 1272],
    ['raw', 480, 648],
    ['security', 632, 856],
  ])('an empty %s', (table, ipv4, ipv6) => {
    expect(sizeOf(`*${table}\nCOMMIT\n`).entriesBytes).toBe(ipv4);
    expect(sizeOf(`*${table}\nCOMMIT\n`, 'ipv6').entriesBytes).toBe(ipv6);
    expect(emptyTableSize(table, 'ipv4')?.bytes).toBe(ipv4 + 64);
    expect(emptyTableSize(table, 'ipv6')?.bytes).toBe(ipv6 + 64);
  });

  it('a chain costs its head and its return', () => {
    expect(sizeOf('*filter\n:a - [0:0]\nCOMMIT\n').entriesBytes).toBe(632 + 328);
    expect(sizeOf('*filter\n:a - [0:0]\nCOMMIT\n', 'ipv6').entriesBytes).toBe(856 + 440);
  });

  it.each<[string, number, number]>([
    ['', 152, 208],
    ['-j ACCEPT', 152, 208],
    ['-g other', 152, 208],
    ['-p tcp -j DROP', 152, 208],
    ['-p tcp -m tcp --dport 22 -j ACCEPT', 200, 256],
    ['-m comment --comment x -j ACCEPT', 440, 496],
    ['-m conntrack --ctstate NEW', 352, 408],
    ['-j MASQUERADE', 168, 240],
    ['-j DNAT --to-destination x', 192, 248],
    ['-j TRACE', 144, 200],
  ])('a rule %j', (rule, ipv4, ipv6) => {
    expect(ruleBytes(rule, 'ipv4')).toBe(ipv4);
    expect(ruleBytes(rule, 'ipv6')).toBe(ipv6);
  });

  it('a chain of the file hides a target of its name', () => {
    expect(sizeOf('*filter\n:LOG - [0:0]\n-A INPUT -j LOG\nCOMMIT\n').entriesBytes).toBe(632 + 328 + 152);
    expect(sizeOf('*filter\n-A INPUT -j LOG\nCOMMIT\n').entriesBytes).toBe(632 + 176);
  });

  it('entries are rules, policies, two a chain and the end', () => {
    const size = sizeOf(
      '*nat\n:a - [0:0]\n:b - [0:0]\n-A a -j b\n-A INPUT -s 1.1.1.1,2.2.2.2 -j a\nCOMMIT\n',
    );
    expect(size).toMatchObject({ rules: 3, builtinChains: 4, userChains: 2, entries: 3 + 4 + 4 + 1 });
  });

  it('a rule of the other tool is passed over', () => {
    expect(ruleBytes('-6 -j ACCEPT', 'ipv4')).toBe(0);
    expect(ruleBytes('-6 -j ACCEPT', 'ipv6')).toBe(208);
  });

  it('plain rules', () => {
    expect(plainTableSize(0, 'ipv4').bytes).toBe(696);
    expect(plainTableSize(1, 'ipv4').bytes - plainTableSize(0, 'ipv4').bytes).toBe(152);
    expect(plainTableSize(1, 'ipv6').bytes - plainTableSize(0, 'ipv6').bytes).toBe(208);
    const lines = '-A INPUT -s 10.0.0.1 -j DROP\n'.repeat(2130);
    expect(plainTableSize(2130, 'ipv4').bytes).toBe(sizeOf(`*filter\n${lines}COMMIT\n`).bytes);
  });

  it('the largest table decides', () => {
    const sizes = parseSaveFile('*raw\nCOMMIT\n*filter\n-A INPUT\nCOMMIT\n*nat\nCOMMIT\n').map((t) =>
      tableSize(t, 'ipv4', newest),
    );
    expect(largestTable(sizes)?.table).toBe('filter');
    expect(largestTable([])).toBeNull();
  });
});

describe('the revision follows kernel and iptables', () => {
  const at = (kernel: [number, number] | null, iptables: [number, number, number] | null = null) => ({
    kernel: kernel && { major: kernel[0], minor: kernel[1] },
    iptables,
  });

  it.each<[string, Family, ReturnType<typeof at>, number]>([
    ['-j DNAT --to x', 'ipv4', at([4, 18]), 192],
    ['-j DNAT --to x', 'ipv4', at([4, 17]), 168],
    ['-j DNAT --to x', 'ipv6', at([4, 17]), 240],
    ['-j DNAT --to x', 'ipv4', at([5, 4], [1, 6, 1]), 168],
    ['-j DNAT --to x', 'ipv4', at(null, [1, 8, 9]), 192],
    ['-m cgroup --path x', 'ipv4', at([4, 20]), 152 + 560],
    ['-m cgroup --path x', 'ipv4', at([4, 19]), 152 + 4144],
    ['-m cgroup --cgroup 1', 'ipv4', at([4, 4]), 152 + 40],
    ['-m hashlimit', 'ipv4', at([4, 14]), 152 + 344],
    ['-m hashlimit', 'ipv4', at([4, 13]), 152 + 336],
    ['-m hashlimit', 'ipv4', at([4, 8]), 152 + 88],
    ['-m hashlimit', 'ipv4', at([6, 1], [1, 6, 0]), 152 + 88],
    ['-j SET --add-set x src', 'ipv4', at([3, 18]), 168],
    ['-j SET --add-set x src', 'ipv4', at([3, 16]), 160],
    ['-j IDLETIMER', 'ipv4', at([5, 7]), 192],
    ['-j IDLETIMER', 'ipv4', at([5, 6]), 184],
    ['-m srh', 'ipv6', at([4, 17]), 208 + 48],
    ['-m conntrack', 'ipv4', at([2, 6]), 352],
  ])('%s, %s, %j', (rule, family, versions, bytes) => {
    expect(ruleBytes(rule, family, versions)).toBe(bytes);
  });

  it('the iptables that loads the text decides, not the one that saved it', () => {
    const text =
      '# Generated by iptables-save v1.6.1 on x\n*nat\n-A OUTPUT -j DNAT --to-destination 1.1.1.1\nCOMMIT\n';
    expect(sizeOf(text, 'ipv4', at(null, [1, 8, 9])).entriesBytes).toBe(784 + 192);
    expect(sizeOf(text, 'ipv4', at(null)).entriesBytes).toBe(784 + 192);
    expect(sizeOf(text, 'ipv4', at(null, [1, 6, 1])).entriesBytes).toBe(784 + 168);
  });

  it.each<[string, Family, string, Family]>([
    // comment, tool, rule, family of the table
    ['iptables-save', 'ipv4', '', 'ipv4'],
    ['iptables-save', 'ipv6', '', 'ipv6'],
    ['iptables-save', 'ipv6', '-s 10.0.0.1', 'ipv4'],
    ['iptables-save', 'ipv4', '-s fe80::1', 'ipv6'],
    ['iptables-save', 'ipv4', '-p icmpv6', 'ipv6'],
    ['ip6tables-save', 'ipv4', '', 'ipv6'],
    ['ip6tables-save', 'ipv6', '', 'ipv6'],
    ['ip6tables-save', 'ipv6', '-s 10.0.0.1', 'ipv4'],
  ])('saved by %s, for %s, rule %j: %s', (program, tool, rule, family) => {
    const text = `# Generated by ${program} v1.8.9 on x\n*filter\n-A INPUT ${rule}\nCOMMIT\n`;
    expect(sizeOf(text, tool).family).toBe(family);
  });
});

describe('what is not known', () => {
  it('is told with the least and the most that it can be', () => {
    const size = sizeOf(
      '*filter\n-A INPUT -m mine -j ACCEPT\n-A INPUT -m mine\n-A INPUT -j elsewhere\nCOMMIT\n',
    );
    expect(size.unknown).toEqual([
      { kind: 'match', name: 'mine', count: 2 },
      { kind: 'target', name: 'elsewhere', count: 1 },
    ]);
    const known = 64 + 632 + 2 * 152 + 112;
    expect(size.errorRange?.lowerBytes).toBe(known + 2 * 32 + 32);
    expect(size.errorRange?.upperBytes).toBe(known + 2 * 4144 + 296);
    expect(size.bytes).toBeGreaterThan(size.errorRange!.lowerBytes);
    expect(size.bytes).toBeLessThan(size.errorRange!.upperBytes);
    // A jump to a chain that is made elsewhere is the likely case.
    expect(sizeOf('*filter\n-A INPUT -j elsewhere\nCOMMIT\n').entriesBytes).toBe(632 + 152);
    // What is gone to is a chain, whatever its name.
    expect(sizeOf('*filter\n-A INPUT -g LOG\n-A INPUT -g elsewhere\nCOMMIT\n')).toMatchObject({
      entriesBytes: 632 + 2 * 152,
      unknown: [],
    });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('an extension called %s', (name) => {
    const size = sizeOf(`*filter\n-A INPUT -p ${name} -m ${name} -j ${name}\nCOMMIT\n`);
    expect(size.unknown.map((unknown) => unknown.name)).toEqual([name, name]);
    expect(parseSaveFile(`*${name}\nCOMMIT\n`)[0]?.builtinChains).toBe(0);
  });

  it('is bounded where rules are taken away that the text did not add', () => {
    const of = (line: string) =>
      sizeOf(`*filter\n-A INPUT -m mark --mark 1 -j DROP\n-A INPUT -j DROP\n${line}\nCOMMIT\n`);
    const bytes = 64 + 632 + 200 + 152;
    expect(of('-D INPUT -j DROP')).toMatchObject({ bytes: bytes - 152, errorRange: null });
    // one as large as the line says, or the largest
    expect(of('-D INPUT -m comment --comment x -j DROP')).toMatchObject({
      bytes,
      errorRange: { lowerBytes: 64 + 632, upperBytes: bytes },
    });
    expect(of('-D INPUT 3')).toMatchObject({
      bytes,
      errorRange: { lowerBytes: bytes - 200, upperBytes: bytes },
    });
    expect(of('-D INPUT 3\n-D INPUT 3\n-D INPUT 3')).toMatchObject({ errorRange: { lowerBytes: 64 + 632 } });
  });

  it('an extension of the other family alone', () => {
    expect(sizeOf('*mangle\n-A INPUT -m hl --hl-eq 5\nCOMMIT\n').unknown).toHaveLength(1);
    expect(sizeOf('*mangle\n-A INPUT -m hl --hl-eq 5\nCOMMIT\n', 'ipv6').unknown).toEqual([]);
  });
});
