import type { Input } from './target.ts';

/** Runs that a find is worth; a smaller input is a convenience. */
const maxRuns = 3000;

/**
 * A smaller input that is still a find: lines are left out, then bytes, in halves, quarters and so on (delta debugging).
 * @param isFind whether an input still is one
 */
export function minimise(input: Input, separator: string, isFind: (input: Input) => boolean): Input {
  let runs = 0;
  let best = [...input];
  const accepts = (part: number, text: string): boolean => {
    if (runs++ >= maxRuns) return false;
    const tried = best.map((each, i) => (i === part ? text : each));
    if (!isFind(tried)) return false;
    best = tried;
    return true;
  };
  for (const [part] of input.entries()) {
    if (accepts(part, '')) continue;
    shrink(
      () => (best[part] ?? '').split(separator),
      separator,
      (text) => accepts(part, text),
    );
    shrink(
      () => (best[part] ?? '').split(''),
      '',
      (text) => accepts(part, text),
    );
  }
  return best;
}

function shrink(units: () => string[], joint: string, accepts: (text: string) => boolean): void {
  for (let size = Math.ceil(units().length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < units().length;) {
      const all = units();
      if (!accepts([...all.slice(0, at), ...all.slice(at + size)].join(joint))) at += size;
    }
  }
}
