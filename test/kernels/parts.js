// What is asserted in a guest. Each part boots one, reads what its harness prints, and returns what failed.
import { boot } from './boot.js';

const machines = [
  { memory: 512 },
  { memory: 640, below4G: 320 },
  { memory: 640, nodes: 2, below4G: 320, processors: 2 },
];

const perGuest = 60;

async function harness({ kernel, media, onNote, signal }, machine, environment, seconds) {
  const records = [];
  const result = await boot({
    image: kernel.image,
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
  const ended = result.code === 1 && !result.timedOut;
  const last = result.console.trim().split('\n').slice(-3).join(' | ');
  return {
    records,
    trouble: ended
      ? []
      : [`the guest did not end: ${result.timedOut ? 'out of time' : `code ${result.code}`}: ${last}`],
  };
}

const exitCodes = { available: [0], attainable: [0], unavailable: [75, 69], unknown: [66] };

/** The real check, then a pipe ring of the order: what it called available must be granted. */
export async function checkPart(lab) {
  const { checks, seed } = lab.counts;
  const failures = [];
  const all = [];
  // One guest for every so many checks, and not the same machine first for every kernel.
  const guests = Math.ceil(checks / perGuest);
  for (let index = 0; index < guests; index++) {
    const machine = machines[(lab.index + index) % machines.length];
    const count = Math.min(perGuest, checks - index * perGuest);
    const environment = { harness: 'agree', count, seed: seed * 100 + lab.index * 10 + index };
    const { records, trouble } = await harness(lab, machine, environment, 300 + count * 10);
    failures.push(...trouble);
    all.push(...records.filter((record) => record.verdict !== undefined));
  }
  for (const record of all) {
    const { order, verdict, granted, code, parsed, output } = record;
    if (!parsed)
      failures.push(
        `order ${order}: exit ${code}, not the JSON of a check: ${JSON.stringify(output).slice(0, 200)}`,
      );
    else if (!exitCodes[verdict].includes(code))
      failures.push(`order ${order}: ${verdict} with exit code ${code}`);
    else if (verdict === 'available' && !granted)
      failures.push(`order ${order}: called available, refused: ${JSON.stringify(record)}`);
  }
  const available = all.filter(({ verdict }) => verdict === 'available').length;
  const granted = all.filter((record) => record.granted).length;
  const missed = all.filter(
    ({ verdict, stalls, granted: was }) => was && stalls === 0 && verdict !== 'available',
  ).length;
  if (available === 0) failures.push('no check said available: the lab shows nothing');
  return {
    failures,
    said: `${all.length} checks, ${available} available, ${granted} granted, ${missed} granted at once that were not called available`,
  };
}

/** `check --trial`, then a pipe ring of the order: the same where neither had to stall. Half of it without privilege. */
export async function trialPart(lab) {
  const { trials, seed } = lab.counts;
  const failures = [];
  const all = [];
  for (let left = trials, index = 0; left > 0; left -= perGuest, index++) {
    const count = Math.min(perGuest, left);
    const environment = { harness: 'agree', trial: 1, count, seed: seed * 100 + lab.index * 10 + index };
    const { records, trouble } = await harness(lab, machines[0], environment, 300 + count * 15);
    failures.push(...trouble);
    all.push(...records.filter((record) => record.verdict !== undefined));
  }
  const answered = all.filter(({ trial }) => trial?.measured);
  const calm = answered.filter(({ trial, stalls }) => trial.stalled === false && stalls === 0);
  const agreed = calm.filter(({ trial, granted }) => (trial.measured === 'granted') === granted).length;
  for (const { order, user, trial, granted } of calm) {
    if ((trial.measured === 'granted') !== granted) {
      failures.push(
        `order ${order}, uid ${user}: the trial was ${trial.measured} (${trial.via}), the pipe ring ${granted ? 'granted' : 'refused'}`,
      );
    }
  }
  for (const { order, user, trial, verdict } of all) {
    // Unprivileged, kernels before 6.18 let a datagram have at most order 7; 10 is the largest order.
    if (trial?.measured === null && (user === 0 || order <= 7))
      failures.push(`order ${order}, uid ${user}: ${verdict}: ${trial.why}`);
  }
  if (calm.length < all.length / 4)
    failures.push(`only ${calm.length} of ${all.length} trials went without a stall: the lab shows nothing`);
  const stalled = answered.filter((record) => !calm.includes(record));
  const same = stalled.filter(({ trial, granted }) => (trial.measured === 'granted') === granted).length;
  return {
    failures,
    said: `${calm.length} without a stall, ${agreed} of them the same; ${stalled.length} with one, ${same} the same; ${all.length - answered.length} not possible`,
  };
}

/** The whole story: see guest/story.js. */
export async function storyPart(lab) {
  const environment = { harness: 'story', seed: lab.counts.seed, wall: 7 };
  const { records, trouble } = await harness(lab, machines[0], environment, 600);
  const failures = [...trouble];
  const step = (name) => records.find((record) => record.step === name);
  const [fragmented, guarded, walled, stopped] = ['fragmented', 'guarded', 'walled', 'stopped'].map(step);
  const shown = (record) => JSON.stringify(record ?? null);
  if (!fragmented?.bare.every(({ status }) => status === 1))
    failures.push(`the bare job did not fail: ${shown(fragmented)}`);
  if (guarded?.status !== 0 || !guarded.stdout.includes('job: done'))
    failures.push(`behind run --compact the job did not succeed: ${shown(guarded)}`);
  if (walled?.bare.status !== 1) failures.push(`the wall lets the job through: ${shown(walled)}`);
  if (stopped?.status !== 75) failures.push(`behind the wall: expected exit 75: ${shown(stopped)}`);
  else if (stopped.stdout.includes('job: started') || !/order|block|fragment/.test(stopped.stderr)) {
    failures.push(`behind the wall: the job ran, or no reason was given: ${shown(stopped)}`);
  }
  const said = `bare job ${fragmented?.bare.map(({ status }) => status)}, guarded ${guarded?.status}, behind the wall ${walled?.bare.status}, guarded ${stopped?.status}`;
  return { failures, said };
}
