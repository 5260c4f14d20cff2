import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ReleaseHints, parseRelease, releaseOfProcVersion } from '../../src/kernel/release.ts';
import type { Distribution } from '../../src/kernel/release-forms.ts';
import { atLeast } from '../../src/kernel/version.ts';
import { repository } from '../support/corpus.ts';

/** release, distribution, upstream, build, flavour */
const rows: [string, Distribution, string, number[], string | null][] = [
  ['4.15.0-1044-aws', 'ubuntu', '4.15', [1044], 'aws'],
  ['5.15.0-91-generic', 'ubuntu', '5.15', [91], 'generic'],
  ['5.15.0-91-lowlatency', 'ubuntu', '5.15', [91], 'lowlatency'],
  ['5.4.0-1099-azure-fips', 'ubuntu', '5.4', [1099], 'azure-fips'],
  ['4.4.0-21-generic', 'ubuntu', '4.4', [21], 'generic'],
  ['6.8.0-1004-raspi', 'ubuntu', '6.8', [1004], 'raspi'],
  ['6.11.0-1006-nvidia-64k', 'ubuntu', '6.11', [1006], 'nvidia-64k'],
  ['6.1.0-47-amd64', 'debian', '6.1', [47], 'amd64'],
  ['6.1.0-17-arm64', 'debian', '6.1', [17], 'arm64'],
  ['5.10.0-28-cloud-arm64', 'debian', '5.10', [28], 'cloud-arm64'],
  ['5.10.0-0.deb10.16-amd64', 'debian', '5.10', [16], 'amd64'],
  ['4.19.0-0.bpo.9-cloud-amd64', 'debian', '4.19', [9], 'cloud-amd64'],
  ['4.9.0-19-686-pae', 'debian', '4.9', [19], '686-pae'],
  ['6.5.0-kali3-amd64', 'debian', '6.5', [3], 'amd64'],
  ['6.12.117+deb13-cloud-amd64', 'debian', '6.12.117', [], 'cloud-amd64'],
  ['7.3.4+deb13-cloud-amd64', 'debian', '7.3.4', [], 'cloud-amd64'],
  ['6.7.12+bpo-amd64', 'debian', '6.7.12', [], 'amd64'],
  ['6.12.9-amd64', 'debian', '6.12.9', [], 'amd64'],
  ['3.10.0-1160.el7.x86_64', 'rhel', '3.10', [1160], 'el7'],
  ['3.10.0-327.22.2.el7.x86_64', 'rhel', '3.10', [327, 22, 2], 'el7'],
  ['3.10.0-957.12.2.rt56.929.el7.x86_64', 'rhel', '3.10', [957, 12, 2], 'el7'],
  ['3.10.0-1160.90.1.vz7.200.7', 'rhel', '3.10', [1160, 90, 1], 'vz7'],
  ['4.14.0-115.el7a.aarch64', 'rhel', '4.14', [115], 'el7a'],
  ['4.18.0-348.el8', 'rhel', '4.18', [348], 'el8'],
  ['4.18.0-553.5.1.el8_10.x86_64', 'rhel', '4.18', [553, 5, 1], 'el8'],
  ['5.14.0-427.13.1.el9_4.x86_64', 'rhel', '5.14', [427, 13, 1], 'el9'],
  ['6.12.0-55.9.1.el10_0.x86_64', 'rhel', '6.12', [55, 9, 1], 'el10'],
  ['6.1.8-1.el8.elrepo.x86_64', 'mainline', '6.1.8', [1], 'elrepo'],
  ['4.14.35-1902.300.11.el7uek.x86_64', 'oracle', '4.14.35', [1902, 300, 11], 'el7uek'],
  ['6.5.6-300.fc39.x86_64', 'fedora', '6.5.6', [300], 'fc39'],
  ['4.14.106-97.85.amzn2.x86_64', 'amazon', '4.14.106', [97, 85], 'amzn2'],
  ['6.1.61-85.141.amzn2023.aarch64', 'amazon', '6.1.61', [85, 141], 'amzn2023'],
  ['4.14.89+', 'cos', '4.14.89', [], null],
  ['5.10.133+', 'cos', '5.10.133', [], null],
  ['4.14.190-perf+', 'android', '4.14.190', [], 'perf'],
  ['4.14.117-perf-g1a2b3c4', 'android', '4.14.117', [], 'perf'],
  ['5.10.157-android13-4-00001-gabc-ab9817238', 'android', '5.10.157', [], 'android13'],
  ['5.15.90.1-microsoft-standard-WSL2', 'wsl', '5.15.90', [1], 'microsoft-standard-WSL2'],
  ['4.4.0-19041-Microsoft', 'wsl', '4.4', [19041], 'Microsoft'],
  ['5.14.21-150400.24.100-default', 'suse', '5.14.21', [150400, 24, 100], 'default'],
  ['4.12.14-lp151.28.36-default', 'suse', '4.12.14', [151, 28, 36], 'default'],
  ['6.7.1-1-default', 'suse', '6.7.1', [1], 'default'],
  ['5.14.21-150400.14.75-azure', 'suse', '5.14.21', [150400, 14, 75], 'azure'],
  ['6.8.0-rc3-1.gae4495f-default', 'suse', '6.8-rc3', [1], 'default'],
  ['6.6.8-arch1-1', 'arch', '6.6.8', [], 'arch'],
  ['6.6.8-zen1-1-zen', 'arch', '6.6.8', [], 'zen'],
  ['6.1.69-1-lts', 'arch', '6.1.69', [1], 'lts'],
  ['6.6.8-2-MANJARO', 'arch', '6.6.8', [2], 'MANJARO'],
  ['6.6.32-0-lts', 'alpine', '6.6.32', [0], 'lts'],
  ['6.6.32-0-virt', 'alpine', '6.6.32', [0], 'virt'],
  ['6.1.21-v8+', 'raspberrypi', '6.1.21', [], 'v8'],
  ['5.15.84-v7l+', 'raspberrypi', '5.15.84', [], 'v7l'],
  ['6.12.25+rpt-rpi-v8', 'raspberrypi', '6.12.25', [], 'rpi-v8'],
  ['5.15.131-2-pve', 'proxmox', '5.15.131', [2], 'pve'],
  ['6.10.0-rc2-PMacG4', 'mainline', '6.10-rc2', [], 'PMacG4'],
  ['5.19.0-rc2-00001-g4051a81774d6', 'mainline', '5.19-rc2', [], '00001-g4051a81774d6'],
  ['6.8.0-0.rc3.26.fc40.x86_64', 'fedora', '6.8-rc3', [26], 'fc40'],
  ['6.17.0-rc5', 'mainline', '6.17-rc5', [], null],
  ['6.5.0-060500rc3-generic', 'mainline', '6.5-rc3', [], 'generic'],
  ['6.5.0-060500-generic', 'mainline', '6.5.0', [60500], 'generic'],
  ['5.15.131-0515131-generic', 'mainline', '5.15.131', [515131], 'generic'],
  ['5.15.0-76051500-generic', 'mainline', '5.15.0', [76051500], 'generic'],
  ['4.15.0+', 'mainline', '4.15.0', [], null],
  ['6.2.0', 'mainline', '6.2.0', [], null],
  ['5.15.49-linuxkit', 'mainline', '5.15.49', [], 'linuxkit'],
  ['5.15.136-flatcar', 'mainline', '5.15.136', [], 'flatcar'],
  ['6.9.3-gentoo-PMacG4', 'mainline', '6.9.3', [], 'gentoo-PMacG4'],
  ['6.18.44-fc-v595', 'mainline', '6.18.44', [], 'fc-v595'],
  // what others built of it
  ['4.18.0-147.5.1.6.h1194.eulerosv2r9.x86_64', 'rhel', '4.18', [147, 5, 1, 6], 'eulerosv2r9'],
  ['4.18.0-147.5.2.19.h1305.eulerosv2r10.x86_64', 'rhel', '4.18', [147, 5, 2, 19], 'eulerosv2r10'],
  ['3.10.0-862.14.1.6.h193.eulerosv2r7.x86_64', 'rhel', '3.10', [862, 14, 1, 6], 'eulerosv2r7'],
  ['4.18.0-372.9.1.an8.x86_64', 'rhel', '4.18', [372, 9, 1], 'an8'],
  ['4.18.0-348.20.1.an8_5.x86_64', 'rhel', '4.18', [348, 20, 1], 'an8_5'],
  ['4.18.0-147.5.1.es8_22.aarch64', 'rhel', '4.18', [147, 5, 1], 'es8_22'],
  ['4.18.0-372.19.1.es8_10.x86_64', 'rhel', '4.18', [372, 19, 1], 'es8_10'],
  ['3.10.0-1160.24.1.es7_14.x86_64', 'rhel', '3.10', [1160, 24, 1], 'es7_14'],
  ['3.10.0-1062.9.1.an7.x86_64', 'rhel', '3.10', [1062, 9, 1], 'an7'],
  ['5.14.0-503.11.1.an9_5.x86_64', 'rhel', '5.14', [503, 11, 1], 'an9_5'],
  // the rebuild's version must be RHEL's
  ['5.10.0-60.18.0.50.h1209.eulerosv2r11.x86_64', 'openeuler', '5.10', [60, 18, 0, 50], 'eulerosv2r11'],
  // builds of a package that nobody here knows, on an upstream version
  ['5.10.134-18.an8.x86_64', 'unknown', '5.10.134', [], '18.an8.x86_64'],
  ['5.10.134-16.1.al8.x86_64', 'unknown', '5.10.134', [], '16.1.al8.x86_64'],
  ['6.6.6-2401.0.1.tl4.7.x86_64', 'unknown', '6.6.6', [], '2401.0.1.tl4.7.x86_64'],
  ['5.4.119-19.0009.28', 'unknown', '5.4.119', [], '19.0009.28'],
  ['4.19.90-25.2.v2101.ky10.x86_64', 'unknown', '4.19.90', [], '25.2.v2101.ky10.x86_64'],
  ['4.18.0-1.mga7', 'unknown', '4.18', [], '1.mga7'],
  ['5.15.0-302.167.6.el8uek.x86_64', 'oracle', '5.15.167', [302, 167, 6], 'el8uek'],
  ['5.15.0-101.103.2.1.el9uek.x86_64', 'oracle', '5.15.103', [101, 103, 2, 1], 'el9uek'],
  ['5.15.0-0.30.19.el8uek.x86_64', 'oracle', '5.15.30', [0, 30, 19], 'el8uek'],
  ['6.12.0-105.51.5.el9uek.x86_64', 'oracle', '6.12.51', [105, 51, 5], 'el9uek'],
  ['5.4.17-2136.307.3.1.el8uek.x86_64', 'oracle', '5.4.17', [2136, 307, 3, 1], 'el8uek'],
  ['6.1.0-29-2-amd64', 'debian', '6.1', [29], 'amd64'],
  ['4.19.0-12-2-amd64', 'debian', '4.19', [12], 'amd64'],
  ['4.19.0-cl-1-amd64', 'debian', '4.19', [], 'amd64'],
  ['6.5.0-13parrot1-amd64', 'debian', '6.5', [], 'amd64'],
  ['6.1.0-rpi8-rpi-v8', 'raspberrypi', '6.1', [8], 'rpi-v8'],
  ['6.1.0-rpi4-rpi-2712', 'raspberrypi', '6.1', [4], 'rpi-2712'],
  ['6.6.0-78.0.0.83.oe2403sp1.x86_64', 'openeuler', '6.6', [78, 0, 0, 83], 'oe2403sp1'],
  ['5.10.0-136.12.0.86.oe2203sp1.aarch64', 'openeuler', '5.10', [136, 12, 0, 86], 'oe2203sp1'],
  ['4.19.90-2112.8.0.0131.oe1.x86_64', 'openeuler', '4.19.90', [2112, 8, 0, 131], 'oe1'],
  ['5.10.0-182.0.0.95.r1941_123.hce2.x86_64', 'openeuler', '5.10', [182, 0, 0, 95], 'hce2'],
  ['6.8.1-1015-realtime', 'ubuntu', '6.8', [1015], 'realtime'],
  ['5.15.0-1032-realtime', 'ubuntu', '5.15', [1032], 'realtime'],
  ['6.8.0-1038-qcom', 'ubuntu', '6.8', [1038], 'qcom'],
  ['6.11.0-107011-tuxedo', 'ubuntu', '6.11', [107011], 'tuxedo'],
  ['6.5.0-10006-tuxedo', 'ubuntu', '6.5', [10006], 'tuxedo'],
  ['6.14.2-401.asahi.fc42.aarch64+16k', 'fedora', '6.14.2', [401], 'fc42'],
  ['6.11.8-asahi-1-1-ARCH', 'arch', '6.11.8', [], 'asahi-1-1'],
  ['5.15.12-1-aarch64-ARCH', 'arch', '5.15.12', [], '1-aarch64'],
  ['6.16.8+kali-amd64', 'debian', '6.16.8', [], 'amd64'],
  ['7.1.5+kali-amd64', 'debian', '7.1.5', [], 'amd64'],
  ['5.14.21-150500.55.97_13.0.78-cray_shasta_c', 'suse', '5.14.21', [150500, 55], 'cray_shasta_c'],
  ['6.4.0-150600.23.47-default', 'suse', '6.4', [150600, 23, 47], 'default'],
  ['6.12.0-160000.5-default', 'suse', '6.12', [160000, 5], 'default'],
  ['6.7.0-1-default', 'suse', '6.7.0', [1], 'default'],
  // a suffix that is not known, on a version that may be no more than the line
  ['5.10.0-qki-consolidate', 'unknown', '5.10', [], 'qki-consolidate'],
  ['4.19.0-amd64-desktop', 'unknown', '4.19', [], 'amd64-desktop'],
  ['4.19.0+1', 'unknown', '4.19', [], '1'],
  ['6.6.0-g1a2b3c4', 'unknown', '6.6', [], 'g1a2b3c4'],
  ['6.6-custom', 'unknown', '6.6', [], 'custom'],
  ['6.6.1-custom', 'mainline', '6.6.1', [], 'custom'],
  ['6.11.0-109019-generic', 'unknown', '6.11', [], '109019-generic'],
  ['2.6.32-754.el6.x86_64', 'rhel', '2.6.32', [754], 'el6'],
];

describe('parseRelease', () => {
  it.each(rows)('%s is %s, upstream %s', (release, distribution, upstream, build, flavour) => {
    const kernel = parseRelease(release);
    expect(kernel).toMatchObject({ release, distribution, upstream, build, flavour });
    expect(kernel?.patch === null).toBe(/^\d+\.\d+$/.test(upstream));
  });

  it.each(['', '5', 'v5.15.0', 'Linux', '5.', '.15', 'five.15', '5.15x'.repeat(60), '1e3.5', '-1.2'])(
    'has nothing to read in %j',
    (text) => {
      expect(parseRelease(text)).toBeNull();
    },
  );

  it('never throws, and what it reads is in the string', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\d\.\d{1,2}(\.\d{1,3})?[-+.a-z0-9]{0,40}$/)),
        (text) => {
          const kernel = parseRelease(text);
          if (kernel)
            expect(
              text.startsWith(`${kernel.major}.${kernel.minor}`) ||
                (text.split('.')[1] ?? '').startsWith('0') ||
                text.startsWith('0'),
            ).toBe(true);
        },
      ),
    );
  });
});

const jammy =
  'Linux version 5.15.0-91-generic (buildd@lcy02-amd64-045) (gcc (Ubuntu 11.4.0-1ubuntu1~22.04) 11.4.0) #101-Ubuntu SMP Tue Nov 14 13:30:08 UTC 2023';
const hinted: [string, ReleaseHints, Distribution, string][] = [
  [
    '5.15.0-91-generic',
    { versionSignature: 'Ubuntu 5.15.0-91.101-generic 5.15.131\n' },
    'ubuntu',
    '5.15.131',
  ],
  [
    '5.15.0-91-generic',
    { version: `${jammy} (Ubuntu 5.15.0-91.101-generic 5.15.131)\n` },
    'ubuntu',
    '5.15.131',
  ],
  ['5.15.0-91-generic', { version: jammy }, 'ubuntu', '5.15'],
  ['4.15.0-1044-aws', { versionSignature: 'Ubuntu 4.15.0-1044.46-aws 4.15.18' }, 'ubuntu', '4.15.18'],
  // of another kernel: not believed
  ['4.15.0-1044-aws', { versionSignature: 'Ubuntu 5.15.0-91.101-generic 5.15.131' }, 'ubuntu', '4.15'],
  [
    '5.15.0-91-generic',
    { version: 'Linux version 5.15.0-92-generic (x) #1 (Ubuntu 5.15.0-92.102-generic 5.15.140)' },
    'ubuntu',
    '5.15',
  ],
  ['5.15.0-91-generic', { versionSignature: 'Ubuntu 5.15.0-92.102-generic 5.15.140' }, 'ubuntu', '5.15'],
  ['5.15.0-91-generic', { versionSignature: 'Ubuntu 5.15.0-91.101-generic 5.16.3' }, 'ubuntu', '5.15'],
  ['6.1.0-18-amd64', { version: 'Linux version 6.1.0-18-amd64 (x) #1 SMP Debian 6.2.76-1' }, 'debian', '6.1'],
  ['6.1.0-18-amd64', { version: 'Linux version 6.1.0-18-amd64 (x) #1 SMP Debian 5.1.76-1' }, 'debian', '6.1'],
  ['5.15.0-1-custom', { versionSignature: 'Ubuntu 5.15.0-1.1-custom 5.15.77' }, 'ubuntu', '5.15.77'],
  [
    '6.1.0-18-amd64',
    {
      version:
        'Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org) (gcc-12) #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)',
    },
    'debian',
    '6.1.76',
  ],
  [
    '6.12.25+rpt-rpi-v8',
    { version: 'Linux version 6.12.25+rpt-rpi-v8 (x) #1 SMP PREEMPT Debian 1:6.12.25-1+rpt1 (2025-04-30)' },
    'raspberrypi',
    '6.12.25',
  ],
  [
    '4.14.98-g12345678',
    {
      version:
        'Linux version 4.14.98-g12345678 (build@host) (Android (5484270 based on r353983c) clang version 9.0.3) #1',
    },
    'android',
    '4.14.98',
  ],
  // the banners of derived kernels
  [
    '6.1.0-29-2-amd64',
    {
      version:
        'Linux version 6.1.0-29-2-amd64 (x) (gcc-12) #1 SMP PREEMPT_DYNAMIC Debian 6.1.123-1 (2025-01-02)',
    },
    'debian',
    '6.1.123',
  ],
  [
    '6.1.0-rpi8-rpi-v8',
    { version: 'Linux version 6.1.0-rpi8-rpi-v8 (x) #1 SMP PREEMPT Debian 1:6.1.73-1+rpt1 (2024-01-25)' },
    'raspberrypi',
    '6.1.73',
  ],
  [
    '6.1.0-11-mybox',
    { version: 'Linux version 6.1.0-11-mybox (x) #1 SMP Debian 6.1.38-4 (2023-08-08)' },
    'debian',
    '6.1.38',
  ],
  ['6.8.0-38-mybox', { version: 'Linux version 6.8.0-38-mybox (x) #38-Ubuntu SMP' }, 'ubuntu', '6.8'],
  ['6.8.0-38-mybox', { version: 'Linux version 6.8.0-38-mybox (x) #38~22.04.1-Ubuntu SMP' }, 'ubuntu', '6.8'],
  ['6.8.0-38-mybox', { version: 'Linux version 6.8.0-38-mybox (x) #3-Ubuntu SMP' }, 'ubuntu', '6.8'],
  ['6.8.0-38-mybox', { version: 'Linux version 6.8.0-38-mybox (x) #38 SMP' }, 'unknown', '6.8'],
  // a container's os-release is not its kernel's
  ['4.14.89+', { osRelease: 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="22.04"\n' }, 'cos', '4.14.89'],
  ['4.14.89+', { osRelease: 'ID=raspbian\n' }, 'raspberrypi', '4.14.89'],
  ['5.15.0-91-generic', { osRelease: 'ID=debian\n' }, 'ubuntu', '5.15'],
  ['6.1.0-18-amd64', { osRelease: 'ID=ubuntu\n' }, 'debian', '6.1'],
  ['5.15.133', { osRelease: 'ID="cos"\n' }, 'cos', '5.15.133'],
  ['5.15.133', { osRelease: 'ID=ubuntu\n' }, 'mainline', '5.15.133'],
  ['5.15.0-91-generic', { version: '', versionSignature: '', osRelease: '\u0000' }, 'ubuntu', '5.15'],
];

describe('parseRelease with the texts beside it', () => {
  it.each(hinted)('%s with %j is %s, upstream %s', (release, hints, distribution, upstream) => {
    expect(parseRelease(release, hints)).toMatchObject({ distribution, upstream });
  });
});

describe('the banners of booted kernels', () => {
  it.each([
    ['5.10.0', '5.10.0-46-cloud-amd64', '5.10.262'],
    ['6.12.117-two-nodes', '6.12.117+deb13-cloud-amd64', '6.12.117'],
    ['7.3.4', '7.3.4+deb13-cloud-amd64', '7.3.4'],
  ])('%s is %s, upstream %s', (machine, release, upstream) => {
    const version = readFileSync(join(repository, 'test/fixtures/proc', machine, 'proc/version'), 'utf8');
    expect(releaseOfProcVersion(version)).toBe(release);
    expect(parseRelease(release, { version })).toMatchObject({ distribution: 'debian', upstream });
  });
});

describe('who built it', () => {
  it.each([
    ['4.18.0-372.9.1.el8.x86_64', null],
    ['4.18.0-372.9.1.an8.x86_64', 'same-builds'],
    ['6.1.0-29-amd64', null],
    ['6.1.0-29-2-amd64', 'same-builds'],
    ['6.1.0-kali9-amd64', 'own-builds'],
    ['6.8.0-1012-aws', null],
    ['6.8.0-1012-whatever', 'own-builds'],
    ['6.14.2-400.fc42.aarch64', null],
    ['6.14.2-401.asahi.fc42.aarch64', 'own-builds'],
  ])('%s: %s', (release, rebuild) => {
    expect(parseRelease(release)?.rebuild).toBe(rebuild);
  });
});

describe('atLeast', () => {
  it.each([
    ['4.15.0-1044-aws', 4, 15, true],
    ['4.15.0-1044-aws', 4, 16, false],
    ['5.4.58', 4, 16, true],
    ['6.10.0-rc2', 6, 10, true],
  ])('%s at least %i.%i: %s', (release, major, minor, expected) => {
    expect(atLeast(parseRelease(release), major, minor)).toBe(expected);
  });

  it('takes an unknown kernel for a current one', () => {
    expect(atLeast(null, 99, 0)).toBe(true);
  });
});

describe('releaseOfProcVersion', () => {
  it.each([
    [jammy, '5.15.0-91-generic'],
    [
      'Linux version 6.12.117+deb13-cloud-amd64 (debian-kernel@lists.debian.org)\n',
      '6.12.117+deb13-cloud-amd64',
    ],
    ['', null],
    ['Darwin Kernel Version 23', null],
  ])('%j', (text, release) => {
    expect(releaseOfProcVersion(text)).toBe(release);
  });
});
