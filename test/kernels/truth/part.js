// Request truth: what the command says that a workload asks for is what the kernel is asked for.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boot } from '../boot.js';
import { compare } from './compare.js';
import { truthArchive } from './files.js';
import { jobs as all } from './jobs.js';

let archives = 0;

const shown = ({ path, order, bytes, pages, gfp }) =>
  `${path} order ${order} ${bytes} B${pages ? ` ${pages} pages` : ''} ${gfp.join('|')}`;
const describe = ({ job, need, asked, seen, differences }) =>
  `  ${differences.length === 0 ? '=' : 'X'} ${job}: ${need}: said ${asked ? shown(asked) : '-'}; seen ${seen ? `${shown(seen)} in ${seen.callers.slice(0, 5).join(' < ')}` : '-'}${differences.map((text) => `\n      ${text}`).join('')}`;

/** Boots a guest that goes through the jobs; what it recorded of each. */
async function records(lab, machine, jobs) {
  const initramfs = join(lab.cache, `truth-${process.pid}-${archives++}.cpio`);
  writeFileSync(
    initramfs,
    Buffer.concat([readFileSync(lab.media.initramfs), truthArchive(lab.cache, lab.kernel, jobs)]),
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
function rowsOf(job, record) {
  const { asked, done, events } = record;
  const row = (look, more) => ({
    job: job.id,
    need: String(look.need),
    asked: null,
    seen: null,
    differences: [],
    ...more,
  });
  if (asked.error !== undefined && !asked.absent)
    return [row({}, { differences: [`check: ${asked.error}`] })];
  if (done.status !== 0) return [row({}, { differences: [`not done: ${done.output}`] })];
  return job.looks.map((look) => {
    const here = events.filter(
      ({ kind, callers }) =>
        (look.kinds?.includes(kind) ?? true) && callers.some((name) => look.at.test(name)),
    );
    const need = asked.needs?.find((each) => look.need.test(each.what)) ?? null;
    const { seen, differences } = compare(need, here, look);
    if (need === null && !asked.absent) differences.push('the catalogue has no such need');
    if (seen === null) differences.push(`nothing was seen in ${look.at}`);
    return row(look, { need: need?.what ?? String(look.need), asked: need, seen, differences });
  });
}

export async function truthPart(lab) {
  const machine = { memory: 2048, possibleProcessors: 80, processor: 'phenom' };
  const { found, trouble } = await records(lab, machine, all);
  const rows = all.flatMap((job) => {
    const record = found.find((each) => each.job === job.id && each.asked);
    return record ? rowsOf(job, record) : [{ job: job.id, differences: ['no record'] }];
  });
  const failures = [...trouble];
  for (const row of rows) {
    console.log(describe(row));
    failures.push(...row.differences.map((text) => `${row.job}: ${row.need ?? ''}: ${text}`));
  }
  return { failures, said: `${rows.length} needs` };
}
