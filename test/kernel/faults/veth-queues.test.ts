import { describe, expect, it } from '@jest/globals';
import type { FaultState } from '../../../src/kernel/faults/fault-status.ts';
import { findFault } from '../../../src/kernel/faults/index.ts';
import { parseRelease } from '../../../src/kernel/release.ts';

/** Kernels whose veth_alloc_queues() asks for one contiguous block for all possible CPUs; twins as above. */
const table = `
3.10.0-1160.el7.x86_64                not-affected
4.4.0-210-generic                     not-affected
4.9.125-linuxkit                      not-affected
4.14.89+                              not-affected
4.14.336-257.562.amzn2.x86_64         not-affected
4.15.0-1044-aws                       not-affected
4.15.0-58-generic                     not-affected
4.18.0-553.5.1.el8_10.x86_64          not-affected
4.19.0-27-amd64                       not-affected
5.4.0-150-generic                     not-affected
5.4.17-2136.307.3.1.el8uek.x86_64     not-affected
5.3.18-150300.59.93-default           not-affected
5.10.0-28-cloud-arm64                 not-affected
5.10.176-157.645.amzn2.x86_64         not-affected
5.10.157-android13-4                  not-affected
5.11.0-49-generic                     not-affected
5.13.0-52-generic                     not-affected
5.14.0                                not-affected
5.14.21                               not-affected
5.14.0-4-amd64                        not-affected
5.14.0-70.el9.x86_64                  unknown
5.14.0-427.13.1.el9_4.x86_64          unknown
5.14.0-570.el9.x86_64                 unknown
5.14.21-150400.24.100-default         not-affected

5.15.0-rc3                            unknown
5.15.0                                affected 5.15.151
5.15.1                                affected 5.15.151
5.15.49-linuxkit                      affected 5.15.151
5.15.90.1-microsoft-standard-WSL2     affected 5.15.151
5.15.149                              affected 5.15.151
5.15.150                              affected 5.15.151
5.15.150.1-microsoft-standard-WSL2    affected 5.15.151
5.15.151                              fixed
5.15.153.1-microsoft-standard-WSL2    fixed
5.15.224                              fixed
5.15.133+                             affected 5.15.151
5.15.154+                             fixed
5.15.148-97.158.amzn2.x86_64          affected 5.15.151
5.15.150-100.162.amzn2.x86_64         affected 5.15.151
5.15.152-100.162.amzn2.x86_64         fixed
5.15.84-v8+                           affected 5.15.151
5.15.131-2-pve                        affected 5.15.151
5.15.158-1-pve                        fixed
5.15.136-flatcar                      affected 5.15.151
5.15.123-android14-11                 affected 5.15.151
5.15.0-2-amd64                        unknown
5.15.0-25-generic                     affected 5.15.0-111
5.15.0-56-generic                     affected 5.15.0-111
5.15.0-91-generic                     affected 5.15.0-111
5.15.0-91-lowlatency                  affected 5.15.0-111
5.15.0-101-generic                    affected 5.15.0-111
5.15.0-107-generic                    affected 5.15.0-111
5.15.0-110-generic                    affected 5.15.0-111
5.15.0-110-lowlatency                 affected 5.15.0-111
5.15.0-111-generic                    fixed
5.15.0-111-lowlatency                 fixed
5.15.0-113-generic                    fixed
5.15.0-124-generic                    fixed
5.15.0-1017-aws                       affected 5.15.0-1063
5.15.0-1051-aws                       affected 5.15.0-1063
5.15.0-1062-aws                       affected 5.15.0-1063
5.15.0-1063-aws                       fixed
5.15.0-1084-aws                       fixed
5.15.0-1053-azure                     affected 5.15.0-1066
5.15.0-1060-azure                     affected 5.15.0-1066
5.15.0-1061-azure                     unknown
5.15.0-1065-azure                     unknown
5.15.0-1066-azure                     fixed
5.15.0-1065-azure-fde                 fixed
5.15.0-1055-gcp                       affected 5.15.0-1071
5.15.0-1056-gcp                       unknown
5.15.0-1070-gcp                       unknown
5.15.0-1071-gcp                       fixed
5.15.0-1042-gke                       affected 5.15.0-1069
5.15.0-1054-gke                       affected 5.15.0-1069
5.15.0-1055-gke                       unknown
5.15.0-1069-gke                       fixed
5.15.0-1054-gkeop                     unknown
5.15.0-1055-gkeop                     fixed
5.15.0-1050-ibm                       affected 5.15.0-1065
5.15.0-1065-ibm                       fixed
5.15.0-1048-nvidia                    affected 5.15.0-1067
5.15.0-1066-nvidia-lowlatency         unknown
5.15.0-1067-nvidia                    fixed
5.15.0-1048-oracle                    affected 5.15.0-1065
5.15.0-1049-oracle                    unknown
5.15.0-1065-oracle                    fixed
5.15.0-1054-kvm                       affected 5.15.151
5.15.0-1055-kvm                       unknown
5.15.0-73-fips                        affected 5.15.0-111
5.15.0-111-fips                       fixed
5.15.0-1062-aws-fips                  affected 5.15.0-1063
5.15.0-1063-aws-fips                  fixed
5.15.0-1048-raspi                     affected 5.15.0-1065
5.15.0-1055-raspi                     unknown
5.15.0-1032-realtime                  unknown
5.15.0-1030-xilinx-zynqmp             unknown
5.15.0-100.96.32.el9uek.x86_64        affected 5.15.151
5.15.0-101.103.2.1.el9uek.x86_64      affected 5.15.151
5.15.0-209.150.1.el9uek.x86_64        affected 5.15.151
5.15.0-209.151.1.el9uek.x86_64        fixed
5.15.0-302.167.6.el8uek.x86_64        fixed
5.15.0-custom                         unknown
5.15.0+                               affected 5.15.151

5.16.0                                affected 6.1.81
5.16.20-200.fc35.x86_64               affected 6.1.81
5.16.0-rc2                            affected 6.1.81
5.16.0-6-amd64                        affected 6.1.81
5.17.15                               affected 6.1.81
5.18.0-4-amd64                        affected 6.1.81
5.19.0-50-generic                     affected 6.8
5.19.17                               affected 6.1.81
5.19.0-1029-aws                       affected 6.8
6.0.19                                affected 6.1.81
6.0.0-6-amd64                         affected 6.1.81
6.1.0                                 affected 6.1.81
6.1.0-rc5                             affected 6.1.81
6.1.21-v8+                            affected 6.1.81
6.1.61-85.141.amzn2023.x86_64         affected 6.1.81
6.1.69-1-lts                          affected 6.1.81
6.1.79                                affected 6.1.81
6.1.80                                affected 6.1.81
6.1.80-1-lts                          affected 6.1.81
6.1.81                                fixed
6.1.81-1-lts                          fixed
6.1.82-99.168.amzn2023.x86_64         fixed
6.1.192                               fixed
6.1.75+                               affected 6.1.81
6.1.85+                               fixed
6.1.0-13-amd64                        affected 6.1.0-19
6.1.0-17-arm64                        affected 6.1.0-19
6.1.0-18-amd64                        affected 6.1.0-19
6.1.0-18-cloud-amd64                  affected 6.1.0-19
6.1.0-19-amd64                        fixed
6.1.0-20-amd64                        fixed
6.1.0-47-amd64                        fixed
6.1.0-18-2-amd64                      affected 6.1.0-19
6.1.0-29-2-amd64                      fixed
6.1.0-rpi8-rpi-v8                     unknown
6.1.0-cl-1-amd64                      unknown
6.1.0-kali9-amd64                     unknown
6.1.0-kali30-amd64                    unknown
6.1.119-amd64                         fixed
6.1.0-0.deb11.17-amd64                affected 6.1.0-19
6.1.0-0.deb11.21-cloud-amd64          fixed
6.1.0-1035-oem                        affected 6.8
6.1.75-android14-11                   affected 6.1.81

6.2.0                                 affected 6.6.21
6.2.0-39-generic                      affected 6.8
6.2.0-1018-aws                        affected 6.8
6.2.16-20-pve                         affected 6.6.21
6.3.9-gentoo-e350                     affected 6.6.21
6.4.0-150600.23.7-default             affected 6.6.21
6.5.0-15-generic                      affected 6.8
6.5.0-45-generic                      affected 6.8
6.5.0-1024-aws                        affected 6.8
6.5.0-0.deb12.4-amd64                 affected 6.6.21
6.5.11-8-pve                          affected 6.6.21
6.5.6-300.fc39.x86_64                 affected 6.6.21
6.6.0-rc2                             affected 6.6.21
6.6.8-arch1-1                         affected 6.6.21
6.5.0-10006-tuxedo                    affected 6.8
6.6.0-78.0.0.83.oe2403sp1.x86_64      unknown
6.6.13+bpo-amd64                      affected 6.6.21
6.6.20                                affected 6.6.21
6.6.20+rpt-rpi-v8                     affected 6.6.21
6.6.21                                fixed
6.6.21-1-lts                          fixed
6.6.31+rpt-rpi-v8                     fixed
6.6.32-0-lts                          fixed
6.6.87.2-microsoft-standard-WSL2      fixed
6.7.0                                 affected 6.7.9
6.7.8                                 affected 6.7.9
6.7.8-arch1-1                         affected 6.7.9
6.7.8-200.fc39.x86_64                 affected 6.7.9
6.7.9                                 fixed
6.7.9-arch1-1                         fixed
6.7.9-200.fc39.x86_64                 fixed
6.7.12+bpo-amd64                      fixed
6.8.0-rc2                             unknown
6.8.0                                 not-affected
6.8.0-31-generic                      not-affected
6.8.0-1004-raspi                      not-affected
6.8.0-1038-qcom                       not-affected
6.8.1-1015-realtime                   not-affected
6.11.0-107011-tuxedo                  not-affected
6.8.4-2-pve                           not-affected
6.9.3                                 not-affected
6.12.0-55.9.1.el10_0.x86_64           not-affected
6.12.117+deb13-cloud-amd64            not-affected
6.18.44-fc-v595                       not-affected
7.3.4+deb13-cloud-amd64               not-affected
`;

const rows = table
  .trim()
  .split(/\n+/)
  .map((line): [string, FaultState, string] => {
    const [release = '', status = '', fixedIn = ''] = line.split(/\s+/);
    return [release, status as FaultState, fixedIn];
  });

describe('veth queues in one block', () => {
  it('is told for at least 120 releases', () => {
    expect(new Set(rows.map(([release]) => release)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThanOrEqual(120);
  });

  it.each(rows)('%s: %s %s', (release, status, fixedIn) => {
    const finding = findFault('veth-queues', parseRelease(release));
    expect(finding.state).toBe(status);
    if (status === 'affected') expect(finding.fixedIn).toBe(fixedIn);
    if (status === 'not-affected') expect(finding.fixedIn).toBeNull();
  });

  it.each([
    ['5.15.0-1053-azure', 'Ubuntu 5.15.0-1053.61-azure 5.15.143', 'affected'],
    ['5.15.0-1065-azure', 'Ubuntu 5.15.0-1065.74-azure 5.15.153', 'fixed'],
  ])('%s signed as %s: %s', (release, versionSignature, status) => {
    expect(findFault('veth-queues', parseRelease(release, { versionSignature })).state).toBe(status);
  });

  it.each([
    ['5.15.0-91-generic', 'verified'],
    ['5.15.0-1062-aws', 'unverified'],
    ['6.1.0-18-amd64', 'verified'],
    ['6.6.21', 'verified'],
    ['5.15.131-2-pve', 'unverified'],
    ['6.6.6-2401.0.1.tl4.7.x86_64', 'unverified'],
    ['6.6.8-asahi', 'unverified'],
    ['6.6.1', 'verified'],
    ['6.6.8-asahi-1-1-ARCH', 'unverified'],
    ['5.10.134-16.1.al8.x86_64', 'unverified'],
    ['6.2.6-76060206-generic', 'unverified'],
    ['5.14.0-427.13.1.el9_4.x86_64', 'unverified'],
    // what others built of it
    ['6.1.0-29-2-amd64', 'unverified'],
    ['6.5.0-10006-tuxedo', 'unverified'],
    ['5.15.0-1054-gke', 'unverified'],
    ['5.15.0-1065-oracle', 'unverified'],
    ['5.15.0+', 'unverified'],
    ['5.15.0', 'verified'],
    ['6.11.0-107011-tuxedo', 'unverified'],
    ['6.11.0-whatever', 'unverified'],
    ['6.8.0-1038-qcom', 'unverified'],
    ['6.14.2-401.asahi.fc42.aarch64+16k', 'unverified'],
    ['6.14.2-400.fc42.aarch64', 'verified'],
  ])('%s is %s', (release, confidence) => {
    expect(findFault('veth-queues', parseRelease(release)).confidence).toBe(confidence);
  });
});
