import { requireBundle } from '../../bundle.ts';
import type { CheckFormat } from './format.ts';
import { checkText } from './text.ts';

/** For a workflow run: the text for its log, and beside it an annotation, the step's outputs and the job summary. */
export const githubFormat: CheckFormat<'github'> = {
  name: 'github',
  render: (answer, { why }) => checkText(answer, why),
  publish: (answer, how) => {
    const { publishCheck } = requireBundle('github.cjs') as typeof import('./github-publish.ts');
    return publishCheck(answer, how);
  },
};
