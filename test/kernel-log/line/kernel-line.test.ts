import { describe, expect, it } from '@jest/globals';
import { type Explanation, explainText } from '../../../src/kernel-log/explain/explainer.ts';
import { textFormat } from '../../../src/report/explain/text.ts';
import { ages, reportLines, vethReport } from '../support/report-text.ts';

const age = ages.find(({ release }) => release.startsWith('4.14'))!;
const textOf = (explanation: Explanation): string => textFormat.render(explanation, 1);

describe('a stalled allocation', () => {
  const words = 'page allocation stalls for 10003ms, order:0';

  it('is told apart from a refused one', () => {
    const explanation = explainText([
      `java: ${words}, mode:0x14200ca(GFP_HIGHUSER_MOVABLE), nodemask=(null)`,
    ]);
    expect(explanation.failures).toHaveLength(1);
    expect(explanation.failures[0]).toMatchObject({
      kind: 'stall',
      comm: 'java',
      order: 0,
      cause: 'unknown',
    });
    expect(explanation.failures[0]!.gfp).toEqual(['GFP_HIGHUSER_MOVABLE']);
    expect(textOf(explanation)).toContain('java waited 10,003 ms for a block of order 0');
    expect(textOf(explanation)).not.toContain('was refused');
  });

  it('is found where only its first words were kept', () => {
    expect(explainText([words]).failures).toMatchObject([{ kind: 'stall', comm: null, order: 0 }]);
  });

  it('has the memory state that follows it, and is counted however long it took', () => {
    const noise = Array.from({ length: 40 }, (_, i) => `systemd[1]: Started Session ${i} of user root.`);
    const lines = (milliseconds: number): string[] =>
      reportLines(vethReport(age), age).map((line) =>
        line.replace('page allocation failure:', `page allocation stalls for ${milliseconds}ms,`),
      );
    const { failures } = explainText([...lines(10_003), ...noise, ...lines(20_003)]);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ kind: 'stall', count: 2, complete: true, cause: 'fragmentation' });
  });
});

describe('the OOM killer without the report before it', () => {
  const memcg = 'Memory cgroup out of memory: Killed process 1 (x)';

  it.each([
    [memcg, 'cgroup-limit'],
    ['Memory cgroup out of memory: Kill process 4711 (x) score 1986 or sacrifice child', 'cgroup-limit'],
    ['Out of memory: Killed process 4711 (x) total-vm:33128kB, anon-rss:384kB', 'out-of-memory'],
  ])('%s: %s', (line, cause) => {
    const explanation = explainText([`[  12.345678] ${line}`]);
    expect(explanation.failures).toMatchObject([{ kind: 'oom-kill', comm: 'x', cause, check: null }]);
    expect(textOf(explanation)).toContain('the OOM killer killed x');
  });

  it('is one failure with the report before it', () => {
    const { failures } = explainText([
      'java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
      memcg,
    ]);
    expect(failures).toMatchObject([{ kind: 'oom', comm: 'java', cause: 'cgroup-limit' }]);
  });
});

describe('an order that no kernel has', () => {
  it.each([20, 63, 64, 99, 999])('%d: too large, and nothing to guard', (order) => {
    const explanation = explainText([`a: page allocation failure: order:${order}, mode:0xcc0(GFP_KERNEL)`]);
    expect(explanation.failures[0]).toMatchObject({ order, bytes: null, cause: 'too-large', check: null });
    expect(textOf(explanation)).not.toMatch(/TiB|e\+|contiguous/);
  });

  it('an order that a kernel may have is none of them', () => {
    const { failures } = explainText(['a: page allocation failure: order:13, mode:0xcc0(GFP_KERNEL)']);
    expect(failures[0]).toMatchObject({ cause: 'unknown', bytes: 2 ** 25 });
    expect(failures[0]!.check).not.toBeNull();
  });
});

describe('a slab cache', () => {
  const report = (cache: string): string[] => [
    'SLUB: Unable to allocate memory on node -1, gfp=0x820(GFP_ATOMIC)',
    `  cache: ${cache}, object size: 232, buffer size: 256, default order: 1, min order: 0`,
  ];

  it('is named', () => {
    const explanation = explainText(report('skbuff_head_cache'));
    expect(explanation.failures[0]!.cache).toBe('skbuff_head_cache');
    expect(textOf(explanation)).toContain('the slab cache skbuff_head_cache could not grow');
  });

  it('is another failure than that of another cache', () => {
    const { failures } = explainText([...report('kmalloc-64'), ...report('dentry'), ...report('kmalloc-64')]);
    expect(failures.map(({ cache, count }) => [cache, count])).toEqual([
      ['kmalloc-64', 2],
      ['dentry', 1],
    ]);
  });

  it('is not named where the log does not', () => {
    const explanation = explainText([report('a')[0]!]);
    expect(explanation.failures[0]!.cache).toBeNull();
    expect(textOf(explanation)).toContain('a slab cache could not grow');
  });
});

describe('single pages of a vmalloc', () => {
  const error = 'a: vmalloc error: size 8192, failed to allocate pages, mode:0xcc0(GFP_KERNEL)';

  it('without a memory state: unknown, with what is known', () => {
    const explanation = explainText([error]);
    expect(explanation.failures[0]).toMatchObject({ cause: 'unknown', verdict: 'unknown' });
    expect(explanation.failures[0]!.reason).toContain('single pages');
    expect(explanation.failures[0]!.reason).toContain('the report has no memory state');
  });
});
