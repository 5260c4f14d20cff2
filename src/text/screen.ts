/** What a text is written for: a terminal, a log or a file. */
export interface Screen {
  /** characters in a line, 40 to 120 */
  width: number;
  colour: boolean;
  /** a symbol stands before the verdict */
  symbols: 'none' | 'ascii' | 'unicode';
}

/** What is known of where a text goes. */
export interface Output {
  isTerminal: boolean;
  /** of the terminal; undefined where it does not tell, or is none */
  columns: number | undefined;
  environment: Readonly<Record<string, string | undefined>>;
}

const widths = { least: 40, unknown: 80, most: 120 };

/** A log, a file, a pipe. */
export const plainScreen: Screen = { width: widths.unknown, colour: false, symbols: 'none' };

/**
 * How to write there. Colour is for terminals that are not dumb (TERM); NO_COLOR turns it off (no-color.org), and
 * FORCE_COLOR decides over both, as in Node: `0` and `false` turn it off, anything else on. The width is the terminal's,
 * elsewhere that of COLUMNS.
 * @param unknownWidth where neither tells
 */
export function screenOf(
  { isTerminal, columns, environment }: Output,
  unknownWidth: number = widths.unknown,
): Screen {
  const able = isTerminal && environment.TERM !== 'dumb';
  const forced = environment.FORCE_COLOR;
  const colour =
    forced !== undefined ? forced !== '0' && forced !== 'false' : able && (environment.NO_COLOR ?? '') === '';
  const symbols = !able && !colour ? 'none' : isUtf8(environment) ? 'unicode' : 'ascii';
  const told = isTerminal ? columns : undefined;
  return { width: widthOf(told, environment.COLUMNS) ?? unknownWidth, colour, symbols };
}

/** Null where nothing tells. */
function widthOf(columns: number | undefined, variable: string | undefined): number | null {
  const told = columns ?? (/^\d{1,5}$/.test(variable ?? '') ? Number(variable) : 0);
  if (told === 0) return null;
  return Math.max(widths.least, Math.min(widths.most, told));
}

/** As setlocale(3) reads the environment: the first of the three that is set decides. */
function isUtf8({ LC_ALL, LC_CTYPE, LANG }: Output['environment']): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '') ?? '';
  return /utf-?8/i.test(locale);
}

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Ink = keyof typeof codes;

/** Text in a colour, or as it is where there is none. The text holds no line feed. */
export function ink({ colour }: Pick<Screen, 'colour'>, text: string, ...inks: readonly Ink[]): string {
  return colour && text !== ''
    ? `\u001b[${inks.map((name) => codes[name]).join(';')}m${text}\u001b[0m`
    : text;
}
