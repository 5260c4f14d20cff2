// `show --log`: what a kernel log tells of a record's time, from stamps of every kind, and what of it cannot be placed.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { NotingMachine, captureSnapshot } from '../../../src/record/capture.ts';
import { SampleWriter } from '../../../src/record/lines.ts';
import { cleanEnvironment, dist, runCli } from '../../support/cli.ts';
import { emptyRoot, fixture, removeRoots } from '../../support/root.ts';

afterAll(removeRoots);

const folder = emptyRoot();
const start = Date.parse('2026-01-31T12:00:00Z');
const boot = Date.parse('2026-01-31T10:00:00Z') / 1000;

interface Recorded {
  /** seconds since the start, of each sample */
  samples?: number[];
  /** seconds since the epoch, of each sample */
  boots?: (number | null)[];
}

let files = 0;
/** A record whose last third has no large blocks. */
async function recordOf({ samples = [0, 10, 20, 30, 40, 50], boots = [] }: Recorded = {}): Promise<string> {
  const document = await captureSnapshot(new NotingMachine(fixture('7.3.4')), new Date(start));
  const lines = samples.map((seconds, i) => {
    const writer = new SampleWriter();
    const gone = document.memory.buddyinfo.map((row) => ({
      ...row,
      freeBlocks: row.freeBlocks.map((count, order) => (seconds >= 40 && order > 2 ? 0 : count)),
    }));
    const own = i < boots.length ? boots[i] : boot;
    const kept = { ...document.facts.files, 'proc/stat': own === null ? '' : `btime ${own ?? boot}` };
    return writer.line({
      document: {
        ...document,
        taken: new Date(start + seconds * 1000).toISOString(),
        facts: { ...document.facts, files: kept },
        memory: { ...document.memory, buddyinfo: gone, pagetypeinfo: null },
      },
      verdicts: {},
    });
  });
  const file = join(folder, `record-${files++}.jsonl`);
  writeFileSync(file, lines.join(''));
  return file;
}

const failure = (comm: string, order = 4): string =>
  `${comm}: page allocation failure: order:${order}, mode:0xcc0(GFP_KERNEL)`;

interface Shown {
  failures: {
    at: string;
    count: number;
    comm: string | null;
    before: { taken: string; verdict: string | null } | null;
  }[];
  notes: string[];
}

async function shown(record: string, lines: readonly string[], ...more: string[]): Promise<Shown> {
  // Lines between, so that no failure is part of the one before.
  const text = lines.map((line) => `${line}\n${'-\n'.repeat(30)}`).join('');
  const log = join(folder, 'kern.log');
  writeFileSync(log, text);
  const { code, stdout, stderr } = await runCli(['show', '--from', record, '--log', log, '--format', 'json', ...more], { environment: { TZ: 'America/St_Johns' } }); // prettier-ignore
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Shown;
}

const rows = ({ failures }: Shown): unknown[] =>
  failures.map(({ at, comm, count, before }) => [at.slice(11, 19), comm, count, before && [before.taken.slice(11, 19), before.verdict]]); // prettier-ignore

it('a line that is too long to be read whole is told of', async () => {
  const array = JSON.stringify(Array.from({ length: 300 }, (_, i) => ({ MESSAGE: failure(`job${i}`) })));
  const { notes } = await shown(await recordOf(), [array]);
  expect(notes).toContainEqual(
    expect.stringMatching(/^1 line is longer than 16,384 bytes, and only its beginning was read: .*jq -c/),
  );
});

describe('the failures of a log', () => {
  it('are placed by stamps of every kind, each with what the sample before it says', async () => {
    const found = await shown(await recordOf(), [
      `2026-01-31T12:00:05Z n1 kernel: ${failure('iso')}`,
      // Three hours and a half behind UTC.
      `[Sat Jan 31 08:30:15 2026] ${failure('ctime')}`,
      `Jan 31 08:30:25 n1 kernel: ${failure('syslog')}`,
      `[ 7235.000000] ${failure('printk')}`,
      `4,1,7245000000,-;${failure('kmsg')}`,
      `{"MESSAGE":"${failure('journal')}","__REALTIME_TIMESTAMP":"${start + 55_000}000"}`,
    ]);
    expect(rows(found)).toEqual([
      ['12:00:05', 'iso', 1, ['12:00:00', 'available']],
      ['12:00:15', 'ctime', 1, ['12:00:10', 'available']],
      ['12:00:25', 'syslog', 1, ['12:00:20', 'available']],
      ['12:00:35', 'printk', 1, ['12:00:30', 'available']],
      ['12:00:45', 'kmsg', 1, ['12:00:40', 'attainable']],
      ['12:00:55', 'journal', 1, ['12:00:50', 'attainable']],
    ]);
    expect(found.notes.filter((note) => note.includes('zone'))).toEqual([
      "times without a zone are taken in this system's own, America/St_Johns, and days without a year in the one that is nearest to the record",
    ]);
  });

  it('are one where the same is reported again before the next sample, and two beyond it', async () => {
    const lines = ['12:00:01', '12:00:09', '12:00:11'].map(
      (clock) => `2026-01-31T${clock}Z n1 kernel: ${failure('runc')}`,
    );
    expect(rows(await shown(await recordOf(), lines))).toEqual([
      ['12:00:01', 'runc', 2, ['12:00:00', 'available']],
      ['12:00:11', 'runc', 1, ['12:00:10', 'available']],
    ]);
  });

  it('have no answer where nothing was recorded', async () => {
    const record = await recordOf({ samples: [0, 10, 3600] });
    const found = await shown(record, [
      `2026-01-31T12:01:09Z n1 kernel: ${failure('near')}`,
      `2026-01-31T12:30:00Z n1 kernel: ${failure('gap')}`,
      `2026-01-31T13:00:00Z n1 kernel: ${failure('with')}`,
    ]);
    expect(rows(found)).toEqual([
      ['12:01:09', 'near', 1, ['12:00:10', 'available']],
      ['12:30:00', 'gap', 1, null],
      ['13:00:00', 'with', 1, ['13:00:00', 'attainable']],
    ]);
  });

  it.each<[string, Recorded, string[], RegExp]>([
    ['another year', {}, [`2025-01-31T12:00:05Z n1 kernel: ${failure('a')}`], /^1 failure is not of this time, but of 2025-01-31 12:00:05 UTC$/], // prettier-ignore
    ['before and after', {}, ['11:59:59', '12:02:00'].map((clock) => `2026-01-31T${clock}Z n1 kernel: ${failure('a')}`), /^2 failures are not of this time, but from 2026-01-31 11:59:59 UTC to 2026-01-31 12:02:00 UTC$/], // prettier-ignore
    ['no stamps', {}, [failure('a'), failure('b', 5)], /^2 failures are not placed in time: without a stamp that tells the day; journalctl/], // prettier-ignore
    ["a zone's name", {}, [`Sat 2026-01-31 12:00:05 CST n1 kernel: ${failure('a')}`], /^1 failure is not placed in time: stamped with the name of a zone/], // prettier-ignore
    ['a record that tells no boot', { boots: Array<null>(6).fill(null) }, [`[ 7205.000000] ${failure('a')}`], /^1 failure is not placed in time: stamped with seconds since the kernel started, and the record does not tell when that was; journalctl/], // prettier-ignore
    ['a record of two boots', { boots: [boot, boot, boot, boot, boot, boot + 600] }, [`[ 7205.000000] ${failure('a')}`], /and the record is of several boots; journalctl/], // prettier-ignore
  ])('of %s are not placed, which is said once', async (_, recorded, lines, note) => {
    const found = await shown(await recordOf(recorded), lines);
    expect(found.failures).toEqual([]);
    expect(found.notes.filter((each) => /not placed|not of this time/.test(each))).toEqual([expect.stringMatching(note)]); // prettier-ignore
  });

  it('are taken up to the moment that is asked for', async () => {
    const lines = ['12:00:05', '12:00:15', '12:00:25'].map(
      (clock) => `2026-01-31T${clock}Z n1 kernel: ${failure('a')}`,
    );
    const found = await shown(await recordOf(), lines, '--at', '2026-01-31T12:00:18Z');
    expect(rows(found).length).toBe(2);
    expect(found.notes).toContainEqual(expect.stringMatching(/^1 failure is not of this time/));
  });

  it('are asked about as the kernel that is named, and of a kind that no memory explains not at all', async () => {
    const cgroup = 'Memory cgroup out of memory: Killed process 7 (x) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB'; // prettier-ignore
    const found = await shown(await recordOf(), [`2026-01-31T12:00:05Z n1 kernel: ${cgroup}`]);
    expect(rows(found)).toEqual([['12:00:05', 'x', 1, ['12:00:00', null]]]);
  });

  it('are at most two hundred marks', async () => {
    const lines = Array.from({ length: 230 }, (_, i) => `2026-01-31T12:00:${String(5 + (i % 40)).padStart(2, '0')}Z n1 kernel: ${failure(`task-${i}`)}`); // prettier-ignore
    const found = await shown(await recordOf(), lines);
    expect(found.failures).toHaveLength(200);
    expect(found.notes).toContain('30 failures more within this time are not shown, beyond 200');
  });
});

describe('--log', () => {
  it('tells people, escaped, and on standard input too', async () => {
    const record = await recordOf();
    const input = `2026-01-31T12:00:45Z n1 kernel: ${failure('a\u001b[2Jb')}\n`;
    const args = [join(dist, 'cli.cjs'), 'show', '--from', record, '--log', '-'];
    const { stdout, status } = spawnSync(process.execPath, args, { input, env: cleanEnvironment(), encoding: 'utf8' }); // prettier-ignore
    expect(status).toBe(0);
    expect(stdout).toContain('1 failure in standard input within this time\n  2026-01-31 12:00:45 UTC: ');
    expect(stdout).toMatch(/5 seconds before it the guard would have said attainable \(chance \d+ %\)\n/);
    expect(stdout).not.toContain('\u001b[2J');
  });

  it.each<[string, (record: string) => string[], number, RegExp]>([
    ['without a record', () => ['show', '--log', 'x'], 64, /--log: expected --from FILE with it/],
    ['that is not there', (record) => ['show', '--from', record, '--log', '/nonexistent'], 66, /\/nonexistent: is not there/], // prettier-ignore
    ['of a snapshot', () => ['show', '--from', join(folder, 's.json'), '--log', 'x'], 64, /is a snapshot of one moment: expected a record/], // prettier-ignore
  ])('%s is refused', async (_, args, code, message) => {
    writeFileSync(join(folder, 's.json'), JSON.stringify(await captureSnapshot(new NotingMachine(fixture('7.3.4')), new Date(start)))); // prettier-ignore
    const ended = await runCli(args(await recordOf()));
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(message)]);
  });
});
