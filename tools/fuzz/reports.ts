import type { CheckAnswer } from '../../src/guard/answer.ts';
import { checkAnnotation } from '../../src/report/check/github-annotation.ts';
import { checkOutputs } from '../../src/report/check/github-outputs.ts';
import { checkSummary } from '../../src/report/check/github-summary.ts';
import { checkJson } from '../../src/report/check/json.ts';
import { nagiosFormat } from '../../src/report/check/nagios.ts';
import { npdFormat } from '../../src/report/check/npd.ts';
import { checkMetrics } from '../../src/report/check/prometheus.ts';
import { checkText } from '../../src/report/check/text.ts';
import { workflowCommand } from '../../src/text/workflow-command.ts';
import { demand, demandCommands, demandInert, demandJson, demandOneLine } from './laws.ts';

const elements =
  'h3|h4|p|blockquote|table|tr|th|td|code|br|ul|li|details|summary|pre|sub|b|i|em|strong|div|span';
const foreignElement = new RegExp(`<(?!/?(?:${elements})[ >])`);

/** Every report of an answer, in every form in which it is printed. */
export function demandReports(answer: CheckAnswer): void {
  demandInert(checkText(answer, { why: true }));
  const told = demandJson(checkJson(answer)) as { verdict?: unknown; zones?: unknown[] };
  demand(
    told.verdict === answer.verdict && told.zones?.length === answer.zones.length,
    () => 'JSON of another answer',
  );
  demandMonitored(answer);
  const { level, title, message } = checkAnnotation(answer, answer.go);
  demandCommands(workflowCommand(level, title, message), 1);
  const { json, ...outputs } = checkOutputs(answer, 0);
  demandJson(`${json}\n`);
  Object.values(outputs).forEach(demandOneLine);
  const summary = checkSummary(answer, answer.go);
  demandInert(summary);
  demand(
    !foreignElement.test(summary) && summary.indexOf('\n\n') === summary.length - 2,
    () => `markup from outside: ${JSON.stringify(summary)}`,
  );
}

const sample =
  /^buddyguard_[a-z_]+(?:\{[a-z]+="(?:[^"\\]|\\.)*"(?:,[a-z]+="(?:[^"\\]|\\.)*")*\})? \d+(?:\.\d+)?(?:e-\d+)?$/;
const performance = /^(?:[\w-]+=\d+(?:\.\d+)?B?;;(?:0\.5:)?;0(?:;1)? ?)+$/;

/** What monitors read: one line for Nagios, a short one for node-problem-detector, metrics for Prometheus. */
function demandMonitored(answer: CheckAnswer): void {
  const how = { why: false, passes: answer.go, exitCode: 75 };
  const nagios = nagiosFormat.render(answer, how);
  demandInert(nagios);
  const [text = '', data = '', ...more] = nagios.trimEnd().split('|');
  demand(
    /^BUDDYGUARD (?:OK|WARNING|CRITICAL|UNKNOWN) - ./.test(text) &&
      more.length === 0 &&
      !nagios.trimEnd().includes('\n'),
    () => `no line for Nagios: ${nagios}`,
  );
  demand(data === '' || performance.test(data.trim()), () => `no performance data: ${data}`);
  const npd = npdFormat.render(answer, how);
  demandInert(npd);
  demand(npd.length > 1 && Buffer.byteLength(npd) <= 81, () => `too long for node-problem-detector: ${npd}`);
  for (const line of checkMetrics(answer).trimEnd().split('\n'))
    demand(line.startsWith('# ') || sample.test(line), () => `no metric: ${line}`);
}
