// A whole run on the machine that the tests run on, held against a reading of /proc that shares nothing with it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { runCli } from '../support/cli.ts';

interface Zone {
  node: number;
  zone: string;
  allowed: boolean;
  freePages: number;
  freeBlocks: number[];
  watermarkPages: { min: number; low: number; high: number };
  lowmemReservePages: number | null;
  fits: boolean;
  why: string;
}
interface Answer {
  verdict: string;
  likelihood: number;
  go: boolean;
  reason: string;
  request: { order: number; pages: number; pageSize: number; bytes: number };
  kernel: { release: string };
  zones: Zone[];
}

/** One zone as awk would read it. */
interface Read {
  blocks: number[];
  free: number;
  marks: number[];
  cma: number;
  protection: number[];
}

function readProc(): Map<string, Read> {
  const words = (line: string): string[] => line.split(/[\s,]+/).filter(Boolean);
  const zoneinfo = readFileSync('/proc/zoneinfo', 'utf8');
  const found = new Map<string, Read>();
  for (const line of readFileSync('/proc/buddyinfo', 'utf8').trimEnd().split('\n')) {
    const [, node = '', , zone = '', ...counts] = words(line);
    const blocks = counts.map(Number);
    const start = zoneinfo.search(new RegExp(`^Node ${node}, zone +${zone}$`, 'm'));
    const end = zoneinfo.indexOf('\nNode ', start);
    const part = zoneinfo.slice(start, end === -1 ? undefined : end);
    const number = (label: string): number => Number(new RegExp(`^ +${label} +(\\d+)$`, 'm').exec(part)?.[1]);
    found.set(`${node} ${zone}`, {
      blocks,
      free: number('pages free'),
      marks: [number('min'), number('low'), number('high')],
      cma: number('nr_free_cma'),
      protection: (/protection: \((.*)\)/.exec(part)?.[1] ?? '').split(', ').map(Number),
    });
  }
  return found;
}

const here = existsSync('/proc/buddyinfo') && existsSync('/proc/zoneinfo');
const describeHere = here ? describe : describe.skip;

describeHere(`this machine${here ? '' : ' (skipped: it has no /proc/buddyinfo)'}`, () => {
  /** The answer between two readings, until nothing that is compared exactly has changed meanwhile. */
  async function answerBetween(
    order: number,
  ): Promise<{ answer: Answer; before: Map<string, Read>; after: Map<string, Read> }> {
    for (let tries = 1; ; tries++) {
      const before = readProc();
      const { code, stdout, stderr } = await runCli(['check', '--order', String(order), '--format', 'json']);
      const after = readProc();
      expect([stderr, [0, 69, 75].includes(code ?? -1)]).toEqual(['', true]);
      const marks = (read: Map<string, Read>): string =>
        JSON.stringify([...read].map(([k, z]) => [k, z.marks, z.protection]));
      // A watermark boost moves the marks.
      if (marks(before) === marks(after) || tries === 10)
        return { answer: JSON.parse(stdout) as Answer, before, after };
    }
  }

  it.each([0, 3, 5])('order %i', async (order) => {
    const { answer, before, after } = await answerBetween(order);
    const pageSize = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));
    expect(answer.request).toMatchObject({
      order,
      pages: 2 ** order,
      pageSize,
      bytes: 2 ** order * pageSize,
    });
    expect(answer.kernel.release).toBe(execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim());
    expect(answer.zones.map((z) => `${z.node} ${z.zone}`).sort()).toEqual([...before.keys()].sort());

    const zones = readFileSync('/proc/zoneinfo', 'utf8');
    const names = [...new Set([...zones.matchAll(/^Node \d+, zone +(\w+)/gm)].map((m) => m[1] ?? ''))];
    const normal = names.indexOf('Normal');
    let surely = false;
    let perhaps = false;
    for (const zone of answer.zones) {
      const [was, is] = [before, after].map((read) => read.get(`${zone.node} ${zone.zone}`)!);
      expect(zone.freeBlocks).toHaveLength(was!.blocks.length);
      expect(Object.values(zone.watermarkPages)).toEqual(was!.marks);
      expect(zone.allowed).toBe(['DMA', 'DMA32', 'Normal'].includes(zone.zone));
      if (zone.allowed) expect(zone.lowmemReservePages).toBe(was!.protection[normal]);
      if (!zone.allowed) continue;
      // Memory moves while it is read: with a wide margin either way there is still only one answer.
      const bar = was!.marks[0]! + was!.protection[normal]!;
      const least = Math.min(was!.free - was!.cma, is!.free - is!.cma);
      const large = (read: Read): number =>
        read.blocks.reduce((sum, n, o) => sum + (o < order ? 0 : n * 2 ** o), 0);
      if (least * 0.9 - 20_000 > bar && Math.min(large(was!), large(is!)) * 0.9 > 20_000) surely = true;
      if (Math.max(was!.free, is!.free) * 1.1 + 20_000 > bar && Math.max(large(was!), large(is!)) > 0)
        perhaps = true;
    }
    if (surely) expect(answer).toMatchObject({ verdict: 'available', go: true });
    if (!perhaps) expect(answer.verdict).not.toBe('available');
    expect(answer.zones.some((zone) => zone.fits)).toBe(answer.verdict === 'available');
  });

  it('an order above the columns of buddyinfo is never', async () => {
    const columns = [...readProc().values()][0]!.blocks.length;
    const { code, stdout } = await runCli(['check', '--order', String(columns), '--format', 'json']);
    expect(code).toBe(69);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'unavailable', likelihood: 0, never: true });
  });

  it('--root / is the same as none', async () => {
    const [plain, rooted] = await Promise.all(
      [[], ['--root', '/']].map((more) => runCli(['check', '--order', '0', '--format', 'json', ...more])),
    );
    const shape = (text: string): unknown[] =>
      (JSON.parse(text) as Answer).zones.map((z) => [z.node, z.zone, z.allowed]);
    expect(shape(rooted!.stdout)).toEqual(shape(plain!.stdout));
    expect([plain!.code, rooted!.code]).toEqual([plain!.code, plain!.code]);
  });
});
