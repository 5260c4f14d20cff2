import { type KernelVersion, atLeast } from '../kernel/version.ts';
import type { Reading, Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { type Prediction, type Room, available, malformed, uncertain, unknown } from './prediction.ts';

const availableLikelihood = 0.999;
/** Others may give memory back before the step asks. */
const refusedLikelihood = 0.05;

/** vm.overcommit_memory */
const [guess, always] = [0, 1];

const kib = 1024;

/**
 * Whether the kernel lets a process promise itself that much memory: mm/util.c __vm_enough_memory(), which fork() asks for
 * each private mapping that the parent may write to. Under vm.overcommit_memory=2 what is committed already, the new
 * pages and the reserves have to stay below CommitLimit.
 */
export function predictOvercommit(
  { bytes }: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): Prediction {
  const { overcommitMemory: mode, meminfo } = snapshot;
  const wants = (['overcommitMemory', 'meminfo', 'adminReserveKbytes', 'userReserveKbytes'] as const).filter(
    (reading: Reading & keyof Snapshot) => snapshot[reading] === null,
  );
  if (mode === always) {
    return grantedWith('vm.overcommit_memory is 1: the kernel promises whatever is asked for');
  }
  const broken = snapshot.malformed.find((file) => file === 'overcommitMemory' || file === 'meminfo');
  if (broken !== undefined) {
    const file = broken === 'meminfo' ? '/proc/meminfo' : 'vm.overcommit_memory';
    return malformed(`${file} is malformed, and it decides what a fork may promise`);
  }
  if (mode === null || !meminfo) {
    return unknown(
      'vm.overcommit_memory or /proc/meminfo was not read, and they decide what a fork may promise',
      wants,
    );
  }
  const bytesOf = (name: string): number => (meminfo.get(name) ?? 0) * kib;
  const need = `${bytes} bytes would be committed`;
  if (mode === guess) {
    // Before 5.2 the guess was what could be had; MemAvailable is no more than that.
    const [room, sum] = atLeast(kernel, 5, 2)
      ? [bytesOf('MemTotal') + bytesOf('SwapTotal'), 'memory and swap']
      : [
          bytesOf('MemAvailable') + bytesOf('SwapFree') - reserveBytes(snapshot.adminReserveKbytes),
          'MemAvailable and free swap',
        ];
    const found = `${need} and vm.overcommit_memory is 0: no mapping may be larger than ${sum}, ${Math.max(0, room)} bytes`;
    const most = { needs: bytes, has: Math.max(0, room), of: 'is the most that one mapping may take' };
    return bytes <= room
      ? grantedWith(found, most)
      : unknown(`${found}, and the size of the largest is not known`);
  }
  if (!meminfo.has('CommitLimit') || !meminfo.has('Committed_AS')) {
    return unknown('vm.overcommit_memory is 2, and /proc/meminfo tells no CommitLimit or Committed_AS');
  }
  const left = bytesOf('CommitLimit') - bytesOf('Committed_AS');
  const found = `${need} and CommitLimit leaves ${Math.max(0, left)} bytes (vm.overcommit_memory is 2)`;
  // The kernel does not add its per-CPU counts up for this test: they may hold 0.4 % of the memory (mm_compute_batch).
  const error = bytesOf('MemTotal') / 256;
  // The test is "below", so the last page is never promised.
  if (bytes >= left + error) {
    const room = { needs: bytes, has: Math.max(0, left), of: 'may still be promised (CommitLimit)' };
    return uncertain({
      likelihood: refusedLikelihood,
      cause: 'address-space',
      reason: found,
      zones: [],
      room,
    });
  }
  const reserves = reserveBytes(snapshot.adminReserveKbytes) + reserveBytes(snapshot.userReserveKbytes, 128);
  if (bytes < left - error - reserves)
    return grantedWith(found, { needs: bytes, has: left, of: 'may still be promised (CommitLimit)' });
  return unknown(
    `${found}, of which up to ${reserves} are kept from callers without CAP_SYS_ADMIN and from large ones (vm.admin_reserve_kbytes, vm.user_reserve_kbytes)`,
  );
}

function grantedWith(reason: string, room?: Room): Prediction {
  return available({ likelihood: availableLikelihood, reason, zones: [], ...(room && { room }) });
}

/** A reserve in bytes; where it was not read, the kernel's default in MiB. */
function reserveBytes(kbytes: number | null, defaultMib = 8): number {
  return (kbytes ?? defaultMib * kib) * kib;
}
