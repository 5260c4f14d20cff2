import { parseBuddyLine } from './buddy-line.ts';
import { parseHeader, parseMode } from './parse-header.ts';
import { parseProgramMessage, saysEnomem } from './program-message.ts';
import type { Frame, MemoryStatement, Statement } from './statement.ts';
import { LazyFields, parseFields, parseZoneLine, wholeZoneFields } from './zone-line.ts';

const release = String.raw`\d{1,2}\.\d{1,3}(?:\.\d{1,5})?[^\s,;)>\u2026]{0,80}`;
/** What a release ends with that is not cut off, where the build's number is. */
const architecture = '(?:x86_64|amd64|i[3-6]86|aarch64|arm64|armv7hl|ppc64le|s390x|riscv64|generic)';
const taskForm = new RegExp(
  String.raw`(?:CPU: \d{1,6} (?:UID: \d{1,10} )?PID: -?\d{1,10} Comm:|Pid: \d{1,10}, comm:) ((?:(?! Kdump: | Not tainted| Tainted:).){0,64})(?: Kdump: loaded)?(?: (?:Not tainted|Tainted:[A-Za-z -]*?) +(${release})(?<![-.])(?: +[#A-Z]|(?<=${architecture})\s*$))?`,
);
const bootForm = new RegExp(`\\bLinux version (${release})(?:\\s|$)`);

/** Reads one line without its prefix; null if it says nothing about a failure. */
export function parseStatement(text: string): Statement | null {
  return statementIn(text) ?? (text.includes('\t') ? statementIn(text.replaceAll('\t', ' ')) : null);
}

function statementIn(text: string): Statement | null {
  const header = parseHeader(text);
  if (header) return { type: 'header', header };
  const known = aboutTask(text) ?? aboutMemory(text) ?? aboutRest(text);
  if (known) return known;
  const mode = parseMode(text);
  if (mode) return { type: 'mode', ...mode };
  const message = parseProgramMessage(text);
  if (message) return { type: 'program', message };
  return saysEnomem(text) ? { type: 'enomem' } : null;
}

function aboutTask(text: string): Statement | null {
  if (text.includes('omm: ')) {
    const task = taskForm.exec(text);
    if (task) return { type: 'task', comm: (task[1] ?? '').trim(), release: task[2] ?? null };
  }
  if (text.includes('+0x') || (text.includes(' (') && decodedFrame.test(text))) {
    const frames = parseFrames(text);
    if (frames.length > 0) return { type: 'frame', frames };
  }
  if (text.includes('Linux version ')) {
    const boot = bootForm.exec(text);
    if (boot) return { type: 'boot', release: boot[1] ?? '' };
  }
  if (text.includes('callbacks suppressed')) {
    const suppressed =
      /\b(?:warn_alloc(?:_failed)?|slab_out_of_memory|alloc_vmap_area|pcpu_alloc(?:_noprof)?): (\d{1,9}) callbacks suppressed/.exec(
        text,
      );
    if (suppressed) return { type: 'suppressed', count: Number(suppressed[1]) };
  }
  return /^sysrq ?: Show Memory/i.test(text) ? { type: 'other-dump' } : null;
}

/** scripts/decode_stacktrace.sh: `veth_dev_init (drivers/net/veth.c:1443 drivers/net/veth.c:1480) veth`. */
const decodedFrame =
  /^(\? )?([A-Za-z_][\w.]{1,80}) \((?:[\w./+-]{1,120}:\d{1,6} ?(?:\(discriminator \d{1,4}\) ?)?){1,12}\)(?: \[?([\w-]{1,56})\]?)?$/;

/** A frame that the unwinder marks with `?` may be a leftover on the stack: it is not a caller. */
function parseFrames(text: string): Frame[] {
  const frames: Frame[] = [];
  const decoded = decodedFrame.exec(text);
  if (decoded) {
    const [, doubtful, symbol = '', module = null] = decoded;
    return doubtful === undefined ? [{ symbol, module }] : [];
  }
  frame.lastIndex = 0;
  for (let found = frame.exec(text); found; found = frame.exec(text)) {
    const [whole, symbol = '', module = null] = found;
    if (!whole.startsWith('?')) frames.push({ symbol, module });
  }
  return frames;
}

const frame =
  /(?:\? )?\b([A-Za-z_][\w.]{1,80})\+0x[0-9a-f]{1,8}\/0x[0-9a-f]{1,8}(?: \[(?![0-9a-f]{8,16}\])([\w-]{1,56})[^\]]{0,60}\])?/g;

/** The first letter says which lines of the memory state it may be. */
function aboutMemory(text: string): MemoryStatement | null {
  switch (text.charAt(0)) {
    case 'M':
      if (text.startsWith('Mem-Info:')) return { type: 'mem-info' };
      return aboutZone(text);
    case 'N':
      return aboutZone(text) ?? aboutNode(text) ?? aboutTail(text);
    case 'D':
    case 'H':
      return aboutZone(text);
    case 'F':
    case 'S':
    case 'T':
      return aboutTail(text);
    case 'l': {
      const reserve = /^lowmem_reserve\[\]:((?: +\d{1,12}){0,16})(?: |$)/.exec(text);
      return reserve ? { type: 'reserve', pages: numbersOf(reserve[1] ?? '') } : aboutCounts(text);
    }
    default:
      return /^\d/.test(text) ? aboutTail(text) : aboutCounts(text);
  }
}

const numbersOf = (text: string): number[] => text.trim().split(/ +/).filter(Boolean).map(Number);

function aboutZone(text: string): MemoryStatement | null {
  const buddy = parseBuddyLine(text);
  if (buddy) return { type: 'buddy', buddy };
  const zone = parseZoneLine(text);
  return zone && { type: 'zone', zone };
}

function aboutNode(text: string): MemoryStatement | null {
  const node = /^Node (\d{1,6}) (?=active_anon:)/.exec(text);
  const fields = node && wholeZoneFields(text.slice(node[0].length));
  return node && fields !== null
    ? { type: 'node', node: Number(node[1]), fields: new LazyFields(fields) }
    : null;
}

function aboutCounts(text: string): MemoryStatement | null {
  return /^(?:[a-z_]{2,40}(?:\([a-z]{1,8}\))?:\d{1,16}(?: +|$))+$/.test(text)
    ? { type: 'counts', fields: parseFields(text) }
    : null;
}

function aboutTail(text: string): MemoryStatement | null {
  const swap = /^Free swap +[=:] *(\d{1,16})kB/.exec(text);
  if (swap) return { type: 'tail', freeSwapKib: Number(swap[1]) };
  const tail =
    /^(?:\d{1,16} (?:total pagecache pages|pages in swap cache|pages (?:RAM|HighMem|reserved|cma reserved|hwpoisoned))|Swap cache stats:|Total swap|Node \d{1,6} hugepages_total=)/;
  return tail.test(text) ? { type: 'tail', freeSwapKib: null } : null;
}

function aboutRest(text: string): Statement | null {
  const cache =
    /^cache: (.{1,300}?), object size: (\d{1,9})(?:, buffer size: \d{1,9}, default order: \d{1,2}, min order: (\d{1,2})|, order: (\d{1,2}))/.exec(
      text,
    );
  if (cache)
    return {
      type: 'cache',
      name: cache[1] ?? '',
      objectBytes: Number(cache[2]),
      order: Number(cache[3] ?? cache[4]),
    };
  if (
    /^(?:oom-kill:constraint=CONSTRAINT_MEMCG|Memory cgroup out of memory|Task in \/|memory: usage \d)/.test(
      text,
    )
  ) {
    return { type: 'memcg', text, victim: victimOf(text) };
  }
  if (/^(?:oom-kill:constraint=|Out of memory)/.test(text))
    return { type: 'out-of-memory', victim: victimOf(text) };
  return /^(?:Tasks state|\[ *(?:pid|\d{1,10}) ?\] )/.test(text) ? { type: 'process-row' } : null;
}

/** The task that the OOM killer says it is killing. */
function victimOf(text: string): string | null {
  return (
    /^(?:Memory cgroup out|Out) of memory: Kill(?:ed)? process \d{1,10} \((.{1,15})\)/.exec(text)?.[1] ?? null
  );
}
