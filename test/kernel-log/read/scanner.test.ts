import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Explainer, type Explanation, explainText } from '../../../src/kernel-log/explain/explainer.ts';
import { nextCandidate } from '../../../src/kernel-log/read/candidates.ts';
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
  'open("x"): ENOMEM',
  'nvme: probe failed with error -12',
  'thread 0 panicked: os error 12',
  'ld: cannot open shared object (Out of memory)',
  'wsl: Error code: 0x80072747',
  'EAL: No free 2048 kB hugepages reported on node 0',
  'runc: error loading seccomp filter into kernel: errno 524',
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

describe('the lines that may begin a report', () => {
  const found = (text: string): string[] => {
    const bytes = Buffer.from(text);
    const lines: string[] = [];
    for (let at = 0; at !== -1;) {
      const start = nextCandidate(bytes, at, bytes.length);
      if (start === -1) break;
      const end = bytes.indexOf('\n', start);
      lines.push(bytes.toString('utf8', start, end === -1 ? bytes.length : end));
      at = end === -1 ? -1 : end + 1;
    }
    return lines;
  };

  it('are found wherever they lie, and no other', () => {
    const headerLines = headers.map((header) => `process ${header} and more`);
    fc.assert(
      fc.property(
        fc.constantFrom(...headerLines),
        fc.array(fc.stringMatching(/^[ -~]{0,90}$/), { maxLength: 60 }),
        fc.nat({ max: 60 }),
        (header, lines, at) => {
          const filling = lines.filter(
            (line) => !/alloc|oom|rsi|emory|: l|thre|rrno|size|Unab|slab|12|524|EAL|ENOM/i.test(line),
          );
          filling.splice(Math.min(at, filling.length), 0, header);
          expect(found(filling.join('\n'))).toEqual([header]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    'flanneld[803]: Renewed the allocation of a subnet',
    'app[1]: vmalloc error in a plug-in',
    'app[1]: handled vmalloc errors: 3',
    'postgres[9]: errno 2: no such file',
    'app: allocated memory for a page',
  ])('are not: %s', (line) => {
    expect(found(`one\n${line}\ntwo\n`)).toEqual([]);
  });

  it.each([
    ['none', `${'x'.repeat(16_000)}\n`, 0],
    ['one that has nothing to do with a failure', `${'x'.repeat(20_000)}\n`, 0],
    ['one that may begin a report', `${headers[0]!} ${'x'.repeat(20_000)}\n`, 1],
    ['an array on one line', `[${`{"log":"${headers[0]!}"},`.repeat(3000)}`, 1],
    ['two', `${headers[0]!} ${'x'.repeat(20_000)}\n${'x'.repeat(200_000)}\n`, 2],
  ])('counts lines that it cut: %s', (_name, text, cut) => {
    const scanner = new Scanner(new Explainer());
    scanner.push(Buffer.from(text));
    scanner.end();
    expect(scanner.cutLines).toBe(cut);
  });
});
