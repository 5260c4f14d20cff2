import { MalformedError } from '../errors.ts';
import { structNames } from '../kernel/btf/struct-names.ts';
import { faultTables } from '../kernel/faults/index.ts';
import type { FaultName } from '../kernel/faults/fault-status.ts';
import { parseGfp } from '../kernel/gfp.ts';
import type { InstalledIptables } from '../request/iptables/installed.ts';
import type { Request } from '../request/request.ts';
import type { StructReading } from '../request/workloads/readings.ts';
import {
  type Shape,
  ShapeError,
  arrayShape,
  choiceShape,
  countShape,
  dictionaryShape,
  nullOr,
  objectShape,
  optional,
  textShape,
} from '../text/shape.ts';
import { type KeptNeed, type KeptZone, type SnapshotDocument, snapshotSchema } from './document.ts';

const count = countShape();
const sentence = textShape(4096);
const zoneName = textShape(32, /^[A-Za-z][A-Za-z0-9]*$/, 'the name of a zone');
/** As zoneinfo and buddyinfo: 1,024 nodes of six zones, 32 orders. */
const maxZones = 8192;
const blocks = arrayShape(countShape(2 ** 47), 32);
const counters = dictionaryShape(/^[\w().-]{1,64}$/, count, 2000);

const place = { node: countShape(999_999_999), zone: zoneName };
const lru = { inactiveFile: count, activeFile: count, inactiveAnon: count, activeAnon: count };

const zone = objectShape<KeptZone>({
  ...place,
  freePages: count,
  watermarkPages: objectShape({ min: count, low: count, high: count }),
  spannedPages: count,
  presentPages: count,
  managedPages: count,
  lowmemReserve: arrayShape(count, 16),
  freeCmaPages: count,
  reservedHighatomicPages: nullOr(count),
  freeHighatomicPages: nullOr(count),
  unacceptedPages: count,
  lru: objectShape(lru),
  nodeStats: nullOr(objectShape({ ...lru, dirty: count, writeback: count, slabReclaimable: count })),
  perCpu: objectShape({ pages: count, cpus: countShape(8192), statThreshold: countShape(999_999_999) }),
  startPfn: nullOr(count),
});

const migratetypes = /^(?:Unmovable|Movable|Reclaimable|Reserve|HighAtomic|CMA|Isolate)$/;

const memory = objectShape<SnapshotDocument['memory']>({
  buddyinfo: arrayShape(objectShape({ ...place, freeBlocks: blocks }), maxZones),
  zoneinfo: nullOr(arrayShape(zone, maxZones)),
  pagetypeinfo: nullOr(
    objectShape({
      pageblockOrder: countShape(99),
      capped: choiceShape(true, false),
      zones: arrayShape(
        objectShape({
          ...place,
          freeBlocks: dictionaryShape(migratetypes, blocks, 7),
          pageblocks: dictionaryShape(migratetypes, countShape(2 ** 21), 7),
        }),
        maxZones,
      ),
    }),
  ),
  meminfo: nullOr(counters),
  vmstat: nullOr(counters),
  vmalloc: nullOr(
    arrayShape(
      objectShape({
        caller: nullOr(textShape(128, /^[A-Za-z_][\w.]*$/, 'the name of a function')),
        areas: countShape(1_000_000),
        bytes: count,
      }),
      10_000,
    ),
  ),
  cgroup: nullOr(
    objectShape({
      bytes: count,
      limitBytes: count,
      path: textShape(4096),
      unusedBytes: optional(count),
      unusedOf: optional(objectShape({ path: textShape(4096), limitBytes: count })),
    }),
  ),
  cgroupHigh: optional(nullOr(objectShape({ unusedBytes: count, limitBytes: count, path: textShape(4096) }))),
  allowedNodes: nullOr(arrayShape(countShape(4096), 4097)),
  hardCpuset: optional(choiceShape(true, false)),
  boundNodes: optional(nullOr(arrayShape(countShape(4096), 4097))),
});

const gfp: Shape<string[]> = (value, at) => {
  const names = arrayShape(textShape(40, /^\w+$/), 40)(value, at);
  try {
    return parseGfp(names.join('|'));
  } catch {
    throw new ShapeError(at, 'GFP flags');
  }
};

const order = countShape(1023);
const request = objectShape<Request>({
  workload: nullOr(textShape(64, /^[\w-]+$/, 'the name of a workload')),
  bytes: count,
  from: optional(choiceShape('slab', 'table', 'btf', 'nearest', 'formula', 'assumed')),
  order,
  pages: count,
  count: optional(count),
  node: optional(countShape(1023)),
  pageSize: countShape(2 ** 30),
  path: choiceShape('contiguous', 'vmalloc', 'vmalloc-noretry', 'address-space'),
  limit: optional(choiceShape('bpf-jit', 'module-space', 'commit')),
  hugePage: optional(choiceShape(true, false)),
  gfp,
  notes: arrayShape(sentence, 100),
  refused: optional(sentence),
  granted: optional(sentence),
  unsized: optional(sentence),
});

const need = objectShape<KeptNeed>({
  request,
  fault: nullOr(choiceShape(...(Object.keys(faultTables) as FaultName[]))),
  what: sentence,
  count,
  stepPages: count,
  beside: arrayShape(objectShape({ what: sentence, pages: count }), 100),
  yieldsUnknown: optional(choiceShape(true)),
  confidence: choiceShape('verified', 'unverified'),
});

const struct: Shape<StructReading> = (value, at) => {
  const read = objectShape<{ bytes?: number; file?: string; absent?: string; malformed?: string }>({
    bytes: optional(countShape(2 ** 30)),
    file: optional(sentence),
    absent: optional(sentence),
    malformed: optional(sentence),
  })(value, at);
  const { bytes, file, absent, malformed } = read;
  if (bytes !== undefined && file !== undefined) return { bytes, file };
  if (malformed !== undefined) return { malformed };
  if (absent !== undefined) return { absent };
  throw new ShapeError(at, 'bytes and file, absent, or malformed');
};

const installed: Shape<InstalledIptables> = (value, at) => {
  const { state } = objectShape({ state: choiceShape('none', 'found') })(value, at);
  if (state === 'none') return { state };
  const number = countShape(999);
  const version: Shape<readonly [number, number, number]> = (each, where) => {
    const numbers = arrayShape(number, 3)(each, where);
    if (numbers.length !== 3) throw new ShapeError(where, 'three numbers');
    return numbers as [number, number, number];
  };
  const found = objectShape({
    path: sentence,
    program: sentence,
    variant: choiceShape('legacy', 'nft', 'script'),
    version: nullOr(version),
  })(value, at);
  return { state, ...found };
};

const path = /^[\w./:+-]{1,200}$/;
const family = /^ipv[46]$/;

const facts = objectShape<SnapshotDocument['facts']>({
  // As uname -r prints it, or nothing where it is not known.
  release: textShape(64, /^(?:\d{1,3}\.\d[!-~]*)?$/, 'a release as uname -r prints it'),
  pageSize: (value, at) => {
    const size = countShape(2 ** 20)(value, at);
    if (size >= 1024 && Number.isInteger(Math.log2(size))) return size;
    throw new ShapeError(at, 'a power of two of bytes');
  },
  architecture: nullOr(choiceShape('x86-64', 'x86', 'arm64', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64')),
  files: dictionaryShape(path, textShape(16_384), 2000),
  unread: dictionaryShape(path, sentence, 100),
  structs: dictionaryShape(new RegExp(`^(?:${structNames.join('|')})$`), struct, 100),
  iptables: dictionaryShape(/^ip6?tables(?:-legacy)?$/, installed, 10),
  legacyModules: dictionaryShape(family, choiceShape('loaded', 'there', 'absent', 'unknown'), 2),
  needs: dictionaryShape(/^[\w-]{1,64}$/, arrayShape(need, 100), 100),
});

const document = objectShape<SnapshotDocument>({
  schema: choiceShape(snapshotSchema),
  tool: textShape(40, /^[\w.+-]*$/),
  taken: textShape(30, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/, 'a time in UTC (ISO 8601)'),
  facts,
  memory,
});

/** CPUs of all zones together: what is printed for them has to stay bounded. */
const maxPerCpuLists = 1_000_000;

/**
 * Reads a snapshot from outside.
 * @param line where it stands in the file
 * @throws MalformedError for anything that this tool would not have written
 */
export function readDocument(value: unknown, file: string, line: number): SnapshotDocument {
  try {
    const read = document(value, 'snapshot');
    const lists = (read.memory.zoneinfo ?? []).reduce((sum, { perCpu }) => sum + perCpu.cpus, 0);
    if (lists > maxPerCpuLists) throw new ShapeError('snapshot.memory.zoneinfo', 'fewer CPUs');
    const areas = (read.memory.vmalloc ?? []).reduce((sum, each) => sum + each.areas, 0);
    if (areas > maxPerCpuLists) throw new ShapeError('snapshot.memory.vmalloc', 'fewer areas');
    return read;
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new MalformedError(file, line, { kind: error.at }, error.expected);
  }
}
