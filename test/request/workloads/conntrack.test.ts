import { describe, expect, it } from '@jest/globals';
import { findWorkload } from '../../../src/request/workloads/index.ts';
import { on } from './readings-stub.ts';

describe('which default table conntrack is known to make', () => {
  it.each([
    // the change was posted in August 2021; 5.11, 5.15 and 6.1 were read
    ['5.11.22', 'verified'],
    ['5.12.19', 'unverified'],
    ['5.14.21', 'unverified'],
    ['5.14.0-427.13.1.el9_4.x86_64', 'unverified'],
    ['5.15.0-91-generic', 'verified'],
    ['6.1.0-18-amd64', 'verified'],
    ['6.12.117', 'verified'],
    ['4.18.0-553.el8_10.x86_64', 'unverified'],
    ['4.18.0-25-generic', 'verified'],
    ['3.10.0-1160.el7.x86_64', 'verified'],
  ])('on %s: %s', (release, confidence) => {
    const [need] = findWorkload('conntrack').needs(on(release, {}, {}));
    expect(need?.confidence).toBe(confidence);
  });

  it('does not matter where the slots are named', () => {
    const [need] = findWorkload('conntrack').needs(on('5.14.21', { count: 1024 }, {}));
    expect(need?.confidence).toBe('verified');
  });
});
