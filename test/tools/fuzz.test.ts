// A slice of `npm run fuzz`: a fixed seed and a fixed number of inputs of every form.
import { afterAll, describe, expect, it } from '@jest/globals';
import { BuddyguardError, MalformedError } from '../../src/errors.ts';
import { parseMeminfo } from '../../src/machine/proc/meminfo.ts';
import { procFiles } from '../../src/machine/snapshot.ts';
import { Fuzzer } from '../../tools/fuzz/fuzzer.ts';
import { demandInert, demandJson } from '../../tools/fuzz/laws.ts';
import type { Input, Target } from '../../tools/fuzz/target.ts';
import { targets } from '../../tools/fuzz/targets/index.ts';

afterAll(() => {
  for (const { close } of targets) close?.();
});

describe.each(targets.map((target) => [target.name, target] as const))('%s', (_, target) => {
  it('stands every input of the slice', () => {
    const fuzzer = new Fuzzer(target, 1);
    fuzzer.run(target.slice);
    expect(fuzzer.find).toBeNull();
    expect(fuzzer.count).toBe(target.slice);
  });

  it('has seeds of its own parts, and reads at least one of them to its end', () => {
    const seeds = target.seeds();
    expect(seeds.filter((seed) => seed.length !== target.parts.length)).toEqual([]);
    const isRead = (seed: Input): boolean => {
      try {
        target.run(seed);
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(BuddyguardError);
        return false;
      }
    };
    expect(seeds.some(isRead)).toBe(true);
  });

  it('has the same inputs of the same seed, and others of another', () => {
    const inputs = (seed: number): Input[] => {
      const fuzzer = new Fuzzer(target, seed);
      return [5, 3, 4].map((index) => fuzzer.input(index));
    };
    expect(inputs(8)).toEqual(inputs(8));
    expect(inputs(8)).not.toEqual(inputs(9));
  });
});

it('each target is there once', () => {
  const names = targets.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  // The numbers of /proc/sys have one parser.
  const read = Object.values(procFiles).filter(({ path }) => !path.startsWith('proc/sys/'));
  expect(read.map(({ path }) => path.replace('proc/', '')).filter((name) => !names.includes(name))).toEqual(
    [],
  );
});

describe('a planted fault', () => {
  const meminfo = (run: (text: string) => void): Target => ({
    name: 'planted',
    slice: 1,
    parts: ['meminfo'],
    seeds: () => [['MemTotal:        1000 kB\nMemFree:          500 kB\nBuffers:           12 kB\n']],
    run: ([text = '']) => {
      run(text);
    },
  });

  const faults: Record<string, [Target, RegExp]> = {
    'an error that is not typed': [
      meminfo((text) => {
        if (text.includes('MemFree') && text.includes('2147483648')) throw new TypeError('planted');
      }),
      /^TypeError: planted\n/,
    ],
    'a stack that overflows': [
      meminfo(function again(text: string): void {
        if (text.length > 500) again(text);
      }),
      /^RangeError: Maximum call stack/,
    ],
    'a number that is none': [
      meminfo((text) => {
        for (const line of text.split('\n')) {
          const count = /^MemFree: +(\S+)/.exec(line)?.[1];
          if (count !== undefined && Number.isNaN(Number(count))) demandJson(`${Number(count)}\n`);
        }
      }),
      /^SyntaxError: /,
    ],
    'a line of the input that is printed': [
      meminfo((text) => {
        demandInert(`${text.split('\n')[0] ?? ''}\n`);
      }),
      /^BrokenLaw: a control character in /,
    ],
    'a message that shows what it refuses': [
      meminfo((text) => {
        try {
          parseMeminfo(text);
        } catch {
          throw new MalformedError('/proc/meminfo', 1, { kind: text }, 'counts');
        }
      }),
      /^BrokenLaw: not one line: /,
    ],
  };

  it.each(Object.entries(faults))('is found: %s', (_, [target, what]) => {
    const fuzzer = new Fuzzer(target, 1);
    fuzzer.run(20_000);
    expect(fuzzer.find?.what).toMatch(what);
    expect(fuzzer.find?.index).toBe(fuzzer.count - 1);
  });

  it('is found in the smallest input that shows it', () => {
    const [target] = faults['an error that is not typed'] ?? [];
    const fuzzer = new Fuzzer(target!, 1);
    fuzzer.run(20_000);
    const [text = ''] = fuzzer.find?.input ?? [];
    expect(text.replace(/\s/g, '').length).toBe('MemFree'.length + '2147483648'.length);
  });

  it('is found where an input never ends', () => {
    const endless = meminfo((text) => {
      while (text.includes('\0'));
    });
    const fuzzer = new Fuzzer(endless, 1, 100);
    for (let turn = 0; turn < 1000 && fuzzer.find === null; turn++) fuzzer.run(100, 1);
    expect(fuzzer.find?.what).toBe('it took more than 100 ms');
    expect(fuzzer.find?.input[0]).toContain('\0');
  });
});
