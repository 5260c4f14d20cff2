import { type ChildEnd, runBounded } from '../../machine/child.ts';
import { escapeControls } from '../../text/escape.ts';
import { type Interpreter, clockGettimeNumber, interpreters } from './scripts.ts';
import { type TrialResult, notPossible } from './result.ts';
import { datagramBytes, maxPipeBytes, pipeBytes, minTrialOrder } from './sizes.ts';

/** What a trial asks for. */
export interface TrialRequest {
  order: number;
  /** of this machine, in bytes */
  pageSize: number;
  /** how long the kernel may take; after that the trial is given up */
  limitMilliseconds?: number;
  /** where perl and python3 are looked for; absent: where programs are trusted */
  folders?: readonly string[];
}

const defaultLimitMilliseconds = 20_000;
/** Far more than a script prints. */
const maxOutputBytes = 65_536;
const ways: Record<string, string> = { datagram: 'AF_UNIX datagram', ring: 'pipe ring' };
const smallPointers = ['arm', 'ia32', 'mips', 'mipsel'];

/**
 * Makes the kernel allocate one block of the order with GFP_KERNEL_ACCOUNT|__GFP_NOWARN and frees it at once. Asks with
 * one large AF_UNIX datagram or, if its buffer may not be large enough, with the ring of a pipe, through perl or python3.
 * Needs no privilege where the kernel allows it, and changes no limit.
 */
export async function trial(request: TrialRequest): Promise<TrialResult> {
  const { order, pageSize } = request;
  if (order < minTrialOrder) {
    return notPossible(
      `a block of order ${order} cannot be asked for by itself, only orders from ${minTrialOrder}`,
    );
  }
  const pipe = pipeBytes(order, pageSize, smallPointers.includes(process.arch) ? 4 : 8);
  const args = [
    datagramBytes(order, pageSize),
    pipe <= maxPipeBytes ? pipe : 0,
    clockGettimeNumber(process.arch),
  ].map(String);
  const reasons: string[] = [];
  for (const interpreter of interpreters) {
    const answer = await runScript(interpreter, args, request);
    const result = resultOf(answer, interpreter);
    if (typeof result !== 'string') return result;
    reasons.push(result);
    if (answer.ended === 'late') break;
  }
  return notPossible(reasons.join('; '));
}

async function runScript(
  { name, arguments: script }: Interpreter,
  args: readonly string[],
  { limitMilliseconds = defaultLimitMilliseconds, folders }: TrialRequest,
): Promise<ChildEnd> {
  return runBounded(name, [...script, ...args], { limitMilliseconds, maxBytes: maxOutputBytes, folders });
}

/** Reads what the script printed; a string says why it gave no answer. */
function resultOf({ ended, output }: ChildEnd, { name }: Interpreter): TrialResult | string {
  const reasons: string[] = [];
  for (const line of output.split('\n')) {
    const found = /^(datagram|ring) (granted|refused) (\d+|-) (-?\d+|-)$/.exec(line);
    if (found) return measuredOf(found, name);
    const refused = /^(datagram|ring) no (.+)$/.exec(line);
    if (refused) reasons.push(`${ways[refused[1] ?? ''] ?? ''}: ${escapeControls(refused[2] ?? '')}`);
  }
  if (ended === 'absent') return `${name} is not installed`;
  if (ended === 'late') return 'the kernel did not answer in time';
  return reasons.length > 0 ? `${reasons.join(', ')} (${name})` : `${name} did not run the script`;
}

function measuredOf(
  [, way = '', granted, microseconds, stalls]: readonly string[],
  name: string,
): TrialResult {
  return {
    measured: granted === 'granted' ? 'granted' : 'refused',
    via: `${ways[way] ?? way} (${name})`,
    microseconds: microseconds === '-' ? null : Number(microseconds),
    stalled: stalls === '-' ? null : Number(stalls) > 0,
    why: null,
  };
}
