import { describe, expect, it } from '@jest/globals';
import { type Facts, factsOf, failureLogs } from '../support/failures.ts';
import { printedLogs } from '../support/samples.ts';

/** Nothing may be said of a log's part that is not said of the whole; a memory state that is not whole is not judged. */
function expectHonest(name: string, part: readonly Facts[], whole: readonly Facts[]): void {
  for (const facts of part) {
    const known = whole.filter(({ kind, comm }) => kind === facts.kind && comm === facts.comm);
    // Of an address space told twice the first line may be left alone.
    const [same] = known.length > 0 || facts.kind !== 'vmap' ? known : whole;
    expect([name, same !== undefined]).toEqual([name, true]);
    expect([name, null, same!.kernelRelease]).toContain(facts.kernelRelease);
    expect(whole.map(({ gfpMask }) => gfpMask)).toContain(facts.gfpMask ?? same!.gfpMask);
    if (facts.complete) {
      const judged = known.find(({ complete }) => complete);
      expect([name, facts.verdict, facts.cause]).toEqual([name, judged?.verdict, judged?.cause]);
    } else expect([name, facts.verdict]).toEqual([name, 'unknown']);
  }
}

describe('a log that was cut off', () => {
  it.each([...printedLogs, ...failureLogs].map(({ name, lines }) => [name, lines] as const))(
    '%s, after and before every line',
    (name, lines) => {
      const whole = factsOf(lines);
      for (let at = 0; at <= lines.length; at++) {
        expectHonest(`${name} up to line ${at}`, factsOf(lines.slice(0, at)), whole);
        expectHonest(`${name} from line ${at + 1}`, factsOf(lines.slice(at)), whole);
      }
    },
  );

  it.each(printedLogs.map(({ name, lines }) => [name, lines] as const))(
    '%s, with any one line lost',
    (name, lines) => {
      const [whole] = factsOf(lines);
      const judged = lines
        .map((_line, at) => factsOf([...lines.slice(0, at), ...lines.slice(at + 1)]))
        .filter(([facts]) => facts?.complete);
      // Of a line of the memory's lists none may be missed: only those around them may be lost.
      expect(judged.length).toBeLessThan(lines.length - 9);
      for (const [facts] of judged) expect([name, facts!.verdict]).toEqual([name, whole!.verdict]);
    },
  );

  it.each(printedLogs.map(({ name, lines }) => [name, lines] as const))(
    '%s, before whole ones of the same task: all but the next are told as they are',
    (name, lines) => {
      const [whole] = factsOf(lines);
      if (!whole?.complete) return;
      for (let at = 1; at < lines.length; at++) {
        const found = factsOf([...lines.slice(0, at), ...lines, ...lines]);
        const told = found.filter(({ complete }) => complete);
        expect([name, at, told]).toEqual([name, at, [{ ...whole, count: told[0]?.count }]]);
      }
    },
  );
});
