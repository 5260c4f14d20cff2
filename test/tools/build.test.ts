// dist/ is committed: it must be readable text, and not depend on who built it.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dist } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { findNode } from '../support/nodes.ts';

describe('dist/', () => {
  it.each(readdirSync(dist).filter((name) => name !== 'licenses.txt'))(
    '%s is ASCII text without control characters but line ends and tabs',
    (name) => {
      const other = /[^\t\n\x20-\x7e]/.exec(readFileSync(join(dist, name), 'latin1'));
      expect(other && { at: other.index, code: other[0].charCodeAt(0) }).toBeNull();
    },
  );

  describe.each([20, 22, 24, 26])('built by Node %i', (major) => {
    const found = findNode(major);
    if ('missing' in found) console.log(`skipped: the build on Node ${major}: ${found.missing}`);

    ('node' in found ? it : it.skip)('is the same, byte by byte', () => {
      const node = 'node' in found ? found.node : '';
      const version = spawnSync(node, ['--version'], { encoding: 'utf8' });
      expect(version.stdout).toMatch(new RegExp(`^v${major}\\.`));
      const { stdout, stderr } = spawnSync(
        node,
        [join(repository, 'tools/build.js'), '--check', '--bundles'],
        {
          encoding: 'utf8',
        },
      );
      expect([stderr, stdout]).toEqual(['', expect.stringContaining('byte-identical to a rebuild')]);
    });
  });
});
