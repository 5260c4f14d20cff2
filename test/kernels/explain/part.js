// Failures that are really made, and explained from that guest's own log and from what its programs say.
import { usualFlavour } from '../truth/jobs.js';
import { records } from '../truth/part.js';
import { differences } from './compare.js';
import { plans } from './jobs.js';

const shown = ({ reports, said, enomem }) =>
  [
    ...reports.map(({ kind, order, cause, check, callers }) =>
      [kind, `order ${order}`, cause, check?.join(' ') ?? 'no check', callers.join(' < ')].join(', '),
    ),
    ...said.map(({ says, check }) => `${says}: ${check?.join(' ') ?? 'no check'}`),
    ...(enomem > 0 ? [`${enomem} more say ENOMEM`] : []),
  ].join('; ');

/** All plans of the everyday run, or of `lab.all`, on one kernel. */
export async function explainPart(lab) {
  const failures = [];
  let [made, right] = [0, 0];
  for (const { jobs, ...plan } of plans.filter(({ everyday, name }) =>
    lab.plan ? name === lab.plan : everyday || lab.all,
  )) {
    const here = jobs.filter(({ on }) => on.includes(lab.kernel.series));
    if (here.length === 0) continue;
    const kernel = plan.flavour === usualFlavour ? lab.kernel : await lab.flavoured(plan.flavour);
    const { found, trouble } = await records(lab, kernel, { ...plan, jobs: here }, 'explain');
    failures.push(...trouble);
    for (const { id, expect } of here) {
      const record = found.find(({ job }) => job === id);
      const differ = differences(expect, record);
      failures.push(...differ.map((text) => `${id}: ${text}`));
      made++;
      if (differ.length === 0) right++;
      console.log(`  ${differ.length === 0 ? '=' : 'X'} ${id}`);
      const line = record?.done?.output.split('\n').find((text) => !text.startsWith('failed '));
      if (line) console.log(`      said ${line}`);
      if (record?.failure) console.log(`      explained ${shown(record.failure)}`);
      for (const text of differ.length > 0 ? (record?.log ?? []) : []) console.log(`      ${text}`);
    }
  }
  return { failures, said: `${made} failures made; ${right} explained as what they were` };
}
