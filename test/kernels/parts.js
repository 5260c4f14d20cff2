// What is asserted in a guest. Each part boots one, reads what its harness prints, and returns what failed.
import { boot } from './boot.js';

const machines = [
  { memory: 512 },
  { memory: 576, below4G: 288 },
  { memory: 640, nodes: 2, below4G: 320, processors: 2 },
];

const perGuest = 100;

/**
 * Boots a guest and reads what its harness prints. A guest that dies of the state it was driven into (the kernel panics
 * where nothing is left to kill) says nothing of buddyguard: it is told, and booted once more with another seed.
 */
async function harness(lab, machine, environment, seconds) {
  const first = await bootOnce(lab, machine, environment, seconds);
  if (first.death === null || lab.signal.aborted)
    return { records: first.records, trouble: troubleOf(first) };
  console.log(`       ${lab.kernel.series}: ${first.death}; booted again`);
  const again = await bootOnce(lab, machine, { ...environment, seed: environment.seed + 50 }, seconds);
  return { records: [...first.records, ...again.records], trouble: troubleOf(again) };
}

function troubleOf({ death }) {
  return death === null ? [] : [death];
}

async function bootOnce({ kernel, media, onNote, signal }, machine, environment, seconds) {
  const records = [];
  const result = await boot({
    kernel,
    initramfs: media.initramfs,
    machine: { ...machine, disk: media.disk },
    environment,
    seconds,
    signal,
    onLine: (line) => {
      onNote(line);
      if (line.startsWith('{')) records.push(JSON.parse(line));
    },
  });
  if (result.isWell) return { records, death: null };
  const last = result.console.trim().split('\n').slice(-3).join(' | ');
  const how = result.timedOut ? 'out of time' : `code ${result.code}`;
  return { records, death: `the guest did not end: ${how}: ${last}` };
}

/** From so many on a kind that never came up is the lab's fault; in fewer it is chance. */
const telling = 40;

const exitCodes = { available: [0], attainable: [0], unavailable: [75, 69], unknown: [66] };

async function agreements(lab, wanted, environment, secondsEach) {
  const failures = [];
  const all = [];
  // One guest for every so many, and not the same machine first for every kernel and seed.
  for (let left = wanted, index = 0; left > 0; left -= perGuest, index++) {
    const machine = machines[(lab.counts.seed + lab.index + index) % machines.length];
    const count = Math.min(perGuest, left);
    const seed = lab.counts.seed * 1000 + lab.index * 100 + index;
    const told = { harness: 'agree', count, seed, ...environment };
    const { records, trouble } = await harness(lab, machine, told, 300 + count * secondsEach);
    failures.push(...trouble);
    if (trouble.length === 0 && !records.some(({ done }) => done === count))
      failures.push(`the guest ended before it had gone through its ${count} states`);
    all.push(...records.filter(({ verdict }) => verdict !== undefined));
    const traces = records.flatMap((record) => record.traces ?? []);
    if (traces.length > 0) failures.push(`left behind: ${traces.join(', ')}`);
  }
  return { failures, all };
}

const granted = ({ outcome }) => outcome === 'granted';
const count = (records, holds) => records.filter(holds).length;

/**
 * By the zones' counters a block was to be had before the answer and not any more right before the kernel was asked, or right
 * after it had refused: smaller allocations, those of making the pipe included, had split it by then.
 */
const overtaken = ({ order, hard, after, left }) =>
  order < hard && (order >= after || (left !== null && order >= left));

/** The real check, then a pipe ring of the order: what it called available must be granted, unless the state has moved on. */
export async function checkPart(lab) {
  const { failures, all } = await agreements(lab, lab.counts.checks, {}, 10);
  for (const record of all) {
    const { order, verdict, outcome, code, parsed, output } = record;
    if (!parsed) {
      const shown = JSON.stringify(output).slice(0, 200);
      failures.push(`order ${order}: exit ${code}, not the JSON of a check: ${shown}`);
    } else if (!exitCodes[verdict].includes(code))
      failures.push(`order ${order}: ${verdict} with exit code ${code}`);
    else if (verdict === 'available' && !granted(record) && !overtaken(record))
      failures.push(`order ${order}: called available, ${outcome}: ${JSON.stringify(record)}`);
  }
  const promised = all.filter(({ verdict }) => verdict === 'available');
  const others = all.filter((record) => !promised.includes(record));
  const late = count(promised, (record) => granted(record) && record.stalls > 0);
  const missed = count(others, (record) => granted(record) && record.stalls === 0);
  const gone = count(promised, (record) => !granted(record) && overtaken(record));
  if (promised.length === 0) failures.push('no check said available: the lab shows nothing');
  if (promised.length >= telling && gone > promised.length / 10)
    failures.push(`${gone} of ${promised.length} promised blocks went meanwhile: the lab shows nothing`);
  if (all.length >= telling && all.every(granted))
    failures.push('nothing was refused: the lab shows nothing');
  return {
    failures,
    said:
      `${all.length} checks; ${promised.length} available: ${count(promised, granted)} granted, ${late} of them after a stall, ${gone} gone meanwhile; ` +
      `${others.length} others: ${count(others, granted)} granted, ${missed} of them at once`,
  };
}

/**
 * `check --trial`, then a pipe ring of the order. A trial that did not stall gave its block back: the ring must be granted. Only,
 * to have taken the block from another migratetype may have raised the zone's marks (mm/page_alloc.c boost_watermark): `after`
 * is the smallest order that is not to be had at once by then. After one that stalled the ring meets another state.
 * Half of it without privilege.
 */
export async function trialPart(lab) {
  const late = ({ trial }) => trial?.measured === null && trial.why.includes('did not answer in time');
  const { failures, all } = await agreements(lab, lab.counts.trials, { trial: 1 }, 15);
  for (const record of all) {
    const { order, user, trial, verdict, outcome, stalls, after } = record;
    const who = `order ${order}, uid ${user}`;
    const asked = `the trial was ${trial?.measured} (${trial?.via}), the pipe ring ${outcome}`;
    if (!trial) failures.push(`${who}: ${verdict}, no trial`);
    // Unprivileged, kernels before 6.18 let a datagram have at most order 7; 10 is the largest order.
    else if (trial.measured === null) {
      // A kernel that reclaims for longer than the trial waits, as it may under emulation, is what the limit is for.
      if ((user === 0 || order <= 7) && !late(record)) failures.push(`${who}: ${verdict}: ${trial.why}`);
    }
    // The page allocator refuses a GFP_KERNEL request only after it has tried to reclaim: a refusal without that is another's.
    else if (trial.measured === 'refused' && !trial.stalled) failures.push(`${who}: no stall, and ${asked}`);
    else if (outcome === 'refused' && stalls === 0)
      failures.push(`${who}: the ring met no stall, and ${asked}`);
    else if (!trial.stalled && !granted(record) && order < after)
      failures.push(`${who}: ${asked}: ${JSON.stringify(record)}`);
  }
  const answered = all.filter(({ trial }) => trial?.measured);
  const same = (record) => (record.trial.measured === 'granted') === granted(record);
  const still = answered.filter(({ trial }) => !trial.stalled);
  const calm = still.filter(({ stalls }) => stalls === 0);
  const stalled = answered.filter(({ trial }) => trial.stalled);
  if (all.length >= telling && calm.length < all.length / 4)
    failures.push(`only ${calm.length} of ${all.length} trials went without a stall: the lab shows nothing`);
  if (all.length >= telling && stalled.length === 0)
    failures.push('no trial had to stall: the lab shows nothing');
  const pairs = ['granted', 'refused'].map((measured) => {
    const these = stalled.filter(({ trial }) => trial.measured === measured);
    return `${these.length} ${measured}, then ${count(these, granted)} granted`;
  });
  return {
    failures,
    said:
      `${all.length} trials; neither stalled ${calm.length}: ${count(calm, same)} the same; only the ring stalled ${still.length - calm.length}: ` +
      `${count(still, (record) => !calm.includes(record) && same(record))} the same; the trial stalled ${stalled.length}: ${pairs.join('; ')}; ` +
      `not to be had any more after the trial ${count(still, ({ order, after }) => order >= after)}; not possible ${all.length - answered.length}, of them ${count(all, late)} late`,
  };
}

/** The whole story: see guest/story.js. */
export async function storyPart(lab, seed = lab.counts.seed) {
  const environment = { harness: 'story', seed, wall: 7 };
  const { records, trouble } = await harness(lab, machines[0], environment, 600);
  const failures = [...trouble];
  const step = (name) => records.findLast((record) => record.step === name);
  const [fragmented, guarded, walled, stopped] = ['fragmented', 'guarded', 'walled', 'stopped'].map(step);
  const shown = (record) => JSON.stringify(record ?? null);
  const isFragmented = fragmented?.bare.every(({ status }) => status === 1);
  if (!isFragmented && seed === lab.counts.seed) {
    console.log(
      `       ${lab.kernel.series}: the memory was not fragmented enough to tell: again with another seed`,
    );
    return storyPart(lab, seed + 1);
  }
  if (!isFragmented) failures.push(`the bare job did not fail: ${shown(fragmented)}`);
  if (guarded?.status !== 0 || !guarded.stdout.includes('job: done'))
    failures.push(`behind run --compact the job did not succeed: ${shown(guarded)}`);
  if (walled?.bare.status !== 1) failures.push(`the wall lets the job through: ${shown(walled)}`);
  if (stopped?.status !== 75) failures.push(`behind the wall: expected exit 75: ${shown(stopped)}`);
  else if (stopped.stdout.includes('job: started') || !/order|block|fragment/.test(stopped.stderr)) {
    failures.push(`behind the wall: the job ran, or no reason was given: ${shown(stopped)}`);
  }
  if (stopped?.after.status !== 1)
    failures.push(`stopped, but the job would have succeeded: ${shown(stopped)}`);
  const said = `bare job ${fragmented?.bare.map(({ status }) => status)}, guarded ${guarded?.status}, behind the wall ${walled?.bare.status}, guarded ${stopped?.status}`;
  return { failures, said };
}
