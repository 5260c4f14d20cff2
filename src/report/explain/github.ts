import { escapeControls } from '../../text/escape.ts';
import type { Failure } from '../../kernel-log/explain/failure.ts';
import { requireBundle } from '../../bundle.ts';
import { inertLog } from '../../text/inert-log.ts';
import { shellWord } from '../../text/shell.ts';
import { workflowCommand } from '../../text/workflow-command.ts';
import type { ExplainFormat } from './format.ts';
import { explainSummary } from './github-summary.ts';
import { headline } from './headline.ts';
import { textFormat } from './text.ts';

/** A step shows at most this many annotations of one level. */
const maxAnnotations = 10;

/** For a workflow run: the text for its log, an annotation for each failure, and the job summary. */
export const githubFormat: ExplainFormat = {
  name: 'github',
  holdsCommands: true,
  render: (explanation, lines) =>
    inertLog(textFormat.render(explanation, lines)) +
    explanation.failures.slice(0, maxAnnotations).map(failureAnnotation).join(''),
  publish: (explanation, lines) => {
    const { addToSummary } = requireBundle('github.cjs') as typeof import('../../cli/github.ts');
    return addToSummary(explainSummary(explanation, lines));
  },
  renderFailure: (failure) =>
    inertLog(textFormat.renderFailure(failure)) + (failure.count > 1 ? '' : failureAnnotation(failure)),
  renderProgram: (message) => inertLog(textFormat.renderProgram(message)),
};

function failureAnnotation(failure: Failure): string {
  const { cause, reason, check } = failure;
  const guard = check === null ? '' : `; guard: buddyguard ${check.map(shellWord).join(' ')}`;
  const message = `${cause}${reason === '' ? '' : `: ${reason}`}${guard}`;
  return workflowCommand('warning', escapeControls(headline(failure)), escapeControls(message));
}
