import { describe, expect, test } from '@jest/globals';

interface Event {
  kind: string;
  bytes: number;
  gfp: string;
  callers: string[];
  count: number;
  order?: number;
  granted?: boolean;
}
interface Said {
  path: string;
  order: number;
  bytes: number;
  gfp: string[];
  stepPages?: number;
  confidence?: string;
}
interface Lab {
  compare: (
    said: Said | null,
    events: Event[],
    walled: Event[] | null,
    look: object,
  ) => { seen: { path: string; order: number } | null; differences: string[] };
  compareOutcome: (
    needs: { path: string; order: number }[],
    wall: number,
    run: { done: { status: number; output: string }; events: Event[] },
  ) => string[];
  comparePeak: (said: Said, bytes: number) => string[];
  flagDifference: (asked: string[], seen: string[]) => string;
}

// Run by Node as it is: it has no types.
const from = (name: string) => import(new URL(name, import.meta.url).href) as Promise<Lab>;
const { compare, compareOutcome, comparePeak } = await from('compare.js');
const { flagDifference } = await from('flags.js');

const pages = (order: number, gfp: string, callers: string[] = ['f'], granted = true): Event => ({
  kind: 'pages',
  order,
  bytes: 4096 * 2 ** order,
  gfp,
  callers,
  count: 1,
  granted,
});
const request = (kind: string, bytes: number, gfp: string, callers = ['f']): Event => ({
  kind,
  bytes,
  gfp,
  callers,
  count: 1,
});
const said = (path: string, order: number, bytes: number, gfp: string, more: Partial<Said> = {}): Said => ({
  path,
  order,
  bytes,
  gfp: gfp.split('|'),
  ...more,
});

describe('flags', () => {
  test.each([
    ['GFP_KERNEL', '__GFP_RECLAIM|__GFP_IO|__GFP_FS', ''],
    ['GFP_KERNEL_ACCOUNT', 'GFP_KERNEL|__GFP_ACCOUNT', ''],
    ['GFP_KERNEL', 'GFP_KERNEL_ACCOUNT', '+__GFP_ACCOUNT'],
    ['GFP_KERNEL', 'GFP_NOFS', '-__GFP_FS'],
    ['GFP_USER', 'GFP_KERNEL', '-__GFP_HARDWALL'],
    ['GFP_KERNEL|__GFP_NORETRY', 'GFP_KERNEL|__GFP_RETRY_MAYFAIL', '+__GFP_RETRY_MAYFAIL -__GFP_NORETRY'],
    ['GFP_HIGHUSER_MOVABLE', 'GFP_HIGHUSER|__GFP_MOVABLE|__GFP_SKIP_KASAN', ''],
  ])('%s and %s: "%s"', (asked, seen, difference) => {
    expect(flagDifference(asked.split('|'), seen.split('|'))).toBe(difference);
  });
});

describe('one request', () => {
  const kvmalloc = [
    request('kvmalloc', 66_560, 'GFP_KERNEL'),
    request('kmalloc', 66_560, 'GFP_KERNEL|__GFP_NOWARN|__GFP_NORETRY', [
      '__kmalloc_node',
      'kvmalloc_node',
      'f',
    ]),
    pages(5, 'GFP_KERNEL|__GFP_NOWARN|__GFP_NORETRY|__GFP_COMP', [
      'kmalloc_large_node',
      'kvmalloc_node',
      'f',
    ]),
  ];
  const kmalloc = [
    request('kmalloc', 50_560, 'GFP_KERNEL|__GFP_ZERO'),
    pages(4, 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO', ['kmalloc_order', 'f']),
  ];
  const slab = [
    request('object', 4480, 'GFP_KERNEL|__GFP_ZERO'),
    pages(3, 'GFP_KERNEL|__GFP_NOWARN|__GFP_NORETRY|__GFP_COMP', ['allocate_slab', 'kmem_cache_alloc', 'f']),
  ];
  test.each<[string, Said, Event[], string[]]>([
    ['kvmalloc is said as it is', said('vmalloc', 5, 66_560, 'GFP_KERNEL'), kvmalloc, []],
    [
      'kvmalloc is no block',
      said('contiguous', 5, 66_560, 'GFP_KERNEL'),
      kvmalloc,
      ['path: contiguous was said, vmalloc seen'],
    ],
    [
      'its bytes are compared',
      said('vmalloc', 4, 61_440, 'GFP_KERNEL'),
      kvmalloc,
      ['bytes: 61440 were said, 66560 seen'],
    ],
    [
      'an estimate may be larger',
      said('vmalloc', 5, 100_000, 'GFP_KERNEL', { confidence: 'unverified' }),
      kvmalloc,
      [],
    ],
    [
      'and not smaller',
      said('vmalloc', 4, 61_440, 'GFP_KERNEL', { confidence: 'unverified' }),
      kvmalloc,
      ['bytes: 61440 were said (an estimate), 66560 seen'],
    ],
    [
      'a large kmalloc is its block',
      said('contiguous', 4, 50_560, 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO'),
      kmalloc,
      [],
    ],
    [
      'a block has nothing to fall back to',
      said('vmalloc', 4, 50_560, 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO'),
      kmalloc,
      [
        'path: vmalloc was said, contiguous seen',
        'a block of order 4 (GFP_KERNEL|__GFP_COMP|__GFP_ZERO) with nothing to fall back to',
      ],
    ],
    ['an object is its own size', said('contiguous', 1, 4480, 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO'), slab, []],
    [
      'and not the slab that it is in',
      said('contiguous', 3, 32_768, 'GFP_KERNEL|__GFP_ZERO'),
      slab,
      ['order: 3 was said, 1 seen', 'bytes: 32768 were said, 4480 seen'],
    ],
  ])('%s', (_, need, events, differences) => {
    expect(compare(need, events, null, {}).differences).toEqual(differences);
  });

  const block = pages(6, 'GFP_KERNEL|__GFP_COMP');
  const single = said('vmalloc', 6, 262_144, 'GFP_KERNEL');
  test('a block that was refused and made of single pages is no block', () => {
    const walled = [pages(6, 'GFP_KERNEL|__GFP_COMP', ['f'], false), pages(0, 'GFP_KERNEL')];
    expect(compare(single, [block], walled, {}).differences).toEqual([]);
    expect(compare(single, [block], null, {}).differences).toHaveLength(3);
  });
  test('where a block was to be had after all nothing is known of what comes then', () => {
    expect(compare(single, [block], [block], {}).differences).toHaveLength(3);
  });
  test('nothing seen is no agreement of its own', () => {
    expect(compare(single, [], null, {})).toEqual({ seen: null, differences: [] });
  });
});

describe('without large blocks', () => {
  const block = { path: 'contiguous', order: 4 };
  const run = (status: number, events: Event[] = []) => ({ done: { status, output: 'failed 12' }, events });
  test.each([
    ['a block is refused', [block], run(1), 0],
    ['a block is not had', [block], run(0), 1],
    ['unless there was one', [block], run(0, [pages(4, 'GFP_KERNEL')]), 0],
    ['a smaller one is had', [{ path: 'contiguous', order: 3 }], run(0), 0],
    ['single pages are had', [{ path: 'vmalloc', order: 9 }], run(0), 0],
    ['single pages are not refused', [{ path: 'vmalloc', order: 9 }], run(1), 1],
  ])('%s', (_, needs, done, differences) => {
    expect(compareOutcome(needs, 4, done)).toHaveLength(differences);
  });
});

test.each([
  [100, 100 * 4096, 0],
  [100, 100 * 4096 + 1, 1],
  // What a group is charged ahead says nothing.
  [2, 64 * 4096, 0],
])('a step of %i pages that is charged %i bytes', (stepPages, bytes, differences) => {
  expect(comparePeak(said('vmalloc', 0, 4096, 'GFP_KERNEL', { stepPages }), bytes)).toHaveLength(differences);
});
