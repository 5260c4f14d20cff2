import type { BuddyLine } from './buddy-line.ts';
import type { Header } from './header.ts';
import type { ProgramMessage } from './program-message.ts';
import type { Fields, ZoneLine } from './zone-line.ts';

/** What one line of a log says, as far as failure reports are concerned. */
export type Statement =
  | { type: 'header'; header: Header }
  | ({ type: 'mode' } & Pick<Header, 'gfpMask' | 'gfpNames'>)
  | { type: 'enomem' }
  | { type: 'suppressed'; count: number }
  | { type: 'boot'; release: string }
  | { type: 'other-dump' }
  | { type: 'program'; message: ProgramMessage }
  | { type: 'task'; comm: string; release: string | null }
  | { type: 'frame'; frames: Frame[] }
  | MemoryStatement
  | CacheStatement
  | { type: 'memcg'; text: string; victim: string | null }
  | { type: 'out-of-memory'; victim: string | null }
  | { type: 'process-row' };

/** A line of the memory state that ends a report. */
export type MemoryStatement =
  | { type: 'mem-info' }
  | { type: 'counts'; fields: Map<string, number> }
  | { type: 'node'; node: number; fields: Fields }
  | { type: 'zone'; zone: ZoneLine }
  | { type: 'reserve'; pages: number[] }
  | { type: 'buddy'; buddy: BuddyLine }
  | { type: 'tail'; freeSwapKib: number | null };

/** The object cache that a SLUB report is about; `order` is the lowest that a slab of it needs. */
export interface CacheStatement {
  type: 'cache';
  name: string;
  objectBytes: number;
  order: number;
}

const memoryTypes = new Set<Statement['type']>([
  'mem-info',
  'counts',
  'node',
  'zone',
  'reserve',
  'buddy',
  'tail',
]);

export function isMemoryStatement(statement: Statement): statement is MemoryStatement {
  return memoryTypes.has(statement.type);
}

/** A reliable frame of a call trace. */
export interface Frame {
  symbol: string;
  module: string | null;
}
