// What `explain` made of a failure, against what was done.

const words = ({ check }) => check?.join(' ') ?? 'no check';
const isNamed = (check, expected) =>
  expected === null ? check === null : (check ?? []).some((word) => word === expected);

/**
 * @param {import('./jobs.js').Expected} expect
 * @param {{done: {status: number, output: string} | null, failure: object | null} | undefined} record what the guest told
 * @returns {string[]} how they differ; empty where the right step and the right cause are named, and no others
 */
export function differences(expect, record) {
  if (!record?.done) return ['it was not recorded'];
  if (record.failure === null) return [`it was granted: ${record.done.output.split('\n').at(-1)}`];
  const { reports, said, enomem } = record.failure;
  return expect.from === 'kernel'
    ? reportDifferences(expect, reports)
    : programDifferences(expect, reports, said, enomem, record.done.output);
}

function reportDifferences(expect, reports) {
  if (reports.length === 0) return ["explain finds no report in the kernel's log"];
  return reports.flatMap((report) => {
    const { order, cause, check, callers } = report;
    const found = [];
    if (cause !== expect.cause) found.push(`explain calls it ${cause}, it is ${expect.cause}`);
    if (!isNamed(check, expect.check))
      found.push(
        `explain names ${words(report)}, it is ${expect.check ?? 'nothing that a check could tell'}`,
      );
    if (expect.order !== undefined && order !== expect.order)
      found.push(`explain says order ${order}, it is ${expect.order}`);
    if (expect.caller && !callers.some((name) => expect.caller.test(name)))
      found.push(`explain says that ${callers.join(' < ') || 'nobody'} asked, it is ${expect.caller.source}`);
    return found;
  });
}

function programDifferences(expect, reports, said, enomem, output) {
  const told = [...reports, ...said];
  const others = told.filter(({ check }) => !isNamed(check, expect.check));
  if (told.length === 0 || enomem > 0)
    return [`explain does not know what failed: ${output.split('\n')[0] || 'nothing was said'}`];
  return others.map((other) => `explain names ${words(other)}, it is ${expect.check}`);
}
