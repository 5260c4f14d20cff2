// What was kept of a machine gives the answers that the machine itself gives.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { workloadFactsOf, workloadNeeds } from '../../src/guard/needs.ts';
import { judge } from '../../src/guard/judge.ts';
import { Machine } from '../../src/machine/machine.ts';
import { NotingMachine, captureSnapshot } from '../../src/record/capture.ts';
import { readDocument } from '../../src/record/document-shape.ts';
import { keptMachine } from '../../src/record/kept-machine.ts';
import { keptText } from '../../src/record/kept-files.ts';
import type { Need } from '../../src/request/need.ts';
import { plainNeed } from '../../src/request/plain-request.ts';
import { workloads } from '../../src/request/workloads/index.ts';
import { listWorkloads } from '../../src/request/workloads/list.ts';
import { booted } from '../support/arbitrary-machine.ts';
import { oneLine, runCli } from '../support/cli.ts';
import { textsOf } from '../support/machine-text.ts';
import { emptyRoot, filesOf, fixture, makeRoot, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const machines = [
  '3.10.0-fragmented',
  '4.18.0-arm64-64k',
  '4.19.0-686-highmem',
  '5.10.0',
  '6.12-ppc64le-highatomic',
  '6.12.117-two-nodes',
  '7.3.4',
  'concourse-little-cache',
  'concourse-much-cache',
  'eight-nodes',
];
const at = new Date('2026-01-31T12:00:00Z');
const none = { size: undefined, rules: undefined, rulesFile: undefined, cpus: undefined, count: undefined };

/** As it would be read from a file. */
async function replayed(root: string): Promise<Machine> {
  const text = JSON.stringify(await captureSnapshot(new NotingMachine(root), at));
  return new Machine('/', undefined, keptMachine(readDocument(JSON.parse(text), 'snapshot.json', 1)));
}

/** Verdict, likelihood and reason, as one line; where the texts lie does not matter. */
function answer(need: Need, machine: Machine, root: string): string {
  const { verdict, likelihood, reason } = judge([need], machine, false).prediction;
  return `${verdict} ${likelihood} ${reason}`.replaceAll(`${root}/`, '/');
}

function plainNeeds(pageSize: number): Need[] {
  const flags = [['GFP_KERNEL'], ['GFP_ATOMIC'], ['GFP_HIGHUSER_MOVABLE'], ['GFP_KERNEL', '__GFP_DMA32']];
  return [
    ...flags.flatMap((gfp) => [0, 1, 3, 5, 9, 10, 13].map((order) => plainNeed({ order, gfp }, pageSize))),
    ...(['vmalloc', 'vmalloc-noretry'] as const).flatMap((path) =>
      [8, 80, 800_000].map((amount) => plainNeed({ size: { amount, unit: 'pages' }, path }, pageSize)),
    ),
  ];
}

describe.each(machines)('%s', (name) => {
  const root = fixture(name);

  it('answers every workload as the machine itself does', async () => {
    const [live, kept] = [new Machine(root), await replayed(root)];
    const rowsOf = async (machine: Machine): Promise<[string, Need][]> =>
      listWorkloads(await workloadFactsOf(workloads, none, machine)).flatMap(({ workload, needs }) =>
        needs.map((need): [string, Need] => [workload.name, need]),
      );
    const [ours, theirs] = [await rowsOf(live), await rowsOf(kept)];
    expect(ours.length).toBeGreaterThan(20);
    expect(theirs.map(([workload, { request }]) => [workload, request.bytes, request.path])).toEqual(
      ours.map(([workload, { request }]) => [workload, request.bytes, request.path]),
    );
    expect(theirs.map(([workload, need]) => [workload, answer(need, kept, root)])).toEqual(
      ours.map(([workload, need]) => [workload, answer(need, live, root)]),
    );
  });

  it('answers orders and sizes as the machine itself does', async () => {
    const [live, kept] = [new Machine(root), await replayed(root)];
    expect([kept.pageSize, kept.release]).toEqual([live.pageSize, live.release]);
    for (const need of plainNeeds(live.pageSize))
      expect(answer(need, kept, root)).toBe(answer(need, live, root));
  });
});

it('answers of random machines are the same', async () => {
  await fc.assert(
    fc.asyncProperty(booted, async ({ kernel, machine }) => {
      const root = makeRoot(filesOf(textsOf(machine), kernel.release));
      const [live, kept] = [new Machine(root), await replayed(root)];
      for (const need of plainNeeds(4096)) expect(answer(need, kept, root)).toBe(answer(need, live, root));
    }),
    { numRuns: 25 },
  );
});

it('keeps how many areas each caller has, and that a list was not counted to its end', async () => {
  const callers = [null, 'bpf_prog_alloc_no_stats', 'load_module', 'bpf_jit_alloc_exec'];
  const areas = callers.flatMap((caller, i) => {
    const by = caller === null ? '' : ` ${caller}+0x1/0x2`;
    return Array.from({ length: i + 1 }, (_, n) => `0x1-0x2 ${8192 + 4096 * n}${by} pages=1 vmalloc\n`);
  });
  const types = { Unmovable: [100_000, 5, 3], Movable: [7] };
  const texts = textsOf({ zones: [{ zone: 'Normal', types, pageblocks: { Unmovable: 1 } }] });
  const root = makeRoot({
    ...filesOf(texts, '6.12.0'),
    'proc/vmallocinfo': areas.join(''),
  });
  const told = [new Machine(root), await replayed(root)].map((machine) => {
    const look = machine.look();
    look.add(['pagetypeinfo', 'vmallocinfo']);
    const { pagetypeinfo, vmallocinfo } = look.snapshot;
    const sums = callers.map((name) => {
      const own = (vmallocinfo ?? []).filter(({ caller }) => caller === name);
      return [own.length, own.reduce((sum, { bytes }) => sum + bytes, 0)];
    });
    return { pagetypeinfo, sums };
  });
  expect(told[1]).toEqual(told[0]);
  expect(told[1]?.pagetypeinfo?.capped).toBe(true);
  expect(told[1]?.sums).toEqual([
    [1, 8192],
    [2, 20_480],
    [3, 36_864],
    [4, 57_344],
  ]);
});

describe('what is kept of a text', () => {
  it.each<[path: string, text: string, kept: string | null]>([
    ['proc/sys/vm/min_free_kbytes', '67584\n', '67584'],
    ['proc/sys/vm/min_free_kbytes', 'host.internal\n', null],
    ['proc/sys/kernel/hostname', 'host\n', null],
    [
      'proc/version_signature',
      'Ubuntu 5.15.0-91.101-generic 5.15.131\n',
      'Ubuntu 5.15.0-91.101-generic 5.15.131',
    ],
    ['proc/version_signature', 'Debian 6.1\n', null],
    [
      'proc/mounts',
      'host / 9p rw,trans=virtio,msize=512000,addr=10.0.0.1 0 0\n',
      '- - 9p trans=virtio,msize=512000 0 0',
    ],
    [
      'proc/mounts',
      'host / 9p msize=8192 0 0\nh / 9p rw 0 0\n/dev/sda / ext4 rw 0 0\n',
      '- - 9p msize=8192 0 0\n- - 9p rw 0 0',
    ],
    ['proc/mounts', '/dev/sda / ext4 rw 0 0\n', ''],
    ['proc/cpuinfo', 'processor : 0\nflags : a\nserial : 7\n\nprocessor : 1\nflags : b\n', 'flags : a'],
    ['proc/cpuinfo', 'flags : a\n', 'flags : a'],
    ['sys/class/net/eth0/device/features', '0101\n', '0101'],
    ['sys/class/net/eth0/device/features', 'host\n', null],
    ['proc/net/route', 'Iface\tDestination\n', ''],
    ['sys/kernel/slab/kmalloc-64/order', '0\n', '0'],
    ['sys/kernel/slab/kmalloc-64/order', '\u001b[31m', null],
    ['etc/shadow', 'root:x', null],
  ])('%s: %j', (path, text, kept) => {
    expect(keptText(path, text)).toBe(kept);
  });
});

it('keeps or parses every text that a workload reads', async () => {
  const known = new Set<string>();
  for (const name of machines) {
    const machine = new NotingMachine(fixture(name));
    await captureSnapshot(machine, at);
    for (const path of machine.noted.keys()) known.add(path);
  }
  const inMemory = /^proc\/(?:buddyinfo|zoneinfo|pagetypeinfo|meminfo|vmstat|vmallocinfo|version_signature)$/;
  const lost = [...known].filter((path) => !inMemory.test(path) && keptText(path, '1') === null);
  expect(known.size).toBeGreaterThan(20);
  expect(lost).toEqual([]);
});

it('keeps what live tables made iptables ask for, unless another size is asked for', async () => {
  const root = fixture('7.3.4');
  const document = await captureSnapshot(new NotingMachine(root), at);
  const request = plainNeed({ size: { amount: 777, unit: 'pages' }, path: 'vmalloc' }, 4096).request;
  const need = { request: { ...request, workload: 'iptables' }, fault: null, what: 'the largest table', count: 1, stepPages: 777, beside: [], confidence: 'verified' as const }; // prettier-ignore
  const facts = { ...document.facts, needs: { iptables: [need] } };
  const machine = new Machine('/', undefined, keptMachine({ ...document, facts }));
  const plain = { ...none, workloads: undefined, order: undefined, path: undefined, gfp: undefined, node: undefined }; // prettier-ignore
  const pages = async (asked: object): Promise<number[]> =>
    (await workloadNeeds(['iptables', 'veth'], { ...plain, ...asked }, machine)).map(({ request: { pages: n } }) => n); // prettier-ignore
  expect((await pages({}))[0]).toBe(777);
  expect((await pages({ rules: 10 }))[0]).not.toBe(777);
  expect(await pages({})).toHaveLength(2);
});

describe('check --from', () => {
  const file = join(emptyRoot(), 'machine.json');
  const root = fixture('concourse-little-cache');

  it('prints what check prints of the machine', async () => {
    const taken = await runCli(['snapshot', '--root', root, '--output', file]);
    expect([taken.code, taken.stdout, taken.stderr]).toEqual([0, '', '']);
    const asked = ['check', '--for', 'iptables', '--format', 'json'];
    const [live, kept, packed] = await Promise.all([
      runCli([...asked, '--root', root]),
      runCli([...asked, '--from', file]),
      (async () => {
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
        return runCli([...asked, '--from', `${file}.gz`]);
      })(),
    ]);
    expect([live.code, kept.code]).toEqual([75, 75]);
    const told = ({ stdout }: { stdout: string }): unknown =>
      JSON.parse(
        stdout.replaceAll(`${root}/`, '/').replace(/"afterMilliseconds":\d+/, '"afterMilliseconds":0'),
      );
    expect(told(kept)).toEqual(told(live));
    expect(told(packed)).toEqual(told(live));
    const text = await runCli(['check', '--for', 'iptables', '--from', file]);
    expect(text.stdout).toContain('on that machine: ');
    expect(text.stdout).not.toContain('--from');
  });

  it.each<[string, string[], number, RegExp]>([
    ['a file that is not there', ['--from', '/nonexistent'], 66, /\/nonexistent: is not there/],
    ['a folder', ['--from', '/'], 66, /is a directory/],
    [
      'with what changes a machine',
      ['--from', 'x', '--compact'],
      64,
      /--compact and --from: expected a machine/,
    ],
    ['with another root', ['--from', 'x', '--root', '/x'], 64, /--root and --from: expected one of them/],
  ])('%s', async (_, args, code, message) => {
    const ended = await runCli(['check', '--order', '3', ...args]);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toMatch(oneLine);
    expect(ended.stderr).toMatch(message);
  });
});
