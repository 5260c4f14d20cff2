// What tracefs tells of the allocations that a process made the kernel do: one event a request, each with its callers.
import fs from 'node:fs';

const root = '/sys/kernel/tracing';
const put = (name, text) => fs.writeFileSync(`${root}/${name}`, text);

/**
 * Functions that stand above single pages and see the whole request, whether or not a block is found at once: kind of event,
 * symbols by kernel, where their arguments are.
 */
const probes = [
  ['vmalloc', ['__vmalloc_node_range_noprof', '__vmalloc_node_range'], ['size=%di:u64 gfp=%r8:x32']],
  // Where the arguments have names (BTF, 6.6+) those are meant: another one stands before the flags in some builds.
  [
    'kvmalloc',
    ['__kvmalloc_node_noprof', 'kvmalloc_node'],
    ['size=size:u64 gfp=flags:x32', 'size=%di:u64 gfp=%si:x32'],
  ],
  [
    'contig',
    ['alloc_contig_frozen_pages_noprof', 'alloc_contig_pages_noprof', 'alloc_contig_pages'],
    ['size=%di:u64 gfp=%si:x32'],
  ],
];
/** In 5.10 these have what they call built into them; the flags are the constants of that kernel. */
const inlined = [
  ['vmalloc_flags', ['__vmalloc'], ['size=%di:u64 gfp=%si:x32']],
  ['vmalloc_plain', ['vmalloc'], ['size=%di:u64 gfp=\\0xcc0:x32']],
  ['vmalloc_zero', ['vzalloc'], ['size=%di:u64 gfp=\\0xdc0:x32']],
];

function defineProbe([name, symbols, forms]) {
  for (const symbol of symbols) {
    for (const form of forms) {
      try {
        fs.appendFileSync(`${root}/kprobe_events`, `p:lab/${name} ${symbol} ${form}\n`);
        return name;
      } catch {
        // another kernel's name
      }
    }
  }
  return null;
}

const pageEvents = ['mm_page_alloc', 'kmalloc', 'kmalloc_node', 'kmem_cache_alloc', 'kmem_cache_alloc_node'];

/** Names of the flags as this kernel prints them, widest first, with their bits: for masks that are not printed by name. */
function flagNames() {
  const format = fs.readFileSync(`${root}/events/kmem/mm_page_alloc/format`, 'latin1');
  const names = [];
  for (const [, expression, name] of format.matchAll(/\{\s*([^{}]*?),\s*"(\w+)"\s*\}/g)) {
    const plain = expression
      .replace(/\((?:unsigned long|gfp_t|__force gfp_t|\( ?gfp_t\))\)/g, '')
      .replace(/\b(0x[0-9a-f]+|\d+)[uUlL]+/gi, '$1')
      .replace(/gfp_t|__force|unsigned long/g, '')
      .replace(/\(\s*\)/g, '');
    if (!/^[\s\d\w()|&~<]*$/.test(plain)) continue;
    try {
      names.push([name, Number(BigInt.asUintN(32, BigInt(Function(`return ${plain}`)())))]);
    } catch {
      // a name of the preprocessor: said as a number
    }
  }
  return names;
}

/** Makes ready and returns what was not there. */
export function openTrace() {
  if (!fs.existsSync(`${root}/trace`)) throw new Error('no tracefs');
  put('tracing_on', '0');
  put('buffer_size_kb', '24576');
  put('trace_clock', 'mono');
  for (const option of ['stacktrace', 'event-fork']) put(`options/${option}`, '1');
  const missing = [];
  const isInlined = / __vmalloc_area_node\n/.test(fs.readFileSync('/proc/kallsyms', 'latin1'));
  for (const probe of isInlined ? [...probes, ...inlined] : probes) {
    if (defineProbe(probe) === null) missing.push(probe[0]);
    else put(`events/lab/${probe[0]}/enable`, '1');
  }
  for (const name of pageEvents) {
    if (fs.existsSync(`${root}/events/kmem/${name}/enable`)) put(`events/kmem/${name}/enable`, '1');
  }
  return { directory: root, missing, names: flagNames() };
}

const innards = /^(?:trace_|__trace|event_|kprobe|ftrace|kretprobe|optimized_callback|0x)/;

/** `GFP_KERNEL|__GFP_ZERO` of a mask */
function namedFlags(mask, names) {
  const found = [];
  let left = mask;
  for (const [name, bits] of names) {
    if (bits !== 0 && (left & bits) >>> 0 === bits) {
      found.push(name);
      left = (left & ~bits) >>> 0;
    }
  }
  if (left !== 0) found.push(`0x${left.toString(16)}`);
  return found.join('|');
}

function eventOf(kind, text, names) {
  const value = (name) => new RegExp(`\\b${name}=(\\S+)`).exec(text)?.[1];
  switch (kind) {
    case 'mm_page_alloc': {
      const order = Number(value('order'));
      return {
        kind: 'pages',
        order,
        bytes: 4096 * 2 ** order,
        gfp: value('gfp_flags'),
        granted: !/page=\(null\)|page=\s*0*\s/.test(text),
      };
    }
    case 'contig':
      return { kind, bytes: 4096 * Number(value('size')), gfp: namedFlags(Number(value('gfp')), names) };
    case 'vmalloc':
    case 'vmalloc_flags':
    case 'vmalloc_plain':
    case 'vmalloc_zero':
    case 'kvmalloc':
      return {
        kind: kind.replace(/_.*/, ''),
        bytes: Number(value('size')),
        gfp: namedFlags(Number(value('gfp')), names),
      };
    case 'kmalloc':
    case 'kmalloc_node':
      return { kind: 'kmalloc', bytes: Number(value('bytes_req')), gfp: value('gfp_flags') };
    case 'kmem_cache_alloc':
    case 'kmem_cache_alloc_node':
      return { kind: 'object', bytes: Number(value('bytes_req')), gfp: value('gfp_flags') };
    default:
      return null;
  }
}

/** Empties the trace, so that the next is seen alone; objects smaller than so many bytes are left out. */
export function clearTrace(smallest) {
  put('set_event_pid', '');
  put('trace', '');
  const filter = smallest > 0 ? `bytes_req >= ${smallest}` : '0';
  for (const name of pageEvents.slice(1)) {
    if (fs.existsSync(`${root}/events/kmem/${name}`)) put(`events/kmem/${name}/filter`, filter);
  }
}

export function stopTrace() {
  put('tracing_on', '0');
}

/** The lines of the trace, read piece by piece: it may be larger than this process. */
function* traceLines() {
  const file = fs.openSync(`${root}/trace`, 'r');
  const piece = Buffer.alloc(1 << 18);
  let rest = '';
  for (let got = fs.readSync(file, piece); got > 0; got = fs.readSync(file, piece)) {
    const lines = (rest + piece.toString('latin1', 0, got)).split('\n');
    rest = lines.pop();
    yield* lines;
  }
  fs.closeSync(file);
  if (rest !== '') yield rest;
}

/**
 * What was recorded since: equal events counted once, each with the functions that led to it, innermost first.
 * @param {[string, number][]} names of flags
 * @param {(event: {order?: number, callers: string[]}) => boolean} counts
 * @returns {{kind: string, order?: number, bytes: number, gfp: string, granted?: boolean, callers: string[], count: number}[]}
 */
export function readTrace(names, counts) {
  const events = new Map();
  let open = null;
  const close = () => {
    if (open === null || !counts(open)) return;
    const key = JSON.stringify(open);
    const same = events.get(key);
    if (same) same.count++;
    else events.set(key, { ...open, count: 1 });
  };
  for (const line of traceLines()) {
    if (line.startsWith(' => ')) {
      const name = line.slice(4).replace(/[+ ].*/, '');
      if (open !== null && !innards.test(name)) open.callers.push(name);
      continue;
    }
    const head = /\s\[\d+\]\s+\S+\s+\d+\.\d+: (\w+): (.*)$/.exec(line);
    if (head) {
      close();
      const event = eventOf(head[1], head[2], names);
      open = event === null ? null : { ...event, callers: [] };
    }
  }
  close();
  return [...events.values()];
}
