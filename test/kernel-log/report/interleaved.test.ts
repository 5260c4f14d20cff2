import { describe, expect, it } from '@jest/globals';
import { type Facts, type FailureLog, factsOf, failureLogs } from '../support/failures.ts';
import { inForm } from '../support/forms.ts';
import { bareLogs, printedLogs } from '../support/samples.ts';

/** A small generator, so that every run interleaves alike. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Both logs' lines, each in its order, in runs of up to `run` lines. */
function interleave(a: readonly string[], b: readonly string[], run: number, next: () => number): string[] {
  const rests: [string[], string[]] = [[...a], [...b]];
  const lines: string[] = [];
  for (let turn = 0; rests[0].length + rests[1].length > 0; turn++) {
    const rest = rests[run === 1 ? turn % 2 : next() < 0.5 ? 0 : 1]!;
    lines.push(...rest.splice(0, 1 + Math.floor(next() * run)));
  }
  return lines;
}

/** Whether the facts are those of one of the failures, or less than they, but nothing else. */
function isHonest(facts: Facts, owners: readonly Facts[]): boolean {
  return owners.some((own) => {
    if (facts.kind !== own.kind || facts.comm !== own.comm || facts.gfpMask !== own.gfpMask)
      return facts.kind === 'vmap' && own.cause === 'address-space';
    const lessOrSame =
      (facts.order === own.order || facts.order === null) &&
      (facts.kernelRelease === own.kernelRelease || facts.kernelRelease === null) &&
      facts.callers.every((caller) => own.callers.includes(caller));
    if (!lessOrSame) return false;
    return facts.complete
      ? own.complete && facts.verdict === own.verdict && facts.cause === own.cause
      : facts.verdict === 'unknown';
  });
}

function* pairs(logs: readonly FailureLog[], step: number): Generator<[FailureLog, FailureLog]> {
  for (let i = 0; i < logs.length; i++) {
    for (let j = i + 1; j < logs.length; j += step) yield [logs[i]!, logs[j]!];
  }
}

/** How many whole reports stayed whole, out of how many; fails where a fact is nobody's or another's. */
function interleaveAll(logs: readonly FailureLog[], step: number): { kept: number; of: number } {
  const facts = new Map(logs.map((log) => [log, factsOf(log.lines)]));
  const next = random(2024);
  let [kept, of] = [0, 0];
  for (const [a, b] of pairs(logs, step)) {
    for (const run of [1, 3, 12]) {
      const owners = [...facts.get(a)!, ...facts.get(b)!];
      const found = factsOf(interleave(a.lines, b.lines, run, next));
      expect([a.name, b.name, run, found.filter((failure) => !isHonest(failure, owners))]).toEqual([
        a.name,
        b.name,
        run,
        [],
      ]);
      kept += found.filter(({ complete }) => complete).length;
      of += owners.filter(({ complete }) => complete).length;
    }
  }
  return { kept, of };
}

const asOf = (
  logs: readonly FailureLog[],
  wrap: (text: string, at: number, who: number) => string,
): FailureLog[] =>
  logs.map(({ name, lines }, who) => ({
    name,
    lines: inForm(lines, { name: '', wrap: (text, at) => wrap(text, at, who) }),
  }));

describe('two reports interleaved', () => {
  it('as they are', () => {
    interleaveAll([...printedLogs, ...failureLogs], 5);
  });

  it('without any prefix: what cannot be told apart is not judged', () => {
    interleaveAll(bareLogs, 5);
    // Of two reports whose memory is mixed neither may stay whole.
    const { kept, of } = interleaveAll(printedLogs, 1);
    expect(kept).toBeLessThan(of / 2);
  });

  it('told apart by the caller in the prefix', () => {
    const { kept, of } = interleaveAll(
      asOf(bareLogs, (text, at, who) => `[${(1000 + at / 1000).toFixed(6)}][T${who + 100}] ${text}`),
      5,
    );
    expect(kept).toBeGreaterThan(of * 0.99);
  });

  it('told apart by the host in the prefix', () => {
    const { kept, of } = interleaveAll(
      asOf(bareLogs, (text, _at, who) => `Apr 29 12:47:32 node-${who} kernel: ${text}`),
      5,
    );
    expect(kept).toBeGreaterThan(of * 0.95);
  });

  it('one after the other: each whole, whatever stands between', () => {
    for (const [a, b] of pairs(printedLogs, 1)) {
      const noise = Array.from({ length: 30 }, (_, i) => `systemd[1]: Started Session ${i} of user root.`);
      expect(factsOf([...a.lines, ...noise, ...b.lines])).toEqual([...factsOf(a.lines), ...factsOf(b.lines)]);
    }
  });

  it('a report that has no end is not completed by one much later', () => {
    const [a, b] = asOf(
      printedLogs,
      (text, at, who) => `[${(1000 + who * 60 + at / 1000).toFixed(6)}] ${text}`,
    );
    const found = factsOf([...a!.lines.slice(0, 6), ...b!.lines]);
    expect(found.map(({ complete }) => complete)).toEqual([false, true]);
    expect(found[1]).toEqual(factsOf(b!.lines)[0]);
  });
});
