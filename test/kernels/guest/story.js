// Runs in a guest, behind a wall of unmovable pages: nothing can make the memory, and the job is stopped before it breaks. Then
// memory is fragmented until the job really fails, and behind `buddyguard run --compact` it succeeds. One JSON object a step.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { Fragmenter } from './fragmenter.mjs';

const cli = '/lab/dist/cli.cjs';
const emit = (record) => fs.writeSync(1, `${JSON.stringify(record)}\n`);
const fragmenter = new Fragmenter(Number(process.env.lab_seed ?? 1), false);
const tell = (command) => fragmenter.tell(command);

function run(program, ...args) {
  const started = Date.now();
  const { status, signal, stdout, stderr } = childProcess.spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { status, signal, stdout, stderr, milliseconds: Date.now() - started };
}
const job = (order) => run('/lab/job', `${order}`);
const guarded = (order, retries, ...more) =>
  run(
    process.execPath,
    cli,
    'run',
    '--order',
    `${order}`,
    '--compact',
    '--retries',
    `${retries}`,
    '--interval',
    '200ms',
    ...more,
    '--',
    '/lab/job',
    `${order}`,
  );

const order = Number(process.env.lab_wall);

emit({ step: 'walled', bare: job(order) });
// `attainable` is a likelihood, and one run of it may go either way: what surely stops is --strict.
emit({ step: 'stopped', ...guarded(order, 2, '--strict'), after: job(order) });

// A remedy that did not help rests for half a minute.
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 35_000);
tell('free');
const state = tell(`holes ${order}`);
emit({ step: 'fragmented', state, bare: [job(order), job(order)] });
emit({ step: 'guarded', ...guarded(order, 5) });
emit({ step: 'end' });
process.exit(0);
