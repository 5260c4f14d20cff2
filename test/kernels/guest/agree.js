// Runs in a guest: states of the memory one after another; in each the real check, then the kernel is really asked.
// One JSON object a line: what was said, and what the kernel did right after it.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { cli, runHere } from './command.mjs';
import { Fragmenter } from './fragmenter.mjs';

const number = (name, otherwise) => Number(process.env[`lab_${name}`] ?? otherwise);
const [count, seed] = [number('count', 20), number('seed', 1)];
const withTrial = number('trial', 0) === 1;
const unprivileged = 65534;
/** of all pages; starting perl takes more than a desperate machine has */
const leastFree = withTrial ? 0.004 : 0.0003;

const emit = (record) => fs.writeSync(1, `${JSON.stringify(record)}\n`);

const fragmenter = new Fragmenter(seed);
const tell = (command) => fragmenter.tell(command);

function runApart(args) {
  const { status, stdout } = childProcess.spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
  return { code: status, output: stdout };
}

const limitNames = [
  'fs/pipe-max-size',
  'fs/pipe-user-pages-soft',
  'fs/pipe-user-pages-hard',
  'net/core/wmem_max',
];
const limits = () => limitNames.map((name) => fs.readFileSync(`/proc/sys/${name}`, 'latin1'));

/** What trials have left: limits that are not what they were, files, interpreters. */
function traces(before) {
  const now = limits();
  const changed = limitNames.filter((_, index) => now[index] !== before[index]);
  const files = fs.existsSync('/tmp') ? fs.readdirSync('/tmp') : [];
  const processes = fs.readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && fs.readFileSync(`/proc/${pid}/comm`, 'latin1').startsWith('perl');
    } catch {
      return false;
    }
  });
  return [...changed, ...files, ...processes];
}

let drawn = seed;
const random = () => (drawn = (drawn * 16807) % 2147483647) / 2147483647;
const between = (low, high) => low * (high / low) ** random();
for (let i = 0; i < 5; i++) random();

/** The smallest order that is not to be had at once. */
let hard = 0;

/** About that order: below it the promise is made, from there on it must not be. */
function orderNear() {
  const dice = random();
  const below = withTrial ? 0.3 : 0.6;
  if (dice < below) return hard - 1;
  return dice < 0.9 ? hard + Math.floor(random() * 3) : 2 + Math.floor(random() * 9);
}

// Unprivileged, kernels before 6.18 let a datagram have at most order 7: more is asked for now and then.
const largest = () => (withTrial && process.getuid() !== 0 && random() < 0.9 ? 7 : 10);

/** A state of its own every few times; in between what happens on a machine, or free memory from comfortable to desperate. */
function nextState(index) {
  // What serves everything is left sooner.
  if (index % 12 !== 0 && (hard <= 8 || random() < 0.85))
    return tell(random() < 0.7 ? 'stir' : `level ${between(leastFree, 0.2).toFixed(5)}`);
  tell('free');
  return tell(`build ${3 + Math.floor(random() * (withTrial ? 5 : 7))} ${between(0.005, 0.3).toFixed(4)}`);
}

const before = limits();
for (let i = 0; i < count; i++) {
  if (withTrial && i === Math.floor(count / 2)) process.setuid(unprivileged);
  const state = nextState(i);
  const smallest = state === null ? null : tell('hard');
  if (smallest === null) continue;
  const [found, marks] = smallest.split(' ').map(Number);
  hard = found;
  const order = Math.min(largest(), Math.max(2, orderNear()));
  const apart = i % 20 === 0;
  const args = ['check', '--order', `${order}`, '--format', 'json', ...(withTrial ? ['--trial'] : [])];
  const { code, output } = await (apart ? runApart(args) : runHere(args));
  // Killed before it asks, the fragmenter left a state that nobody judged; killed while it asks, the block was not to be had.
  const then = tell('hard');
  if (then === null) continue;
  const [after, marksAfter] = then.split(' ').map(Number);
  const [, outcome, microseconds, stalls] = (tell(`ask 0 ${order} 0`) ?? 'asked killed 0 1').split(' ');
  const left = outcome === 'granted' ? null : tell('hard');
  let answer = null;
  try {
    answer = JSON.parse(output);
  } catch {
    // said by `parsed`
  }
  emit({
    state,
    order,
    hard,
    after,
    // A refusal takes nothing: a block that was there when the kernel looked for it is there still.
    left: left === null ? null : Number(left.split(' ')[0]),
    marks: [marks, marksAfter],
    user: process.getuid(),
    apart,
    code,
    parsed: answer?.schema === 'buddyguard/check/1',
    verdict: answer?.verdict ?? null,
    likelihood: answer?.likelihood ?? null,
    outcome,
    microseconds: Number(microseconds),
    stalls: Number(stalls),
    trial: answer?.trial ?? null,
    ...(answer === null ? { output } : {}),
    ...(answer?.verdict === 'available' && (outcome !== 'granted' || Number(stalls) > 0)
      ? { zones: answer.zones, reason: answer.reason }
      : {}),
  });
}
emit({ done: count, restarts: fragmenter.restarts, traces: traces(before) });
process.exit(0);
