import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from '@jest/globals';

/** The repository's root. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Real logs, dumps and trials that are not part of the repository; beside it, or in BUDDYGUARD_CORPUS. */
export const corpus = process.env.BUDDYGUARD_CORPUS ?? join(repository, '../shared/corpus');

/** `describe` where the corpus folder `part` is present; else a line says that its tests are skipped, and none is made. */
export function describeCorpus(part: string, title: string, tests: () => void): void {
  const folder = join(corpus, part);
  if (existsSync(folder)) {
    describe(title, tests);
    return;
  }
  console.log(`skipped: ${title}: no corpus at ${folder}`);
  describe(title, () => {
    const skipped = it.skip;
    skipped(`needs ${folder}`, () => undefined);
  });
}

/** The rows of a tab-separated index as objects keyed by its header. */
export function readTsv(path: string): Record<string, string>[] {
  const [head, ...rows] = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  const names = (head ?? '').split('\t');
  return rows.map((row) => Object.fromEntries(row.split('\t').map((cell, i) => [names[i] ?? '', cell])));
}
