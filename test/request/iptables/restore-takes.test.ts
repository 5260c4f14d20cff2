// Whatever iptables-restore takes is taken here: a rules file that works is never refused.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tableHeaderBytes } from '../../../src/request/iptables/layout.ts';
import { parseSaveFile } from '../../../src/request/iptables/save-file.ts';
import { type TableSize, plainTableSize, tableSize } from '../../../src/request/iptables/table-size.ts';
import { handWrittenRules } from './hand-written-rules.ts';
import { restoreUnderStrace, whyNoRestore } from './legacy-restore.ts';

const seed = Number(process.env.BUDDYGUARD_SEED ?? Math.floor(Math.random() * 2 ** 31));
const texts = Number(process.env.BUDDYGUARD_RULE_SETS ?? 150);
const newest = { kernel: null, iptables: null };

const why = whyNoRestore('ipv4');
if (why !== null) console.warn(`what iptables-restore takes is not tried: ${why}`);

/** The only table of a text, or why it is not taken. */
function sizeOf(text: string): TableSize | string {
  try {
    const [saved] = parseSaveFile(text);
    return saved ? tableSize(saved, 'ipv4', newest) : plainTableSize(0, 'ipv4');
  } catch (error) {
    return (error as Error).message;
  }
}

describe('what iptables-restore takes', () => {
  (why === null ? it : it.skip)(
    `is parsed, and as large as it is loaded, for ${texts} texts (seed ${seed})`,
    () => {
      const inputs = fc
        .sample(handWrittenRules, { numRuns: texts, seed })
        .map((text) => ({ family: 'ipv4' as const, text }));
      const restored = restoreUnderStrace(inputs);
      const taken = inputs.flatMap(({ text }, i) =>
        restored[i]!.status === 0 || restored[i]!.calls.length > 0
          ? [{ text, calls: restored[i]!.calls }]
          : [],
      );
      expect(taken.length).toBeGreaterThan(texts / 20);
      for (const { text, calls } of taken) {
        const outcome = sizeOf(text);
        expect({ text, outcome }).toEqual({ text, outcome: expect.objectContaining({ family: 'ipv4' }) });
        const measured = calls[0]?.entriesBytes;
        if (measured === undefined || typeof outcome === 'string') continue;
        const { entriesBytes, errorRange } = outcome;
        const least = errorRange ? errorRange.lowerBytes - tableHeaderBytes : entriesBytes;
        const isRight = measured >= least && measured <= entriesBytes;
        expect({ text, entriesBytes, least, measured, isRight }).toMatchObject({ isRight: true });
      }
    },
    120_000,
  );
});
