// Leaves the counters of one test file.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { processes } from './folder.js';

afterAll(() => {
  const hits = Object.entries(globalThis.__coverage__ ?? {}).map(([path, { s, f, b }]) => [path, { s, f, b }]);
  writeFileSync(join(processes, `test-${process.hrtime.bigint()}.json`), JSON.stringify(Object.fromEntries(hits)));
});
