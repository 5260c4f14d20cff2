import { describe, expect, it } from '@jest/globals';
import { CommandError, startFailure } from '../../../src/guard/run/start-failure.ts';

const error = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code, errno: -1 });

describe('startFailure', () => {
  it.each([
    ['ENOENT', 127],
    ['EACCES', 126],
    ['ENOEXEC', 126],
    ['ENOTDIR', 126],
    ['ELOOP', 126],
    ['E2BIG', 126],
    ['ENOMEM', 126],
    ['EAGAIN', 126],
    ['EMFILE', 126],
  ])('makes %s the exit code %i', (code, exitCode) => {
    const failure = startFailure('some\ncommand', error(code));
    expect(failure).toBeInstanceOf(CommandError);
    expect(failure).toHaveProperty('exitCode', exitCode);
    expect(failure.message).toMatch(/^run: 'some\\x0acommand'[^\n]*$/);
  });

  it('leaves what is no answer of the kernel as it is, a bug', () => {
    const bug = new TypeError('undefined is not a function');
    expect(startFailure('true', bug)).toBe(bug);
  });
});
