// Runs in a guest: memory is fragmented until a job really fails; behind `buddyguard run --compact` the same job succeeds; and
// where nothing can make the memory the job is stopped before it breaks. Prints one JSON object a step.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { Fragmenter } from './fragmenter.mjs';

const cli = '/lab/dist/cli.cjs';
const emit = (record) => fs.writeSync(1, `${JSON.stringify(record)}\n`);
const fragmenter = new Fragmenter(Number(process.env.lab_seed ?? 1));
const tell = (command) => fragmenter.tell(command);

function run(program, ...args) {
  const started = Date.now();
  const { status, signal, stdout, stderr } = childProcess.spawnSync(program, args, { encoding: 'utf8', timeout: 120_000 });
  return { status, signal, stdout, stderr, milliseconds: Date.now() - started };
}
const job = (order) => run('/lab/job', `${order}`);
const guarded = (order, retries) =>
  run(process.execPath, cli, 'run', '--order', `${order}`, '--compact', '--retries', `${retries}`, '--interval', '200ms', '--', '/lab/job', `${order}`);

const order = Number(process.env.lab_order ?? 7);

// A state in which the job fails twice: once could be a job that came too early.
for (let round = 0; round < 15; round++) {
  tell('free');
  const state = tell(`movable ${order}`);
  const bare = [job(order), job(order)];
  if (bare.some(({ status }) => status !== 1)) continue;
  emit({ step: 'fragmented', round, state, bare });
  emit({ step: 'guarded', round, state, ...guarded(order, 5) });
}

tell('free');
emit({ step: 'walled', state: tell(`wall ${order}`), bare: job(order) });
emit({ step: 'stopped', ...guarded(order, 2), after: job(order) });
emit({ step: 'end' });
process.exit(0);
