// Many guards that start in the same moment, on a machine that makes them all want to compact. BUDDYGUARD_GUARDS sets how
// many: a thousand take about five gigabytes.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Faulted, expectSound, faulted, isUnlocked, skips, whyNot } from '../support/faults.ts';
import { FragmentedRoot } from '../support/fragmented-root.ts';

const guards = Number(process.env.BUDDYGUARD_GUARDS ?? '50');
const shell = realpathSync('/bin/sh');
const control = 'sys/devices/system/node/node0/compact';

const why = whyNot('root and unshare -m', 'unshare', '-m', 'true');
const describeHere = skips('many guards at once', why) ? describe.skip : describe;

let root: FragmentedRoot;
beforeAll(() => {
  root = new FragmentedRoot();
  root.write('writes', '');
  root.write('waiting', '');
  spawnSync('mkfifo', [join(root.path, 'start')]);
  // The child that writes is a shell: this one notes when a write begins and ends, and lasts a while.
  mkdirSync(join(root.path, 'bin'));
  const real = join(root.path, 'bin/real-sh');
  copyFileSync(shell, real);
  const writes = `${root.path}/writes`;
  root.write(
    'bin/sh',
    `#!${real}\necho begin >>'${writes}'\n${real} "$@"\nsleep 1\necho end >>'${writes}'\n`,
  );
  chmodSync(join(root.path, 'bin/sh'), 0o755);
});
afterAll(() => {
  root.remove();
});

/** A guard whose writes are seen, and that starts when somebody opens the pipe; every fifth is a `run`. */
function guard(n: number): Promise<Faulted> {
  const options = ['--order', '9', '--strict', '--compact', '--interval', '50ms', '--retries', '2', '-q'];
  const check = [...options, '--root', root.path];
  const args = n % 5 === 0 ? ['run', ...check, '--', 'echo', 'ran'] : ['check', ...check];
  const script = `mount --bind bin/sh ${shell} && printf . >>waiting && : <start && cd "$OLDPWD" && exec "$@"`;
  return faulted(args, { under: ['unshare', '-m', 'sh', '-c', `cd '${root.path}' && ${script}`, 'sh'] });
}

/** Runs them all, from the moment at which the last of them waits for its start. */
async function allAtOnce(): Promise<{ ended: Faulted[]; seconds: number }> {
  const all = Promise.all(Array.from({ length: guards }, (_, n) => guard(n)));
  while (statSync(join(root.path, 'waiting')).size < guards) await pause(20);
  const start = performance.now();
  const pipe = openSync(join(root.path, 'start'), 'r+');
  try {
    return { ended: await all, seconds: (performance.now() - start) / 1000 };
  } finally {
    closeSync(pipe);
  }
}

describeHere(`${guards} guards at once`, () => {
  it(
    'compact one at a time, all refuse, and leave nothing',
    async () => {
      const { ended, seconds } = await allAtOnce();
      for (const found of ended) {
        expectSound(found);
        expect([found.code, found.stdout, found.stderr]).toEqual([75, '', '']);
      }
      // Every write has ended before the next begins.
      const writes = readFileSync(join(root.path, 'writes'), 'latin1');
      expect(writes).toMatch(/^(?:begin\nend\n)+$/);
      expect(isUnlocked(join(root.path, control))).toBe(true);
      if (guards > 50)
        console.log(`${guards} guards: ${seconds.toFixed(1)} s, ${writes.length / 10} compactions`);
    },
    60_000 + guards * 1000,
  );
});
