import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Explainer, explainText } from '../../src/kernel-log/explain/explainer.ts';
import { parseLogLine } from '../../src/kernel-log/line/prefix.ts';
import { Scanner } from '../../src/kernel-log/read/scanner.ts';
import { githubFormat } from '../../src/report/explain/github.ts';
import { jsonFormat } from '../../src/report/explain/json.ts';
import { textFormat } from '../../src/report/explain/text.ts';
import { printedLogs } from './support/samples.ts';

/** Pieces that reports are made of, put together without sense. */
const pieces = fc.constantFrom(
  ...printedLogs.flatMap(({ lines }) => lines),
  '[   12.345678] ',
  '[T123]',
  '> ',
  '#012',
  '\\x0a',
  '{"MESSAGE":"',
  '"}',
  'Node 0 Normal: 1*4kB (U) = 99999999999999999kB',
  'Node 999999999 Normal free:99999999999999999kB min:1kB low:1kB high:1kB free_cma:0kB',
  'lowmem_reserve[]: 99999999999999999999 0 0',
  'DMA: 999999999999*4kB (U) 99999999999*8kB',
  ': page allocation failure: order:99999, mode:0xffffffffffffffff(GFP_KERNEL',
  'a: page allocation failure: order:63, mode:0xffffffff',
  'a: vmalloc: allocation failure, allocated 99999999999999999 of 1 bytes',
  'a: vmalloc error: size 18446744073709551615, exceeds total pages',
  'SLUB: Unable to allocate memory on node -1',
  '  cache: \u001b[31m, object size: 1, buffer size: 1, default order: 99, min order: 99',
  '\u0000\u0007\u001b]0;title\u0007',
  'Mem-Info:',
);
const logs = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: pieces },
    fc.string({ unit: 'binary' }),
    fc.tuple(pieces, pieces).map(([a, b]) => a + b),
  ),
  { maxLength: 60 },
);

describe('whatever a log holds', () => {
  it('is explained, and its report has no control characters and whole JSON', () => {
    fc.assert(
      fc.property(logs, (lines) => {
        const explanation = explainText(lines);
        for (const failure of explanation.failures) {
          expect(failure.line).toBeGreaterThanOrEqual(1);
          expect(failure.line).toBeLessThanOrEqual(lines.length);
          expect(failure.complete || failure.verdict === 'unknown').toBe(true);
        }
        const text = textFormat.render(explanation, lines.length);
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
        expect(githubFormat.render(explanation, lines.length)).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/,
        );
        const json = jsonFormat.render(explanation, lines.length);
        expect(json.trimEnd()).not.toContain('\n');
        expect((JSON.parse(json) as { failures: unknown[] }).failures).toHaveLength(
          explanation.failures.length,
        );
      }),
      { numRuns: 1500 },
    );
  });

  it('bytes of any kind are read', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 20 }), (chunks) => {
        const explainer = new Explainer();
        const scanner = new Scanner(explainer);
        for (const chunk of chunks) scanner.push(chunk);
        scanner.end();
        explainer.flush();
        const bytes = Buffer.concat(chunks);
        expect(scanner.lines).toBe(
          bytes.toString('latin1').split('\n').length - (bytes.length === 0 || bytes.at(-1) === 10 ? 1 : 0),
        );
      }),
    );
  });

  it('a line of any length takes time in proportion', () => {
    for (const unit of [
      '[',
      '> ',
      '(',
      'a:',
      'Node 0 ',
      '1*4kB ',
      'free:1kB ',
      '\u001b[',
      '[ 1.1]',
      '0x0/0x0+',
      'GFP_KERNEL|',
      '::',
      '\\n',
      '#012',
    ]) {
      expect(parseLogLine(unit.repeat(20_000), 1).length).toBeGreaterThan(0);
      explainText([
        `x: page allocation failure: order:1, mode:0x1(${unit.repeat(20_000)}`,
        unit.repeat(20_000),
      ]);
    }
  });
});
