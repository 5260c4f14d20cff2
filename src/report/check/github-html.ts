import { escapeControls } from '../../text/escape.ts';

/** Text as HTML: no markup, no line feed, no control character. */
export function escapeHtml(text: string): string {
  return escapeControls(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** One element; `attributes` are trusted, `content` is HTML. */
export function element(name: string, content: string, attributes: Record<string, string> = {}): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${written.join('')}>${content}</${name}>`;
}

/** A table row of cells that are HTML already. */
export function row(cells: readonly string[]): string {
  return element('tr', cells.join(''));
}
