import type { StructName } from '../../kernel/btf/struct-names.ts';
import { largestSize, nearestKernel, sizeInRelease } from '../../kernel/find-struct-size.ts';
import type { SizeSource } from '../request.ts';
import { architectureOf } from './architecture.ts';
import type { WorkloadFacts } from './facts.ts';

/** The size of a kernel object and how it is known: what an allocation takes as it is. */
export interface KnownSize {
  bytes: number;
  /** where SLUB tells it: of one object with all that SLUB adds */
  order?: number;
  from: SizeSource;
  notes: string[];
  unverified: string | null;
}

/**
 * The size of a structure: by the row of exactly this release, else by the running kernel's types, else by the nearest
 * release of its architecture, else the largest of any kernel that was read.
 */
export function structSize(facts: WorkloadFacts, name: StructName): KnownSize {
  const { kernel, readings } = facts;
  const exact = kernel && sizeInRelease(name, kernel.release);
  if (exact !== null) return sure(name, exact, 'table', 'in this very release');
  const read = readings.structBytes(name);
  if ('bytes' in read) return sure(name, read.bytes, 'btf', `by ${read.file}`);
  const { architecture, assumption } = architectureOf(facts);
  const isMalformed = 'malformed' in read;
  const notes = [...(assumption === null ? [] : [assumption]), ...(isMalformed ? [read.malformed] : [])];
  const why = isMalformed ? "the running kernel's types cannot be believed" : read.absent;
  const taken = (bytes: number): string => `struct ${name} is assumed to be ${bytes} bytes`;
  const near = nearestKernel(name, kernel, architecture);
  if (near) {
    const { bytes, row } = near;
    return { bytes, from: 'nearest', notes, unverified: `${taken(bytes)}, as in ${row.release}: ${why}` };
  }
  const bytes = largestSize(name);
  const unverified = `${taken(bytes)}, the most of any architecture, and no kernel for ${architecture} was read: ${why}`;
  return { bytes, from: 'assumed', notes, unverified };
}

function sure(name: StructName, bytes: number, from: SizeSource, where: string): KnownSize {
  return { bytes, from, notes: [`struct ${name} has ${bytes} bytes ${where}`], unverified: null };
}

/** Whether a size is of this very kernel, and not of another one or worked out. */
export function isOfThisKernel({ from }: KnownSize): boolean {
  return from === 'slab' || from === 'table' || from === 'btf';
}

/** As structSize(), but by the slab cache of the structure where that can be read. */
export function slabSize(facts: WorkloadFacts, cache: string, name: StructName): KnownSize {
  return cacheSize(facts, cache) ?? structSize(facts, name);
}

/** The size of one object of a slab cache of the running kernel; null where it cannot be read. */
export function cacheSize({ readings, pageSize }: WorkloadFacts, cache: string): KnownSize | null {
  const slab = readings.slab(cache, pageSize);
  if (!slab) return null;
  const { objectBytes: bytes, minOrder: order } = slab;
  const note = `one object of the slab cache ${cache} takes ${bytes} bytes (/sys/kernel/slab/${cache})`;
  return { bytes, order, from: 'slab', notes: [note], unverified: null };
}
