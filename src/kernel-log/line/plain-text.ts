/** Signs of colours, markup and characters that are not the kernel's; a text without any needs no further look. */
const signs = /[\u0000-\u0008\u000e-\u001f\u0080-\uffff<&\\$^]/;
const signWords = ['#033', ']]>', '[0m', '[m', '\t{'];

/**
 * The words of a line as the kernel printed them: without colours, tags and entities of pages, Markdown's backslashes,
 * characters that are not to be seen, and what shows where a line ends.
 */
export function plainText(text: string): string {
  return signs.test(text) || signWords.some((word) => text.includes(word)) ? plain(text) : text;
}

function plain(text: string): string {
  let rest = withoutMarkup(withoutColours(text));
  if (unseen.test(rest)) rest = rest.replace(unseenCharacters, '').replace(spaceCharacters, ' ');
  return rest.replace(lineEnds, '');
}

/** Of every way in which tools spell the escape character: itself, `^[`, `\e`, `\033`, `\x1b`, `\u001b`, `#033`, a picture. */
const escape = String.raw`(?:[\u001b\u241b]|\^\[|\\(?:e|033|x1[bB]|u001[bB])|#033)`;
const colours = new RegExp(
  [
    String.raw`${escape}(?:_[^\u0007\u001b]{0,200}(?:\u0007|\u001b\\)|\[[0-9;:?]{0,40}[A-Za-z]|\][^\u0007\u001b]{0,200}(?:\u0007|\u001b\\)|[()][A-Z0-9])`,
    // The escape character itself may be lost on the way.
    String.raw`\[(?:\d{1,3}(?:[;:]\d{0,3}){0,8}m|m(?=\[K|\s*$))(?:\[K)?`,
  ].join('|'),
  'g',
);

function withoutColours(text: string): string {
  return text.includes('[') || text.includes('\u001b') ? text.replace(colours, '') : text;
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  lbrack: '[',
  rsqb: ']',
  rbrack: ']',
  ast: '*',
  colon: ':',
  comma: ',',
  equals: '=',
  lowbar: '_',
  num: '#',
  period: '.',
  plus: '+',
  quest: '?',
  sol: '/',
  verbar: '|',
  vert: '|',
};

/** `&lt;`, `&#40;`, `&#x28;`; what is none stays. */
function decodedEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,6})|#[xX]([0-9a-fA-F]{1,5})|([a-z]{2,6}));/g,
    (all, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? all;
      const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      return code >= 0x20 && code <= 0x10_ffff ? String.fromCodePoint(code) : all;
    },
  );
}

/** Tags that pages and reports put around lines; never the kernel's `<TASK>`, and no address. */
const inlineTags =
  /<\/?(?:span|b|i|em|strong|a|font|code|tt|mark|kbd|samp|small|sub|u|o:p)(?:\s[^<>]{0,200})?>/gi;
const blockTags =
  /<\/?(?:p|br|li|ul|ol|div|pre|td|tr|th|table|blockquote|message|msg|text|line|entry|system-(?:out|err))(?:\s[^<>]{0,200})?\/?>|<!\[CDATA\[|\]\]>/gi;

function withoutMarkup(text: string): string {
  let rest = text;
  if (rest.includes('<') || rest.includes(']]>')) rest = rest.replace(inlineTags, '').replace(blockTags, ' ');
  if (rest.includes('&')) rest = decodedEntities(rest);
  // Markdown escapes punctuation; quotes and backslashes are JSON's.
  return rest.includes('\\') ? rest.replace(/\\([!#$%&()*+,\-.:;<=>?@[\]^_`{|}~])/g, '$1') : rest;
}

/** Spaces other than the plain one, as mail, pages and word processors have them; U+FFFD is what is left of one in Latin-1. */
const spaceCharacters = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufffd]/g;

/** Characters without a width that editors and chat programs put into words: marks of direction, soft hyphens, joiners. */
const unseenCharacters = /[\u0000-\u0008\u000e-\u001f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const unseen = /[\u0000-\u0008\u000e-\u001f\u0080-\uffff]/;

/** Where a line ends, as `cat -A`, editors and programs show it: no line of the kernel's ends so. */
const lineEnds = /(?:\s*(?:\^M|\$|\\r|[\u00b6\u21b5\u23ce]))+\s*$|\s\\\s*$|\\par\s*$|\t\{".*\}\s*$/;
