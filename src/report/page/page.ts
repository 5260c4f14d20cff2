import { createHash } from 'node:crypto';
import { element, escapeHtml } from '../check/github-html.ts';
import { style } from './style.ts';

/** What a page of this tool is made of; `body` is HTML. */
export interface Page {
  title: string;
  body: string;
  /** runs in the page, and may reach nothing else */
  script?: string;
  /** for the script: put into the page as text that no browser runs */
  data?: object;
}

/**
 * One self-contained page: it loads nothing, and its policy (CSP) lets it load nothing; light or dark as the reader's
 * system is, and as narrow as a phone.
 */
export function pageHtml({ title, body, script, data }: Page): string {
  const scripts =
    script === undefined
      ? ''
      : `<script type="application/json" id="data">${inertJson(data ?? {})}</script>\n<script>${script}</script>\n`;
  const allowed =
    script === undefined
      ? ''
      : `; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${allowed}">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
${scripts}</body>
</html>
`;
}

/** A list of pairs: a name, and content that is HTML. */
export function pairs(rows: readonly (readonly [name: string, content: string])[]): string {
  const cells = rows.map(([name, content]) => element('dt', escapeHtml(name)) + element('dd', content));
  return element('dl', cells.join(''));
}

/** JSON that ends no script and begins no comment. */
function inertJson(data: object): string {
  return JSON.stringify(data).replace(
    /[<>&\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
