// What the harnesses of a guest share: programs, modules, groups, the wall, and what `explain` makes of a failure.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { cli, runHere } from './command.mjs';

// Loaded here: where memory is wanting it could not be.
const { explainSince, logPosition } = createRequire(cli)('/lab/dist/explain.cjs');
export { logPosition };

export function mountAll() {
  for (const directory of ['/mnt', '/tmp', '/run']) fs.mkdirSync(directory, { recursive: true });
  run('/lab/ask', ['mount', 'tracefs', '/sys/kernel/tracing', 'tracefs']);
  run('/lab/ask', ['mount', 'cgroup2', '/sys/fs/cgroup', 'cgroup2']);
  // On a host with systemd or containers every process is in a group whose kernel memory is accounted.
  fs.writeFileSync('/sys/fs/cgroup/cgroup.subtree_control', '+memory');
}

export function run(program, args, environment = {}) {
  const { status, signal, stdout, stderr } = childProcess.spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 20_000,
  });
  return { status, signal, output: `${stdout ?? ''}${stderr ?? ''}`.trim() };
}

export function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

export async function json(...args) {
  const { code, output } = await runHere([...args, '--format', 'json']);
  try {
    return JSON.parse(output);
  } catch {
    return { error: `exit ${code}: ${output.trim()}`, absent: code === 64 };
  }
}

function load(name) {
  const path = `/lab/modules/${name}.ko`;
  if (!fs.existsSync(path)) return;
  run('/lab/ask', ['load', path, '']);
}

/** Modules, files and programs that a job needs before it; what went wrong. */
export function prepare(job) {
  (job.modules ?? []).forEach(load);
  for (const [path, text] of Object.entries(job.write ?? {})) fs.writeFileSync(path, text);
  return (job.before ?? []).flatMap(([program, ...args]) => {
    const { status, output } = run(program, args);
    return status === 0 ? [] : [`${program} ${args.join(' ')}: ${status} ${output}`];
  });
}

/** Unmovable pages so close that no block of the order has room between them, and smaller ones have; null where that failed. */
export function wallIn(fragmenter, order) {
  // No compaction for large blocks (mm/compaction.c compaction_suitable): it would make some of Node's own memory.
  fs.writeFileSync('/proc/sys/vm/extfrag_threshold', '1000');
  let state = null;
  for (let tries = 0; state === null && tries < 3; tries++)
    state = fragmenter.tell(`wall ${order} ${3 * 2 ** (order - 2)}`);
  return state;
}

/**
 * What `explain` makes of what the kernel's log has gained, and of what the program said.
 * @param {string} position in the kernel's log, from before
 * @param {string} output
 */
export async function explained(position, output) {
  // The lab's own last line, with the errno, is nothing that a program says.
  fs.writeFileSync('/tmp/output', output.replace(/^failed \d+ .*$/m, ''));
  const { explanation } = explainSince(position, {});
  const { programs = [], enomem } = await json('explain', '/tmp/output');
  return {
    reports: explanation.failures.map(({ kind, order, cause, verdict, check, callers, count }) => ({
      ...{ kind, order, cause, verdict, check, count },
      callers: callers.slice(0, 4),
    })),
    said: [...explanation.programs, ...programs].map(({ says, check }) => ({ says, check })),
    enomem: (enomem?.count ?? 0) + explanation.enomem.count,
  };
}
