import { clippedComm } from './comm.ts';
import { type FailureKind, type Header, type KnownHeader, type VmallocStep, headerOf } from './header.ts';

const commBefore = String.raw`(?:^(.{0,200}?): ?|^|\s)`;

/** One wording of a report's first line: a phrase to find it by, its pattern, and what the groups mean. */
interface HeaderForm {
  hint: string;
  pattern: RegExp;
  read: (m: RegExpExecArray, text: string) => KnownHeader;
}

/** Group 1 is what precedes the words; it has the task's name in it if the kernel prints one there. */
const forms: readonly HeaderForm[] = [
  {
    hint: 'page allocation failure',
    pattern: new RegExp(`${commBefore}page allocation failure[.:] ?order:\\s*(\\d{1,3})(?:,\\s*|(?=\\s)|$)`),
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
    // check_alloc_stall_warn() of 7.2: seconds, and no comma before the nodemask
    hint: 'page allocation stall for',
    pattern: new RegExp(
      `${commBefore}page allocation stall for (\\d{1,9}) secs: order:\\s*(\\d{1,3})(?:,\\s*|(?=\\s)|$)`,
    ),
    read: (m) => ({ kind: 'stall', order: Number(m[3]), waitedMilliseconds: Number(m[2]) * 1000 }),
  },
  {
    hint: 'vmalloc: allocation failure',
    pattern: new RegExp(
      `${commBefore}vmalloc: allocation failure(?:, allocated (\\d{1,16}) of (\\d{1,16})|: (\\d{1,16})) bytes`,
    ),
    // In `allocated A of B`, B is the area with its guard page; the other form has the caller's own size.
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
      // When pages ran out this text prints the bytes obtained, not those requested.
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

/** The flags of a header whose line the kernel printed in pieces (4.11 to 4.19), with others' lines between them. */
export function parseMode(text: string): Pick<Header, 'gfpMask' | 'gfpNames'> | null {
  return /^,? ?mode:0x/.test(text) ? modeOf(text) : null;
}

function modeOf(text: string): Pick<Header, 'gfpMask' | 'gfpNames'> {
  const gfp = modePattern.exec(text);
  const names = gfp?.[2]
    ?.split('|')
    .map((name) => name.trim())
    .filter(Boolean);
  return { gfpMask: gfp?.[1] ?? null, gfpNames: names ?? null };
}

const modePattern = /(?:mode:|gfp_mask=|gfp=)\s*(0x[0-9a-f]{1,16})(?:\s*\(([^()]{0,600})\))?/;
const withComm = new Set<FailureKind>(['page-allocation', 'stall', 'vmalloc', 'oom']);

/** Each hint has one of these in it. */
const common = ['allocation ', 'vmalloc error', 'range for size', 'allocate memory', 'oom-killer'];

/** Reads the first line of a failure's report, in every wording from 3.10 to 7.2; null if the line is not one. */
export function parseHeader(text: string): Header | null {
  if (!text.includes('alloc') && !text.includes('oom-killer')) return null;
  // Most lines that speak of allocations are frames of a trace.
  if (!common.some((words) => text.includes(words))) return null;
  for (const { hint, pattern, read } of forms) {
    if (!text.includes(hint)) continue;
    const found = pattern.exec(text);
    if (!found) continue;
    const header = read(found, text);
    return headerOf({
      comm: withComm.has(header.kind) ? clippedComm(found[1] ?? '') : null,
      before: withComm.has(header.kind) ? (found[1] ?? '') : text.slice(0, found.index),
      ...modeOf(text.slice(found.index + found[0].length)),
      ...header,
    });
  }
  return null;
}

function stepNamed(words: string): VmallocStep {
  if (words.startsWith('failed to allocate pages')) return 'pages';
  if (words.startsWith('failed to allocate')) return 'page-array';
  if (words.startsWith('failed to map')) return 'map';
  if (words.startsWith('exceeds')) return 'exceeds-total-pages';
  return words.startsWith('vm_struct') ? 'address-space' : 'unsaid';
}
