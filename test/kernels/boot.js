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
 * @property {number} [below4G] MiB of it under 4 GiB: the rest is the Normal zone; all of it where absent
 * @property {number} [processors] 1
 * @property {string} [disk] image of the page-cache disk
 * @property {string} [swap] image of the swap disk
 * @property {number} [possibleProcessors] of them all; but `processors` stay switched off (maxcpus=)
 * @property {string} [processor] qemu's name (Nehalem)
 * @property {string[]} [devices] further arguments of qemu
 * @property {string[]} [parameters] further ones of the kernel
 */

// Nehalem: newer processors clear pages by `rep stosb`, which the emulation does byte by byte.
function machineArguments(machine) {
  const { memory, nodes = 1, below4G, processors = 1, disk, swap } = machine;
  const { possibleProcessors = processors, processor = 'Nehalem', devices = [] } = machine;
  const args = [
    '-machine',
    `pc,accel=tcg${below4G ? `,max-ram-below-4g=${below4G}M` : ''}`,
    '-cpu',
    processor,
    '-smp',
    `${possibleProcessors}`,
    ...devices,
  ];
  args.push('-m', `${memory}M`);
  for (let node = 0; nodes > 1 && node < nodes; node++) {
    args.push('-object', `memory-backend-ram,id=m${node},size=${memory / nodes}M`);
    args.push('-numa', `node,nodeid=${node},memdev=m${node}${node < processors ? `,cpus=${node}` : ''}`);
  }
  for (const [index, path] of [disk, swap].entries()) {
    if (!path) continue;
    args.push('-drive', `file=${path},if=none,id=d${index},format=raw,snapshot=on`);
    args.push('-device', `nvme,serial=${index},drive=d${index}`);
  }
  return args;
}

const parametersOf = ({ processors = 1, possibleProcessors = processors, parameters = [] }) =>
  possibleProcessors === processors ? parameters : [`maxcpus=${processors}`, ...parameters];

const commandLine = (environment, parameters) =>
  [
    ...parameters,
    `console=ttyS0 loglevel=${environment.loud ? 6 : 1} panic=-1 mitigations=off nokaslr tsc=reliable init_on_alloc=0 rootfstype=ramfs`,
    ...Object.entries(environment).map(([name, value]) => `lab_${name}=${value}`),
  ].join(' ');

/** A guest that says nothing for this long has hung. */
const quietSeconds = 150;

/**
 * @param {{image: string, initramfs: string, machine: Machine, environment: Record<string, string | number>,
 *   seconds: number, onLine: (line: string) => void, signal?: AbortSignal}} options
 * @returns {Promise<{code: number | null, timedOut: boolean, console: string}>} code 1: the guest ended well (qemu's isa-debug-exit)
 */
export function boot({ image, initramfs, machine, environment, seconds, onLine, signal }) {
  const args = [
    '-nodefaults',
    '-no-user-config',
    '-display',
    'none',
    '-no-reboot',
    ...machineArguments(machine),
  ];
  args.push(
    '-kernel',
    image,
    '-initrd',
    initramfs,
    '-append',
    commandLine(environment, parametersOf(machine)),
  );
  args.push('-chardev', 'stdio,id=out,signal=off', '-device', 'isa-debugcon,iobase=0xe9,chardev=out');
  args.push('-device', 'isa-debug-exit,iobase=0xf4,iosize=4');
  const directory = mkdtempSync(join(tmpdir(), 'buddyguard-guest-'));
  args.push('-serial', `file:${join(directory, 'console')}`);
  const qemu = spawn('qemu-system-x86_64', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  let timedOut = false;
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
      resolve({ code, timedOut, console: complaint + text.slice(-20000) });
    });
  });
}
