import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Explainer, type Explanation, explainText } from '../../../src/kernel-log/explain/explainer.ts';
import { Prefilter } from '../../../src/kernel-log/read/prefilter.ts';
import { Scanner, chunkBytes } from '../../../src/kernel-log/read/scanner.ts';
import { bareLogs } from '../support/samples.ts';
import { daemonForms, inForm, kernelForms, mailWrapped, outerForms } from '../support/forms.ts';

/** Explains bytes as they come, cut where `sizes` say. */
function scanned(bytes: Buffer, sizes: readonly number[]): { explanation: Explanation; lines: number } {
  const explainer = new Explainer();
  const scanner = new Scanner(explainer);
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    scanner.push(bytes.subarray(at, at + size));
    at += size;
  }
  scanner.end();
  explainer.flush();
  return { explanation: explainer.explanation(), lines: scanner.lines };
}

const journal = Array.from({ length: 4000 }, (_, i) =>
  i % 9 === 0
    ? `Apr 29 12:47:32 node-17 kubelet[991]: no allocation failed in operation ${i}`
    : `Apr 29 12:47:32 node-17 systemd[1]: Started Session ${i * 7919} of user root, with a longer name than most.`,
);

/** One of each kind of line that is looked for. */
const headers = [
  'exe: page allocation failure: order:6, mode:0x10c0d0',
  'dockerd: page allocation failure: order:5, mode:0x440dc0(GFP_KERNEL_ACCOUNT|__GFP_COMP|__GFP_ZERO)',
  'iptables: vmalloc: allocation failure, allocated 0 of 331776 bytes, mode:0x14010c0(GFP_KERNEL|__GFP_NORETRY)',
  'ipset: vmalloc: allocation failure: 1073741848 bytes',
  'swapon: vmalloc error: size 4194304, vm_struct allocation failed, mode:0xdc0(GFP_KERNEL|__GFP_ZERO)',
  'vmap allocation for size 20480 failed: use vmalloc=<size> to increase size',
  'vmalloc_node_range for size 8192 failed: Address range restricted to 0xf0000000 - 0xf8000000',
  'SLUB: Unable to allocate memory on node -1, gfp=0x800(GFP_NOWAIT)',
  'percpu: allocation failed, size=1048576 align=8 atomic=0, alloc from reserved chunk failed',
  'node invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
  'warn_alloc: 12 callbacks suppressed',
  'java: page allocation stalls for 10003ms, order:0, mode:0x14200ca(GFP_HIGHUSER_MOVABLE)',
  'Memory cgroup out of memory: Killed process 4711 (java)',
  'iptables: Memory allocation problem.',
  'iptables-restore: line 42 failed',
  'nf_conntrack: falling back to vmalloc.',
  'runtime: failed to create new OS thread (have 12 already; errno=12)',
  'fork: Cannot allocate memory',
];

describe('a log read in pieces', () => {
  const sample = bareLogs.slice(0, 24);
  const text = [
    ...journal,
    ...sample.flatMap(({ lines }, i) => [
      ...inForm(lines, kernelForms[i % kernelForms.length]!),
      ...journal.slice(0, 50 + i * 17),
    ]),
    ...mailWrapped(
      inForm(sample[0]!.lines, {
        name: '',
        wrap: (line) => `Jul 13 05:38:06 ip-10-42-157-204.internal kernel: ${line}`,
      }),
      72,
    ),
    ...journal.slice(0, 900),
  ].join('\n');
  const whole = explainText(text);
  const bytes = Buffer.from(text);

  it('has something to find', () => {
    expect(whole.failures.length).toBeGreaterThan(8);
    expect(whole.failures.some(({ complete }) => complete)).toBe(true);
  });

  it('says the same however it is cut', () => {
    const fixed = [[1_000_000], [chunkBytes], [chunkBytes - 1], [chunkBytes + 1, 1], [4096], [997]];
    for (const sizes of fixed) {
      const { explanation, lines } = scanned(bytes, sizes);
      expect(explanation).toEqual(whole);
      expect(lines).toBe(text.split('\n').length);
    }
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 150_000 }), { minLength: 1, maxLength: 20 }),
        (sizes) => {
          expect(scanned(bytes, sizes).explanation).toEqual(whole);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('says the same without the prefilter', () => {
    const engine = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly')!;
    Object.defineProperty(globalThis, 'WebAssembly', { configurable: true, value: undefined });
    try {
      expect(Prefilter.create(1024)).toBeNull();
      expect(scanned(bytes, [50_000]).explanation).toEqual(whole);
    } finally {
      Object.defineProperty(globalThis, 'WebAssembly', engine);
    }
  });

  const innocent = 'flanneld[803]: Renewed the allocation of a subnet';
  const passesNone = (log: readonly string[]): void => {
    const lines = [innocent, ...log, innocent];
    const found = explainText(lines);
    expect(found).not.toEqual(explainText([]));
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    expect([log, scanned(bytes, [bytes.length]).explanation]).toEqual([log, found]);
  };

  it.each([...kernelForms, ...daemonForms, ...outerForms])('passes over no header: $name', ({ wrap }) => {
    for (const header of headers) passesNone([wrap(header, 0)]);
  });

  it.each([kernelForms[0]!, daemonForms[0]!, ...outerForms.slice(0, 3), ...outerForms.slice(-5)])(
    'passes over no header that mail has wrapped: $name',
    ({ wrap }) => {
      for (const header of headers) {
        const words = header.split(' ');
        for (let i = 1; i < words.length; i++) {
          const [first, second] = [wrap(words.slice(0, i).join(' '), 0), words.slice(i).join(' ')];
          for (const log of [
            [first, second],
            [first, wrap(second, 1)],
          ])
            if (explainText(log).failures.length > 0) passesNone(log);
        }
      }
    },
  );

  it('finds a header at every offset of a chunk', () => {
    const header = 'x: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)';
    for (let shift = 0; shift < 200; shift++) {
      const before = `${'y'.repeat(chunkBytes - 130 + shift)}\n`;
      const { explanation } = scanned(Buffer.from(`${before}${header}\n`), [chunkBytes]);
      expect(explanation.failures).toHaveLength(1);
      expect(explanation.failures[0]!.line).toBe(2);
    }
  });

  it('a line without an end takes no memory, and what follows it is read', () => {
    const explainer = new Explainer();
    const scanner = new Scanner(explainer);
    const part = Buffer.alloc(1_000_000, 'a');
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 60; i++) scanner.push(part);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4_000_000);
    scanner.push(Buffer.from('\nx: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)\n'));
    scanner.end();
    explainer.flush();
    expect(explainer.explanation().failures[0]).toMatchObject({ line: 2, order: 4 });
  });
});

describe('the prefilter', () => {
  const words = [
    'page allocation failure',
    'vmalloc: allocation',
    ': vmalloc error: size',
    'vmalloc_node_range for',
    'SLUB: Unable to allocate memory on node',
    ' oom-killer: gfp',
    'warn_alloc: 1',
    'warn_alloc_failed: 1',
    'Linux version 6',
    'cannot allocate memory',
    'out of memory: Killed process',
    'tables-restore: line 4',
    'falling back to vmalloc.',
    'create new OS thread',
  ];

  it('finds each word wherever it lies, and counts the lines before it', () => {
    const filter = Prefilter.create(8192)!;
    fc.assert(
      fc.property(
        fc.constantFrom(...words),
        fc.nat({ max: 700 }),
        fc.array(fc.stringMatching(/^[ -~]{0,90}$/), { maxLength: 60 }),
        (word, at, lines) => {
          const filling = lines
            .filter((line) => !/alloc|oom-killer|Linux versi|memory: K|store: l|OS thre/.test(line))
            .join('\n');
          const before = filling.slice(0, at);
          const text = `${before}\nprocess${word.startsWith(':') || word.startsWith(' ') ? '' : ' '}${word} and more\n${filling}\n`;
          const length = filter.bytes.write(text);
          const found = filter.find(0, length, length);
          const expected = text.indexOf(word);
          expect(Math.abs(found.at - expected)).toBeLessThan(word.length);
          expect(found.lines).toBe(text.slice(0, found.at).split('\n').length - 1);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('finds nothing where there is nothing, and counts all lines', () => {
    const filter = Prefilter.create(200_000)!;
    const text = `${journal
      .map((line) => line.replace(/allocat\w+/g, '-'))
      .join('\n')
      .slice(0, 150_000)}\n`;
    const length = filter.bytes.write(text);
    expect(filter.find(0, length, length)).toEqual({ at: length, lines: text.split('\n').length - 1 });
  });

  it('does not look past the end', () => {
    const filter = Prefilter.create(4096)!;
    filter.bytes.write('x: page allocation failure: order:4\n'.repeat(50));
    filter.bytes.write('a line\nwithout end');
    expect(filter.find(0, 7, 18)).toEqual({ at: 7, lines: 1 });
  });
});
