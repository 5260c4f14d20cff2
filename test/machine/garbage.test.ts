// No text makes anything but a value or a typed error, whoever wrote it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BuddyguardError, MalformedError } from '../../src/errors.ts';
import { parseBuddyinfo } from '../../src/machine/proc/buddyinfo.ts';
import { parseMeminfo } from '../../src/machine/proc/meminfo.ts';
import { parseVmstat } from '../../src/machine/proc/vmstat.ts';
import { parseKernelList } from '../../src/machine/proc/cpuset.ts';
import { parsePagetypeinfo } from '../../src/machine/proc/pagetypeinfo.ts';
import { type ProcTexts } from '../../src/machine/snapshot.ts';
import { parseZoneinfo } from '../../src/machine/proc/zoneinfo.ts';
import { type Question, ask } from '../support/ask.ts';
import { fixture } from '../support/root.ts';

const parsers = {
  buddyinfo: parseBuddyinfo,
  zoneinfo: parseZoneinfo,
  pagetypeinfo: parsePagetypeinfo,
  meminfo: parseMeminfo,
  vmstat: parseVmstat,
} as const;
const names = Object.keys(parsers) as (keyof typeof parsers)[];

const recorded = ['5.10.0', '6.12.117-two-nodes', '7.3.4'].map((machine) =>
  Object.fromEntries(
    names.map((name) => [name, readFileSync(join(fixture(machine), 'proc', name), 'latin1')]),
  ),
) as Required<Record<keyof typeof parsers, string>>[];

/** What stands in wrong files: other numbers, signs, separators, terminal escapes, other scripts. */
const shred = fc.oneof(
  fc.constantFrom(
    '-1',
    '18446744073709551615',
    '9007199254740993',
    '1e9',
    '0x7f',
    'NaN',
    'Node 0, zone      DMA',
    'Node 99999999999, zone DMA',
    '  pages free',
    'protection: (',
    '>100000',
    '\0',
    '\r',
    '\n\n',
    '\t',
    '\u001b[2J',
    '\u202e',
    '١٢',
    '__proto__',
    'constructor 1',
  ),
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc.string({ maxLength: 8 }),
);

/** A recorded text with pieces cut out, put in twice, or replaced. */
function mutated(text: string): fc.Arbitrary<string> {
  const cut = fc.tuple(
    fc.nat(text.length),
    fc.nat(80),
    shred,
    fc.constantFrom('replace', 'insert', 'double'),
  );
  return fc.array(cut, { minLength: 1, maxLength: 6 }).map((cuts) =>
    cuts.reduce((now, [at, length, piece, how]) => {
      const [head, middle, tail] = [now.slice(0, at), now.slice(at, at + length), now.slice(at + length)];
      if (how === 'double') return head + middle + middle + tail;
      return head + (how === 'insert' ? middle : '') + piece + tail;
    }, text),
  );
}

/** Whether every number in a value is one: no NaN, no infinity, nothing below zero. */
function numbersAreSane(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0;
  if (value instanceof Map) return [...value.values()].every(numbersAreSane);
  if (typeof value === 'object' && value !== null) return Object.values(value).every(numbersAreSane);
  return true;
}

function valueOrTypedError(parse: () => unknown): void {
  let value: unknown;
  try {
    value = parse();
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    expect(error.line).toBeGreaterThan(0);
    // One line, safe on a terminal, and short enough to read.
    expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/);
    expect(error.message.length).toBeLessThan(400);
    return;
  }
  expect(numbersAreSane(value)).toBe(true);
}

describe.each(names)('%s', (name) => {
  const parse = parsers[name];

  it('makes a value or a typed error of any string', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
        (text) => {
          valueOrTypedError(() => parse(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('makes a value or a typed error of a mutilated real text', () => {
    const texts = fc.constantFrom(...recorded).chain((machine) => mutated(machine[name]));
    fc.assert(
      fc.property(texts, (text) => {
        valueOrTypedError(() => parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('makes a value or a typed error of a real text cut anywhere', () => {
    const cut = fc
      .constantFrom(...recorded)
      .chain((machine) => fc.nat(machine[name].length).map((at) => machine[name].slice(0, at)));
    fc.assert(
      fc.property(cut, (text) => {
        valueOrTypedError(() => parse(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the whole answer', () => {
  const verdicts = ['available', 'attainable', 'unavailable'];
  const questions: fc.Arbitrary<Question> = fc.record({
    order: fc.nat(63),
    release: fc.constantFrom('3.10.0-1160.el7.x86_64', '4.16.13', '5.10.0', '6.1.0', '6.12.117', '7.3.4', ''),
    gfp: fc.constantFrom(
      'GFP_KERNEL',
      'GFP_ATOMIC',
      'GFP_DMA32',
      'GFP_HIGHUSER_MOVABLE',
      'GFP_KERNEL|__GFP_NORETRY',
    ),
    path: fc.constantFrom('contiguous', 'vmalloc', 'vmalloc-noretry'),
  });
  const texts: fc.Arbitrary<ProcTexts> = fc.constantFrom(...recorded).chain((machine) =>
    fc.record(
      {
        buddyinfo: fc.oneof(fc.constant(machine.buddyinfo), mutated(machine.buddyinfo)),
        zoneinfo: fc.oneof(fc.constant(machine.zoneinfo), mutated(machine.zoneinfo)),
        pagetypeinfo: fc.oneof(fc.constant(machine.pagetypeinfo), mutated(machine.pagetypeinfo)),
        meminfo: fc.oneof(fc.constant(machine.meminfo), mutated(machine.meminfo)),
        vmstat: fc.oneof(fc.constant(machine.vmstat), mutated(machine.vmstat)),
      },
      { requiredKeys: ['buddyinfo'] },
    ),
  );

  it('is a verdict with a likelihood, or a typed error for buddyinfo alone', () => {
    fc.assert(
      fc.property(texts, questions, (proc, question) => {
        let found;
        try {
          found = ask(proc, question);
        } catch (error) {
          expect(error).toBeInstanceOf(BuddyguardError);
          expect((error as MalformedError).file).toBe('/proc/buddyinfo');
          return;
        }
        expect(verdicts).toContain(found.verdict);
        expect(found.likelihood).toBeGreaterThanOrEqual(0);
        expect(found.likelihood).toBeLessThanOrEqual(1);
        if (found.never) expect(found).toMatchObject({ verdict: 'unavailable', likelihood: 0 });
        expect(found.reason.replace(/zone \S+/g, '')).not.toMatch(/\b(?:NaN|undefined|Infinity)\b|\[object/);
        expect(found.reason).not.toBe('');
        for (const zone of found.zones)
          expect(zone.why.replace(/zone \S+/g, '')).not.toMatch(/\b(?:NaN|undefined|Infinity)\b/);
      }),
      { numRuns: 500 },
    );
  });

  it('never promises a block where zoneinfo was not read', () => {
    fc.assert(
      fc.property(texts, questions, ({ buddyinfo, pagetypeinfo, meminfo }, question) => {
        let found;
        try {
          found = ask({ buddyinfo, pagetypeinfo, meminfo }, { ...question, path: 'contiguous' });
        } catch {
          return;
        }
        expect(found.verdict).not.toBe('available');
      }),
      { numRuns: 300 },
    );
  });
});

it('makes a list of nodes, or nothing, of any string', () => {
  const list = fc.oneof(fc.string(), fc.stringMatching(/^[0-9,-]{0,20}$/));
  fc.assert(
    fc.property(list, (text) => {
      const nodes = parseKernelList(text);
      if (nodes !== null) expect(nodes.every((n, i) => Number.isInteger(n) && n >= 0 && i < 4096)).toBe(true);
    }),
  );
});
