// Many guards at once on a machine that makes them all want to compact. BUDDYGUARD_GUARDS sets how many, and
// BUDDYGUARD_GUARDS_AT_ONCE how many of them run together: each takes the memory of a Node.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inParallel } from '../support/cli.ts';
import { type Faulted, expectSound, faulted, isUnlocked, skips, whyNot } from '../support/faults.ts';
import { FragmentedRoot } from '../support/fragmented-root.ts';

const guards = Number(process.env.BUDDYGUARD_GUARDS ?? '50');
const atOnce = Number(process.env.BUDDYGUARD_GUARDS_AT_ONCE ?? '50');
const shell = realpathSync('/bin/sh');
const control = 'sys/devices/system/node/node0/compact';

const why = whyNot('root and unshare -m', 'unshare', '-m', 'true');
const describeHere = skips('many guards at once', why) ? describe.skip : describe;

let root: FragmentedRoot;
beforeAll(() => {
  root = new FragmentedRoot();
  root.write('writes', '');
  // The child that writes is a shell: this one notes when a write begins and ends, and lasts a while.
  mkdirSync(join(root.path, 'bin'));
  const real = join(root.path, 'bin/real-sh');
  copyFileSync(shell, real);
  const writes = `${root.path}/writes`;
  root.write(
    'bin/sh',
    `#!${real}\necho begin >>'${writes}'\n${real} "$@"\nsleep 0.3\necho end >>'${writes}'\n`,
  );
  chmodSync(join(root.path, 'bin/sh'), 0o755);
});
afterAll(() => {
  root.remove();
});

/** A guard whose writes are seen; every fifth is a `run`. */
function guard(n: number): Promise<Faulted> {
  const options = ['--order', '9', '--strict', '--compact', '--interval', '50ms', '--retries', '2', '-q'];
  const check = [...options, '--root', root.path];
  const args = n % 5 === 0 ? ['run', ...check, '--', 'echo', 'ran'] : ['check', ...check];
  const mount = `mount --bind '${root.path}/bin/sh' ${shell} && exec "$@"`;
  return faulted(args, { under: ['unshare', '-m', 'sh', '-c', mount, 'sh'] });
}

describeHere(`${guards} guards at once`, () => {
  it(
    'compact one at a time, all refuse, and leave nothing',
    async () => {
      const start = performance.now();
      const ended = await inParallel(
        Array.from({ length: guards }, (_, n) => n),
        guard,
        atOnce,
      );
      for (const found of ended) {
        expectSound(found);
        expect([found.code, found.stdout, found.stderr]).toEqual([75, '', '']);
      }
      // Every write has ended before the next begins.
      const writes = readFileSync(join(root.path, 'writes'), 'latin1');
      expect(writes).toMatch(/^(?:begin\nend\n)+$/);
      expect(isUnlocked(join(root.path, control))).toBe(true);
      if (guards > 50) {
        const seconds = ((performance.now() - start) / 1000).toFixed(1);
        console.log(`${guards} guards, ${atOnce} at once: ${seconds} s, ${writes.length / 10} compactions`);
      }
    },
    60_000 + guards * 1000,
  );
});
