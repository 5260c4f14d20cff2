// Request truth: what the command says that a workload asks for is what the kernel is asked for.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boot } from '../boot.js';
import { compare, compareOutcome, comparePeak } from './compare.js';
import { truthArchive } from './files.js';
import { jobs as all } from './jobs.js';

let archives = 0;

const shown = ({ path, order, bytes, gfp, fallback }) =>
  `${path}${fallback ? ' (a block first)' : ''} order ${order} ${bytes ?? '?'} B ${gfp.join('|')}`;
const describe = ({ job, need, asked, seen, differences }) =>
  `  ${differences.length === 0 ? '=' : 'X'} ${job}: ${need}: said ${asked ? shown(asked) : '-'}; seen ${seen ? `${shown(seen)} in ${seen.callers.slice(0, 5).join(' < ')}` : '-'}${differences.map((text) => `\n      ${text}`).join('')}`;

/** Boots a guest that goes through the jobs; what it recorded of each. */
async function records(lab, { machine, jobs, wall }) {
  const initramfs = join(lab.cache, `truth-${process.pid}-${archives++}.cpio`);
  writeFileSync(
    initramfs,
    Buffer.concat([readFileSync(lab.media.initramfs), truthArchive(lab.cache, lab.kernel, { jobs, wall })]),
  );
  const found = [];
  const result = await boot({
    image: lab.kernel.image,
    initramfs,
    machine: { ...machine, disk: lab.media.disk, swap: lab.media.swap },
    environment: { harness: 'truth', ...(process.env.WHOLE ? { whole: 1 } : {}) },
    seconds: 400,
    signal: lab.signal,
    onLine: (line) => {
      lab.onNote(line);
      if (line.startsWith('{')) found.push(JSON.parse(line));
    },
  }).finally(() => rmSync(initramfs, { force: true }));
  const ended = result.code === 1 && !result.timedOut && found.some(({ ended }) => ended);
  return { found, trouble: ended ? [] : [`the guest did not end: ${result.console.trim().slice(-400)}`] };
}

/** One row a look: what was said, what was seen, and how they differ. */
function rowsOf(job, { asked, done, events, peakBytes }, walled, wall) {
  const row = (more) => ({ job: job.id, need: '', asked: null, seen: null, differences: [], ...more });
  if (asked.error !== undefined && !asked.absent) return [row({ differences: [`check: ${asked.error}`] })];
  if (done.status !== 0) return [row({ differences: [`not done: ${done.output}`] })];
  const granted = walled?.done.status === 0 ? walled.events : null;
  const rows = job.looks.map((look) => {
    const here = (these) =>
      these.filter(
        ({ kind, callers }) =>
          (look.kinds?.includes(kind) ?? true) && callers.some((name) => look.at.test(name)),
      );
    const need = asked.needs?.find((each) => look.need.test(each.what)) ?? null;
    const { seen, differences } = compare(need, here(events), granted && here(granted), look);
    if (need === null && !asked.absent) differences.push('the catalogue has no such need');
    if (seen === null) differences.push(`nothing was seen in ${look.at}`);
    if (look.whole && need !== null && peakBytes !== null) differences.push(...comparePeak(need, peakBytes));
    return row({ need: need?.what ?? String(look.need), asked: need, seen, differences });
  });
  if (walled && asked.needs) rows[0].differences.push(...compareOutcome(asked.needs, wall, walled.done));
  return rows;
}

export async function truthPart(lab) {
  const plan = { machine: { memory: 1024, possibleProcessors: 80, processor: 'phenom' }, jobs: all, wall: 4 };
  const { found, trouble } = await records(lab, plan);
  const rows = all.flatMap((job) => {
    const of = found.filter((each) => each.job === job.id && each.done);
    const [open, walled] = [of.find((each) => !each.walled), of.find((each) => each.walled)];
    return open
      ? rowsOf(job, open, walled, plan.wall)
      : [{ job: job.id, need: '', differences: ['no record'] }];
  });
  const failures = [...trouble];
  for (const row of rows) {
    console.log(describe(row));
    failures.push(...row.differences.map((text) => `${row.job}: ${row.need}: ${text}`));
  }
  return { failures, said: `${rows.length} needs` };
}
