import type { Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { type Prediction, type Room, never, uncertain } from './prediction.ts';

/** From here on the space is larger than any memory: the kernel is a 64-bit one. */
const wideBytes = 2 ** 36;

/** There may be room, but not in one piece. */
const inPiecesLikelihood = 0.7;
const fullLikelihood = 0.05;

const kib = 1024;

/** The answer that memory gives, or a worse one that the vmalloc space gives. */
export function withinVmallocSpace(memory: Prediction, request: Request, snapshot: Snapshot): Prediction {
  const space = vmallocSpaceAnswer(request, snapshot);
  if (!space || memory.never || memory.likelihood < space.likelihood) return memory;
  return { ...space, zones: memory.zones, wants: [...memory.wants, ...space.wants] };
}

/**
 * What the vmalloc space of a 32-bit kernel (some 120 MiB) says against a request: mm/vmalloc.c __get_vm_area_node() takes
 * one hole that holds all of it and a guard page. Null where the space does not stand in its way.
 */
function vmallocSpaceAnswer(
  { bytes: oneBytes, pages, pageSize }: Request,
  snapshot: Snapshot,
): Prediction | null {
  const { meminfo, vmallocinfo } = snapshot;
  const total = (meminfo?.get('VmallocTotal') ?? 0) * kib;
  if (total === 0 || total >= wideBytes) return null;
  const bytes = (pages + 1) * pageSize;
  const need = `${bytes} bytes of address space are needed, the guard page included,`;
  const look = 'the failure says "vmap allocation for size N failed", however much memory is free';
  if (oneBytes + pageSize > total) {
    return never('address-space', `${need} and the vmalloc space of this kernel has ${total}: ${look}`, []);
  }
  // Up to 4.3 the largest hole is told; since, VmallocChunk is always 0.
  const hole = (meminfo?.get('VmallocChunk') ?? 0) * kib;
  if (hole >= bytes) return null;
  const roomIn = (has: number): Room => ({ needs: bytes, has, of: "is free of the kernel's vmalloc space" });
  const used = vmallocinfo
    ? vmallocinfo.reduce((sum, area) => sum + area.bytes, 0)
    : (meminfo?.get('VmallocUsed') ?? 0) * kib;
  // From 4.4 to 5.2 VmallocUsed is always 0. Since 5.3 it is what vmalloc() took, without what drivers mapped: a lower bound.
  const isTold = used > 0;
  const left = hole > 0 ? hole : Math.max(0, total - used);
  const told = hole > 0 ? `${hole} in one piece` : isTold ? `at most ${left}` : 'an unknown part';
  const found = `${need} and ${told} of the vmalloc space of ${total} bytes is free`;
  const wants = vmallocinfo ? [] : (['vmallocinfo'] as const);
  if (bytes > left) {
    return uncertain({
      likelihood: fullLikelihood,
      cause: 'address-space',
      reason: `${found}: ${look}`,
      zones: [],
      room: roomIn(left),
    });
  }
  if (bytes <= left / (vmallocinfo ? 2 : 4)) return null;
  return uncertain({
    likelihood: inPiecesLikelihood,
    cause: 'address-space',
    reason: `${found}, perhaps not in one piece: ${look}`,
    zones: [],
    wants: [...wants],
  });
}
