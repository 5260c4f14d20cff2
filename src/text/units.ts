/** Bytes for people, in powers of 1024. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = value < 100 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value));
  return bytes === 1 ? '1 byte' : `${digits} ${units[unit] ?? ''}`;
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

/** A likelihood for people: no certainty where there is none. */
export function percent(likelihood: number): string {
  const value = likelihood * 100;
  if (value > 99 && value < 100) return `${Math.min(99.9, Math.floor(value * 10) / 10)} %`;
  if (value > 0 && value < 1) return 'under 1 %';
  return `${Math.round(value)} %`;
}
