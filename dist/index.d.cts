type Distribution = "ubuntu" | "debian" | "rhel" | "fedora" | "amazon" | "oracle" | "suse" | "cos" | "android" | "wsl" | "arch" | "alpine" | "raspberrypi" | "proxmox" | "openeuler" | "mainline" | "unknown";
type Rebuild = "same-builds" | "own-builds";
/** What a release string (`uname -r`), and the texts beside it, say of a kernel. */
export interface KernelRelease {
	release: string;
	major: number;
	minor: number;
	/** the upstream patch level; null where nothing tells it (Ubuntu's `4.15.0-1044-aws` does not) */
	patch: number | null;
	/** N of `-rcN`; null for a released kernel */
	releaseCandidate: number | null;
	distribution: Distribution;
	/** null where the distribution itself built it, and for mainline */
	rebuild: Rebuild | null;
	/** `aws`, `generic`, `cloud-amd64`, `el8`, `amzn2`, `WSL2` ...; null where the string ends before one */
	flavour: string | null;
	/** the distribution's own build number, most significant part first: [1160, 49, 1] of `3.10.0-1160.49.1.el7` */
	build: number[];
	/** `5.15.131`, or `5.15` where the patch level is not known, or `6.10-rc2` */
	upstream: string;
}
interface ReleaseHints {
	/** /proc/version */
	version?: string | undefined;
	/** /proc/version_signature, which Ubuntu has */
	versionSignature?: string | undefined;
	/** /etc/os-release: a container's own, so it only settles what the kernel's texts leave open */
	osRelease?: string | undefined;
}
/**
 * Reads a release string; null where it does not start with an upstream version.
 * Hints that speak of another kernel are not believed.
 */
export declare function parseRelease(release: string, hints?: ReleaseHints): KernelRelease | null;
interface KernelVersion {
	release: string;
	major: number;
	minor: number;
}
interface CgroupHeadroom {
	/** limit less usage, plus what reclaim inside the cgroup gives back */
	bytes: number;
	limitBytes: number;
	/** the cgroup that sets it */
	path: string;
	/** limit less usage alone, of all of them the least: what can be charged before anything is reclaimed */
	unusedBytes: number;
	/** the cgroup whose limit leaves that, and the limit, where it is another one */
	unusedOf?: {
		path: string;
		limitBytes: number;
	} | undefined;
}
interface CgroupHigh {
	/** limit less usage */
	unusedBytes: number;
	limitBytes: number;
	/** the cgroup that sets it */
	path: string;
}
/** One row of /proc/buddyinfo: `freeBlocks[order]` blocks of 2^order pages are free, on lists of every migratetype. */
export interface BuddyRow {
	node: number;
	zone: string;
	freeBlocks: number[];
}
/**
 * Parses /proc/buddyinfo (mm/vmstat.c frag_show_print): any number of nodes, zones and orders.
 * @throws MalformedError with the line, what stood there and what was expected
 */
export declare function parseBuddyinfo(text: string): BuddyRow[];
/** Prints rows as the kernel does. */
export declare function formatBuddyinfo(rows: readonly BuddyRow[]): string;
/** Named numbers: /proc/meminfo in KiB (the `kB` there), /proc/vmstat in its own units. */
export type Counters = ReadonlyMap<string, number>;
/**
 * Parses /proc/meminfo. Keys without the colon, values in KiB.
 * @throws MalformedError where a line is not `Name: N kB`
 */
export declare function parseMeminfo(text: string): Counters;
declare const migratetypes: readonly [
	"Unmovable",
	"Movable",
	"Reclaimable",
	"Reserve",
	"HighAtomic",
	"CMA",
	"Isolate"
];
type Migratetype = (typeof migratetypes)[number];
interface ZonePageTypes {
	node: number;
	zone: string;
	/** free blocks an order, for each migratetype that the kernel prints */
	freeBlocks: Partial<Record<Migratetype, number[]>>;
	/** pageblocks of each type, free or not */
	pageblocks: Partial<Record<Migratetype, number>>;
}
/** /proc/pagetypeinfo as one value. */
export interface PageTypes {
	pageblockOrder: number;
	/** the kernel stopped counting a list at 100,000 blocks: those counts are lower bounds */
	capped: boolean;
	zones: ZonePageTypes[];
}
/**
 * Parses /proc/pagetypeinfo (mm/vmstat.c pagetypeinfo_show): `>100000` is a list that was not counted to its end,
 * `Reserve` exists before 4.4 only, where it is everybody's last resort.
 * @throws MalformedError with the line, what stood there and what was expected
 */
export declare function parsePagetypeinfo(text: string): PageTypes;
interface VmallocArea {
	/** the guard page behind it included */
	bytes: number;
	/** the function that asked for it, or `vm_map_ram`, `unpurged`; null where the kernel does not name it */
	caller: string | null;
}
/**
 * Parses /proc/vmallocinfo (mm/vmalloc.c vmalloc_info_show).
 * @throws MalformedError where a line is no area
 */
export declare function parseVmallocinfo(text: string): VmallocArea[];
/**
 * Parses /proc/vmstat.
 * @throws MalformedError where a line is not `name N`
 */
export declare function parseVmstat(text: string): Counters;
interface WatermarkPages {
	min: number;
	low: number;
	high: number;
}
interface ReclaimableStats {
	inactiveFile: number;
	activeFile: number;
	inactiveAnon: number;
	activeAnon: number;
}
interface NodeStats extends ReclaimableStats {
	dirty: number;
	writeback: number;
	slabReclaimable: number;
}
/** One zone of /proc/zoneinfo. All sizes are in pages. */
export interface ZoneinfoZone {
	node: number;
	zone: string;
	/** NR_FREE_PAGES, the counter that the allocator tests; it includes CMA and HighAtomic pages */
	freePages: number;
	watermarkPages: WatermarkPages;
	spannedPages: number;
	presentPages: number;
	managedPages: number;
	/** `protection:`, indexed by the request's zone index; empty where the zone printed none */
	lowmemReserve: number[];
	freeCmaPages: number;
	/** null before 6.19, which does not print it */
	reservedHighatomicPages: number | null;
	freeHighatomicPages: number | null;
	unacceptedPages: number;
	lru: ReclaimableStats;
	nodeStats: NodeStats | null;
	/** read when first asked for, as on large machines it is nearly all of the text */
	perCpu: () => PerCpuLists;
	startPfn: number | null;
}
interface PerCpuLists {
	/** in neither `freePages` nor buddyinfo */
	pages: number;
	cpus: number;
	/** how far each CPU may let `freePages` drift; the same for all CPUs of a zone */
	statThreshold: number;
}
/**
 * Parses /proc/zoneinfo of Linux 3.10 to 7.3, by label and never by position (mm/vmstat.c zoneinfo_show_print).
 * Unpopulated zones (printed since 4.12) are kept: their place in the list is the zone index.
 * @throws MalformedError with the line, what stood there and what was expected
 */
export declare function parseZoneinfo(text: string): ZoneinfoZone[];
interface ProcFile<T> {
	/** under the machine's root */
	path: string;
	parse: (text: string) => T;
}
declare const procFiles: {
	buddyinfo: {
		path: string;
		parse: typeof parseBuddyinfo;
	};
	zoneinfo: {
		path: string;
		parse: typeof parseZoneinfo;
	};
	pagetypeinfo: {
		path: string;
		parse: typeof parsePagetypeinfo;
	};
	meminfo: {
		path: string;
		parse: typeof parseMeminfo;
	};
	vmstat: {
		path: string;
		parse: typeof parseVmstat;
	};
	/** vm.defrag_mode (6.15+) */
	defragMode: {
		path: string;
		parse: (text: string) => boolean;
	};
	/** root's alone */
	vmallocinfo: {
		path: string;
		parse: typeof parseVmallocinfo;
	};
	bpfJitEnable: ProcFile<number>;
	/** bytes; root's alone, and in the first network namespace only */
	bpfJitLimit: ProcFile<number>;
	overcommitMemory: ProcFile<number>;
	adminReserveKbytes: ProcFile<number>;
	userReserveKbytes: ProcFile<number>;
};
type ProcFileName = keyof typeof procFiles;
/** The texts of a machine. Only buddyinfo is required; one that is absent was not read. */
export type ProcTexts = Partial<Record<ProcFileName, string | undefined>> & {
	buddyinfo: string;
};
type Parsed = {
	[Name in ProcFileName]: ReturnType<(typeof procFiles)[Name]["parse"]> | null;
};
/** Everything that is known of a machine's memory at one moment; null for what was not read. */
export interface Snapshot extends Parsed {
	buddyinfo: ReturnType<typeof parseBuddyinfo>;
	/** nodes of this process's cpuset */
	allowedNodes: readonly number[] | null;
	/** that cpuset may confine more than what has __GFP_HARDWALL */
	hardCpuset: boolean;
	/** nodes that its memory policy binds this process to; null where none does */
	boundNodes: readonly number[] | null;
	/** the tightest limit on this process's memory; null where there is none either */
	cgroup: CgroupHeadroom | null;
	/** read with it: the nearest memory.high; null where there is none either */
	cgroupHigh: CgroupHigh | null;
	/**
	 * whether a scan of /proc/kpageflags found a block of the order that compaction could empty;
	 * null where none was made or it ended early without one
	 */
	movableBlockFound: boolean | null;
	/**
	 * the order of a block that the kernel was asked for right before this look and served from what was free, where no zone
	 * has fewer of them since; null where it was not asked
	 */
	grantedOrder: number | null;
	/** what could not be read or parsed, one sentence each */
	missing: string[];
	/** which of those are not what the kernel prints */
	malformed: ProcFileName[];
}
type Reading = Exclude<ProcFileName, "buddyinfo"> | "cgroup";
/**
 * Parses the texts of a machine; a malformed optional one is left out and said in `missing`.
 * @throws MalformedError for buddyinfo
 */
export declare function snapshotOf({ buddyinfo, ...others }: ProcTexts, missing?: readonly string[]): Snapshot;
type MemoryPath = "contiguous" | "vmalloc" | "vmalloc-noretry";
/** `address-space`: what has to fit under a limit that has nothing to do with free memory; only workloads ask for it. */
export type Path = MemoryPath | "address-space";
type AddressSpaceLimit = "bpf-jit" | "module-space" | "commit";
type SizeSource = "slab" | "table" | "btf" | "nearest" | "formula" | "assumed";
/** What the kernel is asked for. */
interface Request$1 {
	/** the named workload, or null for --size and --order */
	workload: string | null;
	bytes: number;
	/** of the bytes; absent for --size and --order without a workload, and where it is not known what is asked for */
	from?: SizeSource;
	/** of the contiguous block; for the other paths get_order of the size, for information only */
	order: number;
	pages: number;
	/** how many of it, one after the other; 1 unless given. The vmalloc paths are judged by the pages of all of them */
	count?: number;
	/** of the pages of the vmalloc paths, those that a step takes beside the request: a cgroup is charged with them in any case */
	besidePages?: number;
	/** the node that is asked first, or alone with __GFP_THISNODE; the caller's own, which is not known, unless given */
	node?: number;
	/** of the machine that is asked, in bytes */
	pageSize: number;
	path: Path;
	/** of the address-space path */
	limit?: AddressSpaceLimit;
	/** a page of the hugetlb pool: above the largest free list it comes from CMA, or from a range that is cleared for it */
	hugePage?: boolean;
	gfp: string[];
	/** what was assumed on the way from the user's words to these numbers, one sentence each */
	notes: string[];
	/** why the kernel refuses it before it looks for memory, where it does */
	refused?: string;
	/** why the pool of huge pages does not have it and nobody makes more, whatever memory is free; it may have it later */
	shortOfPool?: string;
	/** why nothing has to be made for it, where that is so */
	granted?: string;
	/** why it is not known what is asked for, where it is not: `bytes`, `order` and `pages` mean nothing then */
	unsized?: string;
}
interface Part {
	/** what for, in a few words */
	what: string;
	pages: number;
}
/**
 * Splits `GFP_KERNEL|__GFP_NORETRY` into names, checking each.
 * @throws UsageError that names `option` and lists the known names
 */
export declare function parseGfp(text: string, option?: string): string[];
/** One buddyinfo row as the request sees it. */
export interface ZonePrediction {
	node: number;
	zone: string;
	/** the GFP flags let the request use this zone */
	allowed: boolean;
	freePages: number;
	/** as read from buddyinfo */
	freeBlocks: number[];
	watermarkPages: WatermarkPages | null;
	/** the reserve that this zone holds back from the request's own zone index */
	lowmemReservePages: number | null;
	/** serves the request now, without reclaim */
	fits: boolean;
	/** serves it now if what could not be read turns out well */
	mayFit: boolean;
	why: string;
}
export type Verdict = "available" | "attainable" | "unavailable" | "unknown";
/** A term of the likelihood: what was read and how far it moved the answer (in log-odds; 0 says nothing). */
export interface LikelihoodTerm {
	name: string;
	value: number;
	weight: number;
	meaning: string;
}
/** What decided against `available`; `none` where it is available. */
export type Cause = "none" | "never" | "zone-absent" | "fragmentation" | "watermark" | "reserve" | "withheld-blocks" | "out-of-memory" | "cgroup-limit" | "address-space" | "huge-page-pool" | "not-read" | "malformed";
interface Room {
	needs: number;
	has: number;
	/** which room, as in `1.2 GiB is ...`: `can be had` */
	of: string;
}
/** The answer to one request on one snapshot. */
export interface Prediction {
	verdict: Verdict;
	/** that the kernel grants the request, 0..1 */
	likelihood: number;
	cause: Cause;
	/** one plain sentence with the numbers that decided */
	reason: string;
	/** no state of this machine can ever serve it (exit 69) */
	never: boolean;
	zones: ZonePrediction[];
	terms: LikelihoodTerm[];
	/** files that would settle what is open, were they read */
	wants: Reading[];
	/** where room of one kind decides */
	room?: Room;
	/** of several blocks, how many are free for the request; absent where all are, or that is not what decides */
	served?: number;
}
interface TrialResult {
	/** null if no way of asking works here */
	measured: "granted" | "refused" | null;
	via: string | null;
	/** of the allocation alone; null if the clock could not be read */
	microseconds: number | null;
	/** direct reclaim or compaction ran meanwhile, anywhere on the machine; null if /proc/vmstat cannot be read */
	stalled: boolean | null;
	/** why there is no answer; null if there is one */
	why: string | null;
}
interface Attempt {
	verdict: Verdict;
	likelihood: number;
	afterMilliseconds: number;
	/** what was done before this look; null for nothing */
	remedy: string | null;
}
interface KernelAnswer {
	release: string;
	upstream: string | null;
	distribution: string | null;
	/** this kernel's x_tables asks with __GFP_NORETRY; null if that is not known */
	noRetryXtables: boolean | null;
}
interface AnsweredWorkload {
	name: string;
	verdict: Verdict;
	likelihood: number;
	reason: string;
}
/** What was asked for, as a report has it; sizes in bytes and in pages of `pageSize`. */
export interface ReportedRequest {
	workload: string | null;
	bytes: number;
	order: number;
	pages: number;
	pageSize: number;
	path: Path;
	/** GFP flags as the kernel spells them */
	gfp: string[];
	count: number;
	/** pages of all of them and of what the step takes besides */
	stepPages: number;
	/** what a size of a kernel structure rests on */
	from?: string;
	/** what the step takes besides */
	beside?: readonly Part[];
	node?: number;
}
/** One of a step's needs, as a report has it. */
export interface ReportedNeed {
	/** what the memory is for, in a few words */
	what: string;
	request: ReportedRequest;
	verdict: Verdict;
	likelihood: number;
	reason: string;
}
/** The answer to a check, schema `buddyguard/check/1`: fields may be added, none is renamed. ARCHITECTURE.md has them as a table. */
export interface CheckReport {
	schema: "buddyguard/check/1";
	verdict: Verdict;
	/** that the kernel grants the request, 0 to 1, in steps of 0.0001 */
	likelihood: number;
	/** whether the step should go ahead */
	go: boolean;
	/** no wait and no remedy can help on this machine */
	never: boolean;
	/** one sentence with the numbers that decided */
	reason: string;
	/** null if the machine cannot be read */
	request: ReportedRequest | null;
	/** every need of a step that has several; the worst decides */
	needs?: ReportedNeed[];
	/** the named workloads where there are several, each by the worst of its needs */
	workloads?: AnsweredWorkload[];
	kernel: KernelAnswer;
	/** a row for every row of /proc/buddyinfo */
	zones: ZonePrediction[];
	/** every look at the machine */
	attempts: Attempt[];
	advice: string[];
	/** what moved the likelihood */
	terms: LikelihoodTerm[];
	/** what was assumed or could not be read */
	notes: string[];
	/** what the kernel did when it was really asked */
	trial?: TrialResult;
}
/**
 * What to ask for: the options of `buddyguard check` by their names in camel case; docs/options.md says what each means. One
 * of `for`, `size` and `order` is needed. The environment variables of the command are not read.
 */
export interface CheckOptions {
	/** named workloads, as `buddyguard workloads` lists them; the worst decides */
	for?: string | readonly string[];
	/** bytes, or a text such as `324KiB` */
	size?: number | string;
	/** a block of 2^order contiguous pages */
	order?: number;
	rules?: number;
	/** path of an iptables-save file */
	rulesFile?: string;
	cpus?: number;
	count?: number;
	path?: "contiguous" | "vmalloc" | "vmalloc-noretry";
	/** GFP flags as the kernel spells them; default GFP_KERNEL */
	gfp?: string | readonly string[];
	node?: number;
	/** prefix before /proc and /sys; default `/` */
	root?: string;
	/** answer for this kernel release */
	kernel?: string;
	/** path of what `buddyguard snapshot` wrote: answer for that machine */
	from?: string;
	/** with `from`: a moment of a record */
	at?: string;
	/** how often to look again; default 0, with a remedy 1, with `timeout` as often as it allows */
	retries?: number;
	/** milliseconds before the first retry, or a text such as `500ms`; doubles up to eightfold */
	interval?: number | string;
	/** milliseconds after which the wait ends, or a text such as `1m30s` */
	timeout?: number | string;
	/** compact memory between looks; as root */
	compact?: boolean;
	/** drop the page cache between looks; as root; slows the whole host */
	dropCaches?: boolean;
	/** make the kernel really allocate and free one block */
	trial?: boolean;
	/** read /proc/kpageflags where the answer is in doubt; as root */
	deep?: boolean;
	/** `go` only for what is available now */
	strict?: boolean;
	/** called with each line of progress, for people */
	progress?: (line: string) => void;
}
/**
 * Asks whether the kernel would serve a request now, as `buddyguard check` does; waits and makes room where that is asked for.
 * Nothing is printed, and signals are left alone. A machine that cannot be read is an answer: `unknown`.
 * @throws UsageError for a wrong option, UnreadableError or MalformedError for a file that an option names
 */
export declare function check({ progress, ...options }: CheckOptions): Promise<CheckReport>;
/** The version of this tool. */
export declare const version: string;
/** An error that is told in one line and ends the command with `exitCode`; never a bug. */
export declare abstract class BuddyguardError extends Error {
	abstract readonly exitCode: number;
}
/** A wrong option, argument or environment value. The message gives the value, what was expected and the remedy. */
export declare class UsageError extends BuddyguardError {
	readonly name = "UsageError";
	readonly exitCode: 64;
}
/** A file that the answer needs is not there, or is not a readable regular file. */
export declare class UnreadableError extends BuddyguardError {
	readonly name = "UnreadableError";
	readonly exitCode: 66;
	readonly file: string;
	/** the next try may well succeed: the system was short of something */
	readonly passes: boolean;
	constructor(file: string, why: string, passes?: boolean);
}
interface Kind {
	kind: string;
}
/**
 * A text that is not what was expected there. `line` counts from 1. A guard may run as root on a path that somebody else
 * chose: a text that is not recognised is told by its kind, and never shown.
 */
export declare class MalformedError extends BuddyguardError {
	readonly name = "MalformedError";
	readonly exitCode: 65;
	readonly file: string;
	readonly line: number;
	constructor(file: string, line: number, found: string | Kind, expected: string);
}
/** Exit codes, after sysexits.h; README.md has them as a table. */
export declare const exitCodes: {
	readonly go: 0;
	readonly found: 1;
	readonly usage: 64;
	readonly malformed: 65;
	readonly unreadable: 66;
	readonly never: 69;
	readonly bug: 70;
	readonly notWritten: 74;
	readonly notNow: 75;
};
interface Size {
	amount: number;
	unit: "bytes" | "pages";
}
/**
 * Reads `331776`, `324KiB`, `64Ki`, `1.5G`, `2GB`, `0x51000`, `80pages`; one byte to one tebibyte. Units are powers of 1024,
 * as the kernel counts; a part of a byte counts as a whole one.
 * @throws UsageError naming `option`
 */
export declare function parseSize(text: string, option?: string): Size;
interface PlainRequest {
	size?: Size | undefined;
	order?: number | undefined;
	/** contiguous, unless given */
	path?: MemoryPath | undefined;
	/** as the path's callers ask, unless given */
	gfp?: string[] | undefined;
	node?: number | undefined;
}
/**
 * Turns a size or an order into what the kernel is asked for. A contiguous size is kmalloc's: slab up to two pages,
 * then a power of two of pages. The vmalloc paths need its single pages.
 */
export declare function plainRequest({ size, order, path, gfp, node }: PlainRequest, pageSize: number): Request$1;
/**
 * Answers a request by the rule of its path. Pure: the same texts give the same answer. Its `wants` name what was not
 * read and would settle more: add that to the snapshot and ask again.
 * @param kernel null where the release is not known; the rules of a current kernel are used then
 */
export declare function predict(request: Request$1, snapshot: Snapshot, kernel: KernelVersion | null): Prediction;
/**
 * The kernel's fragmentation index (mm/vmstat.c __fragmentation_index), in thousandths:
 * -1000 where a block of the order is free, towards 0 lack of memory, towards 1000 fragmentation.
 */
export declare function fragmentationIndex(freeBlocks: readonly number[], order: number): number;
type FailureKind = "page-allocation" | "stall" | "vmalloc" | "vmap" | "slub" | "percpu" | "oom" | "oom-kill" | "cgroup";
type StampKind = 
/** a moment */
"zoned"
/** a date and a time of day, without a zone */
 | "local"
/** with a zone's name, which may mean several zones */
 | "named-zone"
/** a day of the year and a time of day, without year and zone */
 | "no-year"
/** seconds since the kernel started */
 | "since-boot";
interface Stamp {
	/** as it stood in the log; `since-boot` in seconds */
	text: string;
	kind: StampKind;
	/** the moment in UTC (ISO 8601) where the stamp alone tells it, else null */
	at: string | null;
}
interface ProgramMessage {
	/** in our words */
	says: string;
	/** the reason, if the words alone tell it; null if only the kernel's own log does */
	why: string | null;
	/** arguments of `buddyguard` that guard the step; null if no reading of memory can, or if it could be any step */
	check: string[] | null;
}
/** One message and all its repetitions in a log. */
export interface CountedMessage extends ProgramMessage {
	/** line number of the first, from 1 */
	line: number;
	/** how often it occurs */
	count: number;
	lastLine: number;
}
type FailureCause = 
/** enough free pages, but no free block of the order on a list that the request may use */
"fragmentation"
/** too few free pages above the mark */
 | "watermark"
/** the free pages are held back for requests that cannot use a higher zone */
 | "reserve"
/** the only free blocks of the order are CMA or highatomic */
 | "withheld-blocks"
/** the caller ruled out retries (__GFP_NORETRY), so one reclaim pass had to be enough */
 | "no-retry"
/** the caller could not wait for reclaim: interrupt, softirq, spinlock held */
 | "atomic" | "out-of-memory"
/** a memory cgroup's limit, whatever the machine has free */
 | "cgroup-limit"
/** no memory cgroup could be created: the ids are used up */
 | "cgroup-ids"
/** no room in the vmalloc or module address space, whatever memory is free */
 | "address-space"
/** more than the machine has, or than its largest block */
 | "too-large"
/** the machine has no memory in the zones that the request may use */
 | "zone-absent"
/** no room in the per-CPU chunks */
 | "percpu" | "unknown";
/** One allocation failure of a log, explained. */
export interface Failure {
	/** number of the first line of its first report, from 1 */
	line: number;
	/** when that line was printed; null if nothing before it says so */
	time: Stamp | null;
	kind: FailureKind;
	comm: string | null;
	kernelRelease: string | null;
	/** the slab cache that could not grow; null for the other kinds, and if the log does not name it */
	cache: string | null;
	/** how long a stalled allocation had waited; null for the other kinds */
	waitedMilliseconds: number | null;
	/** of the contiguous block that was asked for; null for the vmalloc kinds, and if the log does not say */
	order: number | null;
	/**
	 * as the kernel printed it (a vmalloc area counts its guard page); for a block of an order, its size; null if no
	 * kernel has a block of that order
	 */
	bytes: number | null;
	/** what the caller asked for; null if the kernel's text does not say */
	requestBytes: number | null;
	/** what a vmalloc had obtained when it failed; null if the text does not say */
	obtainedBytes: number | null;
	gfpMask: string | null;
	gfp: string[];
	/** the functions that asked, without the allocator's own; innermost first */
	callers: string[];
	/** the report has its zone and buddy lines, and each buddy line agrees with its own sum */
	complete: boolean;
	/** what `check` would have said from the state in the report */
	verdict: Verdict;
	likelihood: number | null;
	cause: FailureCause;
	/** one or two plain sentences: why */
	reason: string;
	advice: string[];
	/** arguments of `buddyguard` that guard against it from now on; null if no reading of memory can */
	check: string[] | null;
	zones: ZonePrediction[];
	/** how often the same failure was reported, this one included */
	count: number;
	/** number of the first line of its last report */
	lastLine: number;
	lastTime: Stamp | null;
}
interface ExplainOptions {
	/** judge every failure as on this kernel release, whatever the log says */
	kernel?: string | undefined;
	/** whether a process's name may be told; where not, it is `another process`, and cgroups and ids are left out */
	named?: ((comm: string) => boolean) | undefined;
}
interface EnomemLines {
	count: number;
	/** numbers of the first ten, from 1 */
	lines: number[];
}
/** Everything that a log says about failed allocations. */
export interface Explanation {
	/** one entry for each distinct failure, in the order of their first reports */
	failures: Failure[];
	/** reports that the kernel says it left out (`warn_alloc: N callbacks suppressed`) */
	suppressed: number;
	/** distinct failures beyond the first thousand, which are only counted */
	omitted: number;
	/** lines that say ENOMEM and are neither a report nor one of `programs`: only that machine's kernel log tells more */
	enomem: EnomemLines;
	/** the log ran backwards, newest line first, and was read from its end */
	newestFirst: boolean;
	/** messages from programs that could not get memory, the first of each kind; the reason is in the kernel's log */
	programs: CountedMessage[];
}
/** Explains a log as its lines come in; a failure that is reported again is counted. */
export declare class Explainer {
	#private;
	/** @param found called for each report as it ends, with its failure as counted so far */
	constructor(options?: ExplainOptions, found?: (failure: Failure) => void);
	/** Between reports: lines that hold no word of a header may be left out. */
	get idle(): boolean;
	/** Gives one line of the log, without its line feed. */
	read(line: string, number: number): void;
	/** Ends the reports that are still open, as at the end of the log. */
	flush(): void;
	/** The lines come from the end of a log of that many: the numbers of an explanation are those of the log. */
	backwardsFrom(lines: number): void;
	explanation(): Explanation;
}
/** Explains a whole log: a text, or its lines. */
export declare function explainText(log: string | Iterable<string>, options?: ExplainOptions): Explanation;
/** What a BTF blob says of the structures that were asked for, or why it cannot be believed. */
export type BtfAnswer = {
	/** bytes, by the name of the structure; one that is not defined there is left out */
	sizes: ReadonlyMap<string, number>;
	/** what split BTF of a module builds on */
	strings: BtfStrings;
} | {
	malformed: string;
};
interface BtfStrings {
	bytes: Uint8Array;
	littleEndian: boolean;
}
/**
 * The sizes of structures by name, in one pass over the types, none of which is built. Where a name is defined twice, the
 * larger size stands. Takes BTF as it comes, of either endianness and any word size; never throws, and its time is linear
 * in the length of the types.
 * @param base the strings of vmlinux, for the BTF of a module: its own go on behind them
 */
export declare function findStructSizes(blob: Uint8Array, names: readonly string[], base?: BtfStrings): BtfAnswer;

export {
	Request$1 as Request,
};

export {};
