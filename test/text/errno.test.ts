import { describe, expect, it } from '@jest/globals';
import { codeOf, explainErrno, isPassing } from '../../src/text/errno.ts';

const failed = (code: string): Error => Object.assign(new Error('what it says'), { code });

describe('an error of the system', () => {
  it.each<[Error, string, string, boolean]>([
    [failed('ENOENT'), 'ENOENT', 'is not there', false],
    [failed('ENOTDIR'), 'ENOTDIR', 'is not there', false],
    [failed('EACCES'), 'EACCES', 'may not be read by this user', false],
    [failed('EISDIR'), 'EISDIR', 'is a directory', false],
    [failed('EIO'), 'EIO', 'cannot be read (EIO)', true],
    [failed('EMFILE'), 'EMFILE', 'cannot be read (EMFILE)', true],
    // A name of every object.
    [failed('constructor'), 'constructor', 'cannot be read (constructor)', false],
    [new Error('what it says'), 'what it says', 'cannot be read (what it says)', false],
  ])('%p is %s', (error, code, sentence, passes) => {
    expect([codeOf(error), explainErrno(error), isPassing(error)]).toEqual([code, sentence, passes]);
  });
});
