/** A Node that is measured. */
export interface Column {
  name: string;
  major: number;
  /** its path */
  node: string;
}

/** What was measured under one Node, and whether it is as promised. */
export interface Cell {
  text: string;
  holds: boolean;
}

/** What was measured: a row a figure, a column a Node. Each row is also printed on stderr once it is known. */
export class Table {
  readonly columns: readonly Column[];
  /** the figures that are not as promised */
  readonly missed: string[] = [];
  private readonly rows: string[][] = [];

  constructor(columns: readonly Column[]) {
    this.columns = columns;
  }

  add(what: string, cells: readonly Cell[], promised = ''): void {
    const told = cells.map(({ text, holds }) => (holds ? text : `${text} (missed)`));
    this.rows.push([what, ...told, promised]);
    if (cells.some(({ holds }) => !holds)) this.missed.push(what);
    console.error(`${what}: ${told.join(' | ')}${promised === '' ? '' : ` (${promised})`}`);
  }

  /** As Markdown; tools/readme.js takes the column of one Node. */
  toString(): string {
    const head = ['what', ...this.columns.map(({ name }) => name), 'promised'];
    const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
    return [line(head), line(head.map(() => '---')), ...this.rows.map(line)].join('\n');
  }
}
