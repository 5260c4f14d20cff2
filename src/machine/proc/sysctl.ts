import { MalformedError } from '../../errors.ts';

/**
 * Parses a file of /proc/sys that holds one number, not below zero. What is more than a number holds exactly (a limit
 * may be LONG_MAX) is as good as none and becomes the largest that is.
 * @throws MalformedError
 */
export function parseSysctl(file: string, text: string): number {
  const digits = /^\s*(\d{1,20})\s*$/.exec(text)?.[1];
  if (digits === undefined) throw new MalformedError(file, 1, text.split('\n', 1)[0] ?? '', 'one number');
  return Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
}
