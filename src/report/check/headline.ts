import type { AnsweredRequest, CheckAnswer } from '../../guard/answer.ts';
import { percent } from '../../text/units.ts';
import { askedFor } from './asked.ts';

/** The answer in one line: the verdict, what was asked for, and whether it goes. */
export function headline(answer: CheckAnswer): string {
  return `${answer.verdict}: ${statement(answer)}`;
}

/** The same without the verdict's word. */
export function statement(answer: CheckAnswer): string {
  const { request, needs, verdict } = answer;
  if (request === null) return 'this machine cannot be read';
  if (needs.length > 1 && verdict === 'available') return allOf(answer);
  // Of several needs the one that decides is named.
  const deciding = needs.find((need) => isSame(need.request, request));
  return `${askedFor(request, deciding?.what ?? null)}, ${outcome(answer, request.count > 1 ? 'them' : 'it')}`;
}

function allOf({ request, needs, workloads }: CheckAnswer): string {
  const open = needs.filter(({ verdict }) => verdict === 'unknown').length;
  const names = workloads.map(({ name }) => name);
  const who = names.length > 1 ? `${listed(names)} ask` : `${request?.workload ?? 'this'} asks`;
  const asks = `${who} for memory ${needs.length} times`;
  if (open === 0) return `${asks}, and the kernel would grant all of it now`;
  return `${asks}, and the kernel would grant ${needs.length - open} of them now (the rest cannot be told here)`;
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function isSame(a: AnsweredRequest, b: AnsweredRequest): boolean {
  if (a.workload !== b.workload) return false;
  return a.bytes === b.bytes && a.path === b.path && a.order === b.order && a.count === b.count;
}

function outcome({ verdict, likelihood, never, cause, go }: CheckAnswer, it: string): string {
  const chance = `(chance ${percent(likelihood)})`;
  switch (verdict) {
    case 'available':
      return `and the kernel would grant ${it} now`;
    case 'attainable':
      return `${attainableBy(cause, it)} ${chance}${go ? '' : '; refused: only what is free now may go (strict)'}`;
    case 'unavailable':
      return never
        ? `and this machine can never grant ${it}`
        : `and the kernel would likely refuse ${it} now ${chance}`;
    case 'unknown':
      return `and whether the kernel would grant ${it} is not known`;
  }
}

function attainableBy(cause: CheckAnswer['cause'], it: string): string {
  if (cause === 'not-read')
    return `and the kernel would probably grant ${it}, but not all that decides was read`;
  if (cause === 'none') return 'free now, but perhaps not for this process';
  return 'not free now, but the kernel can likely make room';
}
