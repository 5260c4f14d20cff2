import { clippedComm } from './comm.ts';

/**
 * Which of the kernel's allocators reported the failure. A stall has not failed, but waited for ten seconds and more
 * (4.10 to 4.14); of an oom-kill only the line that names the killed is there, not the report before it.
 */
export type FailureKind =
  'page-allocation' | 'stall' | 'vmalloc' | 'vmap' | 'slub' | 'percpu' | 'oom' | 'oom-kill' | 'cgroup';

/** What went wrong inside a vmalloc, by the kernel's own words. */
export type VmallocStep = 'pages' | 'page-array' | 'map' | 'exceeds-total-pages' | 'address-space' | 'unsaid';

/** The first line of a failure's report. */
export interface Header {
  kind: FailureKind;
  comm: string | null;
  order: number | null;
  /** the number of bytes in the line, as the kernel printed it */
  bytes: number | null;
  /** bytes asked for by the caller, without the guard page; null where the line does not say */
  requestBytes: number | null;
  /** bytes that had been obtained when it failed; null where the line does not say */
  obtainedBytes: number | null;
  /** `0x40dc0(GFP_KERNEL|__GFP_COMP)` in two */
  gfpMask: string | null;
  gfpNames: string[] | null;
  vmallocStep: VmallocStep | null;
  /** of the huge pages that a vmalloc tried before single ones; 0 where it tried none */
  pageOrder: number;
  /** the first and last address that the allocation was restricted to, as printed */
  addressRange: string | null;
  /** how long a stalled allocation had waited when it said so */
  waitedMilliseconds: number | null;
  /** what percpu and SLUB say besides */
  detail: string | null;
}

const mode = String.raw`(?:mode:|gfp_mask=|gfp=)\s*(0x[0-9a-f]{1,16})(?:\s*\(([^()]{0,600})\))?`;
const commBefore = String.raw`(?:^(.{0,200}?): ?|^|\s)`;

const forms: readonly {
  hint: string;
  pattern: RegExp;
  read: (m: RegExpExecArray, text: string) => Partial<Header> & { kind: FailureKind };
}[] = [
  {
    hint: 'page allocation failure',
    pattern: new RegExp(`${commBefore}page allocation failure[.:] ?order:\\s*(\\d{1,3})(?:,\\s*|(?=\\s))`),
    read: (m) => ({ kind: 'page-allocation', order: Number(m[2]) }),
  },
  {
    hint: 'page allocation stalls for',
    pattern: new RegExp(
      `${commBefore}page allocation stalls for (\\d{1,12})ms, order:\\s*(\\d{1,3})(?:,\\s*|(?=\\s)|$)`,
    ),
    read: (m) => ({ kind: 'stall', order: Number(m[3]), waitedMilliseconds: Number(m[2]) }),
  },
  {
    hint: 'vmalloc: allocation failure',
    pattern: new RegExp(
      `${commBefore}vmalloc: allocation failure(?:, allocated (\\d{1,16}) of (\\d{1,16})|: (\\d{1,16})) bytes`,
    ),
    // `allocated A of B`: B is the area, with its guard page; the other form is the caller's own size.
    read: (m) =>
      m[3] === undefined
        ? { kind: 'vmalloc', bytes: Number(m[4]), requestBytes: Number(m[4]), vmallocStep: 'unsaid' }
        : { kind: 'vmalloc', bytes: Number(m[3]), obtainedBytes: Number(m[2]), vmallocStep: 'pages' },
  },
  {
    hint: 'vmalloc error',
    pattern: new RegExp(
      `${commBefore}vmalloc error: size (\\d{1,20})(?:, page order (\\d{1,2}))?,\\s*(failed to allocate pages|failed to allocated? page array size (\\d{1,20})|failed to map pages|exceeds total pages|vm_struct allocation failed|)`,
    ),
    read: (m) => {
      const bytes = Number(m[2]);
      const step = stepNamed(m[4] ?? '');
      // Of the bytes that it could not complete, this text prints those obtained, not those requested.
      const pageOrder = Number(m[3] ?? 0);
      return step === 'pages'
        ? { kind: 'vmalloc', bytes, obtainedBytes: bytes, vmallocStep: step, pageOrder }
        : { kind: 'vmalloc', bytes, requestBytes: bytes, vmallocStep: step, pageOrder };
    },
  },
  {
    hint: 'vmap allocation for size',
    pattern: /vmap allocation for size (\d{1,20}) failed/,
    read: (m) => ({ kind: 'vmap', bytes: Number(m[1]), vmallocStep: 'address-space' }),
  },
  {
    hint: 'vmalloc_node_range for size',
    pattern:
      /vmalloc_node_range for size (\d{1,20}) failed: Address range restricted to (0x[0-9a-f]{1,16}) - (0x[0-9a-f]{1,16})/,
    read: (m) => ({
      kind: 'vmap',
      bytes: Number(m[1]),
      vmallocStep: 'address-space',
      addressRange: `${m[2] ?? ''}-${m[3] ?? ''}`,
    }),
  },
  {
    hint: 'Unable to allocate memory on',
    pattern:
      /SL[UA]B: Unable to allocate memory on (?:CPU \d{1,6} (?:\(of node -?\d{1,6}\) )?on )?node -?\d{1,10}/,
    read: () => ({ kind: 'slub' }),
  },
  {
    hint: 'allocation failed, size=',
    pattern:
      /(?:percpu|PERCPU): allocation failed, size=(\d{1,20}) align=\d{1,20}(?: atomic=([01]))?,? ?(.{0,120})/,
    read: (m) => ({
      kind: 'percpu',
      bytes: Number(m[1]),
      requestBytes: Number(m[1]),
      detail: `${m[3] ?? ''}${m[2] === '1' ? ' (atomic)' : ''}`,
    }),
  },
  {
    hint: 'invoked oom-killer',
    pattern: /^(.{0,200}?) ?invoked oom-killer: (?=gfp_mask=)/,
    read: (m, text) => {
      const order = /\border=(-?\d{1,3})\b/.exec(text.slice(m[0].length));
      return { kind: 'oom', order: order && Number(order[1]) >= 0 ? Number(order[1]) : null };
    },
  },
  {
    hint: 'annot allocate memory',
    pattern: /\bmkdir (\/sys\/fs\/cgroup\/\S{1,400}): [Cc]annot allocate memory/,
    read: (m) => ({ kind: 'cgroup', detail: m[1] ?? '' }),
  },
];

const modePattern = new RegExp(mode);
const withComm = new Set<FailureKind>(['page-allocation', 'stall', 'vmalloc', 'oom']);

/** Reads a line as the first of a failure's report, in every wording from 3.10 to 7.2; null where it is none. */
export function parseHeader(text: string): Header | null {
  for (const { hint, pattern, read } of forms) {
    if (!text.includes(hint)) continue;
    const found = pattern.exec(text);
    if (!found) continue;
    const gfp = modePattern.exec(text.slice(found.index + found[0].length));
    const header = read(found, text);
    return headerOf({
      comm: withComm.has(header.kind) ? clippedComm(found[1] ?? '') : null,
      gfpMask: gfp?.[1] ?? null,
      gfpNames:
        gfp?.[2] === undefined
          ? null
          : gfp[2]
              .split('|')
              .map((name) => name.trim())
              .filter(Boolean),
      ...header,
    });
  }
  return null;
}

/** A header of which no more is known than this. */
export function headerOf(known: Partial<Header> & { kind: FailureKind }): Header {
  return {
    comm: null,
    order: null,
    bytes: null,
    requestBytes: null,
    obtainedBytes: null,
    gfpMask: null,
    gfpNames: null,
    vmallocStep: null,
    pageOrder: 0,
    addressRange: null,
    waitedMilliseconds: null,
    detail: null,
    ...known,
  };
}

function stepNamed(words: string): VmallocStep {
  if (words.startsWith('failed to allocate pages')) return 'pages';
  if (words.startsWith('failed to allocate')) return 'page-array';
  if (words.startsWith('failed to map')) return 'map';
  if (words.startsWith('exceeds')) return 'exceeds-total-pages';
  return words.startsWith('vm_struct') ? 'address-space' : 'unsaid';
}
