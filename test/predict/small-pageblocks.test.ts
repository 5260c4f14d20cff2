// HighAtomic lists where a pageblock is smaller than order 9: what is not read must not be promised.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Machine } from '../../src/machine/machine.ts';
import { ask } from '../support/ask.ts';
import { textsOf } from '../support/machine-text.ts';
import { fixture } from '../support/root.ts';

describe('a ppc64le machine whose free blocks of order 5 are all HighAtomic', () => {
  const name = '6.12-ppc64le-highatomic';
  const { release, pageSize } = new Machine(fixture(name));
  const text = (file: string): string => readFileSync(join(fixture(name), 'proc', file), 'utf8');
  const pagetypeinfo = text('pagetypeinfo');
  const unprivileged = { buddyinfo: text('buddyinfo'), zoneinfo: text('zoneinfo'), meminfo: text('meminfo') };

  it('is read as it is', () => {
    expect([release, pageSize]).toEqual(['6.12.0-55.el10.ppc64le', 65_536]);
  });

  it.each([
    // Unmovable and Movable hold two blocks of order 4 each: 308 - 128 - 15 = 165 > 90
    [4, 'available'],
    [5, 'unavailable'],
  ])('with pagetypeinfo order %i is %s', (order, verdict) => {
    expect(ask({ ...unprivileged, pagetypeinfo }, { release, pageSize, order }).verdict).toBe(verdict);
  });

  it.each([
    // 157 pages are 1 % of the zone; with a block of order 8 that may be all 308 pages that are free
    [4, ['pagetypeinfo']],
    [5, ['pagetypeinfo']],
    [6, []],
  ])('without it order %i is not promised', (order, wants) => {
    const found = ask(unprivileged, { release, pageSize, order });
    expect(found.verdict).not.toBe('available');
    expect(found.wants.filter((file) => file === 'pagetypeinfo')).toEqual(wants);
  });
});

describe('the smallest zone that may have HighAtomic pageblocks', () => {
  /** One block of order 4, which 1 % of the zone could be, beside many single pages. */
  const promised = (release: string, managed: number): boolean =>
    ask(
      textsOf({
        format: release.startsWith('6.1') ? '6.12' : '5.10',
        zones: [{ zone: 'Normal', blocks: [20_000, 0, 0, 0, 1], min: 100, managed }],
      }),
      { release, order: 4 },
    ).verdict === 'available';

  it.each([
    // 100 times 2^9 pages
    ['6.12.117+deb13-amd64', 51_200],
    // 100 times 2^8
    ['6.12.117+deb13-s390x', 25_600],
    // 100 times 2^5
    ['6.12.0-55.el10.ppc64le', 3200],
    // 100 times 2^4: nothing tells the architecture
    ['6.12.9', 1600],
  ])('%s: %i pages', (release, managed) => {
    expect([promised(release, managed - 1), promised(release, managed)]).toEqual([true, false]);
  });

  it('is any zone before 6.8', () => {
    expect(promised('5.10.0-46-cloud-amd64', 1)).toBe(false);
  });
});
