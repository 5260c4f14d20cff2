import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Family } from '../../../src/request/iptables/layout.ts';
import { parseSaveFile } from '../../../src/request/iptables/save-file.ts';
import { tableSize } from '../../../src/request/iptables/table-size.ts';
import { readTsv, repository } from '../../support/corpus.ts';
import { type RestoreCalls, restoreUnderStrace, whyNoRestore } from './legacy-restore.ts';
import { ruleSetText } from './random-rule-set.ts';

const families: Family[] = ['ipv4', 'ipv6'];
const newest = { kernel: null, iptables: null };
const seed = Number(process.env.BUDDYGUARD_SEED ?? Math.floor(Math.random() * 2 ** 31));
const setsOf: Record<Family, number> = { ipv4: 50, ipv6: 25 };
/** Some seconds on an idle machine. */
const patience = 120_000;

function predicted(text: string, family: Family): RestoreCalls['calls'] {
  return parseSaveFile(text).map((saved) => {
    const { table, entriesBytes } = tableSize(saved, family, newest);
    return { table, entriesBytes };
  });
}

describe.each(families)('what %s really passes to the kernel', (family) => {
  const why = whyNoRestore(family);
  if (why !== null) console.warn(`truth test of ${family} skipped: ${why}`);
  const itHere = why === null ? it : it.skip;

  itHere(
    `is predicted to the byte for ${setsOf[family]} random rule sets (seed ${seed})`,
    () => {
      const texts = fc.sample(ruleSetText(family), { numRuns: setsOf[family], seed });
      // A table that the kernel refuses ends a restore, so that each table goes by itself.
      const tables = texts.flatMap((text) => text.split(/(?<=^COMMIT\n)/m));
      const expected = texts.flatMap((text) => predicted(text, family));
      const restored = restoreUnderStrace(tables.map((text) => ({ family, text })));
      expect(expected.length).toBe(tables.length);
      tables.forEach((text, i) => {
        const { calls, stderr } = restored[i]!;
        expect({ text, stderr, calls }).toEqual({ text, stderr, calls: [expected[i]] });
      });
    },
    patience,
  );

  itHere(
    'is as recorded for one rule of each extension and each way to load a match',
    () => {
      const rows = readTsv(join(repository, 'test/fixtures/rulesets/single-rules.tsv')).filter(
        (row) => row.family === family,
      );
      const texts = rows.map((row) => `*${row.table!}\n${row.rule!}\nCOMMIT\n`);
      const restored = restoreUnderStrace(texts.map((text) => ({ family, text })));
      const different = rows.flatMap((row, i) => {
        const { calls, stderr } = restored[i]!;
        const measured = calls[0]?.entriesBytes;
        // Where the tool itself refuses (no such set, an older iptables), nothing reaches the kernel.
        return measured === undefined || measured === Number(row.bytes_of_entries)
          ? []
          : [{ row, measured, stderr }];
      });
      expect(different).toEqual([]);
      expect(restored.filter(({ calls }) => calls.length > 0).length).toBeGreaterThan(rows.length / 2);
    },
    patience,
  );

  const itIpv4 = family === 'ipv4' ? itHere : null;
  itIpv4?.('is as recorded for the rule sets of the corpus', () => {
    const folder = join(repository, 'test/fixtures/rulesets');
    const sizes = readTsv(join(folder, 'sizes.tsv'));
    const files = [...new Set(sizes.map((row) => row.file!))];
    const restored = restoreUnderStrace(
      files.map((file) => ({ family, text: readFileSync(join(folder, file), 'latin1') })),
    );
    const recorded = files.map((file) =>
      sizes
        .filter((row) => row.file === file)
        .map((row) => ({ table: row.table!, entriesBytes: Number(row.bytes_of_entries) })),
    );
    expect(restored.map(({ calls }) => calls)).toEqual(recorded);
  });
});
