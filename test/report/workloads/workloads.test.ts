import { describe, expect, it } from '@jest/globals';
import { workloadJson, workloadsJson } from '../../../src/report/workloads/json.ts';
import { workloadText } from '../../../src/report/workloads/one-text.ts';
import { workloadsText } from '../../../src/report/workloads/text.ts';
import type { WorkloadAnswer, WorkloadsAnswer } from '../../../src/report/workloads/answer.ts';
import { type Evidence, type Knowledge, countEvidence } from '../../../src/request/workloads/evidence.ts';
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
        bytes: 49_152,
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

describe('countEvidence', () => {
  it('counts each fact once, and says how it is known', () => {
    const fact = (says: string, how: Knowledge): Evidence => ({ says, how, where: 'somewhere' });
    const facts = [fact('a', 'source'), fact('a', 'source'), fact('b', 'log'), fact('c', 'memory')];
    expect(countEvidence(facts)).toEqual({
      total: 3,
      proven: 2,
      how: { source: 1, types: 0, trace: 0, log: 1, measured: 0, memory: 1 },
    });
  });
});

describe('one workload', () => {
  const one = (name: string, release: string): WorkloadAnswer => {
    const { kernel, rows, notes } = answer(release);
    return { kernel, notes, row: rows.find(({ workload }) => workload.name === name)! };
  };

  it('is told in full', () => {
    expect(workloadText(one('vsock', '6.6.0')))
      .toBe(`vsock: a large write over AF_VSOCK of virtio (Kata, Firecracker, QEMU): the packet that carries it

What it asks for on kernel 6.6.0 (mainline, upstream 6.6.0)
  the packet of one write: order 5 = 32 contiguous pages, 64.4 KiB, path contiguous,
  GFP_KERNEL|__GFP_NOMEMALLOC|__GFP_NOWARN|__GFP_COMP (?)
    - unverified: a later stable release of this line may make fragments of large packets

By which formula
  before 6.17 one block: kmalloc(64 KiB) is order 4; as a linear socket buffer, 64 KiB + 44 and
  320 bytes, order 5 (6.3 on, and 6.1.192)
  since then single pages for what does not fit into order 3

Options
  --size: of one write; default 64 KiB, the largest packet
  --count: packets

What users see when it fails
  send: Cannot allocate memory (AF_VSOCK; nothing in the kernel log where a socket buffer is asked
  for)
  page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP) … virtio_transport_alloc_pkt

What helps
  a kernel that makes fragments: 6.17, 6.12.117
  writes of at most 28 KiB, which need order 3
  compaction before the transfer

How each fact is known
  a packet of 64 KiB is one linear socket buffer: read in the kernel source,
  net/vmw_vsock/virtio_transport_common.c of 6.1.192
  what is larger than order 3 gets single pages: read in the kernel source,
  include/linux/virtio_vsock.h of 6.12.117
  so does mainline from 6.17 on: seen in logs, libkrun/libkrun#535
  until socket buffers came in 6.3 a packet was kmalloc of its size: from memory or an estimate, not
  proven, commit 71dc9ec9ac7d
  the kernel asks for this path, order, size and these flags: seen in a trace of the allocation,
  vsock on Debian kernels 5.10.262, 6.1.192, 6.12.118, 7.3.4

Sources
  net/vmw_vsock/virtio_transport_common.c virtio_transport_alloc_skb
  include/linux/virtio_vsock.h virtio_vsock_alloc_skb
  https://github.com/libkrun/libkrun/issues/535

(?) not verified: the size, the path or the range of kernels is no more than likely

Ask whether it would succeed now: buddyguard check --for vsock
`);
  });

  it.each(workloads.map(({ name }) => name))('%s fits the width, and JSON says as much', (name) => {
    for (const release of ['3.10.0-1160.el7.x86_64', '5.15.0-91-generic', '6.12.117']) {
      for (const text of workloadText(one(name, release)).split('\n'))
        expect([text, text.length <= reportWidth]).toEqual([text, true]);
      const json = JSON.parse(workloadJson(one(name, release))) as { workload: Record<string, unknown> };
      expect(json).toMatchObject({ schema: 'buddyguard/workload/1', workload: { name } });
      for (const field of ['formula', 'failure', 'helps', 'source', 'evidence'])
        expect(json.workload[field]).not.toHaveLength(0);
    }
  });

  it('says where a kernel does not have it, and what is not known', () => {
    expect(workloadText(one('io-uring', '4.15.0-54-generic'))).toContain(
      '\n  this kernel does not have it\n',
    );
    expect(workloadText(one('nic-up', '6.12.117'))).toContain('\n  the descriptor rings: not known (?)\n');
    expect(workloadsText(answer('6.12.117'))).toMatch(
      /\nnic-up +not known +contiguous +no known fault \(\?\)\n/,
    );
  });

  it('spells the pages of a step out', () => {
    expect(workloadText(one('iptables', '6.12.117'))).toMatch(
      /\n {4}- 667 pages in all: besides it 11 for offsets and old counters of 2156 entries, 576 for their\n/,
    );
  });
});

describe('workloadsText', () => {
  it('ends with how many facts are proven, and how', () => {
    expect(workloadsText(answer('6.12.117'))).toMatch(
      /\nOf the \d+ facts that these rest on \d+ are proven \(\d+ read in the kernel source, .*\); \d+ are\sfrom\smemory/s,
    );
  });

  const lines = (release: string): string[] => workloadsText(answer(release)).split('\n');
  const line = (release: string, name: string): string =>
    lines(release).find((text) => text.startsWith(`${name} `)) ?? '';

  it.each([
    [
      '5.15.0-91-generic',
      'veth',
      /^veth\s+2 x order 4, 48 KiB\s+contiguous\s+known fault, fixed in 5\.15\.0-111$/,
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

  it.each(['6.12\u001b[31m', '6.12\n::error::x'])(
    'lets nothing of a release string drive anything: %j',
    (release) => {
      const told = answer('6.12.117');
      const kernel = { ...told.kernel, release };
      for (const text of [
        workloadsText({ ...told, kernel }),
        ...told.rows.map((row) => workloadText({ kernel, row, notes: [] })),
      ]) {
        expect(text).not.toContain('\u001b');
        expect(text).not.toMatch(/^::/m);
      }
    },
  );
});
