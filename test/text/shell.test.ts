import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { shellWord } from '../../src/text/shell.ts';

describe('shellWord', () => {
  it.each([
    ['--for', '--for'],
    ['/opt/node/bin/node', '/opt/node/bin/node'],
    ['GFP_KERNEL|__GFP_COMP', "'GFP_KERNEL|__GFP_COMP'"],
    ['a b', "'a b'"],
    ['$(reboot)', "'$(reboot)'"],
    ["it's", `'it'\\''s'`],
    ['', "''"],
  ])('%j is written %s and read back by a shell', (word, written) => {
    expect(shellWord(word)).toBe(written);
    expect(execFileSync('sh', ['-c', `printf %s ${written}`], { encoding: 'utf8' })).toBe(word);
  });
});
