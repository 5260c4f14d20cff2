import { UsageError } from '../errors.ts';
import { quote } from '../text/escape.ts';

/**
 * A whole number in a range.
 * @throws UsageError naming `option`
 */
export function decodeInteger(text: string, option: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new UsageError(`${option}: ${quote(text)}: expected a whole number from ${least} to ${most}`);
  }
  return value;
}

const unitMilliseconds: Record<string, number> = { ms: 1, s: 1000, '': 1000, m: 60_000, h: 3_600_000 };

/**
 * A duration in milliseconds: `500ms`, `1s`, `1.5m`, `2h`; a bare number is seconds. Up to seven days.
 * @throws UsageError naming `option`
 */
export function decodeDuration(text: string, option: string): number {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|)$/.exec(text);
  const milliseconds = Number(match?.[1]) * (unitMilliseconds[match?.[2] ?? ''] ?? Number.NaN);
  if (!(milliseconds >= 1 && milliseconds <= 7 * 24 * 3_600_000)) {
    throw new UsageError(
      `${option}: ${quote(text)}: expected a time such as 500ms, 2s, 1.5m or 1h, from 1ms to 7 days`,
    );
  }
  return Math.round(milliseconds);
}

/**
 * One of a list of words.
 * @throws UsageError naming `option`
 */
export function decodeChoice<T extends string>(text: string, option: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new UsageError(`${option}: ${quote(text)}: expected ${choices.join(', ')}`);
  return found;
}

/**
 * A flag's environment twin.
 * @throws UsageError naming `variable`
 */
export function decodeFlag(text: string, variable: string): boolean {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  throw new UsageError(`${variable}: ${quote(text)}: expected true or false`);
}
