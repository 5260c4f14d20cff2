/** How a log is encoded, or why it is not a log. */
type Encoding = { name: 'utf-8' | 'utf-16le' | 'utf-16be' } | { name: 'none'; found: string; remedy: string };

/** Formats that logs are often kept in, by their first bytes. */
const signatures: readonly { bytes: string; found: string; remedy: string }[] = [
  { bytes: '1f8b', found: 'gzip data', remedy: 'zcat FILE | buddyguard explain -' },
  { bytes: 'fd377a585a00', found: 'xz data', remedy: 'xzcat FILE | buddyguard explain -' },
  { bytes: '28b52ffd', found: 'zstd data', remedy: 'zstdcat FILE | buddyguard explain -' },
  { bytes: '425a68', found: 'bzip2 data', remedy: 'bzcat FILE | buddyguard explain -' },
  { bytes: '504b0304', found: 'a zip archive', remedy: 'unzip -p FILE | buddyguard explain -' },
  {
    bytes: '4c504b5348485248',
    found: 'a journal file of systemd',
    remedy: 'journalctl --dmesg --file FILE | buddyguard explain -',
  },
];

/** How much of the beginning is examined. */
export const sampleBytes = 65_536;

/**
 * Tells from the first bytes of a log how it is encoded. A text may contain control characters (a crash leaves runs of
 * NUL, a console its bells) and invalid bytes, as long as most of it is text.
 */
export function encodingOf(start: Uint8Array): Encoding {
  const sample = start.subarray(0, sampleBytes);
  const hex = Buffer.from(sample.subarray(0, 16)).toString('hex');
  if (hex.startsWith('fffe')) return { name: 'utf-16le' };
  if (hex.startsWith('feff')) return { name: 'utf-16be' };
  const known = signatures.find(({ bytes }) => hex.startsWith(bytes));
  if (known) return { name: 'none', found: known.found, remedy: known.remedy };
  const wide = utf16Of(sample);
  if (wide) return { name: wide };
  const { text, nul, junk } = countBytes(sample);
  if (junk * 10 > text + junk || nul > text) {
    return { name: 'none', found: 'binary data', remedy: 'dmesg, journalctl -k or a CI log as text' };
  }
  return { name: 'utf-8' };
}

/** UTF-16 without its mark: in a text that is ASCII every other byte is NUL. */
function utf16Of(sample: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const nuls = [0, 0];
  sample.forEach((byte, i) => {
    if (byte === 0) nuls[i % 2] = (nuls[i % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = nuls;
  const most = sample.length * 0.4;
  if (odd > most && even === 0) return 'utf-16le';
  return even > most && odd === 0 ? 'utf-16be' : null;
}

function countBytes(sample: Uint8Array): { text: number; nul: number; junk: number } {
  let [text, nul, junk] = [0, 0, 0];
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i] ?? 0;
    if (byte === 0) nul++;
    else if (byte >= 0x80) {
      const length = sequenceLength(sample, i);
      if (length === 0) junk++;
      else text += length;
      i += Math.max(0, length - 1);
    } else if (byte >= 0x20 ? byte !== 0x7f : textControls.has(byte)) text++;
    else junk++;
  }
  return { text, nul, junk };
}

/** Bell, backspace, tab, line feed, form feed, carriage return, escape. */
const textControls = new Set([7, 8, 9, 10, 12, 13, 27]);

/** Bytes of the UTF-8 sequence at `at`; one that the sample's end cuts counts as whole, a wrong one as 0. */
function sequenceLength(sample: Uint8Array, at: number): number {
  const lead = sample[at] ?? 0;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  for (let i = 1; i < length && at + i < sample.length; i++) {
    if (((sample[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
