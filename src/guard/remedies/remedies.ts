import type { RemedyStep } from '../check.ts';
import type { Judgement } from '../judge.ts';
import { compaction } from './compact.ts';
import { cacheDrop } from './drop-caches.ts';
import type { RemedyDone, RemedyTools } from './remedy.ts';

/** Which remedies were asked for. */
export interface RemedyWishes {
  compact: boolean;
  dropCaches: boolean;
}

/**
 * The requested remedies as one, for use between two looks: the page cache first, because compaction needs free pages to
 * move others into. What cannot be done in this run is said once and not tried again; what is put off for the same reason
 * as the last time is not said again.
 */
export function remediesFor(wishes: RemedyWishes, tools: RemedyTools): RemedyStep {
  const remedies = new Set([
    ...(wishes.dropCaches ? [cacheDrop()] : []),
    ...(wishes.compact ? [compaction()] : []),
  ]);
  const said = new Map<string, string>();

  return async (judged: Judgement): Promise<RemedyDone> => {
    const applied: string[] = [];
    const sentences: string[] = [];
    let helped = false;
    for (const remedy of remedies) {
      const seen = applied.length === 0 ? judged : tools.judge();
      if (seen.prediction.verdict === 'available') break;
      const outcome = await remedy.apply(seen, tools);
      if (outcome.applied) applied.push(outcome.name);
      if (outcome.helped === true) helped = true;
      if (!outcome.possible) remedies.delete(remedy);
      const reason = withoutNumbers(outcome.why);
      if (outcome.applied || said.get(remedy.name) !== reason) sentences.push(outcome.why);
      said.set(remedy.name, reason);
    }
    return { remedy: applied.length === 0 ? null : applied.join(', '), helped, says: sentences.join('; ') };
  };
}

/** So that a countdown or a changing load counts as the same reason. */
function withoutNumbers(why: string): string {
  return why.replace(/\d+(\.\d+)?/g, 'N');
}
