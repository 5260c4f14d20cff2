import { afterAll, expect, it } from '@jest/globals';
import { machineArchitecture } from '../../src/machine/architecture.ts';
import { Machine } from '../../src/machine/machine.ts';
import { makeRoot, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const debian = (compiler: string): string =>
  `Linux version 6.12.118 (debian-kernel@lists.debian.org) (${compiler}-14 (Debian) 14.2.0) #1 SMP\n`;

it.each([
  ['proc/version', debian('x86_64-linux-gnu-gcc'), 'x86-64'],
  ['proc/version', debian('aarch64-linux-gnu-gcc'), 'arm64'],
  ['proc/version', debian('powerpc64le-linux-gnu-gcc'), 'ppc64'],
  ['proc/version', debian('s390x-linux-gnu-gcc'), 's390x'],
  ['proc/version', debian('gcc'), null],
  [
    'proc/cpuinfo',
    'processor\t: 0\nvendor_id\t: GenuineIntel\naddress sizes\t: 46 bits physical, 48 bits virtual\n',
    'x86-64',
  ],
  ['proc/cpuinfo', 'processor\t: 0\naddress sizes\t: 46 bits physical, 57 bits virtual\n', 'x86-64'],
  [
    'proc/cpuinfo',
    'processor\t: 0\nFeatures\t: fp asimd\nCPU implementer\t: 0x41\nCPU architecture: 8\n',
    'arm64',
  ],
  ['proc/cpuinfo', 'processor\t: 0\nmodel name\t: ARMv7 Processor rev 4 (v7l)\nCPU architecture: 7\n', 'arm'],
  ['proc/cpuinfo', 'processor\t: 0\ncpu\t\t: POWER9 (raw), altivec supported\n', 'ppc64'],
  ['proc/cpuinfo', 'vendor_id       : IBM/S390\n# processors    : 4\n', 's390x'],
  ['proc/cpuinfo', 'processor\t: 0\nhart\t\t: 1\nisa\t\t: rv64imafdc\n', 'riscv64'],
  ['proc/cpuinfo', 'nothing of this kind\n', null],
])('%s of a root: %j is %s', (file, text, architecture) => {
  expect(machineArchitecture(new Machine(makeRoot({ [file]: text })))).toBe(architecture);
});

it('is this process’s own on the machine itself', () => {
  const names: Record<string, string> = { x64: 'x86-64', arm64: 'arm64', ppc64: 'ppc64', s390x: 's390x' };
  if (process.arch in names) expect(machineArchitecture(new Machine())).toBe(names[process.arch]);
});
