import { UsageError } from '../errors.ts';
import { quote } from '../text/escape.ts';

/** A size as the user wrote it: pages become bytes only where the machine's page size is known. */
export interface Size {
  amount: number;
  unit: 'bytes' | 'pages';
}

const unitBytes: Record<string, number> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  kb: 2 ** 10,
  kib: 2 ** 10,
  m: 2 ** 20,
  mb: 2 ** 20,
  mib: 2 ** 20,
  g: 2 ** 30,
  gb: 2 ** 30,
  gib: 2 ** 30,
  t: 2 ** 40,
  tb: 2 ** 40,
  tib: 2 ** 40,
};

/** What `--size` takes. */
const sizeForm = 'bytes such as 331776, 324KiB, 2M (powers of 1024) or pages such as 80pages';

/** The largest size that `--size` takes: 1 TiB. */
export const maxSizeBytes = 2 ** 40;

/**
 * Reads `331776`, `324KiB`, `2M`, `80pages`; one byte to one tebibyte. Units are powers of 1024, as the kernel counts.
 * @throws UsageError naming `option`
 */
export function parseSize(text: string, option = '--size'): Size {
  const match = /^(\d{1,15})\s*([a-z]{0,5})$/i.exec(text.trim());
  const amount = Number(match?.[1]);
  const unit = (match?.[2] ?? '').toLowerCase();
  const isPages = unit === 'page' || unit === 'pages';
  const bytes = isPages ? amount : amount * (unitBytes[unit] ?? Number.NaN);
  if (!match || !(bytes >= 1) || bytes > maxSizeBytes) {
    throw new UsageError(`${option}: ${quote(text)}: expected ${sizeForm}, from 1 byte to 1 TiB`);
  }
  return isPages ? { amount, unit: 'pages' } : { amount: bytes, unit: 'bytes' };
}

/** The size in bytes on a machine with this page size. */
export function sizeInBytes({ amount, unit }: Size, pageSize: number): number {
  return unit === 'pages' ? amount * pageSize : amount;
}
