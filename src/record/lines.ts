import type { Verdict } from '../predict/prediction.ts';
import { jsonLine } from '../text/json-line.ts';
import { MalformedError } from '../errors.ts';
import { arrayShape, choiceShape, dictionaryShape } from '../text/shape.ts';
import { type Delta, type Json, changed, difference } from './delta.ts';
import type { SnapshotDocument } from './document.ts';
import { readDocument } from './document-shape.ts';

export const recordSchema = 'buddyguard/record/1';

/** What a request was answered: its verdict and likelihood. */
export type KeptVerdict = readonly [verdict: Verdict, likelihood: number];

/** The workloads that were asked for, each with its answer. */
export type KeptVerdicts = Readonly<Record<string, KeptVerdict>>;

/** One sample of a record. */
export interface Sample {
  /** the moment, and all that was kept of the machine at it; read when first asked for: MalformedError if it is none */
  readonly document: SnapshotDocument;
  /** milliseconds since the epoch */
  readonly at: number;
  readonly verdicts: KeptVerdicts;
  /** when the kernel started, in milliseconds since the epoch; null if that was not kept */
  readonly bootedAt: number | null;
}

/** Writes samples as lines of JSON: a whole one first, then what changed. */
export class SampleWriter {
  #last: Pick<Sample, 'document' | 'verdicts'> | null = null;

  /** The line of a sample. */
  line(sample: Pick<Sample, 'document' | 'verdicts'>): string {
    const last = this.#last;
    this.#last = sample;
    const { taken, memory } = sample.document;
    if (!last)
      return jsonLine({ schema: recordSchema, snapshot: sample.document, verdicts: sample.verdicts });
    const delta = difference(asJson(last.document.memory), asJson(memory)) ?? {};
    const verdicts = difference(asJson(last.verdicts), asJson(sample.verdicts));
    return jsonLine({ at: taken, delta, ...(verdicts === undefined ? {} : { verdicts }) });
  }

  /** The next line is a whole one, with which a file can begin. */
  restart(): void {
    this.#last = null;
  }
}

interface Line {
  schema?: unknown;
  snapshot?: unknown;
  at?: unknown;
  delta?: unknown;
  verdicts?: unknown;
}

/**
 * The samples of a text of such lines, in their order. The last line may be torn, as a recorder leaves it that was killed,
 * and so may any line before a whole one; what follows a torn line up to the next whole one is left out.
 * @throws MalformedError where a line is JSON, and no sample
 */
export function* samplesOf(text: string, path: string): Generator<Sample> {
  let last: RawSample | null = null;
  let torn = 0;
  let number = 0;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? undefined : end);
    start = end === -1 ? text.length : end + 1;
    number++;
    if (line.trim() === '') continue;
    const read = parseLine(line);
    // A recorder that goes on behind a torn line begins with a whole one: a change of what was lost is no work of it.
    if (torn > 0 && read && read.schema === undefined)
      throw new MalformedError(
        path,
        torn,
        { kind: 'a torn line' },
        'a line of JSON, as the recorder wrote it',
      );
    torn = read ? 0 : number;
    last = read && nextSample(read, last, path, number);
    if (last) yield sampleOf(last, path, number);
  }
}

/** Null if it is torn. */
function parseLine(line: string): Line | null {
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === 'object' && read !== null ? read : null;
  } catch {
    return null;
  }
}

/** A sample before it is read: its facts are those of the whole one before it. */
interface RawSample {
  taken: unknown;
  whole: Json;
  memory: Json;
  verdicts: Json;
  read: KeptVerdicts;
  bootedAt: number | null;
}

function nextSample(line: Line, last: RawSample | null, path: string, number: number): RawSample | null {
  if (line.schema !== undefined) {
    const whole = line.snapshot as { taken?: unknown; memory?: Json } | null | undefined;
    if (line.schema !== recordSchema || typeof whole !== 'object' || whole === null)
      throw new MalformedError(path, number, { kind: 'no sample' }, recordSchema);
    // What is wrong in it is told where it stands, not where it is first asked for.
    if (typeof whole.taken === 'string') readDocument(whole, path, number);
    const verdicts = (line.verdicts ?? {}) as Json;
    return {
      ...{ taken: whole.taken, whole: asJson(whole), memory: whole.memory ?? null, verdicts },
      ...{ read: readVerdicts(verdicts, path, number), bootedAt: bootIn(asJson(whole)) },
    };
  }
  if (!last) return null;
  const memory = changed(last.memory, (line.delta ?? {}) as Delta) ?? null;
  if (line.verdicts === undefined) return { ...last, taken: line.at, memory };
  const verdicts = changed(last.verdicts, line.verdicts as Json) ?? {};
  return { ...last, taken: line.at, memory, verdicts, read: readVerdicts(verdicts, path, number) };
}

/** What /proc/stat says of the boot, of a whole sample that nobody has checked. */
function bootIn(whole: unknown): number | null {
  const { files } = (whole as { facts?: { files?: Record<string, unknown> } }).facts ?? {};
  const stat = files?.['proc/stat'];
  const seconds = typeof stat === 'string' ? /^btime (\d{1,11})$/m.exec(stat)?.[1] : undefined;
  return seconds === undefined ? null : Number(seconds) * 1000;
}

function sampleOf({ taken, whole, memory, read, bootedAt }: RawSample, path: string, number: number): Sample {
  const at = typeof taken === 'string' ? Date.parse(taken) : Number.NaN;
  if (Number.isNaN(at))
    throw new MalformedError(path, number, { kind: 'no time' }, 'a time in UTC (ISO 8601)');
  let document: SnapshotDocument | undefined;
  return {
    at,
    get document() {
      return (document ??= readDocument({ ...(whole as object), taken, memory }, path, number));
    },
    verdicts: read,
    bootedAt,
  };
}

const anyVerdict = choiceShape('available', 'attainable', 'unavailable', 'unknown');
const verdictsShape = dictionaryShape(
  /^[\w-]{1,64}$/,
  (value, at): KeptVerdict => {
    const [verdict, likelihood] = arrayShape((each) => each, 2)(value, at);
    const chance = typeof likelihood === 'number' && likelihood >= 0 && likelihood <= 1 ? likelihood : 0.5;
    return [anyVerdict(verdict, at), chance];
  },
  100,
);

function readVerdicts(value: Json, path: string, number: number): KeptVerdicts {
  try {
    return verdictsShape(value, 'verdicts');
  } catch {
    throw new MalformedError(
      path,
      number,
      { kind: 'verdicts' },
      'a verdict and a likelihood for each workload',
    );
  }
}

function asJson(value: object): Json {
  return value as unknown as Json;
}
