import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { MalformedError } from '../../../src/errors.ts';
import { encodingOf } from '../../../src/kernel-log/read/encoding.ts';
import { Explainer, type Explanation } from '../../../src/kernel-log/explain/explainer.ts';
import { LogInput } from '../../../src/kernel-log/read/log-input.ts';
import { Scanner } from '../../../src/kernel-log/read/scanner.ts';
import { printedLogs } from '../support/samples.ts';

const header = 'x: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)';

describe('whether a log is text', () => {
  it.each([
    ['plain', Buffer.from(`${header}\n`)],
    ['empty', Buffer.alloc(0)],
    ['UTF-8', Buffer.from('über – 内存 🙂\n')],
    ['UTF-8 cut within a character', Buffer.from('abc🙂').subarray(0, 5)],
    ['Latin-1 here and there', Buffer.from('Speicher f\u00fcr die Datei\n'.repeat(20), 'latin1')],
    [
      'with a run of NULs from a crash',
      Buffer.concat([Buffer.from('line\n'.repeat(100)), Buffer.alloc(400)]),
    ],
    ['coloured', Buffer.from('\u001b[32mok\u001b[0m\u0007\n')],
  ])('%s is', (_name, bytes) => {
    expect(encodingOf(bytes).name).toBe('utf-8');
  });

  it.each([
    ['gzip', gzipSync('x'.repeat(1000)), 'zcat'],
    ['xz', Buffer.from('fd377a585a0000', 'hex'), 'xzcat'],
    ['zstd', Buffer.from('28b52ffd00', 'hex'), 'zstdcat'],
    ['bzip2', Buffer.from('BZh91AY'), 'bzcat'],
    ['zip', Buffer.from('504b030414', 'hex'), 'unzip'],
    ['a journal', Buffer.from('LPKSHHRH....'), 'journalctl'],
    ['zeros', Buffer.alloc(5000), 'text'],
    ['a program', Buffer.from(`7f454c46${'0201010000000000'.repeat(30)}`, 'hex'), 'text'],
    [
      'noise',
      Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919 + (i >> 3) * 104_729) & 255)),
      'text',
    ],
  ])('%s is not', (_name, bytes, remedy) => {
    const encoding = encodingOf(bytes);
    expect(encoding).toMatchObject({ name: 'none' });
    expect(encoding.name === 'none' && encoding.remedy).toContain(remedy);
  });

  // A tenth of it, and no more NULs than text: both are still a log.
  it.each([
    ['a tenth of wrong bytes', 'a'.repeat(90) + '\u00ff'.repeat(10), 'utf-8'],
    ['one more', 'a'.repeat(89) + '\u00ff'.repeat(11), 'none'],
    ['a tenth of control characters', 'a'.repeat(90) + '\u0001'.repeat(10), 'utf-8'],
    ['one more', 'a'.repeat(89) + '\u0001'.repeat(11), 'none'],
    ['a tenth of DEL', 'a'.repeat(90) + '\u007f'.repeat(10), 'utf-8'],
    ['one more', 'a'.repeat(89) + '\u007f'.repeat(11), 'none'],
    ['as many NULs as text', 'a'.repeat(50) + '\u0000'.repeat(50), 'utf-8'],
    ['one more', 'a'.repeat(49) + '\u0000'.repeat(50), 'none'],
    // Two thirds of NULs, but on both sides: no UTF-16.
    ['NULs at both halves', 'a\u0000\u0000'.repeat(40), 'none'],
    ['a lead byte without the rest', '\u00e2aa'.repeat(2) + 'a'.repeat(14), 'utf-8'],
    ['a lead byte that no text has', '\u00c1\u0080\u00f5'.repeat(4), 'none'],
  ])('with %s', (_name, text, name) => {
    expect(encodingOf(Buffer.from(text, 'latin1')).name).toBe(name);
  });

  it.each([
    ['utf-16le', 'fffe6100'],
    ['utf-16be', 'feff0061'],
    ['utf-16le', '610062006300'],
    ['utf-16be', '006100620063'],
  ])('%s is known by its first bytes: %s', (name, hex) => {
    expect(encodingOf(Buffer.from(hex, 'hex')).name).toBe(name);
  });

  it.each([
    ['utf-16le', '\ufeff'],
    ['utf-16le', ''],
    ['utf-16be', '\ufeff'],
    ['utf-16be', ''],
  ])('%s is read, after the mark %j', (encoding, mark) => {
    const bytes = Buffer.from(`${mark}${header}\r\n`, 'utf16le');
    if (encoding === 'utf-16be') bytes.swap16();
    const explainer = new Explainer();
    const input = new LogInput('log', new Scanner(explainer));
    for (let at = 0; at < bytes.length; at += 7) input.push(bytes.subarray(at, at + 7));
    input.end();
    explainer.flush();
    expect(explainer.explanation().failures[0]).toMatchObject({ comm: 'x', order: 4 });
  });

  it('says what was found and what helps, in one line', () => {
    const input = new LogInput('kern.log.1.gz', new Scanner(new Explainer()));
    input.push(gzipSync('x'));
    expect(() => {
      input.end();
    }).toThrow(
      new MalformedError(
        'kern.log.1.gz',
        1,
        { kind: 'gzip data' },
        'a kernel log as text: zcat FILE | buddyguard explain -',
      ),
    );
  });

  it.each([
    ['a carriage return', '\r'],
    ['a line separator (U+2028)', '\u2028'],
    ['a paragraph separator (U+2029)', '\u2029'],
  ])('lines may end in %s alone', (_name, end) => {
    const [{ lines } = { lines: [] }] = printedLogs;
    expect(inPieces(Buffer.from(lines.join(end))).failures).toMatchObject([
      { complete: true, verdict: 'unavailable' },
    ]);
  });

  it('a progress bar before the first line feed hides nothing behind it', () => {
    const [{ lines } = { lines: [] }] = printedLogs;
    const bytes = Buffer.from(`10 %\r20 %\r${'.'.repeat(2 ** 17)}\r\n${lines.join('\r\n')}`);
    expect(inPieces(bytes).failures).toMatchObject([{ complete: true, count: 1 }]);
  });

  it.each(Array.from('\u00a0\u1680\u2000\u2002\u200a\u202f\u205f\u3000'))(
    'words may have %j between them',
    (space) => {
      const [{ lines } = { lines: [] }] = printedLogs;
      const noise = 'Apr 29 12:47:32 node-17 systemd[1]: Started Session 7 of user root.\n'.repeat(3000);
      const text = lines.join('\n').replaceAll(' ', space);
      expect(inPieces(Buffer.from(`${noise}${text}`)).failures).toMatchObject([
        { complete: true, line: 3001 },
      ]);
    },
  );
});

function inPieces(bytes: Buffer): Explanation {
  const explainer = new Explainer();
  const input = new LogInput('log', new Scanner(explainer));
  for (let at = 0; at < bytes.length; at += 65_536) input.push(bytes.subarray(at, at + 65_536));
  input.end();
  explainer.flush();
  return explainer.explanation();
}
