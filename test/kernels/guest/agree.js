// Runs in a guest: states of the memory one after another; in each the real check, then the kernel is really asked.
// One JSON object a line: what was said, and what the kernel did right after it.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers';
import { Fragmenter } from './fragmenter.mjs';

const cli = '/lab/dist/cli.cjs';
const require = createRequire(cli);
const number = (name, otherwise) => Number(process.env[`lab_${name}`] ?? otherwise);
const [count, seed] = [number('count', 20), number('seed', 1)];
const withTrial = number('trial', 0) === 1;
const unprivileged = 65534;

const writeSync = fs.writeSync;
const emit = (record) => writeSync(1, `${JSON.stringify(record)}\n`);

const fragmenter = new Fragmenter(seed);
const tell = (command) => fragmenter.tell(command);

/** The command as `node dist/cli.cjs …` runs it, but in this process: starting one takes memory that the state has not got. */
function runHere(args) {
  return new Promise((resolve) => {
    let output = '';
    fs.writeSync = (descriptor, data, at = 0, ...rest) => {
      if (descriptor !== 1 && descriptor !== 2) return writeSync(descriptor, data, at, ...rest);
      if (descriptor === 1) output += data.subarray(at).toString();
      return data.length - at;
    };
    process.argv = [process.argv[0], cli, ...args];
    process.exitCode = undefined;
    delete require.cache[cli];
    require(cli);
    const wait = () => {
      if (process.exitCode === undefined) return setTimeout(wait, 1);
      fs.writeSync = writeSync;
      resolve({ code: process.exitCode, output });
    };
    wait();
  });
}

function runApart(args) {
  const { status, stdout } = childProcess.spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
  return { code: status, output: stdout };
}

let drawn = seed;
const random = () => (drawn = (drawn * 16807) % 2147483647) / 2147483647;
const between = (low, high) => low * (high / low) ** random();
for (let i = 0; i < 5; i++) random();

let built = 4;
for (let i = 0; i < count; i++) {
  if (withTrial && i === Math.floor(count / 2)) process.setuid(unprivileged);
  const fresh = i % 6 === 0;
  if (fresh) {
    tell('free');
    built = 3 + Math.floor(random() * 7);
  }
  const state = tell(fresh ? `build ${built} ${between(0.005, 0.3).toFixed(4)}` : 'stir');
  if (state === null) continue;
  // Orders about the one that the state is short of: below it they are to be had, above it they are not.
  const order = Math.min(10, Math.max(2, built - 2 + Math.floor(random() * 5)));
  const apart = i % 20 === 0;
  const args = ['check', '--order', `${order}`, '--format', 'json', ...(withTrial ? ['--trial'] : [])];
  const { code, output } = await (apart ? runApart(args) : runHere(args));
  const asked = tell(`ask 0 ${order} 0`);
  let answer = null;
  try {
    answer = JSON.parse(output);
  } catch {
    // said by `parsed`
  }
  if (asked === null) continue;
  const [, outcome, microseconds, stalls] = asked.split(' ');
  emit({
    order,
    user: process.getuid(),
    apart,
    code,
    parsed: answer?.schema === 'buddyguard/check/1',
    verdict: answer?.verdict ?? null,
    likelihood: answer?.likelihood ?? null,
    granted: outcome === 'granted',
    microseconds: Number(microseconds),
    stalls: Number(stalls),
    trial: answer?.trial ?? null,
    ...(answer === null ? { output } : {}),
    ...(answer?.verdict === 'available' && outcome !== 'granted'
      ? { zones: answer.zones, reason: answer.reason }
      : {}),
  });
}
emit({ done: count, restarts: fragmenter.restarts });
process.exit(0);
