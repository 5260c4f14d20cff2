import { MalformedError } from '../../src/errors.ts';
import { type ProcTexts, procFiles } from '../../src/machine/snapshot.ts';
import type { Path, Request } from '../../src/request/request.ts';
import { getOrder } from '../../src/request/order.ts';

/** What a real kernel did when it was asked; the counters are of that one attempt. */
interface TrialAttempt {
  granted: boolean;
  directReclaimStalls?: number;
  compactStalls?: number;
  compactedFirst?: boolean;
  pagesMigrated?: number;
  /** pages that compaction, of whomever, looked at as to be moved */
  migrateScanned?: number;
  /** pages that kswapd and kcompactd looked at while the kernel was asked */
  kswapdScanned?: number;
  kcompactdScanned?: number;
  /** how often a limit of the caller's cgroups was met */
  groupStalls?: number;
}

/** What worked in the background between the reading and the request, and buddyinfo right before the request if it had changed. */
interface Meanwhile {
  kswapdScanned: number;
  kswapdReclaimed: number;
  kcompactdScanned: number;
  pagesMigrated: number;
  buddyinfo: string | null;
}

/** One recorded trial: what /proc said, what was asked, and what the kernel answered. */
export interface Trial {
  id: string;
  release: string;
  /** bytes */
  pageSize: number;
  request: Request;
  texts: ProcTexts;
  /** what hosts have that other trials have not (test/kernels/conditions.js); null where there is nothing of that kind */
  condition: string | null;
  /** texts that tell of what the caller is kept to, by path; empty where it is kept to nothing */
  caller: Readonly<Partial<Record<string, string>>>;
  attempts: TrialAttempt[];
  /** absent where the recorder did not read twice */
  meanwhile?: Meanwhile | undefined;
}

interface TrialLine {
  id?: string;
  release?: string;
  pageSize?: number;
  request?: { order?: number; gfp?: string[]; path?: Path; bytes?: number; pages?: number; callers?: number };
  proc?: Partial<Record<string, string>>;
  condition?: string;
  caller?: Partial<Record<string, string>>;
  attempts?: TrialAttempt[];
  meanwhile?: Meanwhile | null;
}

const paths: readonly Path[] = ['contiguous', 'vmalloc', 'vmalloc-noretry'];

/**
 * Reads one line of a trial file.
 * @throws MalformedError where a field that the prediction or the outcome needs is absent
 */
export function parseTrial(line: string, file: string, number: number): Trial {
  const malformed = (expected: string): MalformedError => new MalformedError(file, number, line, expected);
  let trial: TrialLine | null = null;
  try {
    trial = JSON.parse(line) as TrialLine | null;
  } catch {
    // Said below, as every other line that holds no object.
  }
  if (typeof trial !== 'object' || trial === null) throw malformed('one JSON object a line');
  const { request, proc, attempts } = trial;
  const first = attempts?.[0];
  if (
    !request ||
    !Array.isArray(request.gfp) ||
    typeof proc?.buddyinfo !== 'string' ||
    typeof first?.granted !== 'boolean'
  ) {
    throw malformed('a trial with request, proc.buddyinfo and attempts');
  }
  const { pageSize = 4096, release = '' } = trial;
  if (!Number.isInteger(pageSize) || pageSize < 1) throw malformed('pageSize in bytes');
  if (typeof release !== 'string') throw malformed('release as uname -r prints it');
  return {
    id: trial.id ?? `${file}:${number}`,
    release,
    pageSize,
    request: requestOf(request, request.gfp, pageSize, malformed),
    condition: typeof trial.condition === 'string' ? trial.condition : null,
    caller: stringsOf(trial.caller),
    texts: { ...textsOf(proc), buddyinfo: proc.buddyinfo },
    attempts: attempts ?? [],
    meanwhile: trial.meanwhile ?? undefined,
  };
}

function stringsOf(texts: Readonly<Record<string, unknown>> | null | undefined): Trial['caller'] {
  return Object.fromEntries(
    Object.entries(texts ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The texts that a snapshot is made of; what is not a text was not recorded. */
function textsOf(proc: Readonly<Record<string, unknown>>): Omit<ProcTexts, 'buddyinfo'> {
  const names = Object.keys(procFiles).filter((name) => typeof proc[name] === 'string');
  return Object.fromEntries(names.map((name) => [name, proc[name]]));
}

function requestOf(
  asked: NonNullable<TrialLine['request']>,
  gfp: string[],
  pageSize: number,
  malformed: (expected: string) => MalformedError,
): Request {
  const path = paths.find((name) => name === (asked.path ?? 'contiguous'));
  if (path === undefined) throw malformed(`request.path, one of ${paths.join(', ')}`);
  const common = { workload: null, path, gfp, pageSize, notes: [] };
  if (path === 'contiguous') {
    const { order } = asked;
    if (order === undefined || !Number.isInteger(order) || order < 0 || order > 63)
      throw malformed('request.order, 0 to 63');
    return { ...common, order, pages: 2 ** order, bytes: 2 ** order * pageSize };
  }
  const each = asked.pages ?? Math.ceil((asked.bytes ?? 0) / pageSize);
  if (!Number.isInteger(each) || each < 1) throw malformed('request.pages or request.bytes');
  const { callers = 1, bytes = each * pageSize } = asked;
  if (!Number.isInteger(callers) || callers < 1) throw malformed('request.callers, 1 or more');
  if (!Number.isInteger(bytes) || bytes < 1) throw malformed('request.bytes, 1 or more');
  const pages = each * callers;
  return { ...common, order: getOrder(bytes, pageSize), pages, bytes };
}
