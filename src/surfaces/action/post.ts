// The Action's last word, after a job that failed: with `explain`, what the kernel's log gained since its step.
import { getInput } from '@actions/core';
import { keepInspectorOff } from '../../cli/end-on-signals.ts';
import { say } from '../../cli/output.ts';
import { messageOf } from '../../errors.ts';
import { decodeSettings } from '../../options/settings.ts';
import { givenInputs, inInputTerms } from './inputs.ts';
import { tellJobLog } from './job-log.ts';

keepInspectorOff();

/** Whatever happens here, the job has failed of something else: it is said, and the step stays green. */
async function main(): Promise<void> {
  const { explain } = decodeSettings('run', givenInputs(getInput), process.env);
  if (explain !== false) await tellJobLog(explain === 'all');
}

main().catch((error: unknown) => {
  say(inInputTerms(messageOf(error)));
});
