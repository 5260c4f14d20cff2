// What `show` says of a workload's end, from a record and from its own history.
import { spawn } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { repository } from '../../support/corpus.ts';
import { cleanEnvironment, dist, runCli } from '../../support/cli.ts';
import { emptyRoot, fixture, removeRoots } from '../../support/root.ts';

afterAll(removeRoots);

const day = join(repository, 'test/corpus/days/6.12-201.jsonl.gz');
const at = (time: string): string[] => [
  'show',
  '--from',
  day,
  '--for',
  'hugepage',
  '--at',
  `2026-01-31T${time}Z`,
];

interface Shown {
  workloads: {
    verdict: string;
    outlook: { of: string; inSeconds: number; at: string; text: string } | null;
  }[];
}

describe('show --from a record', () => {
  it('says when a workload will no longer be available, to people and to programs', async () => {
    const text = await runCli(at('06:10'), { environment: { COLUMNS: '120' } });
    expect(text.stdout.replace(/\s+/g, ' ')).toContain(
      'at this rate hugepage will no longer be available in about 6 minutes: what is free for it in blocks of 2 MiB or more fell from 63.3 MiB to 24.7 MiB in 10 minutes',
    );
    const { stdout } = await runCli([...at('06:10'), '--format', 'json']);
    const [workload] = (JSON.parse(stdout) as Shown).workloads;
    expect(workload).toMatchObject({ verdict: 'available', outlook: { of: 'blocks', text: expect.stringContaining('at this rate hugepage') } }); // prettier-ignore
    // It was so until 06:16.
    expect(workload?.outlook?.at.slice(0, 15)).toBe('2026-01-31T06:1');
    const then = await runCli([
      'check',
      '--for',
      'hugepage',
      '--from',
      day,
      '--at',
      '2026-01-31T06:17Z',
      '--strict',
    ]);
    expect(then.code).toBe(75);
  });

  it.each(['06:01', '06:40'])(
    'says nothing at %s, when too little was seen, or nothing falls any more',
    async (time) => {
      const { stdout } = await runCli([...at(time), '--format', 'json']);
      expect((JSON.parse(stdout) as Shown).workloads.map(({ outlook }) => outlook)).toEqual([null]);
    },
  );
});

describe('show --watch', () => {
  it('says it from what it has seen itself', async () => {
    const root = emptyRoot();
    cpSync(fixture('7.3.4'), root, { recursive: true });
    const file = join(root, 'proc/buddyinfo');
    const first = readFileSync(file, 'utf8');
    const child = spawn(process.execPath, [join(dist, 'cli.cjs'), 'show', '--watch', '--every', '1s', '--for', 'hugepage', '--format', 'json', '--root', root], { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'ignore'] }); // prettier-ignore
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const lines = (): string[] => out.split('\n').filter((line) => line !== '');
    for (let i = 0; i < 600 && !out.includes('at this rate'); i++) {
      // A twentieth of all blocks goes with each look.
      const share = Math.max(0, 1 - lines().length / 40);
      writeFileSync(file, first.replace(/(\d+)(?=\s)/g, (count, _, where: number) => (where < 24 ? count : String(Math.round(Number(count) * share))))); // prettier-ignore
      await sleep(100);
    }
    child.kill('SIGINT');
    const last = JSON.parse(lines().at(-1) ?? '{}') as Shown;
    expect(lines().length).toBeGreaterThanOrEqual(18);
    expect(last.workloads[0]?.outlook?.of).toBe('blocks');
  });
});
