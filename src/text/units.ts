/** Bytes for people, in powers of 1024. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** A count with a comma between thousands. */
export function formatCount(count: number): string {
  let digits = String(count);
  if (!Number.isSafeInteger(count)) digits = Number.isInteger(count) ? BigInt(count).toString() : digits;
  const parts: string[] = [];
  while (digits.length > 3 && Number.isInteger(count)) {
    parts.unshift(digits.slice(-3));
    digits = digits.slice(0, -3);
  }
  return [digits, ...parts].join(',');
}

/** A count of things, in the plural unless it is one. */
export function counted(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;
}
