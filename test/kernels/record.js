// Boots guests one after another and hands over the trials that they record.
import { boot } from './boot.js';
import { machineFor } from './machines.js';

/** trials in one boot: enough to be worth the boot, few enough that the machines differ */
const perBoot = 60;

/**
 * @param {{kernel: {series: string, release: string, image: string}, count: number, seed: number,
 *   media: {initramfs: string, disk: string, swap: string}, environment?: Record<string, string | number>, onTrial: (line: string, trial: object) => void,
 *   onNote?: (text: string) => void, signal?: AbortSignal}} options
 * @returns {Promise<number>} how many trials were recorded
 */
export async function record({
  kernel,
  count,
  seed,
  media,
  environment = {},
  onTrial,
  onNote = () => {},
  signal,
}) {
  let recorded = 0;
  for (let index = 0; recorded < count && !signal?.aborted && index < 4 + (count / perBoot) * 3; index++) {
    const bootSeed = seed * 1000 + index;
    const { swapped, ...machine } = machineFor(bootSeed);
    const started = Date.now();
    let here = 0;
    const result = await boot({
      image: kernel.image,
      initramfs: media.initramfs,
      machine: { ...machine, disk: media.disk, swap: swapped ? media.swap : undefined },
      environment: {
        id: `${kernel.series}-${bootSeed}`,
        seed: bootSeed,
        count: Math.min(perBoot, count - recorded),
        ...(swapped ? { swap: 1 } : {}),
        ...environment,
      },
      seconds: 420,
      signal,
      onLine: (line) => {
        if (!line.startsWith('{')) return onNote(line);
        try {
          onTrial(line, JSON.parse(line));
          here++;
        } catch {
          onNote(`a broken record of ${line.length} bytes`);
        }
      },
    });
    recorded += here;
    const shape = `${machine.memory} MiB, ${machine.nodes} node(s)${machine.below4G ? ', Normal zone' : ''}${swapped ? ', swap' : ''}`;
    const trouble = result.timedOut
      ? ', stopped after its time'
      : result.code === 1
        ? ''
        : `, qemu ended with ${result.code}: ${result.console.slice(-300)}`;
    onNote(
      `${kernel.series}: boot ${index}: ${shape}: ${here} trials in ${Math.round((Date.now() - started) / 1000)} s${trouble}`,
    );
  }
  return recorded;
}
