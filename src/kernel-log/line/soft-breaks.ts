/** Lines of quoted-printable mail are at most 76 characters long, and those that go on end in `=` close to that. */
const softBreak = /^.{70,76}=\s*$/;

/** A buddy line has ` = ` in it, where mail that is not encoded may be wrapped too. */
const mayBeSum = / =\s*$/;

/** A line of text and where it was. */
interface Part {
  text: string;
  /** of its first and its last physical line */
  number: number;
  end: number;
}

/** Puts quoted-printable lines (RFC 2045, as saved mail has them) together again and decodes them. */
export class SoftBreaks {
  #held: Part | null = null;
  #encoded = false;

  /** A line waits for its rest. */
  get holds(): boolean {
    return this.#held !== null;
  }

  /** The whole line, or null while its rest has not come. */
  read(raw: string, number: number): Part | null {
    const held = this.#held;
    if (!held && !raw.includes('=')) return { text: raw, number, end: number };
    const part: Part = held
      ? { text: held.text + raw, number: held.number, end: number }
      : { text: raw, number, end: number };
    if (
      mayEndSoftly(raw) &&
      softBreak.test(raw) &&
      (this.#encoded || !mayBeSum.test(raw)) &&
      part.text.length < maxLength
    ) {
      this.#held = { ...part, text: part.text.trimEnd().slice(0, -1) };
      return null;
    }
    this.#held = null;
    if (held || /=3D|=20\s*$/.test(raw)) {
      this.#encoded = true;
      part.text = decoded(part.text);
    }
    return part;
  }

  /** What waits although no rest has come. */
  flush(): Part | null {
    const held = this.#held;
    this.#held = null;
    // It ended in a sign of its own.
    return held && { ...held, text: `${held.text}=` };
  }
}

const maxLength = 4096;

const mayEndSoftly = (raw: string): boolean => raw.endsWith('=') || raw.trimEnd() !== raw;

function decoded(text: string): string {
  return text.replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
