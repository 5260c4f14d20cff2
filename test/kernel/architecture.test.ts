import { expect, it } from '@jest/globals';
import { architectureOfRelease } from '../../src/kernel/architecture.ts';

it.each([
  ['6.12.118+deb13-cloud-amd64', 'x86-64'],
  ['6.1.0-18-amd64', 'x86-64'],
  ['6.1.0-18-amd64-unsigned', 'x86-64'],
  ['4.18.0-553.5.1.el8_10.x86_64', 'x86-64'],
  ['6.1.0-17-arm64', 'arm64'],
  ['6.12.118+deb13-arm64-16k', 'arm64'],
  ['5.14.0-427.13.1.el9_4.aarch64', 'arm64'],
  ['5.14.0-427.13.1.el9_4.aarch64+64k', 'arm64'],
  ['6.6.31+rpt-rpi-v8', 'arm64'],
  ['6.6.31+rpt-rpi-2712', 'arm64'],
  ['6.1.21-v8+', 'arm64'],
  ['5.15.0-1048-raspi', 'arm64'],
  ['6.6.31+rpt-rpi-v7l', 'arm'],
  ['6.1.21-v7l+', 'arm'],
  ['6.1.0-17-armmp-lpae', 'arm'],
  ['6.12.117+deb13-powerpc64le', 'ppc64'],
  ['5.14.0-427.13.1.el9_4.ppc64le', 'ppc64'],
  ['7.2.13+deb14-s390x', 's390x'],
  ['6.12.9-200.fc41.riscv64', 'riscv64'],
  ['4.19.0-27-686-pae', 'x86'],
  ['5.15.0-91-generic', null],
  ['6.12.117', null],
  ['6.18.44-fc-v595', null],
  ['5.15.153.1-microsoft-standard-WSL2', null],
])('%s: %s', (release, architecture) => {
  expect(architectureOfRelease(release)).toBe(architecture);
});
