// Runs in a guest: for each job of the plan what the command says that will be asked for, and what the kernel then was asked for.
// One JSON object a job.
import fs from 'node:fs';
import { Fragmenter } from './fragmenter.mjs';
import { explained, json, logPosition, mountAll, prepare, run, sleep, wallIn } from './doing.mjs';
import { clearTrace, openTrace, readTrace, stopTrace } from './trace.mjs';

const plan = JSON.parse(fs.readFileSync('/lab/plan.json', 'utf8'));
const emit = (record) => fs.writeSync(1, `${JSON.stringify(record)}\n`);
mountAll();
emit({ version: fs.readFileSync('/proc/version', 'latin1').trim() });
const trace = openTrace();
if (trace.missing.length > 0) emit({ missing: trace.missing });

/** What it will ask for: each need of the workload. */
async function askedFor({ workload: names, options }) {
  if (names.length === 0) {
    const answer = await json('check', ...options);
    return answer.error === undefined ? { needs: [{ what: 'a block', ...answer.request }] } : answer;
  }
  let [workload, answer] = [null, null];
  for (workload of names) {
    answer = await json('check', '--for', workload, ...options);
    if (answer.error === undefined) break;
  }
  if (answer.error !== undefined) return answer;
  const { workloads } = await json('workloads', ...options);
  const row = workloads?.find(({ name }) => name === workload);
  // A workload of one need has it as the request alone; how it is known is in the list.
  const needs = answer.needs ?? row.needs.map((need) => ({ ...need, request: answer.request }));
  const confidence = (what) => row.needs.find((need) => need.what === what)?.confidence;
  return { needs: needs.map((need) => ({ ...need, ...need.request, confidence: confidence(need.what) })) };
}

/** The address of the second NVMe disk, where an argument stands for it. */
const here = (argument) =>
  argument === 'NVME' ? fs.readlinkSync('/sys/class/nvme/nvme1/device').split('/').at(-1) : argument;

const isBlock = ({ kind, order, granted }) => kind === 'pages' && order >= plan.wall && granted;

let groups = 0;

/** Does it in a group of its own, and tells what was seen. */
function doIt(job) {
  const cgroup = `/sys/fs/cgroup/lab-${groups++}`;
  fs.mkdirSync(cgroup);
  const wanted = new RegExp(job.at);
  clearTrace(job.smallest ?? 256);
  const done = run('/lab/ask', job.do.map(here), { trace: trace.directory, cgroup });
  stopTrace();
  // Large blocks are told whoever asked for them.
  const counts = ({ callers, order }) => order > 3 || callers.some((name) => wanted.test(name));
  const events = readTrace(trace.names, counts);
  const peak = `${cgroup}/memory.peak`;
  const peakBytes = fs.existsSync(peak) ? Number(fs.readFileSync(peak, 'latin1')) : null;
  for (const [program, ...args] of job.after ?? []) run(program, args);
  return { done, events, peakBytes };
}

for (const job of plan.jobs) {
  const started = Date.now();
  for (const note of prepare(job)) emit({ job: job.id, note });
  const asked = await askedFor(job);
  for (const [program, ...args] of job.then ?? []) run(program, args);
  const found = doIt(job);
  emit({ job: job.id, asked, ...found, milliseconds: Date.now() - started });
}
const walled = plan.jobs.filter((job) => !job.open);
if (plan.wall !== null && walled.length > 0) {
  const fragmenter = new Fragmenter(1);
  const started = Date.now();
  const state = wallIn(fragmenter, plan.wall);
  emit({
    wall: state,
    hard: fragmenter.tell('hard'),
    show: fragmenter.tell('show'),
    milliseconds: Date.now() - started,
  });
  for (const job of state === null ? [] : walled) {
    const begun = Date.now();
    let found = null;
    let position = '';
    // What earlier jobs held is given back late (vfree, namespaces): until no block is had.
    for (let tries = 0; tries < 5 && (found === null || found.events.some(isBlock)); tries++) {
      sleep(200);
      prepare(job);
      fragmenter.tell(`crush ${plan.wall}`);
      position = logPosition();
      found = doIt(job);
    }
    const failure = found.done.status === 0 ? null : await explained(position, found.done.output);
    emit({ job: job.id, walled: true, ...found, failure, milliseconds: Date.now() - begun });
  }
}
emit({ ended: true });
process.exit(0);
