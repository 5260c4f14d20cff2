import type { FaultStatus } from '../kernel/faults/fault-status.ts';
import { costlyOrder } from '../request/order.ts';
import type { Request } from '../request/request.ts';
import { addressSpaceAdvice } from './address-space-advice.ts';
import { type Answer, forCause } from './advice-by-cause.ts';
import { type AdviceFacts, noFacts } from './advice-facts.ts';
import type { Advice } from './advised.ts';

/** memcg ids are 16 bits wide; from here on leaked ones are the likelier reason than memory. */
const manyCgroups = 50_000;
/** A limit with less than this left refuses small requests too (64 MiB). */
const tightBytes = 64 * 2 ** 20;

/**
 * What to do, most useful first: what helps now, then a kernel without the fault, then what helps later. A fault of the
 * kernel is told whatever the verdict is, the rest only if the request does not fit now. What the readings, or this run,
 * show to be useless is not advised. Pure: `fault` is what is known of this request on this kernel.
 */
export function advise(
  request: Request,
  answer: Answer,
  fault: FaultStatus | null,
  facts: AdviceFacts = noFacts,
): Advice[] {
  const known = fault && (fault.state === 'affected' || (fault.state === 'unknown' && fault.assumed));
  const fixes = known ? [upgrade(fault, request)] : [];
  if (answer.verdict === 'available' || answer.verdict === 'unknown') return fixes;
  if (answer.never) return [...forNever(request, answer), ...fixes];
  const { now, waiting: wait, later } = forCause(request, answer, facts);
  const pages = answer.verdict === 'unavailable' ? inPages(request) : [];
  const all = [...now, ...fixes, ...forFault(fault, request, facts), ...wait, ...pages, ...later];
  return unique([...all, ...lookAlikes(request, answer, facts)]);
}

function unique(all: readonly Advice[]): Advice[] {
  return [...new Map(all.map((advice) => [advice.says, advice])).values()];
}

function upgrade(
  { state, says, relief, fixedIn, confidence, note }: FaultStatus,
  { path, order }: Request,
): Advice {
  const sure = confidence === 'verified' ? '' : ' (unverified)';
  const why = note === null ? '' : `; ${note}`;
  const does = state === 'affected' ? 'this kernel has a known fault' : 'this kernel may have a known fault';
  const remedy = fixedIn === null ? 'no fixed build is known' : `upgrade the kernel to ${fixedIn} or newer`;
  const harmless = path === 'contiguous' && order <= costlyOrder;
  const harm = harmless ? `; at order ${order} it does no harm` : '';
  const sentence = `${remedy}: ${does}${sure}: ${says}${why}${harm}`;
  if (fixedIn === null || harmless) return { says: sentence };
  return { says: sentence, does: { words: remedy }, effect: `${relief}${sure}` };
}

/** A size that was asked for without a path is one block, which its asker may not have meant. */
function inPages({ workload, path, order }: Request): Advice[] {
  if (workload !== null || path !== 'contiguous' || order <= costlyOrder) return [];
  return [
    {
      says: 'ask with --path vmalloc where the memory need not be in one piece: one contiguous block was asked for',
      does: { options: [{ name: 'path', value: 'vmalloc' }] },
      effect: 'where it need not be one block',
    },
  ];
}

function forNever(request: Request, { cause }: Answer): Advice[] {
  const { order, path, count = 1, refused } = request;
  if (cause === 'address-space') return [addressSpaceAdvice(request)];
  const less = (why: string): Advice[] => [
    { says: `ask for less: ${why}`, does: { words: 'ask for less' }, effect: why },
  ];
  if (refused !== undefined) return less('more memory would not help');
  if (cause === 'never' && (path !== 'contiguous' || count > 1)) {
    const words = 'ask for less, or give the machine more memory';
    return [
      { says: `${words}: this is more than it has in all`, does: { words }, effect: 'it has less in all' },
    ];
  }
  if (cause === 'zone-absent') {
    const words = 'ask without the zone flag';
    const why = 'this machine has no memory in that zone';
    return [{ says: `${words}: ${why}`, does: { words }, effect: why }];
  }
  return [...less(`no state of this machine can serve order ${order}`), ...inPages(request)];
}

/** How to make the request smaller, if its size can be tuned. */
function forFault(
  fault: FaultStatus | null,
  { order, bytes, pageSize }: Request,
  facts: AdviceFacts,
): Advice[] {
  if (fault?.name !== 'veth-queues' || order <= costlyOrder) return [];
  const { possibleCpus, onlineCpus } = facts;
  const boot = (cpus: string): string => `boot with nr_cpus=${cpus}`;
  if (possibleCpus === null) {
    const words = 'boot with nr_cpus= set to the CPUs that are present';
    const effect = 'the queues grow with the possible CPUs';
    return [{ says: `${words}: ${effect}`, does: { words }, effect }];
  }
  const harmless = Math.floor((2 ** costlyOrder * pageSize) / (bytes / possibleCpus));
  if (onlineCpus !== null && onlineCpus < possibleCpus) {
    const cpus = `${possibleCpus} CPUs are possible and ${onlineCpus} are present`;
    const words = boot(String(onlineCpus));
    return [
      {
        says: `${words}: ${cpus}, and the queues are made for all possible ones`,
        does: { words },
        effect: cpus,
      },
    ];
  }
  return [
    {
      says: `create the pair with fewer queues (ip link add … numrxqueues 1), or ${boot(String(harmless))} or fewer if that many are enough: up to that number the block is of order ${costlyOrder}, which the kernel does not refuse`,
      does: { words: `create the pair with fewer queues, or ${boot(String(harmless))}` },
      effect: 'such a block is not refused',
    },
  ];
}

/** Other problems with the same message, if the readings show them. */
function lookAlikes(
  { path, workload }: Request,
  { cause }: Answer,
  { cgroup, memoryCgroups }: AdviceFacts,
): Advice[] {
  const found: string[] = [];
  if (memoryCgroups !== null && memoryCgroups >= manyCgroups) {
    found.push(
      `there are ${memoryCgroups} memory cgroups of at most 65535: "mkdir …: cannot allocate memory" then comes from leaked cgroup ids, not from memory; reboot the host`,
    );
  }
  if (cgroup && cause !== 'cgroup-limit' && cgroup.bytes < tightBytes) {
    found.push(
      `cgroup ${cgroup.path} has ${cgroup.bytes} bytes left of its limit of ${cgroup.limitBytes}: its ENOMEM looks the same`,
    );
  }
  if (workload === 'io-uring') {
    found.push(
      'ulimit -l (RLIMIT_MEMLOCK) says the same ENOMEM to users without CAP_IPC_LOCK, before 5.12 and from 6.14 on',
    );
  }
  if (path === 'vmalloc' && cause === 'out-of-memory') {
    found.push(
      'if memory is not short, look at the module address space: "vmap allocation for size N failed" and bpf_jit_limit have nothing to do with free pages',
    );
  }
  return found.map((says) => ({ says }));
}
