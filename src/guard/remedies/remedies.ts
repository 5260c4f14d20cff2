import type { Remedy as RemedyOfCheck, RemedyDone } from '../check.ts';
import { compaction } from './compact.ts';
import { dropCaches } from './drop-caches.ts';
import type { Look, Remedy, RemedyTools } from './remedy.ts';

/** Which remedies were asked for. */
export interface RemedyWishes {
  compact: boolean;
  dropCaches: boolean;
}

/**
 * The remedies that were asked for as one, for use between two looks: the page cache first, because compaction needs
 * free pages to move others into. What cannot be done in this run is said once, and left out from then on.
 */
export function remediesFor(wishes: RemedyWishes, tools: RemedyTools): RemedyOfCheck {
  let remedies: Remedy[] = [
    ...(wishes.dropCaches ? [dropCaches(tools)] : []),
    ...(wishes.compact ? [compaction(tools)] : []),
  ];
  const said = new Map<Remedy, string>();

  return async (look: Look): Promise<RemedyDone> => {
    const applied: string[] = [];
    const sentences: string[] = [];
    let helped = false;
    let seen = look;
    for (const remedy of [...remedies]) {
      if (applied.length > 0) {
        seen = tools.look();
        if (tools.goes(seen.prediction)) break;
      }
      const outcome = await remedy.apply(seen);
      if (outcome.applied) applied.push(outcome.name);
      helped ||= outcome.helped === true;
      if (!outcome.possible) remedies = remedies.filter((other) => other !== remedy);
      if (outcome.applied || said.get(remedy) !== reasonOf(outcome.why)) sentences.push(outcome.why);
      said.set(remedy, reasonOf(outcome.why));
    }
    return { remedy: applied.length > 0 ? applied.join(', ') : null, helped, says: sentences.join('; ') };
  };
}

/** A sentence without its numbers, so that a countdown is not said at every look. */
function reasonOf(why: string): string {
  return why.replace(/\d+(\.\d+)?/g, 'N');
}
