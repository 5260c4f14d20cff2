import type { Statement } from './statement.ts';

const pairs = /(?:^|\s)(?:[a-z_]+(?:\([a-z]+\))?:\s?\d+(?:kB|KB)?|all_unreclaimable\?|yes|no)(?:\s|$)/;

/** What the rest of a line that mail has wrapped looks like, by what the line began as. */
const rests: Partial<Record<Statement['type'], RegExp>> = {
  header:
    /^(?:order:|mode:|gfp_mask=|gfp=|nodemask=|cpuset=|mems_allowed=|oom_score_adj=|of \d|bytes|failed to |page |exceeds|vm_struct|size \d|\S*\)?,)/,
  task: /^(?:Comm:|Not tainted|Tainted:|[A-Z -]*\d+\.\d|\S+ (?:Not tainted|Tainted:))/,
  zone: pairs,
  node: pairs,
  reserve: /^\d+(?: \d+)*$/,
  buddy: /^(?:\d+\*\d+kB|\([UMERHCI]+\)|= ?\d+kB|\d+kB)/,
};

/** Whether a line may be the rest of one that began as a statement of that type. */
export function mayContinue(type: Statement['type'], text: string): boolean {
  return rests[type]?.test(text) ?? false;
}

/** How a line starts that may be the second half of a wrapped header. */
const secondHalf =
  /^(?:page |allocation|failure|vmalloc|for size|oom-killer|gfp_mask|allocate memory|memory on|on node|failed|order:)/;

/** Whether a line may be the second half of a header that no line has alone. */
export function mayEndHeader(text: string): boolean {
  return secondHalf.test(text);
}
