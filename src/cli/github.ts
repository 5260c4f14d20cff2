// What a workflow run gets besides the log: in a bundle of its own, because @actions/core is large.
export { publishCheck } from '../report/check/github-publish.ts';
export { addToSummary } from '../report/job-summary.ts';
