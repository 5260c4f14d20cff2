// What tells of the kernel: releases with the texts beside them, and the types of a kernel and its modules.
import { everyKind, stringsOf, struct, writeBtf } from '../../../test/support/btf-writer.ts';
import { structNames } from '../../../src/kernel/btf/struct-names.ts';
import { findStructSizes } from '../../../src/kernel/btf/struct-sizes.ts';
import { faultTables, findFault } from '../../../src/kernel/faults/index.ts';
import type { FaultName } from '../../../src/kernel/faults/fault-status.ts';
import { parseRelease } from '../../../src/kernel/release.ts';
import { kernelAnswer } from '../../../src/guard/advice.ts';
import { parseVersion } from '../../../src/kernel/version.ts';
import { jsonLine } from '../../../src/text/json-line.ts';
import { demand, demandCounts, demandJson } from '../laws.ts';
import { recordedTexts, textsIn } from '../seeds.ts';
import type { Input, Target } from '../target.ts';

const releases: readonly Input[] = [
  ['3.10.0-1160.49.1.el7.x86_64', '', '', 'ID="centos"\n'],
  ['4.18.0-553.el8_10.aarch64', '', '', 'NAME="Rocky Linux"\nID="rocky"\n'],
  ['4.15.0-1044-aws', '', 'Ubuntu 4.15.0-1044.46-aws 4.15.18\n', 'ID=ubuntu\n'],
  [
    '5.15.0-91-generic',
    'Linux version 5.15.0-91-generic (buildd@lcy02) (gcc 11.4.0) #101-Ubuntu SMP Tue Nov 14 13:30:08 UTC 2023 (Ubuntu 5.15.0-91.101-generic 5.15.131)\n',
    'Ubuntu 5.15.0-91.101-generic 5.15.131\n',
    'ID=ubuntu\n',
  ],
  [
    '6.1.0-18-amd64',
    'Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org) (gcc-12) #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)\n',
    '',
    'ID=debian\n',
  ],
  ['6.12.117+deb13-cloud-amd64', '', '', ''],
  ['6.6.87.2-microsoft-standard-WSL2', '', '', 'ID=ubuntu\n'],
  ['5.10.234-225.910.amzn2.x86_64', '', '', 'ID="amzn"\n'],
  ['6.17.5-200.fc42.x86_64', '', '', ''],
  ['6.10.0-0.rc3.26.fc41.x86_64', '', '', ''],
  ['6.19.0-rc2', '', '', ''],
  ['5.15.107+', 'Linux version 5.15.107+ (builder@cos) #1 SMP\n', '', 'ID=cos\n'],
  ['6.6.31+rpt-rpi-v8', '', '', 'ID=raspbian\n'],
  ['5.4.17-2136.330.7.5.el8uek.x86_64', '', '', 'ID="ol"\n'],
  [
    '4.19.87-android12-9',
    'Linux version 4.19.87-android12-9 (build@a) (Android (6443078) clang) #1\n',
    '',
    '',
  ],
  ['5.3.18-150300.59.106-default', '', '', 'ID="sles"\n'],
  ['7.3.4', '', '', ''],
];

const faultNames = Object.keys(faultTables) as FaultName[];

const release: Target = {
  name: 'release',
  slice: 2000,
  parts: ['release', '/proc/version', '/proc/version_signature', '/etc/os-release'],
  seeds: () => [
    ...releases,
    ...recordedTexts('proc/version').map((version) => [version.split(' ')[2] ?? '', version, '', '']),
  ],
  run: ([text = '', version, versionSignature, osRelease]) => {
    const kernel = parseRelease(text, { version, versionSignature, osRelease });
    const parsed = parseVersion(text);
    if (kernel !== null) {
      demandCounts(kernel);
      demand(
        parsed?.major === kernel.major && parsed.minor === kernel.minor,
        () => `${kernel.major}.${kernel.minor} is ${parsed?.major}.${parsed?.minor} to the allocator's rules`,
      );
    }
    for (const name of faultNames) {
      const { assumed, state } = findFault(name, kernel);
      demand(assumed || state !== 'affected', () => `${name} affects this kernel and is not assumed`);
    }
    demandJson(jsonLine(kernelAnswer(text, kernel)));
  },
};

const vmlinux = writeBtf({
  types: [...everyKind, ...structNames.slice(0, 4).map((name, i) => struct(name, 4096 * (i + 1)))],
});
const module = writeBtf({
  types: [...everyKind, ...structNames.slice(4).map((name, i) => struct(name, 1000 * (i + 1)))],
  baseStringBytes: stringsOf(vmlinux).length,
});
const bigEndian = writeBtf({ types: [...everyKind, struct('net', 4288)], bigEndian: true, headerBytes: 32 });

const btf: Target = {
  name: 'btf',
  slice: 4000,
  parts: ['vmlinux', 'module'],
  seeds: () => {
    const modules = [module.toString('latin1'), ...textsIn('test/fixtures/btf', /\.btf$/)];
    return [vmlinux, bigEndian].flatMap((kernel) =>
      modules.map((split) => [kernel.toString('latin1'), split]),
    );
  },
  run: ([kernel = '', split = '']) => {
    const base = findStructSizes(Buffer.from(kernel, 'latin1'), structNames);
    if ('sizes' in base) demandCounts(base.sizes);
    const strings = 'sizes' in base ? base.strings : undefined;
    const own = findStructSizes(Buffer.from(split, 'latin1'), structNames, strings);
    if ('sizes' in own) demandCounts(own.sizes);
    for (const answer of [base, own])
      if ('malformed' in answer)
        demand(!/[^ -~]/.test(answer.malformed), () => JSON.stringify(answer.malformed));
  },
};

export const kernelTargets: readonly Target[] = [release, btf];
