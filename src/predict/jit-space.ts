import { type KernelVersion, atLeast } from '../kernel/version.ts';
import type { VmallocArea } from '../machine/proc/vmallocinfo.ts';
import type { Reading, Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { counted } from '../text/units.ts';
import { type Prediction, available, malformed, uncertain, unknown } from './prediction.ts';

/** Proven on 6.18: what fits was granted, one filter more was refused with errno 524. */
const availableLikelihood = 0.999;
/** The interpreter may take over on kernels that were built with it (CONFIG_BPF_JIT_ALWAYS_ON off). */
const refusedLikelihood = 0.1;

const readings = ['bpfJitEnable', 'bpfJitLimit', 'vmallocinfo'] as const satisfies Reading[];
/**
 * Whether the machine code of BPF programs (seccomp filters among them) still fits. kernel/bpf/core.c
 * bpf_jit_charge_modmem(): what is charged and the new program must not be more than net.core.bpf_jit_limit, unless the
 * caller has CAP_BPF or CAP_SYS_ADMIN in the first user namespace. That limit is never more than the module space,
 * so what fits under it together with all modules fits in there as well (`module-space`).
 */
export function predictJitSpace(
  { workload, bytes, pageSize, limit: name }: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): Prediction {
  const { bpfJitEnable: enabled, bpfJitLimit: limit, vmallocinfo: areas } = snapshot;
  if (enabled === 0) {
    const reason =
      'net.core.bpf_jit_enable is 0: programs are interpreted, and no limit of machine code concerns them';
    return available({ likelihood: availableLikelihood, reason, zones: [] });
  }
  const wants = readings.filter((reading) => snapshot[reading] === null);
  const asRoot = `run 'buddyguard check --for ${workload ?? 'seccomp'}' as root in the host's network namespace`;
  if (snapshot.malformed.includes('bpfJitLimit')) return malformed('net.core.bpf_jit_limit is malformed');
  if (limit === null) return unknown(`net.core.bpf_jit_limit could not be read: ${asRoot}`, wants);
  const caller =
    name === 'bpf-jit'
      ? 'for a caller without CAP_BPF; one that has it passes this limit'
      : 'the space of modules is larger';
  const need = `${counted(bytes, 'byte')} of machine code are needed`;
  if (bytes > limit) {
    const reason = `${need} and net.core.bpf_jit_limit is ${limit}, ${caller}`;
    return name === 'bpf-jit' ? refused(reason, bytes, limit) : unknown(reason);
  }
  if (areas?.length === 0)
    return unknown(`${need}, and /proc/vmallocinfo shows none of the areas that every kernel has`);
  if (snapshot.malformed.includes('vmallocinfo'))
    return malformed(`${need}, net.core.bpf_jit_limit is ${limit}, and /proc/vmallocinfo is malformed`);
  if (areas === null) {
    return unknown(
      `${need}, net.core.bpf_jit_limit is ${limit}, and /proc/vmallocinfo could not be read: ${asRoot}`,
      wants,
    );
  }
  const [min, max] = jitBytes(areas, pageSize, kernel);
  const inUse = min === max ? `${max}` : `between ${min} and ${max}`;
  const found = `${need}, ${inUse} are in use and net.core.bpf_jit_limit is ${limit}`;
  if (max + bytes <= limit) {
    const room = { needs: bytes, has: limit - max, of: 'or more is left under net.core.bpf_jit_limit' };
    return available({ likelihood: availableLikelihood, reason: found, zones: [], room });
  }
  if (min + bytes > limit && name === 'bpf-jit') return refused(`${found}, ${caller}`, bytes, limit - min);
  const open = min === max ? caller : `how much of the areas is charged is not told, ${caller}`;
  return unknown(`${found}: ${open}`);
}

function refused(reason: string, needs: number, has: number): Prediction {
  const room = { needs, has: Math.max(0, has), of: 'is left under net.core.bpf_jit_limit' };
  return uncertain({ likelihood: refusedLikelihood, cause: 'address-space', reason, zones: [], room });
}

/** Functions that ask for machine code, of programs or of modules: what may have been charged, and more. */
const machineCode =
  /^(?:bpf_|alloc_new_pack|arch_alloc_bpf|arch_bpf|execmem|__execmem|module_|load_module|layout_and_allocate|move_module)/;
/** Programs before they are compiled, and maps: ordinary memory. */
const ordinary = /^bpf_(?:prog_alloc|prog_realloc|prog_array|map_|check|verifier|ringbuf)/;

/**
 * The bounds of what is charged, in bytes. Before 5.18 each program has areas of its own and is charged for them; since
 * then programs are packed into areas of 2 MiB for each node and charged by their size, which nothing tells.
 */
function jitBytes(
  areas: readonly VmallocArea[],
  pageSize: number,
  kernel: KernelVersion | null,
): [number, number] {
  const packed = kernel === null || atLeast(kernel, 5, 18);
  let [min, max] = [0, 0];
  for (const { bytes, caller } of areas) {
    // An area that names nobody may hold machine code.
    if (caller !== null && (!machineCode.test(caller) || ordinary.test(caller))) continue;
    const withoutGuard = Math.max(0, bytes - pageSize);
    max += withoutGuard;
    if (!packed && caller?.startsWith('bpf_jit_')) min += withoutGuard;
  }
  return [min, max];
}
