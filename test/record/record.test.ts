// A record: what it keeps, how large it gets, and what is left of it after a crash.
import { type ChildProcess, spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  readFileSync,
  rmSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Machine } from '../../src/machine/machine.ts';
import { NotingMachine, captureMemory, captureSnapshot, forRecord } from '../../src/record/capture.ts';
import type { KeptMemory, SnapshotDocument } from '../../src/record/document.ts';
import { SampleWriter, samplesOf } from '../../src/record/lines.ts';
import { readKept, readSamples } from '../../src/record/read-kept.ts';
import { SegmentFile, closedSegments } from '../../src/record/segments.ts';
import { cleanEnvironment, dist, oneLine, runCli } from '../support/cli.ts';
import { FragmentedRoot } from '../support/fragmented-root.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const start = Date.parse('2026-01-31T00:00:00Z');

/** Numbers that look random and are the same in every run (Park and Miller). */
function random(): () => number {
  let state = 42;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/**
 * A machine at work, as CI jobs keep one: at every sample the small blocks of every type move, the larger ones now and then,
 * and so do the lists of pages and half of meminfo; the 16 MiB of ZONE_DMA, which nobody asks for, stay as they are.
 */
function moved(memory: KeptMemory, next: () => number): KeptMemory {
  const drift = (count: number): number =>
    Math.max(0, Math.round(count * (0.97 + next() * 0.06) + next() * 8 - 4));
  const list = (counts: readonly number[]): number[] =>
    counts.map((count, order) => (order < 5 || next() < 0.3 ? drift(count) : count));
  const types = memory.pagetypeinfo?.zones.map((zone) => {
    if (zone.zone === 'DMA') return zone;
    const own = ['Unmovable', 'Movable', 'Reclaimable'] as const;
    const freeBlocks = Object.fromEntries(own.map((type) => [type, list(zone.freeBlocks[type] ?? [])]));
    return { ...zone, freeBlocks: { ...zone.freeBlocks, ...freeBlocks } };
  });
  const buddyinfo = memory.buddyinfo.map((row) => {
    const typed = types?.find(({ node, zone }) => node === row.node && zone === row.zone);
    if (row.zone === 'DMA') return row;
    const lists = Object.values(typed?.freeBlocks ?? {});
    const summed = row.freeBlocks.map((_, order) => lists.reduce((sum, own) => sum + (own[order] ?? 0), 0));
    return { ...row, freeBlocks: typed ? summed : list(row.freeBlocks) };
  });
  const zoneinfo = (memory.zoneinfo ?? []).map((zone) => {
    if (zone.zone === 'DMA' || zone.managedPages === 0) return zone;
    const { inactiveFile, activeFile, inactiveAnon, activeAnon } = zone.lru;
    const lru = {
      ...{ inactiveFile: drift(inactiveFile), activeFile: drift(activeFile) },
      ...{ inactiveAnon: drift(inactiveAnon), activeAnon: drift(activeAnon) },
    };
    const perCpu = { ...zone.perCpu, pages: drift(zone.perCpu.pages) };
    const nodeStats = zone.nodeStats && { ...zone.nodeStats, ...lru, dirty: drift(zone.nodeStats.dirty) };
    return { ...zone, freePages: drift(zone.freePages), lru, perCpu, nodeStats };
  });
  const some = (counters: Record<string, number> | null, each: number): Record<string, number> | null =>
    counters &&
    Object.fromEntries(
      Object.entries(counters).map(([name, count], i) => [name, i % each === 0 ? drift(count) : count]),
    );
  return {
    ...memory,
    ...{ buddyinfo, zoneinfo, meminfo: some(memory.meminfo, 2), vmstat: some(memory.vmstat, 4) },
    pagetypeinfo: memory.pagetypeinfo && { ...memory.pagetypeinfo, zones: types ?? [] },
  };
}

async function documentOf(name: string): Promise<SnapshotDocument> {
  const document = await captureSnapshot(new NotingMachine(fixture(name)), new Date(start));
  return { ...document, memory: forRecord(document.memory) };
}

interface Written {
  file: string;
  documents: SnapshotDocument[];
}

async function write(
  name: string,
  count: number,
  rotation = { segmentBytes: 1 << 20, keepBytes: 64 << 20 },
): Promise<Written> {
  // prettier-ignore
  const file = join(emptyRoot(), 'record.jsonl');
  const segment = new SegmentFile(file, rotation);
  segment.begin();
  const writer = new SampleWriter();
  const next = random();
  let document = await documentOf(name);
  const documents: SnapshotDocument[] = [];
  for (let i = 0; i < count; i++) {
    const at = new Date(start + i * 10_000);
    document = { ...document, taken: at.toISOString(), memory: i === 0 ? document.memory : moved(document.memory, next) }; // prettier-ignore
    if (i < 500) documents.push(document);
    if (segment.isFull) {
      segment.rotate(at);
      writer.restart();
    }
    segment.add(writer.line({ document, verdicts: { veth: ['available', i % 7 === 0 ? 0.999 : 0.9] } }));
  }
  segment.close();
  return { file, documents };
}

function sizeOf(file: string): number {
  return [...closedSegments(file), file].reduce((sum, path) => sum + statSync(path).size, 0);
}

describe('a day of samples, one every 10 s', () => {
  it.each<[string, string, number]>([
    ['one node', '7.3.4', 5_000_000],
    ['eight nodes', 'eight-nodes', 25_000_000],
  ])('of %s takes less than promised', async (_, name, most) => {
    const { file } = await write(name, 8640);
    const bytes = sizeOf(file);
    console.log(`${name}: ${bytes} bytes a day, ${closedSegments(file).length} closed segments`);
    expect(closedSegments(file).length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(most);
    expect(bytes).toBeGreaterThan(100_000);
  });
});

describe('what was recorded', () => {
  it('is read back, sample by sample, over closed segments and the open one', async () => {
    const { file, documents } = await write('6.12.117-two-nodes', 200, { segmentBytes: 60_000, keepBytes: 1 << 30 }); // prettier-ignore
    expect(closedSegments(file).length).toBeGreaterThan(2);
    const read = [...readSamples(file)];
    expect(read.map(({ document }) => document)).toEqual(JSON.parse(JSON.stringify(documents)));
    expect(read.map(({ verdicts }) => verdicts.veth?.[1])).toEqual(documents.map((_, i) => (i % 7 === 0 ? 0.999 : 0.9))); // prettier-ignore
    for (const [i, seconds] of [
      [0, 0],
      [17, 9.9],
      [150, 3],
      [199, 30],
    ] as const)
      // prettier-ignore
      expect(readKept(file, start + i * 10_000 + seconds * 1000).document.taken).toBe(documents[i]!.taken);
    expect(readKept(file).document.taken).toBe(documents[199]!.taken);
    // A closed segment is a record of its own.
    const [first = ''] = closedSegments(file);
    expect([...readSamples(first)].length).toBeLessThan(200);
    expect(() => readKept(file, start - 1)).toThrow(
      /has no sample of that time, 20\S+Z: it begins at 2026-01-31T00:00:00/,
    );
    expect(() => readKept(file, start + 86_400_000)).toThrow(/the last before it is of 2026-01-31T00:33:10/);
  });

  it('goes, the oldest first, where it takes more than it may', async () => {
    const { file } = await write('7.3.4', 300, { segmentBytes: 60_000, keepBytes: 20_000 });
    const sizes = closedSegments(file).map((path) => statSync(path).size);
    expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(20_000);
    const [first] = readSamples(file);
    expect(first!.at).toBeGreaterThan(start);
    expect(readKept(file).document.taken).toBe(new Date(start + 299 * 10_000).toISOString());
  });

  it('survives at whatever byte the recorder was killed, but for the line that it was writing', async () => {
    const { file, documents } = await write('7.3.4', 5);
    const text = readFileSync(file, 'utf8');
    const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
    const last = ends[3]!;
    for (const cut of [last, last + 1, last + 2, last + 50, text.length - 2, text.length - 1]) {
      const samples = [...samplesOf(text.slice(0, cut), file)];
      const expected = cut >= text.length - 1 ? 5 : 4;
      expect([cut, samples.length]).toEqual([cut, expected]);
      expect(samples.at(-1)!.document).toEqual(JSON.parse(JSON.stringify(documents[expected - 1])));
    }
    // Another recorder goes on behind the torn line.
    truncateSync(file, last + 50);
    const segment = new SegmentFile(file, { segmentBytes: 4 << 20, keepBytes: 1 << 20 });
    segment.begin();
    const writer = new SampleWriter();
    for (const document of documents) segment.add(writer.line({ document, verdicts: {} }));
    segment.close();
    expect([...readSamples(file)].map(({ document }) => document.taken)).toEqual(
      [...documents.slice(0, 4), ...documents].map(({ taken }) => taken),
    );
  });

  it('has its closed segments in the order of their times, of more than ten in one second, too', async () => {
    const { file } = await write('7.3.4', 1);
    const times = [
      '20260131T000000Z',
      ...[1, 2, 9, 10, 11].map((n) => `20260131T000000Z-${n}`),
      '20260131T000001Z',
    ];
    const closed = times.map((time) => `${file}.${time}.gz`);
    for (const path of [...closed].reverse()) writeFileSync(path, '');
    expect(closedSegments(file)).toEqual(closed);
  });

  it('is packed by the next recorder if this one was killed before it could', async () => {
    const { file } = await write('7.3.4', 3);
    const closed = `${file}.20260131T000000Z`;
    writeFileSync(closed, readFileSync(file));
    appendFileSync(`${closed}.tmp`, 'half');
    expect(closedSegments(file)).toEqual([closed]);
    const segment = new SegmentFile(file, { segmentBytes: 4 << 20, keepBytes: 1 << 20 });
    segment.begin();
    segment.close();
    expect(closedSegments(file)).toEqual([`${closed}.gz`]);
    expect(gunzipSync(readFileSync(`${closed}.gz`)).toString()).toBe(readFileSync(file, 'utf8'));
    expect(existsSync(closed)).toBe(false);
  });

  it('that is damaged in its middle is refused there, and what is wrong in a whole line where that stands', async () => {
    const { file } = await write('7.3.4', 6);
    const lines = readFileSync(file, 'utf8').split('\n');
    const text = (at: number, line: string): string =>
      lines.map((each, i) => (i === at ? line : each)).join('\n');
    expect(() => [...samplesOf(text(2, lines[2]!.slice(0, 20)), 'f')]).toThrow(
      /^f: line 3: a torn line: expected a line of JSON, as the recorder wrote it$/,
    );
    const whole = text(0, lines[0]!.replace(/"release":"[^"]*"/, '"release":7'));
    expect(() => [...samplesOf(whole, 'f')]).toThrow(/^f: line 1: /);
    // A recorder that was killed leaves a torn line, and the next one begins anew.
    const again = [...lines.slice(0, 2), lines[2]!.slice(0, 20), ...lines.slice(0, 3), ''].join('\n');
    expect([...samplesOf(again, 'f')]).toHaveLength(5);
  });

  it('is read however its JSON is spaced, as long as a line is a sample', async () => {
    const { file, documents } = await write('7.3.4', 3);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as object); // prettier-ignore
    const sorted = ({ schema, ...rest }: Record<string, unknown>): object =>
      schema === undefined ? rest : { ...rest, schema };
    const spaced = lines.map((line) => JSON.stringify(sorted(line as Record<string, unknown>), null, 1).replace(/\n */g, ' ')); // prettier-ignore
    writeFileSync(file, `${spaced.join('\n')}\n`);
    expect(readKept(file).document.taken).toBe(documents[2]!.taken);
    expect([...readSamples(file)]).toHaveLength(3);
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line, null, 2)}\n`).join(''));
    expect(() => readKept(file)).toThrow(/line 1: a sample on several lines: expected a line for each, as `jq -c` leaves them$/); // prettier-ignore
  });

  it('whose clock was set back answers by the own time of its samples, and says so', async () => {
    const { file, documents } = await write('7.3.4', 4);
    const taken = [0, 60, 30, 50].map((seconds) => new Date(start + seconds * 1000).toISOString());
    const writer = new SampleWriter();
    writeFileSync(file, documents.map((document, i) => writer.line({ document: { ...document, taken: taken[i]! }, verdicts: {} })).join('')); // prettier-ignore
    const standing = { 20: 0, 40: 30, 55: 50, 70: 60 };
    for (const [seconds, sample] of Object.entries(standing).map((pair) => pair.map(Number)) as [
      number,
      number,
    ][])
      expect(readKept(file, start + seconds * 1000).at).toBe(start + sample * 1000);
    const told =
      'its clock was set back 1 time from 2026-01-31T00:01:00Z to 2026-01-31T00:00:30Z: samples are';
    const [show, page, check] = await Promise.all([
      runCli(['show', '--from', file, '--format', 'json']),
      runCli(['show', '--from', file, '--for', 'veth', '--format', 'json']),
      runCli(['check', '--order', '0', '--from', file, '--format', 'json']),
    ]);
    for (const { stdout } of [show, page, check]) {
      const { notes } = JSON.parse(stdout) as { notes: string[] };
      expect(notes.filter((note) => note.includes(told))).toHaveLength(1);
    }
  });

  it('of which nothing but closed segments is left, and an empty file, is still one', async () => {
    const { file } = await write('7.3.4', 3);
    writeFileSync(`${file}.20260131T000000Z.gz`, gzipSync(readFileSync(file)));
    writeFileSync(file, '');
    expect([...readSamples(file)]).toHaveLength(3);
    expect(readKept(file).at).toBe(start + 20_000);
  });

  it('with lines of something else is refused where they stand', () => {
    expect(() => [...samplesOf('{"schema":"x/1"}\n', 'f')]).toThrow(
      /f: line 1: no sample: expected buddyguard\/rec/,
    );
    expect([...samplesOf('{"at":"2026-01-31T00:00:00Z","delta":{}}\nnonsense\n', 'f')]).toEqual([]);
  });
});

describe('record', () => {
  const running: ChildProcess[] = [];
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
  });

  const linesOf = (file: string): number =>
    existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;

  /** Records a machine until it has written so many lines more. */
  async function recording(file: string, lines: number, ...args: string[]): Promise<ChildProcess> {
    const before = linesOf(file);
    const child = spawn(process.execPath, [join(dist, 'cli.cjs'), 'record', '--output', file, '--every', '1s', ...args], { env: cleanEnvironment(), stdio: 'ignore' }); // prettier-ignore
    running.push(child);
    for (let i = 0; i < 600 && linesOf(file) < before + lines; i++) await sleep(50);
    expect(linesOf(file)).toBeGreaterThanOrEqual(before + lines);
    return child;
  }

  const ended = (child: ChildProcess): Promise<[number | null, string | null]> =>
    new Promise((resolve) => child.on('exit', (code, signal) => { resolve([code, signal]); })); // prettier-ignore

  it('answers later as check answered then, and ends well when it is told to', async () => {
    const file = join(emptyRoot(), 'r.jsonl');
    const root = fixture('concourse-little-cache');
    const child = await recording(file, 2, '--root', root, '--for', 'iptables');
    const end = ended(child);
    child.kill('SIGTERM');
    expect(await end).toEqual([0, null]);
    const [live, then] = await Promise.all([
      runCli(['check', '--for', 'iptables', '--root', root, '--format', 'json']),
      runCli(['check', '--for', 'iptables', '--from', file, '--at', '0.5s', '--format', 'json']),
    ]);
    const answer = ({ stdout }: { stdout: string }): unknown => {
      const { verdict, likelihood, reason, zones } = JSON.parse(stdout) as Record<string, unknown>;
      return { verdict, likelihood, reason, zones };
    };
    expect(answer(then)).toEqual(answer(live));
    const [sample] = readSamples(file);
    expect(sample!.verdicts).toEqual({ iptables: ['unavailable', 0.32] });
    const picture = await runCli(['show', '--from', file]);
    const own = await runCli(['show', '--root', root]);
    expect(picture.stdout.split('\n').slice(0, 6)).toEqual(own.stdout.split('\n').slice(0, 6));
  });

  it('loses at most a sample to kill -9, and goes on when it is started again', async () => {
    const file = join(emptyRoot(), 'r.jsonl');
    const child = await recording(file, 3, '--root', fixture('7.3.4'));
    const end = ended(child);
    child.kill('SIGKILL');
    expect(await end).toEqual([null, 'SIGKILL']);
    const before = [...readSamples(file)].length;
    expect(before).toBeGreaterThanOrEqual(3);
    const again = await recording(file, 2, '--root', fixture('7.3.4'));
    again.kill('SIGTERM');
    await ended(again);
    expect([...readSamples(file)].length).toBeGreaterThanOrEqual(before + 2);
  });

  it('says when it cannot look, and goes on; a segment that is full already is closed first', async () => {
    const root = new FragmentedRoot();
    const file = join(emptyRoot(), 'r.jsonl');
    const { file: before } = await write('7.3.4', 2);
    const old = readFileSync(before, 'utf8');
    const [, second = ''] = old.split('\n');
    writeFileSync(file, old + `${second}\n`.repeat(Math.ceil((1 << 20) / second.length)));
    const words = ['record', '--output', file, '--every', '1s', '--root', root.path];
    const child = spawn(process.execPath, [join(dist, 'cli.cjs'), ...words], { env: cleanEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] }); // prettier-ignore
    running.push(child);
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString('utf8')));
    const lines = (): number => (closedSegments(file).length === 0 ? 0 : linesOf(file));
    const more = async (count: number): Promise<void> => {
      for (let i = 0; i < 600 && lines() < count; i++) await sleep(50);
    };
    await more(1);
    root.write('proc/buddyinfo', 'nonsense\n');
    for (let i = 0; i < 600 && said === ''; i++) await sleep(50);
    root.freeBlocks([50_000]);
    await more(lines() + 1);
    const end = ended(child);
    child.kill('SIGINT');
    expect(await end).toEqual([0, null]);
    root.remove();
    expect(said).toMatch(/^(?:buddyguard: no sample: [^\n]*buddyinfo: line 1: [^\n]*\n)+$/);
    expect(closedSegments(file)).toHaveLength(1);
    expect(gunzipSync(readFileSync(closedSegments(file)[0]!)).toString()).toMatch(/^[^\n]*"7\.3\.4/);
    expect([...readSamples(file)].at(-1)!.document.memory.buddyinfo[0]!.freeBlocks[0]).toBe(50_000);
  });

  it('leaves a file to the recorder that is writing it, and to nobody once that is gone', async () => {
    const file = join(emptyRoot(), 'r.jsonl');
    const child = await recording(file, 1, '--root', fixture('7.3.4'));
    const second = await runCli(['record', '--output', file, '--root', fixture('7.3.4')]);
    expect([second.code, second.stderr]).toEqual([74, expect.stringMatching(/^buddyguard: --output '.*r\.jsonl': another recorder is writing it: expected a file of its own\n$/)]); // prettier-ignore
    child.kill('SIGKILL');
    await ended(child);
    const again = await recording(file, 2, '--root', fixture('7.3.4'));
    again.kill('SIGTERM');
    expect(await ended(again)).toEqual([0, null]);
  });

  it('begins its file anew if that is taken away, and leaves what is no record alone', async () => {
    const file = join(emptyRoot(), 'r.jsonl');
    const child = await recording(file, 1, '--root', fixture('7.3.4'));
    rmSync(file);
    for (let i = 0; i < 200 && !existsSync(file); i++) await sleep(50);
    for (let i = 0; i < 200 && readFileSync(file, 'utf8').split('\n').length < 3; i++) await sleep(50);
    child.kill('SIGTERM');
    expect(await ended(child)).toEqual([0, null]);
    expect([...readSamples(file)].length).toBeGreaterThanOrEqual(2);
    const notes = join(emptyRoot(), 'notes');
    writeFileSync(notes, 'hello\n');
    const { code, stderr } = await runCli(['record', '--output', notes, '--root', fixture('7.3.4')]);
    expect([code, stderr]).toEqual([74, expect.stringMatching(/cannot be written \(it holds something else than a record: expected one, or a name that is free\)\n$/)]); // prettier-ignore
    expect(readFileSync(notes, 'utf8')).toBe('hello\n');
  });

  it.each<[string, string[], number, RegExp]>([
    ['no file', [], 64, /record: expected --output FILE/],
    ['too often', ['--output', 'x', '--every', '10ms'], 64, /--every: expected at least 1s/],
    ['less to keep than is closed at once', ['--output', 'x', '--keep', '1'], 64, /--keep: expected at least 1 MiB, at which/], // prettier-ignore
    ['pages to keep', ['--output', 'x', '--keep', '5pages'], 64, /--keep: '5pages': expected bytes/],
    [
      'a device',
      ['--output', '/dev/null'],
      74,
      /--output '\/dev\/null': cannot be written \(is no regular file\)/,
    ],
    ['no folder', ['--output', '/nonexistent/r'], 74, /cannot be written \(ENOENT\)/],
    ['no machine', ['--output', '/tmp/x', '--root', '/nonexistent'], 66, /is not a directory/],
    ['no workload', ['--output', '/tmp/x', '--for', 'nonsense'], 64, /nonsense/],
  ])('with %s ends at once', async (_, args, code, message) => {
    const { code: own, stderr } = await runCli(['record', ...args]);
    expect([own, stderr]).toEqual([code, expect.stringMatching(oneLine)]);
    expect(stderr).toMatch(message);
  });

  it.each<[string, string[], string]>([
    ['--at without a record', ['check', '--order', '3', '--at', '10m'], '--at: expected --from FILE with it'],
    ['--at without a record', ['show', '--at', '10m'], '--at: expected --from FILE with it'],
    ['no time', ['show', '--from', 'x', '--at', 'noon'], "--at: 'noon': expected a time such as 03:12"],
  ])('%s is refused', async (_, args, message) => {
    const { code, stderr } = await runCli(args);
    expect([code, stderr]).toEqual([64, expect.stringContaining(message)]);
  });

  it('keeps what an answer rests on, whatever is left out of vmstat', () => {
    const machine = new Machine(fixture('7.3.4'));
    const memory = captureMemory(machine.look());
    const kept = forRecord(memory);
    expect(Object.keys(memory.vmstat ?? {}).length).toBeGreaterThan(100);
    expect(Object.keys(kept.vmstat ?? {}).length).toBeLessThan(40);
    for (const name of ['compact_isolated', 'compact_migrate_scanned', 'compact_fail', 'compact_stall'])
      expect(kept.vmstat).toHaveProperty(name);
  });
});

it('a snapshot has one moment', async () => {
  const file = join(emptyRoot(), 's.json.gz');
  writeFileSync(file, gzipSync(JSON.stringify(await documentOf('7.3.4'))));
  expect([...readSamples(file)]).toHaveLength(1);
  expect(() => readKept(file, start)).toThrow(/--at: .* is a snapshot of one moment/);
  expect(readdirSync(join(file, '..')).length).toBe(1);
});
