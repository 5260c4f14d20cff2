// Boots guests one after another and hands over the trials that they record, a boot at a time.
import { boot } from './boot.js';
import { machineFor } from './machines.js';

/** trials in one boot at most: enough to be worth the boot, few enough that the machines differ; never all of a file */
const perBoot = 100;

/** What the ids of a boot's trials begin with. */
function bootId({ series, architecture: { name } }, condition, seed) {
  return [series, name === 'amd64' ? null : name, condition?.name, seed]
    .filter((part) => part ?? false)
    .join('-');
}

/** fewest trials in a state: a condition says more by what it does to each of them than by other states */
const longerCycles = 14;

/** What a condition tells the guest: lab_condition, lab_write, and its own variables. */
function told({ name, files = {}, guest = {} }) {
  const writes = Object.entries(files).map(([path, value]) => `${path}:${value}`);
  return {
    condition: name,
    trials: longerCycles,
    ...(writes.length > 0 ? { write: writes.join(',') } : {}),
    ...guest,
  };
}

/** The machine of a seed, as far as the condition leaves it to that. */
function machineOf(seed, row, condition) {
  const drawn = machineFor(seed, row);
  const parameters = [...drawn.parameters, ...(condition?.parameters ?? [])];
  return { ...drawn, ...condition?.machine, parameters };
}

/**
 * @param {{kernel: import('./kernels.js').Kernel, condition?: import('./conditions.js').Condition & {name: string}, count: number, seed: number,
 *   media: {initramfs: string, disk: string, swap: string}, environment?: Record<string, string | number>,
 *   isDone: (id: string) => number, onBoot: (lines: string[]) => void, onNote?: (text: string) => void, signal?: AbortSignal}} options
 *   isDone: how many trials of that boot there are already; onBoot: all trials of a boot, once it is over
 * @returns {Promise<number>} how many trials there are by then
 */
export async function record({
  kernel,
  condition,
  count,
  seed,
  media,
  environment = {},
  isDone,
  onBoot,
  onNote = () => {},
  signal,
}) {
  const row = kernel.architecture;
  let recorded = 0;
  let barren = 0;
  for (let index = 0; recorded < count && barren < 3 && index < 1000 && !signal?.aborted; index++) {
    const bootSeed = seed * 1000 + index;
    const id = bootId(kernel, condition, bootSeed);
    const before = isDone(id);
    recorded += before;
    if (before > 0) continue;
    const { swapped, ...machine } = machineOf(bootSeed, row, condition);
    const started = Date.now();
    const lines = [];
    const result = await boot({
      kernel,
      initramfs: media.initramfs,
      machine: { ...machine, disk: media.disk, swap: swapped ? media.swap : undefined },
      environment: {
        id,
        architecture: row.name,
        seed: bootSeed,
        count: Math.min(perBoot, Math.ceil(count / 2), count - recorded),
        ...(swapped ? { swap: row.disks[1] } : {}),
        ...(condition ? told(condition) : {}),
        ...environment,
      },
      seconds: 3600,
      signal,
      onLine: (line) => {
        if (!line.startsWith('{')) return onNote(line);
        try {
          JSON.parse(line);
          lines.push(line);
        } catch {
          onNote(`a broken record of ${line.length} bytes`);
        }
      },
    });
    if (signal?.aborted) break;
    if (lines.length > 0) onBoot(lines);
    recorded += lines.length;
    barren = lines.length > 0 ? 0 : barren + 1;
    const shape = `${machine.memory} MiB, ${machine.nodes} node(s)${machine.below4G ? ', Normal zone' : ''}${swapped ? ', swap' : ''}`;
    const why = result.timedOut ? 'stopped after its time' : `qemu ended with ${result.code}`;
    const trouble = result.isWell ? '' : `, ${why}: ${result.console.slice(-300)}`;
    onNote(
      `${id}: ${shape}: ${lines.length} trials in ${Math.round((Date.now() - started) / 1000)} s${trouble}`,
    );
  }
  return recorded;
}
