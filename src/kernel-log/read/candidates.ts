import { saysEnomem } from '../line/program-message.ts';
import { WordSearch } from './word-search.ts';

/**
 * Of the first line of each kind of report, and of each thing that programs say, a word that few other lines have. None
 * is shorter than six letters, and the fifth and sixth are seldom seen together: by them the search moves on.
 */
const words = [
  ...[
    'allocat',
    'vmalloc',
    'n_alloc',
    'a_alloc',
    'oom-kill',
    'emory: ',
    'emory)',
    'enough m',
    'Linux version',
  ],
  ...[
    'LUB: Unable',
    'LAB: Unable',
    'store: line',
    'OS thread',
    'n slab cache',
    'EAL: No',
    'EAL: Cannot',
    'x8007274',
    'ENOMEM',
  ],
  ...['errno ', 'errno:', 'errno=', 'Errno ', 'Errno:', 'Errno='],
  ...['wn error 524', 'wn error (-524', 'rror -524', 'load: -524', 'failed: -524'],
  ...['os error 12', 'rror -12', 'ret -12', 'ret: -12', 'ret=-12', 'ret = -12', 'rned -12', 'urned: -12'],
];

const lineFeed = 10;

/** Mail and web pages have no-break spaces, in UTF-8, which is read as Latin-1 here. */
const noBreakSpace = '\xc2\xa0';

/** All that a text may have instead of a plain space, likewise. */
const otherSpaces = /\xc2\xa0|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xaf]|\xe2\x81\x9f|\xe3\x80\x80/g;

const search = new WordSearch([
  ...new Set(words.flatMap((word) => [word, word.replaceAll(' ', noBreakSpace)])),
]);

/** Programs mention allocations and errors all the time, but after other words than the kernel, and other ones. */
const plausible = new RegExp(
  [
    '(?:page|vmap|emory|[^a-z\\s]|^)\\s*allocation',
    'allocate m',
    'Only.{1,2}allocated',
    'vmalloc(?:.{1,2}err(?:or:?\\s*$|or:.{1,2}size)|:.{1,2}alloc|[: ]*$)',
    'warn_alloc[:_]|cma_alloc: |vmalloc_node',
    'oom-killer',
    'Linux version',
    'emory: Ki',
    'store: line',
    'to vmalloc',
    'OS thread',
    'enough mem',
    'conn slab',
    'L[AU]B: Una',
    'EAL: (?:No|Cannot)',
    'x8007274',
  ].join('|'),
);

/**
 * The next line, from an offset on, that may belong to the first line of a report, or to what a program says of it.
 * @param bytes whole lines; the log's text
 * @param from the start of a line
 * @returns the line's start; -1 if there is none before `to`
 */
export function nextCandidate(bytes: Buffer, from: number, to: number): number {
  for (let at = from; ;) {
    const found = search.next(bytes, at, to);
    if (found === -1) return -1;
    const start = bytes.lastIndexOf(lineFeed, found) + 1;
    const feed = bytes.indexOf(lineFeed, found);
    const end = feed === -1 || feed > to ? to : feed;
    const line = bytes.toString('latin1', start, end).replace(otherSpaces, ' ');
    if (plausible.test(line) || saysEnomem(line)) return start;
    at = end;
  }
}
