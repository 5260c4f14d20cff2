// Asks the core about a machine's texts, as one line of a table does.
import { parseRelease } from '../../src/kernel/release.ts';
import { type ProcTexts, snapshotOf } from '../../src/machine/snapshot.ts';
import type { Snapshot } from '../../src/machine/snapshot.ts';
import type { Prediction } from '../../src/predict/prediction.ts';
import { predict } from '../../src/predict/predict.ts';
import { parseGfp } from '../../src/kernel/gfp.ts';
import { plainRequest } from '../../src/request/plain-request.ts';
import type { MemoryPath } from '../../src/request/request.ts';

/** A question to the core; order 0, GFP_KERNEL, 4 KiB pages and kernel 6.12 unless said otherwise. */
export interface Question {
  release?: string;
  order?: number;
  gfp?: string;
  path?: MemoryPath;
  pages?: number;
  pageSize?: number;
  node?: number | undefined;
  count?: number;
  besidePages?: number;
  /** changes to the parsed snapshot: what no text says */
  also?: Partial<Snapshot>;
}

/** The prediction for the texts of a machine. */
export function ask(texts: ProcTexts, question: Question = {}): Prediction {
  const {
    release = '6.12.0',
    order = 0,
    gfp = 'GFP_KERNEL',
    path = 'contiguous',
    pages,
    also,
    node,
    count,
    besidePages,
  } = question;
  const size = pages === undefined ? undefined : ({ amount: pages, unit: 'pages' } as const);
  const request = plainRequest(
    { size, order: size ? undefined : order, path, gfp: parseGfp(gfp), node },
    question.pageSize ?? 4096,
  );
  return predict(
    {
      ...request,
      ...(count === undefined ? {} : { count }),
      ...(besidePages === undefined ? {} : { besidePages }),
    },
    { ...snapshotOf(texts), ...also },
    parseRelease(release),
  );
}
