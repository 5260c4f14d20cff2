// What tests import from @jest/globals when they run for mutants: it collects them, so that one process runs any of them.
import { format } from 'node:util';
import { expect } from 'expect';

/** Every test that the imported files declare, in their order. */
export const tests = [];
let titles = [];

function describe(title, body) {
  titles.push(title);
  body();
  titles.pop();
}

function it(title, run) {
  const name = [...titles, title].join(' ');
  const same = tests.filter((test) => test.title === name).length;
  tests.push({ title: name, id: same === 0 ? name : `${name} (${same + 1})`, run });
}

const skip = (title) => it(title, null);

/** The row's words where Jest puts them. */
function rowTitle(title, row, index) {
  const words = (title.match(/(?<!%)%[sdifjop]/g) ?? []).length;
  return format(title.replaceAll('%#', String(index)).replaceAll('%p', '%j'), ...row.slice(0, words));
}

const each = (declare) => (rows) => (title, run) =>
  rows.forEach((row, index) => {
    const cells = Array.isArray(row) ? row : [row];
    declare(rowTitle(title, cells, index), () => run(...cells));
  });

describe.each = each(describe);
it.each = each(it);
it.skip = skip;
it.skip.each = each(skip);

export { describe, expect, it, it as test };
