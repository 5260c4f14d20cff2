import { kernelRelease } from '../machine/kernel-release.ts';
import { structNames } from '../kernel/btf/struct-names.ts';
import { workloadFactsOf } from '../guard/needs.ts';
import type { Look } from '../machine/look.ts';
import { Machine } from '../machine/machine.ts';
import { type ProcFileName, type Reading, procFiles } from '../machine/snapshot.ts';
import { workloadReadings } from '../machine/workload-readings.ts';
import type { InstalledIptables } from '../request/iptables/installed.ts';
import { workloads } from '../request/workloads/index.ts';
import { listWorkloads } from '../request/workloads/list.ts';
import { version } from '../version.ts';
import {
  type KeptAreas,
  type KeptFacts,
  type KeptMemory,
  type SnapshotDocument,
  snapshotSchema,
} from './document.ts';
import { keptText, withoutAddress } from './kept-files.ts';

/** A machine that notes every text that is read of it, and why one could not be. */
export class NotingMachine extends Machine {
  readonly noted = new Map<string, { text: string | undefined; why: string | null }>();

  override text(name: string, trouble: (why: string) => void = () => undefined): string | undefined {
    let why: string | null = null;
    const text = super.text(name, (told) => {
      why = told;
      trouble(told);
    });
    // The constructor reads before there is a place to note it.
    (this.noted as typeof this.noted | undefined)?.set(name, { text, why });
    return text;
  }
}

/** What advice looks at besides, what workloads read only with some options, and when the kernel started. */
const besides = [
  'proc/stat',
  ...['proc/sys/vm/min_free_kbytes', 'proc/cgroups', 'proc/cmdline', 'proc/cpuinfo'],
  ...['sys/devices/system/cpu/possible', 'sys/devices/system/cpu/kernel_max'],
];
/** What tells the kernel's release and build. */
const ofRelease = ['proc/sys/kernel/osrelease', 'proc/version', 'proc/version_signature', 'etc/os-release'];
/** Kept as numbers in `memory`. */
const parsed: readonly ProcFileName[] = [
  'buddyinfo',
  'zoneinfo',
  'pagetypeinfo',
  'meminfo',
  'vmstat',
  'vmallocinfo',
];
const programs = ['iptables', 'iptables-legacy', 'ip6tables', 'ip6tables-legacy'];

/** All that a look can be asked for. */
const allReadings = [...(Object.keys(procFiles) as ProcFileName[]), 'cgroup'].filter(
  (name) => name !== 'buddyinfo',
) as Reading[];

/**
 * Everything that an answer about a machine may rest on, from one look. Reads what every workload with its usual sizes
 * reads; live tables become what they make iptables ask for.
 * @throws UnreadableError or MalformedError for /proc/buddyinfo
 */
export async function captureSnapshot(machine: NotingMachine, at: Date): Promise<SnapshotDocument> {
  const asked = {
    size: undefined,
    rules: undefined,
    rulesFile: undefined,
    cpus: undefined,
    count: undefined,
  };
  const look = machine.begunLook;
  const facts = await workloadFactsOf(workloads, asked, machine);
  const rows = listWorkloads(facts);
  kernelRelease(machine);
  for (const path of [...besides, ...ofRelease]) look.text(path);
  const memory = captureMemory(look);
  const readings = await workloadReadings(machine);
  const { pageSize, release } = machine;
  const iptables = programs.flatMap((name): [string, InstalledIptables][] => {
    const installed = readings.installedIptables(name);
    return installed ? [[name, keptProgram(installed)]] : [];
  });
  return {
    schema: snapshotSchema,
    tool: version,
    taken: at.toISOString(),
    facts: {
      ...{ release, pageSize, architecture: readings.architecture() },
      ...keptTexts(machine, look),
      structs: Object.fromEntries(structNames.map((name) => [name, readings.structBytes(name)])),
      iptables: Object.fromEntries(iptables),
      legacyModules: machine.own
        ? { ipv4: readings.legacyModule('ipv4'), ipv6: readings.legacyModule('ipv6') }
        : {},
      needs: Object.fromEntries(
        rows
          .filter(({ workload, needs }) => machine.own && workload.families && needs.length > 0)
          .map(({ workload, needs }) => [
            workload.name,
            needs.map((need) => ({ ...need, fault: need.fault?.name ?? null })),
          ]),
      ),
    },
    memory,
  };
}

/**
 * The state of the memory as a look finds it, all of it that is read.
 * @throws UnreadableError or MalformedError for /proc/buddyinfo
 */
export function captureMemory(look: Look): KeptMemory {
  look.add(allReadings);
  const {
    buddyinfo,
    zoneinfo,
    pagetypeinfo,
    meminfo,
    vmstat,
    vmallocinfo,
    cgroup,
    cgroupHigh,
    allowedNodes,
    hardCpuset,
    boundNodes,
  } = look.snapshot;
  return {
    buddyinfo,
    zoneinfo: zoneinfo?.map((zone) => ({ ...zone, perCpu: zone.perCpu() })) ?? null,
    pagetypeinfo,
    meminfo: meminfo && Object.fromEntries(meminfo),
    vmstat: vmstat && Object.fromEntries(vmstat),
    vmalloc: vmallocinfo && areasByCaller(vmallocinfo),
    cgroup: nameless(cgroup),
    cgroupHigh: nameless(cgroupHigh),
    allowedNodes,
    hardCpuset,
    boundNodes,
  };
}

/** The name of a container's cgroup is the container's, and so often its host name. */
function nameless<T extends { path: string }>(cgroup: T | null): T | null {
  return cgroup && { ...cgroup, path: cgroup.path.replace(/[0-9a-f]{12,}/g, '…') };
}

/** What compaction and reclaim did: answers rest on it, and whoever reads a record wants to see it. */
const telling = /^(?:compact_|allocstall|oom_kill|pgmigrate_|pg(?:scan|steal)_(?:kswapd|direct))/;

/** A memory without the counters that change all the time and tell nothing: of some 200 in vmstat two dozen stay. */
export function forRecord(memory: KeptMemory): KeptMemory {
  const kept = Object.entries(memory.vmstat ?? {}).filter(([name]) => telling.test(name));
  return { ...memory, vmstat: memory.vmstat && Object.fromEntries(kept) };
}

function areasByCaller(areas: readonly { caller: string | null; bytes: number }[]): KeptAreas[] {
  const sums = new Map<string | null, KeptAreas>();
  for (const { caller, bytes } of areas) {
    const sum = sums.get(caller) ?? { caller, areas: 0, bytes: 0 };
    sums.set(caller, { caller, areas: sum.areas + 1, bytes: sum.bytes + bytes });
  }
  return [...sums.values()];
}

function keptTexts(machine: NotingMachine, look: Look): Pick<KeptFacts, 'files' | 'unread'> {
  const files: Record<string, string> = {};
  const unread: Record<string, string> = {};
  const inMemory = new Set(parsed.map((name): string => procFiles[name].path));
  for (const [path, { text }] of machine.noted) {
    const kept = text === undefined || inMemory.has(path) ? null : keptText(path, text);
    if (kept !== null) files[withoutAddress(path)] = withoutAddress(kept);
  }
  for (const name of Object.keys(procFiles) as ProcFileName[]) {
    const { path } = procFiles[name];
    if (look.snapshot[name] !== null) continue;
    const heads = [machine.path(path), `/${path}`].map((head) => `${head}: `);
    const why = look.snapshot.missing
      .map(
        (sentence) =>
          heads.flatMap((head) => (sentence.startsWith(head) ? [sentence.slice(head.length)] : []))[0],
      )
      .find((found) => found !== undefined);
    if (why !== undefined) unread[path] = why;
  }
  return { files, unread };
}

/** Programs in the system's own folders are told by their path, others by their name. */
function keptProgram(installed: InstalledIptables): InstalledIptables {
  if (installed.state === 'none') return installed;
  const told = (path: string): string =>
    /^\/(?:usr\/)?(?:local\/)?s?bin\//.test(path) ? path : (path.split('/').at(-1) ?? '');
  const { path, program, variant, version: number } = installed;
  return { state: 'found', path: told(path), program: told(program), variant, version: number };
}
