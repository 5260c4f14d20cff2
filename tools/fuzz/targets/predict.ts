// The prediction on a whole set of texts, and its laws.
import { answerOf } from '../../../test/support/answers.ts';
import { parseGfp } from '../../../src/kernel/gfp.ts';
import { parseKernelList } from '../../../src/kernel/list.ts';
import { parseVersion } from '../../../src/kernel/version.ts';
import { type Snapshot, snapshotOf } from '../../../src/machine/snapshot.ts';
import { noFacts } from '../../../src/predict/advice-facts.ts';
import { advise } from '../../../src/predict/advice.ts';
import { adviceFacts } from '../../../src/guard/advice-facts.ts';
import { predict } from '../../../src/predict/predict.ts';
import type { Prediction } from '../../../src/predict/prediction.ts';
import { plainNeed } from '../../../src/request/plain-request.ts';
import { predictedRequest } from '../../../src/request/need.ts';
import type { Request } from '../../../src/request/request.ts';
import { demand, demandCounts, demandSentence } from '../laws.ts';
import { demandReports } from '../reports.ts';
import { inventedMachines, recordedTexts } from '../seeds.ts';
import type { Input, Target } from '../target.ts';

const files = ['buddyinfo', 'zoneinfo', 'pagetypeinfo', 'meminfo', 'vmstat', 'vmallocinfo'] as const;

/** The cpuset, a limit of the group, vm.defrag_mode and what a scan of the pages found, as far as they are known. */
const surroundings = ['- - 0 -', '0 - 1 no', '0-1 4096 0 yes', '1 1000000 0 no', '7 0 0 -'];

/** Order, count, path, GFP flags, node and release. */
const questions = [
  '4 1 contiguous GFP_KERNEL - 6.12.0',
  '0 1 contiguous GFP_ATOMIC - 6.1.0',
  '9 40 contiguous GFP_HIGHUSER_MOVABLE - 5.10.0',
  '3 2 contiguous GFP_KERNEL|__GFP_NORETRY 0 4.15.0',
  '10 1 contiguous GFP_KERNEL|__GFP_RETRY_MAYFAIL 1 7.3.4',
  '2 1 contiguous GFP_KERNEL|__GFP_DMA32 - 3.10.0',
  '18 1 contiguous GFP_KERNEL|__GFP_COMP|__GFP_THISNODE 0 6.12.0',
  '7 1 vmalloc GFP_KERNEL_ACCOUNT - 6.12.0',
  '12 3 vmalloc GFP_KERNEL - 4.4.0',
  '6 1 vmalloc-noretry GFP_KERNEL|__GFP_NORETRY - 4.16.13',
  '13 9 vmalloc-noretry GFP_KERNEL|__GFP_NORETRY - 4.15.0',
  '1 1 contiguous GFP_NOWAIT|__GFP_MEMALLOC - ',
];

/** 0 available, 1 attainable, 2 unknown, 3 unavailable, 4 never */
function rank({ verdict, never }: Prediction): number {
  return never ? 4 : ['available', 'attainable', 'unknown', 'unavailable'].indexOf(verdict);
}

/** Verdict, likelihood and words agree with one another. */
export function demandPrediction(
  prediction: Prediction,
  { path, granted }: Request,
  snapshot: Snapshot,
): void {
  const { verdict, likelihood, never, reason, zones, cause, terms } = prediction;
  const told = (): string =>
    `${verdict}, likelihood ${likelihood}, never ${never}, cause ${cause}: ${reason}`;
  demand(likelihood >= 0 && likelihood <= 1, told);
  if (verdict === 'available') demand(likelihood >= 0.5 && cause === 'none' && !never, told);
  if (verdict === 'attainable') demand(likelihood >= 0.5 && !never, told);
  if (verdict === 'unavailable') demand(likelihood < 0.5, told);
  if (never) demand(verdict === 'unavailable' && likelihood === 0, told);
  if (path === 'contiguous' && granted === undefined && snapshot.zoneinfo === null)
    demand(verdict !== 'available', told);
  demandSentence(reason);
  for (const zone of zones) {
    demandSentence(zone.why);
    demandCounts({ ...zone, why: '' });
    demand(
      zone.mayFit || !zone.fits,
      () => `node ${zone.node} zone ${zone.zone} fits, and may not: ${zone.why}`,
    );
  }
  for (const { value, weight } of terms) demand(Number.isFinite(value) && Number.isFinite(weight), told);
}

/** One free block more on the lists of a zone, in all that counts it. */
function withBlock(snapshot: Snapshot, at: number, order: number): Snapshot | null {
  const { buddyinfo, zoneinfo, pagetypeinfo } = snapshot;
  const row = buddyinfo[at % buddyinfo.length];
  if (!row || order >= row.freeBlocks.length) return null;
  const isIt = (zone: { node: number; zone: string }): boolean =>
    zone.node === row.node && zone.zone === row.zone;
  const more = (counts: readonly number[]): number[] => counts.map((count, i) => count + Number(i === order));
  const zone = pagetypeinfo?.zones.find(isIt);
  const list = zone?.freeBlocks.Unmovable;
  if (zone && (list === undefined || list.length <= order)) return null;
  return {
    ...snapshot,
    buddyinfo: buddyinfo.map((each) => (each === row ? { ...row, freeBlocks: more(row.freeBlocks) } : each)),
    zoneinfo:
      zoneinfo?.map((each) => (isIt(each) ? { ...each, freePages: each.freePages + 2 ** order } : each)) ??
      null,
    pagetypeinfo: pagetypeinfo && {
      ...pagetypeinfo,
      zones: pagetypeinfo.zones.map((each) =>
        each === zone ? { ...each, freeBlocks: { ...each.freeBlocks, Unmovable: more(list ?? []) } } : each,
      ),
    },
  };
}

const target: Target = {
  name: 'predict',
  slice: 150,
  parts: [...files, 'question', 'surroundings'],
  seeds: () => {
    const recorded = files.map((name) => recordedTexts(`proc/${name}`));
    const machines: Input[] = [
      ...(recorded[0] ?? []).map((_, i) => recorded.map((texts) => texts[i] ?? '')),
      ...inventedMachines(60).map(({ texts }) => files.map((name) => texts[name] ?? '')),
    ];
    return machines.flatMap((texts, i) =>
      questions.map((question, j) => [...texts, question, surroundings[(i + j) % surroundings.length] ?? '']),
    );
  },
  run: (input) => {
    const [order = '', count = '', path = '', gfp = '', node = '', release = ''] = (
      input[files.length] ?? ''
    ).split(' ');
    const number = (text: string, max: number): number =>
      /^\d{1,9}$/.test(text) ? Math.min(Number(text), max) : 0;
    const texts = files.map((name, i) => [name, input[i] === '' ? undefined : input[i]] as const);
    const [nodes = '', headroom = '', defragMode, scan] = (input[files.length + 1] ?? '').split(' ');
    const snapshot = {
      ...snapshotOf({ ...Object.fromEntries(texts), defragMode, buddyinfo: input[0] ?? '' }),
      allowedNodes: parseKernelList(nodes),
      cgroup:
        headroom === '-'
          ? null
          : {
              bytes: number(headroom, 2 ** 50),
              unusedBytes: number(headroom, 2 ** 50),
              limitBytes: 2 ** 50,
              path: '/job',
            },
      movableBlockFound: scan === 'yes' ? true : scan === 'no' ? false : null,
    };
    const kernel = parseVersion(release);
    const asked = (o: number, c: number): Request =>
      predictedRequest(
        plainNeed(
          {
            order: o,
            count: c,
            path: path === 'vmalloc' || path === 'vmalloc-noretry' ? path : 'contiguous',
            gfp: parseGfp(gfp, '--gfp'),
            node: node === '-' ? undefined : number(node, 1023),
          },
          4096,
        ),
      );
    const [o, c] = [number(order, 63), Math.max(1, number(count, 1_000_000))];
    const request = asked(o, c);
    const prediction = predict(request, snapshot, kernel);
    demandPrediction(prediction, request, snapshot);
    const advice = advise(request, prediction, null, {
      ...noFacts,
      ...adviceFacts(snapshot, { possibleCpus: c }),
    });
    demandReports(
      answerOf({
        ...prediction,
        advice,
        notes: [...request.notes, ...snapshot.missing],
        request: { ...request, count: c, stepPages: request.pages, beside: [] },
      }),
    );

    const worse = (what: string, less: Prediction, more: Prediction): void => {
      demand(
        rank(less) >= rank(more) && less.likelihood <= more.likelihood + 1e-9,
        () =>
          `${what}: ${less.verdict} ${less.likelihood} (${less.reason}), not ${more.verdict} ${more.likelihood} (${more.reason})`,
      );
    };
    worse('a count more', predict(asked(o, c + 1), snapshot, kernel), prediction);
    // Order-0 GFP_ATOMIC is kept off the HighAtomic pages that larger requests may use (to 6.11).
    if (o > 0 && o < 63) worse('an order more', predict(asked(o + 1, c), snapshot, kernel), prediction);
    const fuller = withBlock(snapshot, c, o);
    if (fuller) worse('a block less', prediction, predict(request, fuller, kernel));
  },
};

export const predictTargets: readonly Target[] = [target];
