import type { Architecture } from '../kernel/architecture.ts';
import type { Machine } from './machine.ts';

/** As Node names the architectures that it runs on. */
const own: Readonly<Record<string, Architecture>> = {
  x64: 'x86-64',
  ia32: 'x86',
  arm64: 'arm64',
  arm: 'arm',
  ppc64: 'ppc64',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
};

/** What only one architecture prints in /proc/cpuinfo (arch/…/kernel/cpu/proc.c and their like). */
const cpuinfoLines: readonly [RegExp, Architecture][] = [
  [/^address sizes\s*:.*\b(?:4[89]|5\d) bits virtual$/m, 'x86-64'],
  [/^CPU architecture\s*: 8$/m, 'arm64'],
  [/^CPU architecture\s*: [4-7]/m, 'arm'],
  [/^cpu\s*: POWER/m, 'ppc64'],
  [/^vendor_id\s*: IBM\/S390$/m, 's390x'],
  [/^isa\s*: rv64/m, 'riscv64'],
  [/^CPU Family\s*: Loongson-64bit$/m, 'loong64'],
];

/** The compiler that /proc/version names by its target. */
const compilers: readonly [string, Architecture][] = [
  ['x86_64-linux-gnu-gcc', 'x86-64'],
  ['aarch64-linux-gnu-gcc', 'arm64'],
  ['powerpc64le-linux-gnu-gcc', 'ppc64'],
  ['s390x-linux-gnu-gcc', 's390x'],
  ['riscv64-linux-gnu-gcc', 'riscv64'],
];

/** The architecture of a machine: this process's own, or as the texts under a root tell; null where they do not. */
export function machineArchitecture(
  machine: Pick<Machine, 'root' | 'constantText' | 'begunLook'>,
): Architecture | null {
  if (machine.root === '/') return own[process.arch] ?? null;
  const version = machine.constantText('proc/version') ?? '';
  const compiler = compilers.find(([name]) => version.includes(name));
  if (compiler) return compiler[1];
  const cpuinfo = machine.begunLook.text('proc/cpuinfo') ?? '';
  return cpuinfoLines.find(([line]) => line.test(cpuinfo))?.[1] ?? null;
}
