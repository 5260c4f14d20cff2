// `--for hugepages`: the pool is read at each look, as the memory is.
import { afterAll, expect, it } from '@jest/globals';
import { check } from '../../src/guard/check.ts';
import { workloadNeeds } from '../../src/guard/needs.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { Asked } from '../../src/options/settings.ts';
import { FakeIo } from '../support/fake-io.ts';
import { textsOf } from '../support/machine-text.ts';
import { filesOf, makeRoot, removeRoots, writeUnder } from '../support/root.ts';

afterAll(removeRoots);

const pool = 'sys/kernel/mm/hugepages/hugepages-2048kB';
const asked = {
  workloads: ['hugepages'],
  count: 4,
  size: { amount: 2 ** 21, unit: 'bytes' },
} as unknown as Asked;

/** A machine with more free blocks of order 9 than are asked for, and so many pages in the pool. */
function rootWith(free: number): string {
  const zones = [{ zone: 'Normal', types: { Movable: [0, 0, 0, 0, 0, 0, 0, 0, 0, 50, 50] }, min: 100 }];
  return makeRoot({
    ...filesOf(textsOf({ zones }), '6.12.0'),
    [`${pool}/free_hugepages`]: `${free}\n`,
    [`${pool}/resv_hugepages`]: '0\n',
    [`${pool}/nr_overcommit_hugepages`]: '0\n',
    [`${pool}/surplus_hugepages`]: '0\n',
  });
}

const plan = { intervalMilliseconds: 1000, timeoutMilliseconds: undefined, strict: false, deep: false };

it('refuses what a pool lacks, and goes once the pages are given back', async () => {
  const root = rootWith(3);
  const machine = new Machine(root);
  const io = new FakeIo();
  io.beforeSleep = () => {
    if (io.slept.length === 1) writeUnder(root, `${pool}/free_hugepages`, '4\n');
  };
  const outcome = await check(
    await workloadNeeds(['hugepages'], asked, machine),
    machine,
    { ...plan, retries: 9 },
    io,
  );
  expect(outcome.attempts.map(({ verdict }) => verdict)).toEqual(['unavailable', 'unavailable', 'available']);
  expect([outcome.go, outcome.need.request.granted]).toEqual([
    true,
    '4 of 4 huge pages of 2048 KiB are free in the pool',
  ]);
});
