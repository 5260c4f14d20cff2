import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { explainText } from '../../../src/kernel-log/explain/explainer.ts';
import type { Failure } from '../../../src/kernel-log/explain/failure.ts';
import { parseBuddyinfo } from '../../../src/machine/proc/buddyinfo.ts';
import { parseZoneinfo } from '../../../src/machine/proc/zoneinfo.ts';
import { runCli } from '../../support/cli.ts';
import { fixture } from '../../support/root.ts';
import { type PrintedReport, ages, reportLines, vethReport } from '../support/report-text.ts';

const age = ages.find(({ release }) => release.startsWith('4.14'))!;

/** The incident's report as a 4.15 kernel prints it, with the memory of a machine of test/fixtures/proc. */
function incident(machine: string, over: Partial<PrintedReport> = {}): string[] {
  const text = (name: string): string => readFileSync(join(fixture(machine), 'proc', name), 'utf8');
  const rows = parseBuddyinfo(text('buddyinfo'));
  const info = parseZoneinfo(text('zoneinfo'));
  const zones = rows.map(({ node, zone, freeBlocks }, i) => ({
    node,
    zone,
    freeBlocks,
    letters: freeBlocks.map((count) => (count > 0 ? 'U' : '')),
    minKib: info[i]!.watermarkPages.min * 4,
    managedKib: info[i]!.managedPages * 4,
    cmaKib: 0,
    reserve: info[i]!.lowmemReserve,
  }));
  const { activeFile, inactiveFile, dirty } = info[0]!.nodeStats!;
  const report = vethReport(age, {
    release: '4.15.0-1044-aws',
    comm: 'iptables',
    header: 'vmalloc',
    mask: '0x14010c0',
    names: 'GFP_KERNEL|__GFP_NORETRY',
    frames: [
      'dump_stack+0x63/0x8b',
      'xt_alloc_table_info+0x2e/0x50',
      'do_ipt_set_ctl+0x5c/0x1a0 [ip_tables]',
    ],
    zones,
    ...over,
  });
  const free = new Map(info.map(({ zone, freePages }) => [zone, freePages * 4]));
  return reportLines(report, age).map((line) =>
    line.startsWith('Node 0 active_anon')
      ? `Node 0 active_anon:0kB inactive_anon:0kB active_file:${activeFile * 4}kB inactive_file:${inactiveFile * 4}kB dirty:${dirty * 4}kB writeback:0kB all_unreclaimable? no`
      : // A zone's counter and its free lists are read one after the other.
        line.replace(/^Node 0 (\w+) free:\d+/, (_, zone: string) => `Node 0 ${zone} free:${free.get(zone)}`),
  );
}

function explain(lines: readonly string[]): Failure {
  return explainText(lines).failures[0]!;
}

describe('a table that x_tables asked for with __GFP_NORETRY', () => {
  it.each(['concourse-little-cache', 'concourse-much-cache'])(
    '%s: explain says what the check that it names says of the same memory',
    async (machine) => {
      const failure = explain(incident(machine));
      expect(failure).toMatchObject({ complete: true, cause: 'no-retry' });
      expect(failure.check?.slice(0, 3)).toEqual(['check', '--for', 'iptables']);
      const { stdout } = await runCli([...failure.check!, '--root', fixture(machine), '--format', 'json']);
      const answer = JSON.parse(stdout) as { verdict: string; likelihood: number; reason: string };
      expect(failure.verdict).toBe(answer.verdict);
      expect(failure.likelihood).toBeCloseTo(answer.likelihood, 3);
      expect(failure.reason).toContain(answer.reason);
      expect(failure.reason).not.toContain('memory had come back');
    },
  );

  it('is judged by the pages of the whole step, which are told apart from its own', () => {
    const { verdict, reason, requestBytes } = explain(incident('concourse-little-cache'));
    expect([verdict, requestBytes]).toEqual(['unavailable', 327_680]);
    expect(reason).toContain('191 single pages are free above the watermarks');
    expect(reason).toContain('440 are needed');
    expect(reason).toContain('80 pages of the table');
  });

  it('is judged by its own pages where the caller is no table of x_tables', () => {
    const other = { comm: 'modprobe', frames: ['load_module+0x1/0x2'] };
    expect(explain(incident('concourse-little-cache', other)).reason).toContain('80 are needed');
  });

  it('names the build that has it mended, as check does', async () => {
    const { stdout } = await runCli([
      ...['check', '--for', 'iptables', '--root', fixture('concourse-little-cache'), '--format', 'json'],
    ]);
    const [first] = (JSON.parse(stdout) as { advice: string[] }).advice;
    expect(first).toContain('4.15.0-1047');
    expect(explain(incident('concourse-little-cache')).advice[0]).toBe(first);
  });

  it('has no fixed build to name where the kernel is mended', () => {
    const mended = incident('concourse-little-cache', { release: '4.15.0-1047-aws' });
    expect(explain(mended).advice.join('\n')).not.toContain('upgrade to');
  });
});
