// Boots one guest under qemu's software emulation and hands over, line by line, what it writes to the debug port.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { clearTimeout, setTimeout } from 'node:timers';

/**
 * @typedef {object} Machine
 * @property {number} memory MiB
 * @property {number} [nodes] NUMA nodes (1)
 * @property {boolean} [memoryless] a further node has processors and no memory
 * @property {number} [below4G] MiB of it under 4 GiB: the rest is the Normal zone; all of it where absent
 * @property {number} [processors] 1
 * @property {string} [disk] image of the page-cache disk
 * @property {string} [swap] image of the swap disk
 * @property {number} [possibleProcessors] of them all; but `processors` stay switched off (maxcpus=)
 * @property {string} [processor] qemu's name, on x86
 * @property {string} [slots] what `-m` has besides, for memory that is plugged in: `,slots=1,maxmem=1G`
 * @property {string[]} [devices] further arguments of qemu
 * @property {string[]} [parameters] further ones of the kernel
 */

function machineArguments(row, machine) {
  const { memory, nodes = 1, memoryless = false, processors = 1, disk, swap } = machine;
  const { possibleProcessors = processors, devices = [] } = machine;
  const args = [...row.machine(machine), '-smp', `${possibleProcessors}`, ...devices];
  args.push('-m', `${memory}M${machine.slots ?? ''}`);
  for (let node = 0; (nodes > 1 || memoryless) && node < nodes; node++) {
    args.push('-object', `memory-backend-ram,id=m${node},size=${memory / nodes}M`);
    args.push('-numa', `node,nodeid=${node},memdev=m${node}${node < processors ? `,cpus=${node}` : ''}`);
  }
  if (memoryless) args.push('-numa', `node,nodeid=${nodes},cpus=${processors - 1}`);
  for (const [index, path] of [disk, swap].entries()) {
    if (!path) continue;
    args.push('-drive', `file=${path},if=none,id=d${index},format=raw,snapshot=on`);
    args.push('-device', `${row.disk},serial=${index},drive=d${index}`);
  }
  return args;
}

const parametersOf = ({ processors = 1, possibleProcessors = processors, parameters = [] }) =>
  possibleProcessors === processors ? parameters : [`maxcpus=${processors}`, ...parameters];

const commandLine = (row, environment, parameters) =>
  [
    ...parameters,
    `console=${row.console} loglevel=${environment.loud ? 6 : 1} panic=-1 mitigations=off nokaslr tsc=reliable init_on_alloc=0 rootfstype=ramfs`,
    ...Object.entries(environment).map(([name, value]) => `lab_${name}=${value}`),
  ].join(' ');

const outputs = {
  'debug port': ['isa-debugcon,iobase=0xe9,chardev=out', 'isa-debug-exit,iobase=0xf4,iosize=4'],
  'serial port': ['virtio-serial', 'virtserialport,chardev=out,name=lab'],
};

/** A guest that says nothing for this long has hung. */
const quietSeconds = 300;

/**
 * @param {{kernel: import('./kernels.js').Kernel, initramfs: string, machine: Machine, environment: Record<string, string | number>,
 *   seconds: number, onLine: (line: string) => void, signal?: AbortSignal}} options
 * @returns {Promise<{code: number | null, isWell: boolean, timedOut: boolean, console: string}>} code of qemu; isWell: the guest came to its end
 */
export function boot({ kernel, initramfs, machine, environment, seconds, onLine, signal }) {
  const row = kernel.architecture;
  const args = [
    '-nodefaults',
    '-no-user-config',
    '-display',
    'none',
    '-no-reboot',
    ...machineArguments(row, machine),
  ];
  args.push(
    '-kernel',
    kernel.image,
    '-initrd',
    initramfs,
    '-append',
    commandLine(
      row,
      { ...(machine.disk ? { disk: row.disks[0] } : {}), ...environment },
      parametersOf(machine),
    ),
  );
  args.push('-chardev', 'stdio,id=out,signal=off');
  for (const device of outputs[row.output]) args.push('-device', device);
  const directory = mkdtempSync(join(tmpdir(), 'buddyguard-guest-'));
  args.push('-serial', `file:${join(directory, 'console')}`);
  // Its standard input stays open: at its end a virtio port would count as not connected, and the guest wait for ever.
  const qemu = spawn(row.qemu, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  let timedOut = false;
  let isWell = false;
  qemu.stderr.on('data', (bytes) => (complaint = (complaint + bytes).slice(-20000)));
  const lines = createInterface({ input: qemu.stdout });
  const stop = () => qemu.kill('SIGKILL');
  const late = () => {
    timedOut = true;
    stop();
  };
  const timer = setTimeout(late, seconds * 1000);
  let quiet = setTimeout(late, quietSeconds * 1000);
  lines.on('line', (line) => {
    clearTimeout(quiet);
    quiet = setTimeout(late, quietSeconds * 1000);
    if (line === 'lab: ended 0') isWell = true;
    onLine(line);
  });
  process.once('exit', stop);
  signal?.addEventListener('abort', stop, { once: true });
  return new Promise((resolve, reject) => {
    qemu.once('error', reject);
    let code = null;
    const ended = [
      new Promise((done) => lines.once('close', done)),
      new Promise((done) => qemu.once('close', (status) => done((code = status)))),
    ];
    void Promise.all(ended).then(() => {
      clearTimeout(timer);
      clearTimeout(quiet);
      process.off('exit', stop);
      signal?.removeEventListener('abort', stop);
      const text = readFileSync(join(directory, 'console'), { flag: 'a+' }).toString('latin1');
      rmSync(directory, { recursive: true, force: true });
      resolve({ code, isWell: isWell && !timedOut, timedOut, console: complaint + text.slice(-20000) });
    });
  });
}
