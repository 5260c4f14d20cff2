/** Quotes text from outside so that it is safe on a terminal: one line of at most `max` characters. */
export function quote(text: string, max = 60): string {
  const cut = text.length > max ? `${text.slice(0, max)}…` : text;
  return `'${escapeControls(cut)}'`;
}

/** Makes control, bidirectional and invalid characters visible, so that text from outside cannot control a terminal. */
export function escapeControls(text: string): string {
  if (!/[^ -~]/.test(text)) return text;
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (c) => {
      const code = c.charCodeAt(0);
      return code < 0x100
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`;
    },
  );
}
