import { describe, expect, it } from '@jest/globals';
import { workloadsJson } from '../../../src/report/workloads/json.ts';
import { workloadsText } from '../../../src/report/workloads/text.ts';
import type { WorkloadsAnswer } from '../../../src/report/workloads/answer.ts';
import { workloads } from '../../../src/request/workloads/index.ts';
import { listWorkloads } from '../../../src/request/workloads/list.ts';
import { reportWidth } from '../../../src/text/wrap.ts';
import { on } from '../../request/workloads/readings-stub.ts';

function answer(release: string): WorkloadsAnswer {
  const facts = on(release, {}, { possible: 64 });
  return {
    kernel: {
      release,
      upstream: facts.kernel?.upstream ?? null,
      distribution: facts.kernel?.distribution ?? null,
      noRetryXtables: facts.fault('xtables-noretry').assumed,
    },
    rows: listWorkloads(facts),
    notes: [],
  };
}

interface Json {
  schema: string;
  kernel: Record<string, unknown>;
  workloads: {
    name: string;
    summary: string;
    request: Record<string, unknown> | null;
    affected: string;
    fixedIn: string | null;
    confidence: string;
    needs: unknown[];
    options: Record<string, string>;
  }[];
}

describe('workloadsJson', () => {
  const json = (release: string): Json => JSON.parse(workloadsJson(answer(release))) as Json;
  const named = (release: string, name: string): Json['workloads'][number] | undefined =>
    json(release).workloads.find((each) => each.name === name);

  it('is one object in one line, of its schema', () => {
    const text = workloadsJson(answer('5.15.0-91-generic'));
    expect(text).toMatch(/^\{"schema":"buddyguard\/workloads\/1",[^\n]*\}\n$/);
    expect(json('5.15.0-91-generic').kernel).toEqual({
      release: '5.15.0-91-generic',
      upstream: '5.15',
      distribution: 'ubuntu',
      noRetryXtables: false,
    });
    expect(json('5.15.0-91-generic').workloads).toHaveLength(workloads.length);
  });

  it('says what veth asks for and which build mends it', () => {
    expect(named('5.15.0-91-generic', 'veth')).toMatchObject({
      request: {
        bytes: 53_248,
        order: 4,
        pages: 16,
        pageSize: 4096,
        path: 'contiguous',
        gfp: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'],
      },
      affected: 'affected',
      fixedIn: '5.15.0-111',
      confidence: 'verified',
    });
    expect(named('4.15.0-54-generic', 'iptables')).toMatchObject({
      affected: 'affected',
      fixedIn: '4.15.0-58',
    });
  });

  it('names options as they are typed', () => {
    const iptables = json('6.12.117').workloads.find(({ name }) => name === 'iptables');
    expect(Object.keys(iptables?.options ?? {})).toEqual(['--rules', '--rules-file', '--cpus']);
  });

  it('has null where the kernel does not have it', () => {
    expect(named('4.15.0-54-generic', 'io-uring')).toMatchObject({ request: null, needs: [], fixedIn: null });
  });
});

describe('workloadsText', () => {
  const lines = (release: string): string[] => workloadsText(answer(release)).split('\n');
  const line = (release: string, name: string): string =>
    lines(release).find((text) => text.startsWith(`${name} `)) ?? '';

  it.each([
    [
      '5.15.0-91-generic',
      'veth',
      /^veth\s+2 x order 4, 52 KiB\s+contiguous\s+known fault, fixed in 5\.15\.0-111$/,
    ],
    ['5.15.0-111-generic', 'veth', /vmalloc\s+fault is fixed$/],
    ['5.15.0-1062-azure', 'veth', /may have a known fault, fixed in 5\.15\.0-1066 \(\?\)$/],
    [
      '4.15.0-1044-aws',
      'iptables',
      /80 pages, 320 KiB\s+vmalloc-noretry\s+known fault, fixed in 4\.15\.0-1047$/,
    ],
    ['4.15.0-1044-aws', 'io-uring', /does not have it$/],
    [
      '3.10.0-1160.el7.x86_64',
      'kernel-stack',
      /order 2, 16 KiB\s+contiguous\s+fault, harmless here, fixed in 4\.9 \(\?\)$/,
    ],
    ['6.12.117', 'iptables', /vmalloc\s+no known fault$/],
  ])('on %s has a row for %s', (release, name, expected) => {
    expect(line(release, name)).toMatch(expected);
  });

  it.each(['5.15.0-91-generic', '4.15.0-1044-aws', '3.10.0-1160.el7.x86_64', '6.12.117', '4.15.0-1050-oem'])(
    'fits the width on %s',
    (release) => {
      for (const text of lines(release)) expect(text.length).toBeLessThanOrEqual(reportWidth);
    },
  );

  it('says each fault once, with the workloads that run into it', () => {
    const text = workloadsText(answer('4.15.0-1044-aws'));
    expect(text.match(/__GFP_NORETRY: one page refused/g)).toHaveLength(1);
    expect(text).toMatch(
      /\niptables, ip6tables, iptables-legacy, ip6tables-legacy, container:\n {2}iptables tables are/,
    );
  });

  it('says what is not verified, and only then', () => {
    expect(workloadsText(answer('6.12.117'))).toContain('(?) not verified');
    const only = { ...answer('6.12.117') };
    only.rows = only.rows.filter(({ confidence }) => confidence === 'verified');
    expect(only.rows.length).toBeGreaterThan(0);
    expect(workloadsText(only)).not.toContain('(?)');
  });

  it('lets nothing of a release string reach a terminal', () => {
    const text = workloadsText({
      ...answer('6.12.117'),
      kernel: { release: '6.12\u001b[31m', upstream: '6.12', distribution: null, noRetryXtables: null },
    });
    expect(text).not.toContain('\u001b');
  });
});
