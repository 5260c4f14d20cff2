/* global AbortController */
// Records days in little on real kernels, as `buddyguard record` would: npm run days -- [--out FOLDER] [--kernel 6.12]… [--count N] [--seed S]
// What jobs take and give back, and what grows behind them, is in test/kernels/guest/day.c. A tick of it stands for ten seconds.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { boot } from '../test/kernels/boot.js';
import { media } from '../test/kernels/image.js';
import { kernels } from '../test/kernels/kernels.js';
import { machineFor } from '../test/kernels/machines.js';
import { dayRecord } from './day-record.ts';

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: 'test/corpus/days' },
    kernel: { type: 'string', multiple: true, default: ['6.12'] },
    count: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    ticks: { type: 'string', default: '360' },
  },
});

/** Milliseconds of a tick in the guest, and what it stands for. */
const tick = { real: 150, stands: 10_000 };

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop.abort());

async function day(kernel, seed, shared) {
  const { swapped, ...machine } = machineFor(seed, kernel.architecture);
  const looks = [];
  const result = await boot({
    kernel,
    initramfs: shared.initramfs,
    machine: { ...machine, disk: shared.disk, swap: swapped ? shared.swap : undefined },
    environment: {
      id: `${kernel.series}-${seed}`,
      ...{ seed, ticks: Number(options.ticks), tick: tick.real },
      ...(swapped ? { swap: kernel.architecture.disks[1] } : {}),
    },
    seconds: 120 + (Number(options.ticks) * tick.real * 4) / 1000,
    signal: stop.signal,
    onLine: (line) =>
      line.startsWith('{')
        ? looks.push(JSON.parse(line))
        : console.error(`${kernel.series}-${seed}: ${line}`),
  });
  console.error(
    `${kernel.series}-${seed}: ${looks.length} looks, ${machine.memory} MiB, code ${result.code}`,
  );
  return dayRecord(looks, tick.stands / tick.real);
}

const cache = resolve(process.env.BUDDYGUARD_CACHE ?? '.cache/kernels');
const shared = media(cache);
mkdirSync(options.out, { recursive: true });
for (const kernel of await kernels(options.kernel, cache)) {
  for (let i = 0; i < Number(options.count) && !stop.signal.aborted; i++) {
    const seed = Number(options.seed) + i;
    const file = join(options.out, `${kernel.series}-${seed}.jsonl.gz`);
    // Goes on where it stopped.
    if (existsSync(file)) continue;
    const text = await day(kernel, seed, shared);
    if (!stop.signal.aborted) writeFileSync(file, gzipSync(text, { level: 9 }));
  }
}
