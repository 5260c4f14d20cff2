// Request truth: what the command says that a workload asks for is what the kernel is asked for.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boot } from '../boot.js';
import { compare, compareExplained, compareOutcome, comparePeak } from './compare.js';
import { truthArchive } from './files.js';
import { plans, usualFlavour } from './jobs.js';
import { describe } from './report.js';

let archives = 0;

/** Boots a guest whose harness goes through the plan; what it recorded. */
export async function records(lab, kernel, plan, harness) {
  const initramfs = join(lab.cache, `truth-${process.pid}-${archives++}.cpio`);
  const bytes = Buffer.concat([readFileSync(lab.media.initramfs), truthArchive(lab.cache, kernel, plan)]);
  writeFileSync(initramfs, bytes);
  const found = [];
  const result = await boot({
    kernel,
    initramfs,
    machine: { ...plan.machine, disk: lab.media.disk, swap: lab.media.swap },
    environment: { harness },
    seconds: 600,
    signal: lab.signal,
    onLine: (line) => {
      lab.onNote(line);
      if (line.startsWith('{')) found.push(JSON.parse(line));
    },
  }).finally(() => rmSync(initramfs, { force: true }));
  const isWhole = result.isWell && found.some(({ ended }) => ended);
  const last = result.console.trim().split('\n').slice(-3).join(' | ');
  return { found, trouble: isWhole ? [] : [`${plan.name}: the guest did not end: ${last}`] };
}

/** Of what is refused for another reason than memory: whether it was, and with which errno. */
const outcomeOf = (done) => done.output.split('\n').at(-1);

/** One row a look: what was said, what was seen, and how they differ. */
function rowsOf(job, { asked, done, events, peakBytes }, walled, wall) {
  const row = (more) => ({ job, need: '', said: null, seen: null, differences: [], ...more });
  if (asked.error !== undefined && !asked.absent) return [row({ differences: [`check: ${asked.error}`] })];
  if (job.looks.length === 0) return [row({ outcome: outcomeOf(done) })];
  if (done.status !== 0) return [row({ differences: [`not done: ${done.output}`] })];
  const granted = walled?.done.status === 0 ? walled.events : null;
  const isSaid = (look) => asked.needs?.some((need) => look.need.test(need.what)) ?? false;
  const rows = job.looks
    .filter((look) => isSaid(look) || !look.isOptional)
    .map((look) => {
      const here = (these) =>
        these.filter(
          ({ kind, callers }) =>
            (look.kinds?.includes(kind) ?? true) &&
            callers.some((name) => look.at.test(name)) &&
            (look.direct?.test(callers.slice(0, 3).join(' ')) ?? true),
        );
      const said = asked.needs?.find((each) => look.need.test(each.what)) ?? null;
      const { seen, differences } = compare(said, here(events), granted && here(granted), look);
      if (said === null && !asked.absent) differences.push('the catalogue has no such need');
      if (seen === null) differences.push(`nothing was seen in ${look.at}`);
      if (look.whole && said !== null && peakBytes !== null)
        differences.push(...comparePeak(said, peakBytes));
      return row({ need: said?.what ?? '', said, seen, differences });
    });
  if (walled && asked.needs) rows[0].differences.push(...compareOutcome(asked.needs, wall, walled));
  if (walled) rows[0].differences.push(...compareExplained(job, walled));
  rows[0].failure = walled?.failure ?? null;
  return rows.map((each) => ({ ...each, refused: walled ? walled.done.status !== 0 : null }));
}

function rowsOfPlan(plan, found) {
  const version = found.find((record) => record.version)?.version ?? '';
  const upstream = /#\d+ .*Debian (\d+\.\d+\.\d+)/.exec(version)?.[1] ?? null;
  return plan.jobs.flatMap((job) => {
    const of = found.filter((each) => each.job === job.id && each.done);
    const [open, walled] = [of.find((each) => !each.walled), of.find((each) => each.walled)];
    const rows = open
      ? rowsOf(job, open, walled, plan.wall)
      : [{ job, need: '', said: null, seen: null, differences: ['it was not recorded'] }];
    return rows.map((row) => ({ ...row, upstream, plan: plan.name }));
  });
}

/** All plans of the everyday run, or of `lab.all`, on one kernel. */
export async function truthPart(lab) {
  const failures = [];
  const rows = [];
  for (const plan of plans.filter(({ everyday, name }) =>
    lab.plan ? name === lab.plan : everyday || lab.all,
  )) {
    const kernel = plan.flavour === usualFlavour ? lab.kernel : await lab.flavoured(plan.flavour);
    const { found, trouble } = await records(lab, kernel, plan, 'truth');
    failures.push(...trouble);
    const these = rowsOfPlan(plan, found).map((row) => ({ ...row, release: kernel.release }));
    rows.push(...these);
    for (const row of these) {
      failures.push(...row.differences.map((text) => `${row.job.id}: ${row.need}: ${text}`));
    }
  }
  lab.onTruth(rows);
  console.log(rows.flatMap((row) => [...describe(row)]).join('\n'));
  const seen = rows.filter((row) => row.said && row.differences.length === 0).length;
  return { failures, said: `${rows.length} requests; ${seen} are what was said` };
}
