import { UsageError } from '../errors.ts';
import { quote } from '../text/escape.ts';

/** A size as the user wrote it: pages become bytes only where the machine's page size is known. */
export interface Size {
  amount: number;
  unit: 'bytes' | 'pages';
}

/** Bytes of a unit, by its letter: k, ki, kb and kib are one. */
const unitBytes: Record<string, number> = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** What `--size` takes. */
const sizeForm =
  'bytes such as 331776, 324KiB, 64Ki, 1.5G, 0x51000 (units are powers of 1024) or pages such as 80pages';

/** The largest size that `--size` takes: 1 TiB. */
export const maxSizeBytes = 2 ** 40;

/**
 * Reads `331776`, `324KiB`, `64Ki`, `1.5G`, `2GB`, `0x51000`, `80pages`; one byte to one tebibyte. Units are powers of 1024,
 * as the kernel counts; a part of a byte counts as a whole one.
 * @throws UsageError naming `option`
 */
export function parseSize(text: string, option = '--size'): Size {
  const match =
    /^(?<amount>\d{1,15}(?:\.\d{1,6})?)\s*(?:(?<pages>pages?)|(?<unit>bytes?|b|[kmgt](?:i?b|i)?|))$/i.exec(
      text.trim(),
    ) ?? /^(?<amount>0x[\da-f]{1,12})$/i.exec(text.trim());
  const { amount: told = '', pages, unit = '' } = match?.groups ?? {};
  const amount = Number(told);
  const isPages = pages !== undefined;
  const bytes = isPages
    ? amount
    : Math.ceil(amount * (unitBytes[unit.slice(0, 1).toLowerCase()] ?? Number.NaN));
  if (!match || !(bytes >= 1) || bytes > maxSizeBytes || !Number.isInteger(bytes)) {
    throw new UsageError(`${option}: ${quote(text)}: expected ${sizeForm}, from 1 byte to 1 TiB`);
  }
  return isPages ? { amount, unit: 'pages' } : { amount: bytes, unit: 'bytes' };
}

/** The size in bytes on a machine with this page size. */
export function sizeInBytes({ amount, unit }: Size, pageSize: number): number {
  return unit === 'pages' ? amount * pageSize : amount;
}
