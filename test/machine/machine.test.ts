import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { MalformedError, UnreadableError } from '../../src/errors.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { Reading, Snapshot } from '../../src/machine/snapshot.ts';
import { textsOf } from '../support/machine-text.ts';
import { asNobody } from '../support/nobody.ts';
import { emptyRoot, filesOf, fixture, makeRoot, removeRoots, writeUnder } from '../support/root.ts';

afterAll(removeRoots);

const texts = textsOf({
  zones: [
    { zone: 'Normal', blocks: [10, 10, 10], min: 5, managed: 16_384, types: { Movable: [10, 10, 10] } },
  ],
});

function readWith(machine: Machine, readings: readonly Reading[]): Snapshot {
  const look = machine.look();
  look.add(readings);
  return look.snapshot;
}

describe('a machine under a root', () => {
  it('has the release of osrelease, else of version', () => {
    const root = makeRoot({
      'proc/sys/kernel/osrelease': '5.4.0-1\n',
      'proc/version': 'Linux version 5.5.0-2 (x) #1\n',
    });
    expect(new Machine(root).release).toBe('5.4.0-1');
    writeUnder(root, 'proc/sys/kernel/osrelease', '\n');
    expect(new Machine(root).release).toBe('5.5.0-2');
  });

  it('without either is said, and answered as a current kernel', () => {
    const machine = new Machine(emptyRoot());
    expect(machine.kernel).toBeNull();
    expect(machine.notes.join()).toContain('release is not known');
  });

  it('has the page size that MemTotal over the managed pages gives', () => {
    const root = makeRoot({ ...filesOf(texts, '6.1.0'), 'proc/meminfo': 'MemTotal: 1048576 kB\n' });
    expect(new Machine(root).pageSize).toBe(65_536);
  });

  it('without meminfo has an assumed page size, and says so', () => {
    const machine = new Machine(makeRoot(filesOf(texts, '6.1.0')));
    expect(machine.pageSize).toBe(4096);
    expect(machine.notes.join()).toContain('page size is not known');
  });

  it('must be a directory', () => {
    const root = makeRoot({ file: '' });
    expect(() => new Machine(join(root, 'nothing'))).toThrow(UnreadableError);
    expect(() => new Machine(join(root, 'file'))).toThrow(UnreadableError);
  });

  it('must have buddyinfo', () => {
    expect(() => new Machine(emptyRoot()).look().snapshot).toThrow(/proc\/buddyinfo: is not there/);
    expect(() => new Machine(makeRoot({ 'proc/buddyinfo': '' })).look().snapshot).toThrow(MalformedError);
  });

  it('reads what is wanted and nothing else', () => {
    const root = makeRoot({
      ...filesOf(texts, '6.1.0'),
      'proc/meminfo': 'MemTotal: 65536 kB\n',
      'proc/vmstat': 'pgfault 1\n',
    });
    const machine = new Machine(root);
    expect(machine.look().snapshot).toMatchObject({
      pagetypeinfo: null,
      meminfo: null,
      vmstat: null,
      missing: [],
    });
    const all = readWith(machine, ['pagetypeinfo', 'meminfo', 'vmstat']);
    expect(all.pagetypeinfo?.pageblockOrder).toBe(9);
    expect(all.meminfo?.get('MemTotal')).toBe(65_536);
    expect(all.vmstat?.get('pgfault')).toBe(1);
  });

  it.each([
    ['absent', undefined, 'proc/zoneinfo: is not there'],
    ['malformed', 'hello\n', "/proc/zoneinfo: line 1: a text of 5 characters: expected 'Node N, zone NAME'"],
    ['empty', '', '/proc/zoneinfo: line 1'],
  ])('does without a zoneinfo that is %s, and says so', (_, zoneinfo, said) => {
    const files = filesOf({ ...texts, zoneinfo }, '6.1.0');
    const snapshot = new Machine(makeRoot(files)).look().snapshot;
    expect(snapshot.zoneinfo).toBeNull();
    expect(snapshot.missing.join()).toContain(said);
  });

  it('reads defrag_mode from 6.15 on', () => {
    const files = { ...filesOf(texts, '6.15.0'), 'proc/sys/vm/defrag_mode': '1\n' };
    expect(new Machine(makeRoot(files)).look().snapshot.defragMode).toBe(true);
    expect(
      new Machine(makeRoot({ ...files, 'proc/sys/vm/defrag_mode': '0\n' })).look().snapshot.defragMode,
    ).toBe(false);
    expect(
      new Machine(makeRoot({ ...files, 'proc/sys/kernel/osrelease': '6.14.0\n' })).look().snapshot.defragMode,
    ).toBeNull();
  });

  it('reads afresh each time', () => {
    const root = makeRoot(filesOf(texts, '6.1.0'));
    const machine = new Machine(root);
    const before = machine.look().snapshot.buddyinfo[0]?.freeBlocks[0];
    writeUnder(root, 'proc/buddyinfo', 'Node 0, zone Normal 77 1 1\n');
    expect([before, machine.look().snapshot.buddyinfo[0]?.freeBlocks[0]]).toEqual([10, 77]);
  });

  it("never takes this process's own cpuset or cgroup for its own", () => {
    const snapshot = readWith(new Machine(fixture('6.12.117-two-nodes')), ['cgroup']);
    expect(snapshot).toMatchObject({ allowedNodes: null, cgroup: null });
  });

  it('says what this user may not read', async () => {
    const root = makeRoot(filesOf(texts, '6.1.0'));
    chmodSync(root, 0o755);
    chmodSync(join(root, 'proc/pagetypeinfo'), 0o000);
    const snapshot = await asNobody(() => readWith(new Machine(root), ['pagetypeinfo']));
    expect(snapshot.missing.join()).toContain('pagetypeinfo: may not be read by this user');
    expect(snapshot).toMatchObject({ pagetypeinfo: null, buddyinfo: [{ zone: 'Normal' }] });
  });
});

describe('--kernel', () => {
  it('answers as for that release, whatever the machine runs', () => {
    const machine = new Machine(fixture('5.10.0'), '4.15.0-1044-aws');
    expect(machine.release).toBe('4.15.0-1044-aws');
    expect(machine.kernel).toMatchObject({ major: 4, minor: 15 });
  });
});

describe('the machines that are kept here', () => {
  it.each([
    ['5.10.0', '5.10.0-46-cloud-amd64', 4096, 3],
    ['6.12.117-two-nodes', '6.12.117+deb13-cloud-amd64', 4096, 4],
    ['7.3.4', '7.3.4+deb13-cloud-amd64', 4096, 3],
  ])('%s', (name, release, pageSize, rows) => {
    const machine = new Machine(fixture(name));
    expect([machine.release, machine.pageSize]).toEqual([release, pageSize]);
    const snapshot = readWith(machine, ['pagetypeinfo', 'meminfo', 'vmstat']);
    expect(snapshot.buddyinfo).toHaveLength(rows);
    expect(snapshot.missing).toEqual([]);
    // Blocks and zoneinfo's counter are two readings of one thing; a few pages move between them.
    for (const row of snapshot.buddyinfo) {
      const zone = snapshot.zoneinfo!.find((z) => z.node === row.node && z.zone === row.zone)!;
      const pages = row.freeBlocks.reduce((sum, n, order) => sum + n * 2 ** order, 0);
      expect(Math.abs(pages - zone.freePages)).toBeLessThanOrEqual(
        zone.perCpu().cpus * zone.perCpu().statThreshold,
      );
    }
  });
});
