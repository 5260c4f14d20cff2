import { describe, expect, it } from '@jest/globals';
import type { FaultState } from '../../../src/kernel/faults/fault-status.ts';
import { findFault } from '../../../src/kernel/faults/index.ts';
import { parseRelease } from '../../../src/kernel/release.ts';

/**
 * Kernels whose xt_alloc_table_info() passes __GFP_NORETRY down to vmalloc, twins on both sides of every boundary.
 * One row: release, status, and where it is affected the kernel to upgrade to.
 */
const table = `
2.6.32-754.el6.x86_64                 not-affected
3.10.0                                not-affected
3.10.49                               not-affected
3.10.0-327.22.2.el7.x86_64            not-affected
3.10.0-514.el7.x86_64                 not-affected
3.10.0-957.12.2.el7.x86_64            not-affected
3.10.0-1160.el7.x86_64                not-affected
3.10.0-1160.119.1.el7.x86_64          not-affected
3.16.0-11-amd64                       not-affected
4.1.5                                 not-affected
4.2.0                                 not-affected
4.4.0-21-generic                      not-affected
4.4.0-1128-aws                        not-affected
4.4.0-210-generic                     not-affected
4.4.262                               not-affected
4.4.302-21729-g34b1226044a7           not-affected
4.4.0-19041-Microsoft                 not-affected
4.8.0-58-generic                      not-affected
4.9.0                                 not-affected
4.9.45                                not-affected
4.9.125-linuxkit                      not-affected
4.9.0-19-amd64                        not-affected
4.9.999                               not-affected

4.10.0-rc4                            unknown
4.10.0                                affected 4.19
4.10.17                               affected 4.19
4.10.0-19-generic                     affected 4.15.0-58
4.10.0-42-generic                     affected 4.15.0-58
4.11.0                                affected 4.19
4.11.0-1016-azure                     affected 4.15.0-1055
4.11.8-300.fc26.x86_64                affected 4.19
4.12.4                                affected 4.19
4.12.14                               affected 4.19
4.12.14-lp151.28.36-default           affected 5.3
4.12.14-122.37-default                affected 5.3
4.12.0-rc3                            affected 4.19
4.13.0-rc2                            unknown
4.13.0                                not-affected
4.13.9                                not-affected
4.13.16                               not-affected
4.13.0-1018-azure                     not-affected
4.13.0-45-generic                     not-affected

4.14.0                                not-affected
4.14.0-rc5                            not-affected
4.14.32                               not-affected
4.14.33                               affected 4.19
4.14.40                               affected 4.19
4.14.50                               affected 4.19
4.14.111                              affected 4.19
4.14.170                              affected 4.19
4.14.325                              affected 4.19
4.14.336                              affected 4.19
4.14.96-coreos-r1                     affected 4.19
4.14.26-46.32.amzn1.x86_64            not-affected
4.14.32-25.amzn2.x86_64               not-affected
4.14.33-51.34.amzn1.x86_64            affected 4.19
4.14.106-97.85.amzn2.x86_64           affected 4.19
4.14.336-257.562.amzn2.x86_64         affected 4.19
4.14.22+                              not-affected
4.14.65+                              affected 4.19
4.14.89+                              affected 4.19
4.14.119+                             affected 4.19
4.14.137+                             affected 4.19
4.14.19-perf+                         not-affected
4.14.32-perf+                         not-affected
4.14.33-perf+                         unknown
4.14.62-perf+                         unknown
4.14.116-perf+                        unknown
4.14.117-perf+                        fixed
4.14.186-perf+                        fixed
4.14.190-perf+                        fixed
4.14.0-3-amd64                        unknown
4.14.0-115.el7a.aarch64               unknown
4.14.35-1902.300.11.el7uek.x86_64     affected 4.19

4.15.0                                not-affected
4.15.0-rc9                            not-affected
4.15.1                                not-affected
4.15.15                               not-affected
4.15.15-1-ARCH                        not-affected
4.15.16                               affected 4.19
4.15.16-300.fc27.x86_64               affected 4.19
4.15.18                               affected 4.19
4.15.18-21-pve                        affected 4.19
4.15.0+                               not-affected
4.15.0-2-amd64                        unknown
4.15.0-10-generic                     not-affected
4.15.0-15-generic                     not-affected
4.15.0-16-generic                     affected 4.15.0-58
4.15.0-20-generic                     affected 4.15.0-58
4.15.0-20-lowlatency                  affected 4.15.0-58
4.15.0-50-generic                     affected 4.15.0-58
4.15.0-54-generic                     affected 4.15.0-58
4.15.0-55-generic                     affected 4.15.0-58
4.15.0-55-lowlatency                  affected 4.15.0-58
4.15.0-56-generic                     fixed
4.15.0-58-generic                     fixed
4.15.0-58-lowlatency                  fixed
4.15.0-213-generic                    fixed
4.15.0-1001-aws                       affected 4.15.0-1047
4.15.0-1021-aws                       affected 4.15.0-1047
4.15.0-1043-aws                       affected 4.15.0-1047
4.15.0-1044-aws                       affected 4.15.0-1047
4.15.0-1045-aws                       affected 4.15.0-1047
4.15.0-1046-aws                       fixed
4.15.0-1047-aws                       fixed
4.15.0-1051-aws                       fixed
4.15.0-1001-gcp                       affected 4.15.0-1040
4.15.0-1037-gcp                       affected 4.15.0-1040
4.15.0-1038-gcp                       fixed
4.15.0-1040-gcp                       fixed
4.15.0-1001-azure                     affected 4.15.0-1055
4.15.0-1052-azure                     affected 4.15.0-1055
4.15.0-1053-azure                     fixed
4.15.0-1055-azure                     fixed
4.15.0-1008-oracle                    affected 4.15.0-1019
4.15.0-1018-oracle                    affected 4.15.0-1019
4.15.0-1019-oracle                    fixed
4.15.0-1039-kvm                       affected 4.15.0-1040
4.15.0-1040-kvm                       fixed
4.15.0-1050-oem                       unknown
4.15.0-1032-gke                       unknown

4.16.0-rc3                            unknown
4.16.0                                affected 4.18.8
4.16.13                               affected 4.18.8
4.16.18                               affected 4.18.8
4.16.0-2-amd64                        affected 4.18.8
4.16.3-301.fc28.x86_64                affected 4.18.8
4.17.0                                affected 4.18.8
4.17.0-rc1                            affected 4.18.8
4.17.0-3-amd64                        affected 4.18.8
4.17.19                               affected 4.18.8
4.18.0                                affected 4.18.8
4.18.0-rc8                            affected 4.18.8
4.18.5                                affected 4.18.8
4.18.7                                affected 4.18.8
4.18.7-arch1-1                        affected 4.18.8
4.18.8                                fixed
4.18.8-arch1-1                        fixed
4.18.20                               fixed
4.18.0-1-amd64                        unknown
4.18.0-8-generic                      affected 4.18.0-13
4.18.0-9-generic                      fixed
4.18.0-13-generic                     fixed
4.18.0-25-lowlatency                  fixed
4.18.0-1006-aws                       fixed
4.18.0-80.el8.x86_64                  not-affected
4.18.0-147.el8.x86_64                 not-affected
4.18.0-240.1.1.el8_3.x86_64           not-affected
4.18.0-348.el8                        not-affected
4.18.0-394.el8.x86_64                 not-affected
4.18.0-553.5.1.el8_10.x86_64          not-affected

4.19.0-rc5                            unknown
4.19.0                                not-affected
4.19.13                               not-affected
4.19.0-27-amd64                       not-affected
4.19.112+                             not-affected
4.19.0-0.bpo.9-amd64                  not-affected
5.0.0-23-generic                      not-affected
5.3.18-150300.59.93-default           not-affected
5.4.0-1099-aws                        not-affected
5.4.58                                not-affected
5.10.0-28-cloud-arm64                 not-affected
5.10.176-157.645.amzn2.x86_64         not-affected
5.14.0-427.13.1.el9_4.x86_64          not-affected
5.15.0-91-generic                     not-affected
5.15.90.1-microsoft-standard-WSL2     not-affected
6.1.0-47-amd64                        not-affected
6.8.0-rc3-1.gae4495f-default          not-affected
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

describe('x_tables with __GFP_NORETRY', () => {
  it('is told for at least 120 releases', () => {
    expect(new Set(rows.map(([release]) => release)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThanOrEqual(120);
  });

  it.each(rows)('%s: %s %s', (release, status, fixedIn) => {
    const finding = findFault('xtables-noretry', parseRelease(release));
    expect(finding.state).toBe(status);
    if (status === 'affected') expect(finding.fixedIn).toBe(fixedIn);
    if (status === 'not-affected') expect(finding.fixedIn).toBeNull();
    expect(finding.source).not.toBe('');
  });

  it.each([
    ['4.10.17', true],
    ['4.12.4', true],
    ['4.14.33', false],
    ['4.15.0-1044-aws', false],
    ['4.16.13', false],
    ['4.19.0', false],
  ])('%s fails without a line in the kernel log: %s', (release, silent) => {
    expect(findFault('xtables-noretry', parseRelease(release)).silent).toBe(silent);
  });

  it.each([
    ['4.15.0-1044-aws', 'verified'],
    ['4.15.0-55-generic', 'verified'],
    ['4.14.89+', 'verified'],
    ['4.14.119+', 'unverified'],
    ['4.14.106-97.85.amzn2.x86_64', 'verified'],
    ['4.14.107-97.85.amzn2.x86_64', 'unverified'],
    ['4.14.90+', 'unverified'],
    ['3.10.0-513.el7.x86_64', 'unverified'],
    ['3.10.0-514.el7.x86_64', 'verified'],
    ['4.18.0-146.el8.x86_64', 'unverified'],
    ['4.18.0-147.el8.x86_64', 'verified'],
    ['4.10.0-42-generic', 'unverified'],
    ['4.12.14-122.37-default', 'unverified'],
    ['4.18.0-80.el8.x86_64', 'unverified'],
    ['4.18.0-348.el8', 'verified'],
    ['3.10.0-327.22.2.el7.x86_64', 'unverified'],
    ['3.10.0-1160.el7.x86_64', 'verified'],
    ['4.15.0-1050-oem', 'unverified'],
    ['5.4.0-1099-aws', 'verified'],
  ])('%s is %s', (release, confidence) => {
    expect(findFault('xtables-noretry', parseRelease(release)).confidence).toBe(confidence);
  });

  it('decides by the patch level that the banner tells', () => {
    const at = (patch: string): FaultState =>
      findFault(
        'xtables-noretry',
        parseRelease('4.15.0-2-amd64', {
          version: `Linux version 4.15.0-2-amd64 (x) #1 SMP Debian ${patch}-1 (2018-04-04)`,
        }),
      ).state;
    expect([at('4.15.15'), at('4.15.16')]).toEqual(['not-affected', 'affected']);
  });

  it('goes by the build even where Ubuntu signs the patch level', () => {
    const signed = parseRelease('4.15.0-58-generic', {
      versionSignature: 'Ubuntu 4.15.0-58.64-generic 4.15.18',
    });
    expect(findFault('xtables-noretry', signed).state).toBe('fixed');
  });

  it('takes an unknown kernel for a current one, and says that it is not known', () => {
    expect(findFault('xtables-noretry', null)).toMatchObject({ state: 'unknown', assumed: false });
  });

  it.each([
    ['4.15.0-1050-oem', true],
    ['4.14.62-perf+', false],
    ['4.15.0-1044-aws', true],
    ['4.15.0-1047-aws', false],
  ])('%s is judged as affected: %s', (release, assumed) => {
    expect(findFault('xtables-noretry', parseRelease(release)).assumed).toBe(assumed);
  });
});
