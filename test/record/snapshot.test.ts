// What a snapshot holds, what it must not hold, how large it is, and what is no snapshot.
import { hostname } from 'node:os';
import { join } from 'node:path';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { jsonLine } from '../../src/text/json-line.ts';
import type { Look } from '../../src/machine/look.ts';
import { Machine } from '../../src/machine/machine.ts';
import { NotingMachine, captureSnapshot } from '../../src/record/capture.ts';
import type { SnapshotDocument } from '../../src/record/document.ts';
import { readDocument } from '../../src/record/document-shape.ts';
import { keptMachine } from '../../src/record/kept-machine.ts';
import { oneLine, runCli } from '../support/cli.ts';
import { type ZoneText, textsOf } from '../support/machine-text.ts';
import { emptyRoot, filesOf, fixture, makeRoot, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const at = new Date('2026-01-31T12:00:00Z');
const capture = (root: string): Promise<SnapshotDocument> => captureSnapshot(new NotingMachine(root), at);

it('has less than 100 KB for eight nodes and 1,024 CPUs', async () => {
  const perCpu = Array.from({ length: 1024 }, (_, cpu) => cpu % 200);
  const blocks = [123_456, 98_765, 54_321, 21_098, 9876, 5432, 2109, 987, 543, 210, 98_765];
  const types = { Unmovable: blocks, Movable: blocks, Reclaimable: blocks, HighAtomic: blocks, CMA: blocks };
  const pageblocks = { Unmovable: 123_456, Movable: 123_456, Reclaimable: 123_456 };
  const all = ['DMA', 'DMA32', 'Normal', 'Movable', 'Device'];
  const zones = Array.from({ length: 8 }, (_, node) =>
    all.map((zone): ZoneText => {
      const populated = zone === 'Normal' || zone === 'Movable' || (node === 0 && zone !== 'Device');
      const reserve = [0, 123_456, 123_456_789, 123_456_789, 123_456_789];
      return {
        node,
        zone,
        unpopulated: !populated,
        types,
        pageblocks,
        perCpu,
        min: 123_456,
        low: 154_320,
        reserve,
      };
    }),
  ).flat();
  const texts = textsOf({ format: '6.19', zones });
  const recorded = (name: string): string => readFileSync(join(fixture('7.3.4'), 'proc', name), 'utf8');
  const root = makeRoot({
    ...filesOf({ ...texts, meminfo: recorded('meminfo'), vmstat: recorded('vmstat') }, '7.3.4'),
    'proc/cpuinfo': `vendor_id : GenuineIntel\nflags : ${'some_flag '.repeat(200)}\n\n`.repeat(1024),
  });
  expect((texts.zoneinfo ?? '').length).toBeGreaterThan(1_000_000);
  const text = jsonLine(await capture(root));
  expect(text.length).toBeLessThan(100_000);
  expect((JSON.parse(text) as SnapshotDocument).memory.zoneinfo?.[0]?.perCpu.cpus).toBe(1024);
});

it('holds no host name, no command line and no address', async () => {
  const secrets = ['build-host-77', 'db.internal', '10.11.12.13', '0D0C0B0A', '00aabbccddee', 'ffff888812345678', 'hunter2', '/srv/secret']; // prettier-ignore
  const texts = textsOf({ zones: [{ zone: 'Normal', blocks: [100, 0, 1], min: 10 }] });
  const root = makeRoot({
    ...filesOf(texts, '6.1.0-18-amd64'),
    'proc/sys/kernel/hostname': 'build-host-77\n',
    'proc/version': 'Linux version 6.1.0-18-amd64 (root@build-host-77) (gcc) #1 SMP Debian 6.1.76-1\n',
    'proc/cmdline': 'root=/dev/sda ip=10.11.12.13::db.internal cgroup.memory=nokmem password=hunter2\n',
    'proc/mounts': 'db.internal /srv/secret 9p rw,trans=tcp,addr=10.11.12.13,msize=65536 0 0\n',
    'proc/net/route': 'Iface\tDestination\tGateway\nenx00aabbccddee\t00000000\t0D0C0B0A\t0003\n',
    'sys/class/net/enx00aabbccddee/device/uevent': 'DRIVER=virtio_net\nOF_NAME=build-host-77\n',
    'sys/class/net/enx00aabbccddee/device/features': '0101\n',
    'sys/module/kvm_pvm/parameters/hb_mask': '0xffff888812345678\n',
    'proc/vmallocinfo':
      '0xffff888812345678-0xffff888812346678    8192 load_module+0x12/0x34 pages=1 vmalloc\n',
    'etc/os-release': 'ID=debian\nHOME_URL="https://db.internal/"\n',
  });
  const document = await capture(root);
  const text = jsonLine(document);
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  // What answers rest on is still there.
  expect(document.facts.files).toMatchObject({
    'proc/cmdline': 'cgroup.memory=nokmem',
    'proc/mounts': '- - 9p trans=tcp,msize=65536 0 0',
    'proc/net/route': 'nic0\t00000000\t',
    'sys/class/net/nic0/device/uevent': 'DRIVER=virtio_net',
  });
  expect(document.memory.vmalloc).toEqual([{ caller: 'load_module', areas: 1, bytes: 8192 }]);
});

it("holds no name of this machine's", async () => {
  const { stdout } = await runCli(['snapshot']);
  expect(readDocument(JSON.parse(stdout), '-', 1).memory.buddyinfo.length).toBeGreaterThan(0);
  if (hostname().length < 5) return;
  expect(stdout).not.toContain(hostname());
});

it('is read back as it was written', async () => {
  for (const name of ['7.3.4', '3.10.0-fragmented', '6.12-ppc64le-highatomic', '4.19.0-686-highmem']) {
    const document = await capture(fixture(name));
    expect(readDocument(JSON.parse(jsonLine(document)), '-', 1)).toEqual(
      JSON.parse(JSON.stringify(document)),
    );
  }
});

it('keeps every kind of fact', async () => {
  const document = await capture(fixture('7.3.4'));
  const iptables = {
    iptables: { state: 'none' },
    ip6tables: { state: 'found', path: '/sbin/x', program: 'x', variant: 'nft', version: [1, 8, 9] },
    'iptables-legacy': { state: 'found', path: '/sbin/y', program: 'y', variant: 'script', version: null },
  };
  const structs = {
    kvm: { bytes: 9, file: '/x' },
    vcpu_vmx: { absent: 'no' },
    vcpu_svm: { malformed: 'no' },
  };
  const facts = { ...document.facts, iptables, structs };
  expect(readDocument(JSON.parse(JSON.stringify({ ...document, facts })), '-', 1).facts).toMatchObject({
    iptables,
    structs,
  });
});

describe('what limits the process that took it', () => {
  const zone: ZoneText = {
    zone: 'Normal',
    managed: 100_000,
    min: 10,
    types: { Unmovable: [9000, 0, 0, 0, 9] },
  };
  const taken = async (memory: Partial<SnapshotDocument['memory']>): Promise<Look['snapshot']> => {
    const root = makeRoot(filesOf(textsOf({ zones: [zone, { ...zone, node: 1 }] }), '6.12.0'));
    const document = await capture(root);
    const kept = { ...document, memory: { ...document.memory, ...memory } };
    const look = new Machine('/', undefined, keptMachine(readDocument(kept, '-', 1))).look();
    look.add(['cgroup']);
    return look.snapshot;
  };

  it('is kept with it', async () => {
    const cgroup = { bytes: 9, limitBytes: 10, path: '/job', unusedBytes: 3 };
    const cgroupHigh = { unusedBytes: 2, limitBytes: 8, path: '/' };
    const limits = { cgroup, cgroupHigh, allowedNodes: [1], hardCpuset: false, boundNodes: [1] };
    expect(await taken(limits)).toMatchObject(limits);
  });

  it('an older one does not tell all of it: then nothing is promised that it did not promise', async () => {
    const cgroup = { bytes: 9, limitBytes: 10, path: '/job' };
    const limits = { cgroup, hardCpuset: undefined, boundNodes: undefined };
    expect(await taken(limits)).toMatchObject({
      cgroup: { ...cgroup, unusedBytes: 9 },
      cgroupHigh: null,
      hardCpuset: true,
      boundNodes: null,
    });
  });
});

describe('what is no snapshot ends with 65 and says where', () => {
  const folder = emptyRoot();
  const changed = async (change: (document: SnapshotDocument) => unknown): Promise<string> => {
    const document = await capture(fixture('7.3.4'));
    const file = join(folder, 'changed.json');
    const value = change(document);
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
    return file;
  };
  type Zone = NonNullable<SnapshotDocument['memory']['zoneinfo']>[number];
  const withZone = (zone: object) => (document: SnapshotDocument) => {
    const [first, ...rest] = document.memory.zoneinfo as [Zone, ...Zone[]];
    return { ...document, memory: { ...document.memory, zoneinfo: [{ ...first, ...zone }, ...rest] } };
  };
  const withFacts = (facts: object) => (document: SnapshotDocument) => ({
    ...document,
    facts: { ...document.facts, ...facts },
  });

  it.each<[string, (document: SnapshotDocument) => unknown, string]>([
    ['nothing', () => '', 'line 1: nothing: expected JSON'],
    ['no JSON', () => '\u001b[31m{', 'line 1: 6 characters, not all of them printable: expected JSON'],
    ['no object', () => [], 'line 1: snapshot: expected an object'],
    ['another schema', (d) => ({ ...d, schema: 'x/9' }), 'snapshot.schema: expected buddyguard/snapshot/1'],
    ['no memory', (d) => ({ ...d, memory: undefined }), 'snapshot.memory: expected an object'],
    [
      'a negative count',
      withZone({ freePages: -1 }),
      'snapshot.memory.zoneinfo[0].freePages: expected a count',
    ],
    ['a text for a count', withZone({ freePages: '5' }), 'zoneinfo[0].freePages: expected a count'],
    ['a zone that is a line', withZone({ zone: 'A\nB' }), 'zoneinfo[0].zone: expected the name of a zone'],
    ['too many CPUs', withZone({ perCpu: { pages: 0, cpus: 1e9, statThreshold: 0 } }), 'perCpu.cpus: expected a whole'], // prettier-ignore
    ['a page size of 3', withFacts({ pageSize: 3 }), 'facts.pageSize: expected a power of two'],
    [
      'a release with an escape',
      withFacts({ release: '6.1\u001b[31m' }),
      'facts.release: expected a release',
    ],
    [
      'more lists of CPUs than are printed',
      (d) => ({
        ...d,
        memory: {
          ...d.memory,
          zoneinfo: Array.from({ length: 123 }, () => ({
            ...d.memory.zoneinfo![0]!,
            perCpu: { pages: 0, cpus: 8192, statThreshold: 0 },
          })),
        },
      }),
      'snapshot.memory.zoneinfo: expected fewer CPUs',
    ],
    [
      'more areas than are printed',
      (d) => ({
        ...d,
        memory: {
          ...d.memory,
          vmalloc: [500_000, 500_001].map((areas) => ({ caller: null, areas, bytes: 0 })),
        },
      }),
      'snapshot.memory.vmalloc: expected fewer areas',
    ],
    [
      'a size without its file',
      withFacts({ structs: { kvm: { bytes: 5 } } }),
      'facts.structs.kvm: expected bytes and file, absent, or malformed',
    ],
    [
      'an iptables of no kind',
      withFacts({ iptables: { iptables: { state: 'there' } } }),
      'facts.iptables.iptables.state: expected none or found',
    ],
    [
      'a version of two numbers',
      withFacts({
        iptables: {
          iptables: { state: 'found', path: '/x', program: '/x', variant: 'nft', version: [1, 8] },
        },
      }),
      'facts.iptables.iptables.version: expected three numbers',
    ],
    [
      'flags that are none',
      withFacts({ needs: { x: [{ request: { gfp: ['__GFP_X'] } }] } }),
      'facts.needs.x[0]',
    ],
  ])('%s', async (_, change, message) => {
    const { code, stdout, stderr } = await runCli(['check', '--order', '3', '--from', await changed(change)]);
    expect([code, stdout]).toEqual([65, '']);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toContain(message);
  });
});
