import { escapeControls } from '../../text/escape.ts';

/** Text as HTML: without markup, line feeds or control characters. */
export function escapeHtml(text: string): string {
  return escapeControls(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** One element; `attributes` are trusted, `content` is HTML. */
export function element(name: string, content: string, attributes: Record<string, string> = {}): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${written.join('')}>${content}</${name}>`;
}

/** A table row of cells that are already HTML. */
export function row(cells: readonly string[]): string {
  return element('tr', cells.join(''));
}
