// The CNI plugin's entry: cli.cjs loads it where CNI_COMMAND is set and no argument is given.
import { keepInspectorOff } from '../../cli/end-on-signals.ts';
import { tellPeople, writeOutput } from '../../cli/output.ts';
import { messageOf, traceOf } from '../../errors.ts';
import { readCall } from './call.ts';
import { spokenVersion } from './configuration.ts';
import { answerCall } from './plugin.ts';
import { CniError, cniCodes, errorText, newestVersion } from './protocol.ts';
import { readInput } from './read-input.ts';

let input = '';

async function main(): Promise<void> {
  const call = readCall(process.env, () => (input = readInput()));
  const text = await answerCall(call);
  if (text !== '') writeOutput(text);
}

/** A refusal goes to standard output: runtimes read it there. */
function refuse(error: unknown): void {
  writeOutput(errorText(asCniError(error), spokenVersion(input) ?? newestVersion));
}

function asCniError(error: unknown): CniError {
  if (error instanceof CniError) return error;
  if (process.env.BUDDYGUARD_DEBUG === '1') tellPeople(`${traceOf(error)}\n`);
  return new CniError(
    cniCodes.bug,
    `a bug of buddyguard: ${messageOf(error)}; BUDDYGUARD_DEBUG=1 shows where`,
  );
}

keepInspectorOff();

main().then(
  () => process.exit(0),
  (error: unknown) => {
    // Whatever became of the answer, it is no success.
    try {
      refuse(error);
    } finally {
      process.exit(1);
    }
  },
);
