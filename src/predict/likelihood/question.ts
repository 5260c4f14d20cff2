import type { GfpTraits } from '../../kernel/gfp.ts';
import type { KernelVersion } from '../../kernel/version.ts';
import type { Snapshot } from '../../machine/snapshot.ts';
import type { Zonelist } from '../zonelist.ts';

/** What the slow path starts from. */
export interface SlowPath {
  order: number;
  traits: GfpTraits;
  zonelist: Zonelist;
  snapshot: Snapshot;
  kernel: KernelVersion | null;
}
