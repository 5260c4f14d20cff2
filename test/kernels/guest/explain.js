// Runs in a guest: makes each failure of the plan, and tells what `explain` makes of it. One JSON object a failure.
import fs from 'node:fs';
import { Fragmenter } from './fragmenter.mjs';
import { explained, logPosition, mountAll, prepare, run, sleep, wallIn } from './doing.mjs';

const plan = JSON.parse(fs.readFileSync('/lab/plan.json', 'utf8'));
const emit = (record) => fs.writeSync(1, `${JSON.stringify(record)}\n`);

/** mm/page_alloc.c warn_alloc: one report in ten seconds, for all tasks. */
const reportPause = 10_500;

/** The address of the second NVMe disk, where it is named in an argument. */
const address = fs.readlinkSync('/sys/class/nvme/nvme1/device').split('/').at(-1);
const here = (argument) => argument.replaceAll('NVME', address);
const withAddress = (job) => ({
  ...job,
  do: job.do?.map(here),
  before: job.before?.map((words) => words.map(here)),
});

/** The kernel's log as it is, from its start: for people, where something was explained wrongly. */
function kernelLog() {
  const file = fs.openSync('/dev/kmsg', fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  const record = Buffer.alloc(8192);
  const lines = [];
  try {
    for (;;) lines.push(record.toString('latin1', 0, fs.readSync(file, record)).trimEnd());
  } catch {
    return lines;
  } finally {
    fs.closeSync(file);
  }
}

let groups = 0;
let lastReport = -reportPause;

async function make(job, fragmenter) {
  const cgroup = `/sys/fs/cgroup/explain-${groups++}`;
  fs.mkdirSync(cgroup);
  if (job.groupBytes !== undefined) fs.writeFileSync(`${cgroup}/memory.max`, `${job.groupBytes}`);
  const notes = prepare(job);
  sleep(Math.max(200, lastReport + reportPause - Date.now()));
  let found = { done: null, failure: null };
  const before = kernelLog().length;
  // What earlier ones held is given back late (vfree, namespaces): until no block is had.
  for (let tries = 0; tries < (job.walled ? 5 : 1) && !found.failure; tries++) {
    if (job.walled) fragmenter.tell(`crush ${plan.wall}`);
    const position = job.do ? logPosition() : 'kmsg:-1';
    const done = job.do ? run('/lab/ask', job.do, { cgroup }) : { status: 1, output: '' };
    const failure = await explained(position, done.output);
    const isFailure = done.status !== 0 || failure.reports.length > 0;
    found = { done, failure: isFailure ? failure : null };
    for (const [program, ...args] of job.after ?? []) run(program, args);
  }
  if (found.failure?.reports.length > 0) lastReport = Date.now();
  emit({ job: job.id, ...found, notes, log: kernelLog().slice(before, before + 300) });
}

mountAll();
for (const job of plan.jobs.filter(({ walled }) => !walled)) await make(withAddress(job), null);
const walled = plan.jobs.filter((job) => job.walled);
if (walled.length > 0) {
  const fragmenter = new Fragmenter(1);
  const state = wallIn(fragmenter, plan.wall);
  emit({ wall: state });
  for (const job of state === null ? [] : walled) await make(withAddress(job), fragmenter);
}
emit({ ended: true });
process.exit(0);
