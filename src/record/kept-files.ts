// Which texts a snapshot keeps, and what of them: nothing that is not named here, and no more than an answer rests on.

/** What is kept of a text; null for nothing. */
type Reducer = (text: string) => string | null;

/** A number, a flag, a word, a list of CPUs. */
const shortValue: Reducer = (text) => (/^[\w.,+ -]{0,64}$/.test(text.trim()) ? text.trim() : null);

const files: readonly (readonly [path: RegExp, reduce: Reducer])[] = [
  [/^proc\/sys\/kernel\/osrelease$/, shortValue],
  [/^proc\/sys\/(?:vm|net\/core|kernel)\/\w+$/, (text) => (/^\s*\d+\s*$/.test(text) ? text.trim() : null)],
  // Who built it where (`root@host`) is nobody's business; the compiler tells the architecture.
  [/^proc\/version$/, (text) => text.trim().replace(/\([^()\s]*@[^()\s]*\)/g, '(-)')],
  [/^proc\/version_signature$/, (text) => /^Ubuntu [\w.~+-]+ [\w.~+-]+$/.exec(text.trim())?.[0] ?? null],
  [/^etc\/os-release$/, (text) => matches(text, /^(?:ID|VERSION_ID)="?[\w.-]*"?$/gm)],
  // The kernel's own command line may name hosts and addresses.
  [/^proc\/cmdline$/, (text) => matches(text, /(?<=^|\s)cgroup(?:\.memory|_disable)=[\w,]*/g, ' ')],
  // When the kernel started, which places what its log says in seconds since then.
  [/^proc\/stat$/, (text) => matches(text, /^btime \d+$/gm)],
  [/^proc\/cgroups$/, (text) => matches(text, /^(?:#subsys_name|memory)\t.*$/gm)],
  [/^proc\/mounts$/, (text) => matches(text, /^\S+ \S+ 9p \S+ \d+ \d+$/gm).replace(/^.+$/gm, mountOf9p)],
  [/^proc\/net\/route$/, (text) => /^\S+\t00000000\t/m.exec(text)?.[0] ?? ''],
  [/^proc\/cpuinfo$/, firstCpu],
  [/^sys\/class\/net\/[^/]+\/device\/uevent$/, (text) => matches(text, /^DRIVER=\S+$/gm)],
  [/^sys\/class\/net\/[^/]+\/device\/features$/, (text) => /^[01]{0,128}$/.exec(text.trim())?.[0] ?? null],
  [/^sys\/kernel\/slab\/[\w:-]+\/\w+$/, shortValue],
  [/^sys\/kernel\/mm\/hugepages\/[\w-]+\/\w+$/, shortValue],
  [/^sys\/devices\/system\/(?:cpu|node)\/[\w/]+$/, shortValue],
  [/^sys\/bus\/vmbus\/drivers_autoprobe$/, shortValue],
  [/^sys\/bus\/virtio\/devices\/virtio\d+\/device$/, shortValue],
  // That it is there is all that counts.
  [/^sys\/module\/kvm_\w+\/parameters\/\w+$/, () => ''],
];

/**
 * What a snapshot keeps of a text; null if it keeps nothing of it.
 * @param path under the root
 */
export function keptText(path: string, text: string): string | null {
  const found = files.find(([form]) => form.test(path));
  return found ? found[1](text) : null;
}

function matches(text: string, form: RegExp, between = '\n'): string {
  return [...text.matchAll(form)].map(([match]) => match).join(between);
}

/** A mount of 9p without what is mounted and where. */
function mountOf9p(line: string): string {
  const options = [...line.matchAll(/(?<=[ ,])(?:msize|trans)=\w+(?=[ ,])/g)].map(([option]) => option);
  return `- - 9p ${options.join(',') || 'rw'} 0 0`;
}

/** Of the first CPU, what tells its kind and its features. */
function firstCpu(text: string): string {
  const first = text.replace(/\n\s*\n[\s\S]*/, '');
  const form = /^(?:flags|address sizes|vendor_id|CPU architecture|cpu|isa|CPU Family)\s*:.*$/gm;
  return matches(first, form);
}

/** A network device that is named after its hardware address (enx…) is called something else. */
export function withoutAddress(text: string): string {
  return text.replace(/\benx[0-9a-f]{12}\b/g, 'nic0');
}
