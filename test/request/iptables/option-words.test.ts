// The words of a line as getopt_long takes them for iptables; what a line does, option by option.
import { describe, expect, it } from '@jest/globals';
import { layouts } from '../../../src/request/iptables/layout.ts';
import { matches } from '../../../src/request/iptables/matches.ts';
import { readOptions } from '../../../src/request/iptables/option-words.ts';
import { type Command, readCommand } from '../../../src/request/iptables/rule.ts';
import { estimateUnknown } from '../../../src/request/iptables/rule-size.ts';
import { targets } from '../../../src/request/iptables/targets.ts';
import { splitWords } from '../../../src/request/iptables/words.ts';

const options = (line: string): unknown => {
  const read = readOptions(splitWords(line));
  return Array.isArray(read) ? read.map(({ name, values }) => [name, ...values].join(' ')) : read.found;
};
const none = 'a word that belongs to no option';

describe('the options of', () => {
  it.each<[string, unknown]>([
    ['', []],
    ['-A INPUT', ['A INPUT']],
    ['-AINPUT', ['A INPUT']],
    ['-vAINPUT', ['v', 'A INPUT']],
    ['-v4nA INPUT', ['v', '4', 'n', 'A INPUT']],
    ['--append INPUT', ['A INPUT']],
    ['--append=INPUT', ['A INPUT']],
    // One argument is required, the other may be there.
    ['-D INPUT 3', ['D INPUT 3']],
    ['-DINPUT 3', ['D INPUT 3']],
    ['-D INPUT -v', ['D INPUT', 'v']],
    ['-D INPUT 3 4', none],
    // None has to be there.
    ['-F', ['F']],
    ['-FINPUT', ['F INPUT']],
    ['-F INPUT', ['F INPUT']],
    ['-F INPUT x', none],
    ['-L INPUT 3', ['L INPUT 3']],
    ['-F -v', ['F', 'v']],
    ['-F !x', none],
    ['-F x!', ['F x!']],
    ['-F ! -v', ['F', 'v']],
    // The sign before an argument, as it was written before 1.4.3.
    ['-s ! 1.2.3.4', ['s 1.2.3.4']],
    ['-m ! tcp', none],
    ['-s !', 'nothing'],
    ['-s', 'nothing'],
    ['-A', 'nothing'],
    ['--append', 'nothing'],
    ['--append -v', ['A -v']],
    ['-A ""', 'nothing'],
    // A letter that is none ends its word.
    ['-vqA INPUT', none],
    ['-vq -A INPUT', ['v', 'A INPUT']],
    ['x', none],
    ['-', none],
    ['-A INPUT -', none],
    ['-A INPUT x', none],
    ['-A INPUT -- x', ['A INPUT']],
    ['-A INPUT --', ['A INPUT']],
    // What follows an extension's option may be its argument.
    ['-A INPUT --dport 80', ['A INPUT', '--dport']],
    ['-A INPUT --tcp-flags SYN ACK -j X', ['A INPUT', '--tcp-flags', 'j X']],
    ['-A INPUT --dport 80 -v x', none],
    ['-A INPUT --dport "-j" -v', ['A INPUT', '--dport', 'v']],
    ['-A INPUT --dport -v "-j" x', ['A INPUT', '--dport', 'v', 'j x']],
    ['-A INPUT --dport=80', ['A INPUT', '--dport']],
    // The argument of some may be any text.
    ['-A INPUT --comment -j -j X', ['A INPUT', '--comment', 'j X']],
    ['-A INPUT --comment=x -j X', ['A INPUT', '--comment', 'j X']],
    // A name is an extension's where that is loaded, by -m or -j alone.
    ['-m policy --pol in', ['m policy', '--pol']],
    ['-p policy --pol ACCEPT', ['p policy', 'P ACCEPT']],
    ['-j CLUSTERIP --new', ['j CLUSTERIP', '--new']],
    ['-g CLUSTERIP --new x', ['g CLUSTERIP', 'N x']],
  ])('%s', (line, expected) => {
    expect(options(line)).toEqual(expected);
  });

  it.each([
    ['-A', 'a chain after -A'],
    ['-s', 'an address after -s'],
    ['-m', 'the name of a match after -m'],
    ['-t', 'a value after -t'],
  ])('%s are told to need %s', (line, expected) => {
    expect(readOptions(splitWords(line))).toEqual({ found: 'nothing', expected });
  });
});

const rule = { matches: [], target: null, goto: false, copies: 1, only: null };
const passedOver: Command = { letter: null, values: [], rule, family: null };
const command = (line: string): unknown => {
  const read = readCommand(splitWords(line));
  return 'found' in read ? read.found : read;
};

describe('what a line does that', () => {
  it.each<[string, unknown]>([
    ['-A INPUT', { letter: 'A', values: ['INPUT'], rule, family: null }],
    ['-j X -A INPUT', { letter: 'A', values: ['INPUT'], rule: { ...rule, target: 'X' }, family: null }],
    [
      '-A INPUT -g X',
      { letter: 'A', values: ['INPUT'], rule: { ...rule, target: 'X', goto: true }, family: null },
    ],
    ['-A INPUT -j X -j Y', 'a second target'],
    ['-A INPUT -s a -s b', 'a second -s'],
    ['-v', 'a line without a command'],
    ['--dport 80', 'a line without a command'],
    // The tool of the other family passes over it.
    ['-4 -A INPUT -j X -j Y', passedOver],
    ['-A INPUT -6 -j X -j Y', passedOver],
    ['-4', passedOver],
    ['-4 -6 -A INPUT', passedOver],
    ['-4 -4 -A INPUT', { letter: 'A', values: ['INPUT'], rule: { ...rule, only: 'ipv4' }, family: null }],
    ['-4 -A', passedOver],
    ['--ipv4 -A', passedOver],
    ['--ipv6 -A', passedOver],
    ['-6v -A', passedOver],
    // None of these is such a flag.
    ['x-4', none],
    ['--ipv5 -A', 'nothing'],
    ['--ipv46 -A', 'nothing'],
    ['--xipv4 -A', 'nothing'],
    ['-h', { ...passedOver, letter: 'h' }],
    ['-A INPUT -V', { ...passedOver, letter: 'h' }],
    // A quoted word that was taken for an argument is the command where there is no other.
    ['--dport "-A" INPUT', { letter: 'A', values: ['INPUT'], rule, family: null }],
    ['--dport "80" x', 'a line without a command'],
    ['--dport "-A" -A INPUT', { letter: 'A', values: ['INPUT'], rule, family: null }],
    ['--dport 80 "-A" INPUT', { letter: 'A', values: ['INPUT'], rule, family: null }],
  ])('says %s', (line, expected) => {
    expect(command(line)).toEqual(expected);
  });

  it.each<[string, string | null, number]>([
    ['-s 10.0.0.1', 'ipv4', 1],
    ['-s host1', null, 1],
    ['-s fe80::1', 'ipv6', 1],
    ['-s 1::2', 'ipv6', 1],
    ['-s 10.0.0.1 -d ::1', 'ipv6', 1],
    ['-d ::1 -s 10.0.0.1', 'ipv6', 1],
    ['-p icmpv6', 'ipv6', 1],
    ['-p IPv6-ICMP', 'ipv6', 1],
    ['-p icmp', null, 1],
    ['-s a,b,c -d d,e', null, 6],
  ])('has %s is of the family %s, %i times', (words, family, copies) => {
    expect(command(`-A INPUT ${words}`)).toMatchObject({ family, rule: { copies } });
  });
});

describe('an extension that is not known', () => {
  const sizes = (table: typeof matches): number[] =>
    Object.values(table)
      .flatMap(({ ipv4, ipv6 }) => [...(ipv4 ?? []), ...(ipv6 ?? [])])
      .map(({ infoBytes }) => 32 + infoBytes);

  it('is as a match one of middle size, and no larger than the largest', () => {
    const known = sizes(matches);
    const { bytes, lowerBytes, upperBytes } = estimateUnknown('match');
    expect([lowerBytes, upperBytes]).toEqual([32, Math.max(...known)]);
    const half = known.length / 2;
    expect(known.filter((size) => size < bytes).length).toBeLessThanOrEqual(half);
    expect(known.filter((size) => size > bytes).length).toBeLessThanOrEqual(half);
    expect(known).toContain(bytes);
  });

  it('is as a target a plain jump, and no larger than the largest', () => {
    const upperBytes = Math.max(...sizes(targets));
    expect(estimateUnknown('target')).toEqual({ bytes: layouts.ipv4.plainRule - layouts.ipv4.entry, lowerBytes: 32, upperBytes }); // prettier-ignore
  });
});
