// What differs between the architectures of the lab, a row each; everything else takes it from here.
import { gunzipSync } from 'node:zlib';

/**
 * @typedef {object} Architecture
 * @property {string} debian Debian's name
 * @property {string} flavour how the names of its kernels end: `linux-image-6.12.118+deb13-arm64-16k`
 * @property {string} qemu
 * @property {(machine: {below4G?: number}) => string[]} machine arguments of qemu: the machine and its processor
 * @property {string} compiler of a static program
 * @property {string} console the kernel's own, on qemu's first serial port
 * @property {'debug port' | 'serial port'} output how what the guest says leaves it (guest/port.c): x86's port 0xe9, or virtio's
 * @property {string} disk qemu's device
 * @property {[string, string]} disks what the guest calls the page-cache disk and the swap disk
 * @property {string[]} modules loaded before anything else; what a kernel has built in is left out
 * @property {number[]} memory MiB of the machines that trials are recorded on, the likelier the more often
 * @property {boolean} nodes has machines of two NUMA nodes
 * @property {boolean} [zones] has machines some of whose memory lies above 4 GiB
 * @property {string} [node] npm's name of the architecture, where the real command can run in the guest
 * @property {((memory: number) => string[])[]} [parameters] of the kernel, one of them for each machine
 */

const disks = ['/dev/vda', '/dev/vdb'];
const virtio = {
  output: 'serial port',
  disk: 'virtio-blk',
  disks,
  modules: ['virtio_pci', 'virtio_mmio', 'virtio_console', 'virtio_blk', 'crc32c_generic', 'ext4'],
  nodes: false,
};

// Nehalem: newer processors clear pages by `rep stosb`, which the emulation does byte by byte.
const pc = {
  machine: ({ below4G, processor = 'Nehalem' }) => [
    '-machine',
    `pc,accel=tcg${below4G ? `,max-ram-below-4g=${below4G}M` : ''}`,
    '-cpu',
    processor,
  ],
  compiler: 'gcc',
  console: 'ttyS0',
  output: 'debug port',
  disk: 'nvme',
  disks: ['/dev/nvme0n1', '/dev/nvme1n1'],
  modules: ['nvme', 'crc32c_generic', 'ext4'],
  memory: [160, 192, 192, 224, 256, 320, 384],
  nodes: true,
};
const amd64 = { ...pc, zones: true, debian: 'amd64', qemu: 'qemu-system-x86_64' };
const arm64 = {
  ...virtio,
  debian: 'arm64',
  qemu: 'qemu-system-aarch64',
  // Graviton2's; Cortex-A72 has no pages of 16 KiB.
  machine: () => ['-machine', 'virt,accel=tcg', '-cpu', 'neoverse-n1'],
  compiler: 'aarch64-linux-gnu-gcc',
  console: 'ttyAMA0',
  node: 'arm64',
  // Debian's default of 64 MiB would be a third of so small a machine.
  parameters: [() => ['cma=0'], () => ['cma=0'], () => ['cma=32M']],
  nodes: true,
};
const ppc64el = {
  ...virtio,
  debian: 'ppc64el',
  qemu: 'qemu-system-ppc64',
  // Its firmware is qemu's own: the usual one takes seconds. The emulation has none of the mitigations that a pseries promises.
  machine: () => [
    '-machine',
    'pseries,accel=tcg,x-vof=on,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off',
    '-cpu',
    'power9',
  ],
  compiler: 'powerpc64le-linux-gnu-gcc',
  console: 'hvc0',
};

/** @type {Record<string, Architecture>} */
export const architectures = {
  amd64: { ...amd64, flavour: 'cloud-amd64' },
  'amd64-full': { ...amd64, flavour: 'amd64', memory: [224, 256, 256, 320, 384] },
  'amd64-rt': { ...amd64, flavour: 'rt-amd64', memory: [224, 256, 256, 320, 384] },
  arm64: { ...arm64, flavour: 'cloud-arm64', memory: [192, 224, 256, 320, 384] },
  'arm64-16k': { ...arm64, flavour: 'arm64-16k', memory: [512, 640, 768] },
  ppc64el: { ...ppc64el, flavour: 'powerpc64le', memory: [768, 1024, 1280] },
  'ppc64el-64k': { ...ppc64el, flavour: 'powerpc64le-64k', memory: [768, 1024, 1280] },
  s390x: {
    ...virtio,
    debian: 's390x',
    flavour: 's390x',
    qemu: 'qemu-system-s390x',
    machine: () => ['-machine', 's390-ccw-virtio,accel=tcg', '-cpu', 'max'],
    compiler: 's390x-linux-gnu-gcc',
    console: 'ttysclp0',
    memory: [256, 320, 384],
  },
  // HighMem begins where the kernel is told, so that a small machine has some.
  'i386-pae': {
    ...pc,
    debian: 'i386',
    flavour: '686-pae',
    qemu: 'qemu-system-i386',
    compiler: 'i686-linux-gnu-gcc',
    memory: [224, 256, 320, 384],
    nodes: false,
    parameters: [(memory) => [`highmem=${memory / 2}M`], () => []],
  },
};

export const usual = architectures.amd64;

/** The row of a name; an error that lists them where there is none. */
export function architecture(name) {
  if (Object.hasOwn(architectures, name)) return { name, ...architectures[name] };
  throw new Error(`no architecture '${name}': expected ${Object.keys(architectures).join(', ')}`);
}

/** An EFI kernel that unpacks itself holds the image that qemu boots (drivers/firmware/efi/libstub/zboot-header.S). */
export function unpackedImage(bytes) {
  if (bytes.toString('latin1', 4, 8) !== 'zimg') return bytes;
  const [from, length] = [bytes.readUInt32LE(8), bytes.readUInt32LE(12)];
  const form = bytes.toString('latin1', 24, 32).split('\0')[0];
  if (form !== 'gzip') throw new Error(`a kernel packed by ${form}: expected gzip`);
  return gunzipSync(bytes.subarray(from, from + length));
}
