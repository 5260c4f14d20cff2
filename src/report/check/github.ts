import { requireBundle } from '../../bundle.ts';
import { inertLog } from '../../text/inert-log.ts';
import type { CheckFormat } from './format.ts';
import { checkText } from './text.ts';

/** For a workflow run: the text for its log, and besides it an annotation, the step's outputs and the job summary. */
export const githubFormat: CheckFormat = {
  name: 'github',
  render: (answer, how) => inertLog(checkText(answer, how)),
  publish: (answer, how) => {
    const { publishCheck } = requireBundle('github.cjs') as typeof import('../../cli/github.ts');
    return publishCheck(answer, how);
  },
};
