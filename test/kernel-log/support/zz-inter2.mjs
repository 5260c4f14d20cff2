// test/kernel-log/support/failures.ts
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join as join2 } from "node:path";

// src/kernel/release-forms.ts
var numbers = String.raw`\d+(?:\.\d+)*`;
var debianArchitecture = String.raw`(?:cloud-|rt-)?(?:amd64|arm64|armmp|armmp-lpae|686|686-pae|i386|ppc64el|powerpc64le|s390x|riscv64|loong64|marvell|rpi|mips\w*|4kc-malta|5kc-malta|octeon|loongson-3|sparc64\w*|alpha\w*|ia64)(?:-unsigned)?`;
var ubuntuFlavour = String.raw`(?:generic|lowlatency|server|virtual|aws|azure|gcp|gke|gkeop|ibm|oracle|kvm|oem|raspi2?|snapdragon|fips|realtime|nvidia|intel|iot|xilinx|bluefield|starfive|allwinner|laptop|euclid|dell300x|tegra|hwe)(?:-[a-z0-9-]+)?`;
function form(text) {
  return new RegExp(`^${text}$`);
}
var releaseForms = [
  {
    distribution: "wsl",
    rest: form(String.raw`(?:[.-](?<build>\d+))?-(?<flavour>[Mm]icrosoft.*)`),
    placeholder: true
  },
  { distribution: "android", rest: /^.*?-(?<flavour>android\d+|perf)(?![a-z])/ },
  { distribution: "amazon", rest: new RegExp(String.raw`^-(?<build>${numbers})\.(?<flavour>amzn\d+)`) },
  {
    distribution: "oracle",
    rest: new RegExp(String.raw`^-(?<build>${numbers})\.(?<flavour>el\d+uek)`),
    placeholder: true
  },
  {
    distribution: "mainline",
    rest: new RegExp(String.raw`^-(?<build>${numbers})\.el\w+\.(?<flavour>elrepo)`)
  },
  {
    distribution: "rhel",
    rest: new RegExp(String.raw`^-(?<build>${numbers})\.(?:.*?\.)?(?<flavour>el\d+a?|vz\d+)(?![a-z])`),
    placeholder: true
  },
  { distribution: "fedora", rest: new RegExp(String.raw`^-(?<build>${numbers})\.(?<flavour>fc\d+)`) },
  {
    distribution: "suse",
    rest: form(
      String.raw`-(?<build>(?:lp)?\d[\w.]*)-(?<flavour>default|preempt|kvmsmall|longterm|vanilla|desktop|pae|trace)`
    )
  },
  { distribution: "suse", rest: form(String.raw`-(?<build>\d+\.[\d.]+)-(?<flavour>azure|rt)`) },
  { distribution: "proxmox", rest: form(String.raw`-(?<build>\d+)-(?<flavour>pve)`) },
  { distribution: "raspberrypi", rest: form(String.raw`\+rpt-(?<flavour>rpi-.*)`) },
  { distribution: "raspberrypi", rest: form(String.raw`-(?<flavour>v[678]l?(?:-16k)?)\+?`) },
  { distribution: "alpine", rest: form(String.raw`-(?<build>0)-(?<flavour>lts|virt|rpi\d?|edge|stable)`) },
  { distribution: "arch", rest: form(String.raw`-(?<flavour>arch|zen|hardened)\d+-\d+(?:-\w+)?`) },
  { distribution: "arch", rest: form(String.raw`-(?<build>\d+)-(?<flavour>lts|MANJARO)`) },
  { distribution: "debian", rest: form(String.raw`\+(?:deb\d+|bpo)[\w.+]*-(?<flavour>.+)`) },
  {
    distribution: "debian",
    rest: form(String.raw`-(?:0\.(?:deb\d+|bpo)\.|kali)?(?<build>\d+)-(?<flavour>${debianArchitecture})`),
    placeholder: true
  },
  { distribution: "debian", rest: form(`-(?<flavour>${debianArchitecture})`) },
  {
    distribution: "ubuntu",
    rest: form(String.raw`-(?<build>\d{1,5})-(?<flavour>${ubuntuFlavour})`),
    placeholder: true,
    patch: "zero"
  },
  { distribution: "cos", rest: /^\+$/, patch: "above-zero" },
  { distribution: "mainline", rest: form(String.raw`-(?<build>\d{5,8})-(?<flavour>generic|lowlatency)`) }
];

// src/kernel/version.ts
function atLeast(kernel, major, minor) {
  if (!kernel) return true;
  return kernel.major > major || kernel.major === major && kernel.minor >= minor;
}

// src/kernel/release.ts
var longestRelease = 64;
function parseRelease(release2, hints = {}) {
  const match2 = /^(\d{1,3})\.(\d{1,4})(?:\.(\d{1,5}))?(?!\d)/.exec(release2);
  if (!match2 || release2.length > longestRelease) return null;
  const [major, minor] = [Number(match2[1]), Number(match2[2])];
  const written = match2[3] === void 0 ? null : Number(match2[3]);
  const { releaseCandidate, rest } = takeCandidate(release2.slice(match2[0].length));
  const form2 = releaseForms.find((candidate) => formFits(candidate, rest, written));
  const groups = form2?.rest.exec(rest)?.groups;
  const placeholder = form2?.placeholder === true && written === 0;
  const version = releaseOfProcVersion(hints.version ?? "") === release2 ? hints.version ?? "" : "";
  const signed = signedPatch(`${hints.versionSignature ?? ""} ${version}`, release2);
  const patch = signed ?? debianPatch(version, major, minor) ?? (placeholder ? null : written);
  return {
    release: release2,
    major,
    minor,
    patch,
    releaseCandidate,
    distribution: signed === null ? distributionOf(form2, version, hints.osRelease ?? "") : "ubuntu",
    flavour: form2 ? groups?.flavour ?? null : /^[-+](.+)$/.exec(rest)?.[1] ?? null,
    build: buildNumbers(groups?.build ?? ""),
    upstream: upstreamOf(major, minor, patch, releaseCandidate)
  };
}
function releaseOfProcVersion(version) {
  return /^Linux version (\S{1,64})(?:\s|$)/.exec(version)?.[1] ?? null;
}
function takeCandidate(rest) {
  const match2 = /^-(?:0\.|0\d{5})?rc(\d{1,2})(?=[-+.]|$)\.?/.exec(rest);
  if (!match2) return { releaseCandidate: null, rest };
  const after = rest.slice(match2[0].length);
  const joined2 = after === "" || /^[-+]/.test(after) ? after : `-${after}`;
  return { releaseCandidate: Number(match2[1]), rest: joined2 };
}
function formFits(form2, rest, written) {
  if (form2.patch === "zero" && written !== 0) return false;
  if (form2.patch === "above-zero" && !written) return false;
  return form2.rest.test(rest);
}
function buildNumbers(build) {
  const numbers2 = [];
  for (const part of build.replace(/^\D+/, "").split(".")) {
    if (!/^\d{1,9}$/.test(part)) break;
    numbers2.push(Number(part));
  }
  return numbers2;
}
function signedPatch(text, release2) {
  const build = /^(\d+\.\d+)\.\d+-\d+/.exec(release2);
  if (!build) return null;
  for (const [, signed, line, patch] of text.matchAll(
    /\bUbuntu (\d+\.\d+\.\d+-\d+)\.\S+ (\d+\.\d+)\.(\d{1,5})/g
  )) {
    if (signed === build[0] && line === build[1]) return Number(patch);
  }
  return null;
}
function debianPatch(version, major, minor) {
  const match2 = / Debian (?:\d+:)?(\d+)\.(\d+)\.(\d{1,5})[-~+]/.exec(version);
  return match2 && Number(match2[1]) === major && Number(match2[2]) === minor ? Number(match2[3]) : null;
}
function distributionOf(form2, version, osRelease) {
  const open = !form2 || form2.distribution === "cos";
  if (!open) return form2.distribution;
  if (version.includes("(Android (")) return "android";
  const id = /^ID="?([a-z0-9_-]+)"?\s*$/m.exec(osRelease)?.[1];
  if (id === "cos") return "cos";
  if (form2 && id === "raspbian") return "raspberrypi";
  return form2?.distribution ?? "mainline";
}
function upstreamOf(major, minor, patch, candidate) {
  if (candidate !== null) return `${major}.${minor}-rc${candidate}`;
  return patch === null ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
}

// src/memory/fields.ts
function parseCount(text) {
  if (text.length === 0 || text.length > 16) return null;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return null;
  }
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

// src/memory/buddyinfo.ts
function maxOrder(rows) {
  return (rows[0]?.freeBlocks.length ?? 0) - 1;
}

// src/request/gfp.ts
var composites = {
  GFP_KERNEL: ["__GFP_RECLAIM", "__GFP_IO", "__GFP_FS"],
  GFP_KERNEL_ACCOUNT: ["__GFP_RECLAIM", "__GFP_IO", "__GFP_FS", "__GFP_ACCOUNT"],
  GFP_ATOMIC: ["__GFP_HIGH", "__GFP_KSWAPD_RECLAIM"],
  GFP_NOWAIT: ["__GFP_KSWAPD_RECLAIM", "__GFP_NOWARN"],
  GFP_NOIO: ["__GFP_RECLAIM"],
  GFP_NOFS: ["__GFP_RECLAIM", "__GFP_IO"],
  GFP_USER: ["__GFP_RECLAIM", "__GFP_IO", "__GFP_FS", "__GFP_HARDWALL"],
  GFP_DMA: ["__GFP_DMA"],
  GFP_DMA32: ["__GFP_DMA32"],
  GFP_HIGHUSER: ["__GFP_RECLAIM", "__GFP_IO", "__GFP_FS", "__GFP_HARDWALL", "__GFP_HIGHMEM"],
  GFP_HIGHUSER_MOVABLE: [
    "__GFP_RECLAIM",
    "__GFP_IO",
    "__GFP_FS",
    "__GFP_HARDWALL",
    "__GFP_HIGHMEM",
    "__GFP_MOVABLE"
  ],
  GFP_TRANSHUGE_LIGHT: [
    "__GFP_IO",
    "__GFP_FS",
    "__GFP_HARDWALL",
    "__GFP_HIGHMEM",
    "__GFP_MOVABLE",
    "__GFP_COMP",
    "__GFP_NOMEMALLOC",
    "__GFP_NOWARN"
  ],
  GFP_TRANSHUGE: [
    "__GFP_IO",
    "__GFP_FS",
    "__GFP_HARDWALL",
    "__GFP_HIGHMEM",
    "__GFP_MOVABLE",
    "__GFP_COMP",
    "__GFP_NOMEMALLOC",
    "__GFP_NOWARN",
    "__GFP_DIRECT_RECLAIM"
  ]
};
var singles = [
  "__GFP_DMA",
  "__GFP_HIGHMEM",
  "__GFP_DMA32",
  "__GFP_MOVABLE",
  "__GFP_RECLAIMABLE",
  "__GFP_HIGH",
  "__GFP_ATOMIC",
  "__GFP_IO",
  "__GFP_FS",
  "__GFP_WAIT",
  "__GFP_ZERO",
  "__GFP_DIRECT_RECLAIM",
  "__GFP_KSWAPD_RECLAIM",
  "__GFP_RECLAIM",
  "__GFP_WRITE",
  "__GFP_NOWARN",
  "__GFP_REPEAT",
  "__GFP_RETRY_MAYFAIL",
  "__GFP_NOFAIL",
  "__GFP_NORETRY",
  "__GFP_MEMALLOC",
  "__GFP_COMP",
  "__GFP_NOMEMALLOC",
  "__GFP_HARDWALL",
  "__GFP_THISNODE",
  "__GFP_ACCOUNT",
  "__GFP_COLD",
  "__GFP_NOTRACK",
  "__GFP_ZEROTAGS",
  "__GFP_SKIP_ZERO",
  "__GFP_SKIP_KASAN",
  "__GFP_NOLOCKDEP",
  "__GFP_NO_OBJ_EXT",
  "__GFP_OTHER_NODE",
  "__GFP_NO_KSWAPD"
];
var knownGfpNames = [...Object.keys(composites), ...singles];
function expandGfp(names) {
  const flags = /* @__PURE__ */ new Set();
  for (const name of names) {
    const spelled = Object.hasOwn(composites, name) ? composites[name] : void 0;
    for (const flag of spelled ?? [name]) flags.add(flag);
  }
  if (flags.has("__GFP_RECLAIM") || flags.has("__GFP_WAIT")) {
    flags.add("__GFP_DIRECT_RECLAIM").add("__GFP_KSWAPD_RECLAIM");
  }
  return flags;
}
function gfpTraits(names) {
  const flags = expandGfp(names);
  const mayBlock = flags.has("__GFP_DIRECT_RECLAIM");
  const high = flags.has("__GFP_HIGH");
  return {
    highestZone: highestZone(flags),
    mayBlock,
    mayIo: flags.has("__GFP_IO"),
    mayFs: flags.has("__GFP_FS"),
    high,
    atomic: high && !mayBlock,
    harder: !mayBlock && !flags.has("__GFP_NOMEMALLOC"),
    movable: flags.has("__GFP_MOVABLE"),
    noRetry: flags.has("__GFP_NORETRY"),
    retryMayFail: flags.has("__GFP_RETRY_MAYFAIL") || flags.has("__GFP_REPEAT"),
    noFail: flags.has("__GFP_NOFAIL"),
    memalloc: flags.has("__GFP_MEMALLOC") && !flags.has("__GFP_NOMEMALLOC"),
    accounted: flags.has("__GFP_ACCOUNT"),
    thisNode: flags.has("__GFP_THISNODE")
  };
}
function highestZone(flags) {
  if (flags.has("__GFP_DMA")) return "DMA";
  if (flags.has("__GFP_DMA32")) return "DMA32";
  if (flags.has("__GFP_HIGHMEM")) return flags.has("__GFP_MOVABLE") ? "Movable" : "HighMem";
  return "Normal";
}

// src/predict/free-lists.ts
function servingTypes({ traits, kernel, order }) {
  const types2 = ["Unmovable", "Movable", "Reclaimable"];
  if (!atLeast(kernel, 4, 4)) types2.push("Reserve");
  if (traits.movable) types2.push("CMA");
  if (mayUseHighatomic({ traits, kernel, order })) types2.push("HighAtomic");
  return types2;
}
function mayUseHighatomic({
  traits,
  kernel,
  order
}) {
  if (traits.memalloc || !traits.harder) return false;
  return order > 0 ? traits.high : atLeast(kernel, 6, 12);
}
function pagesInBlocks(freeBlocks, order) {
  let pages = 0;
  for (let o = order; o < freeBlocks.length; o++) pages += (freeBlocks[o] ?? 0) * 2 ** o;
  return pages;
}
function blockAnswer(zone, question) {
  const { order } = question;
  if (pagesInBlocks(zone.freeBlocks, order) === 0) return "no";
  const own2 = defragRestricted(question) ? question.traits.movable ? "Movable" : "Unmovable" : null;
  if (zone.types) {
    const lists = zone.types.freeBlocks;
    const pageblockOrder = question.pageTypes?.pageblockOrder ?? 0;
    const served = servingTypes(question).some((type) => {
      const from = own2 !== null && type !== own2 ? Math.max(order, pageblockOrder) : order;
      return pagesInBlocks(lists[type] ?? [], from) > 0;
    });
    return served ? "yes" : "withheld";
  }
  if (own2 !== null) return "open";
  return pagesInBlocks(zone.freeBlocks, order) > mostWithheldPages(zone, question) ? "yes" : "open";
}
function defragRestricted({ defragMode, order, traits, kernel }) {
  return defragMode && order > 0 && (traits.mayBlock || !atLeast(kernel, 7, 2));
}
function mostWithheldPages(zone, question) {
  const cma = question.traits.movable ? 0 : zone.info?.freeCmaPages ?? 0;
  return mayUseHighatomic(question) ? cma : cma + mostHighatomicPages(zone, question.kernel);
}
function mostHighatomicPages(zone, kernel) {
  if (!atLeast(kernel, 4, 4)) return 0;
  const info = zone.info;
  if (!info) return Infinity;
  if (info.freeHighatomicPages !== null) return info.freeHighatomicPages;
  const share = Math.floor(info.managedPages / 100);
  const largestOrder = zone.freeBlocks.length - 1;
  if (!atLeast(kernel, 6, 8)) return share + 2 * 2 ** largestOrder;
  const pageblock = 2 ** Math.min(largestOrder, smallestPageblockOrder);
  return share < pageblock ? 0 : share + 2 ** largestOrder;
}
var smallestPageblockOrder = 9;

// src/predict/compaction.ts
var costlyOrder = 3;

// src/predict/likelihood-model.ts
var likelihoodModel = {
  intercept: -2.19684,
  terms: [
    {
      name: "noRetry",
      mean: 0.201997,
      range: [0, 1],
      weight: -1.69886
    },
    {
      name: "order",
      mean: 8.72583,
      range: [4, 10],
      weight: -0.0655601
    },
    {
      name: "nearBlocks",
      mean: 0.711978,
      range: [0, 7.40088],
      weight: 0.509248
    },
    {
      name: "movableFree",
      mean: 2.17727,
      range: [0, 10.2396],
      weight: 0.233189
    },
    {
      name: "fileShare",
      mean: 0.213934,
      range: [0, 0.930566],
      weight: 1.57847
    },
    {
      name: "perCpu",
      mean: 1.24599,
      range: [0, 5.67684],
      weight: 0.392528
    },
    {
      name: "deficit",
      mean: 0.216854,
      range: [0, 9.01402],
      weight: -0.315565
    },
    {
      name: "isolated",
      mean: -3.49241,
      range: [-16.0478, 9.19722],
      weight: 0.218166
    },
    {
      name: "compactFail",
      mean: 0.817718,
      range: [0.25, 0.98913],
      weight: -3.73392
    }
  ]
};

// src/predict/slow-path-features.ts
var features = {
  noRetry: { sign: -1, meaning: "__GFP_NORETRY: one reclaim, and compaction only of its own pageblocks" },
  order: { sign: -1, meaning: "the order that is asked for" },
  nearBlocks: {
    sign: 1,
    meaning: "free pages in blocks of half the size or more, as log2 of blocks of the order"
  },
  closeBlocks: { sign: 1, meaning: "free pages in blocks of an eighth of the size or more, likewise" },
  movableFree: { sign: 1, meaning: "free pages on Movable lists, as log2 of blocks of the order" },
  free: { sign: 1, meaning: "free pages, as log2 of blocks of the order" },
  fileShare: { sign: 1, meaning: "page cache, as a share of the zones" },
  file: { sign: 1, meaning: "page cache, as log2 of blocks of the order" },
  headroom: { sign: 1, meaning: "free pages above the low mark and reserve, as log2 of blocks of the order" },
  deficit: { sign: -1, meaning: "pages under the low mark and reserve where it is nearest, as log2" },
  unmovableShare: {
    sign: -1,
    meaning: "Unmovable, Reclaimable and HighAtomic pageblocks, as a share of all"
  },
  kernelShare: {
    sign: -1,
    meaning: "pages that are neither free nor on an LRU list, as a share of the zones"
  },
  cleanBlocks: { sign: 1, meaning: "aligned blocks expected to hold no unmovable page, as log2" },
  perCpu: {
    sign: 1,
    meaning: "pages on per-CPU lists, as log2 of blocks of the order; 5.14+, where they hold more than single pages"
  },
  isolated: { sign: 1, meaning: "compaction's record: log2 of pages isolated over pages scanned" },
  compactFail: { sign: -1, meaning: "direct compaction's record: share of its runs that failed" },
  migrateFail: { sign: -1, meaning: "share of page migrations that failed" }
};
function slowPathFeatures(order, traits, zonelist, snapshot, kernel) {
  const zones2 = zonelist.zones.filter((zone) => zone.eligible);
  const size2 = 2 ** order;
  const sum = (of) => zones2.reduce((total2, zone) => total2 + of(zone), 0);
  const inBlocks = (from) => log(sum((zone) => pagesInBlocks(zone.freeBlocks, Math.max(0, from))) / size2);
  const known = zones2.every((zone) => zone.info !== null);
  const ofInfo = (of) => sum(({ info }) => info ? of(info) : 0);
  const managed = Math.max(
    1,
    ofInfo((info) => info.managedPages)
  );
  const file = ofInfo(filePages);
  const aboveLow = zones2.map((zone) => pagesAboveLow(zone, zonelist.classIndex));
  const typed = zones2.filter((zone) => zone.types !== null);
  return {
    noRetry: Number(traits.noRetry),
    order,
    nearBlocks: inBlocks(order - 1),
    closeBlocks: inBlocks(order - 3),
    free: inBlocks(0),
    movableFree: log(sum(movableFreePages) / size2),
    fileShare: known ? file / managed : null,
    file: known ? log(file / size2) : null,
    headroom: known ? log(aboveLow.reduce((total2, pages) => total2 + Math.max(0, pages), 0) / size2) : null,
    deficit: known ? log(Math.max(0, -Math.max(...aboveLow))) : null,
    unmovableShare: typed.length > 0 ? unmovableShare(typed) : null,
    kernelShare: known ? ofInfo(kernelPages) / managed : null,
    cleanBlocks: typed.length > 0 && known ? log(sum((zone) => expectedCleanBlocks(zone, order, zonelist))) : null,
    perCpu: known && atLeast(kernel, 5, 14) ? log(ofInfo((info) => info.perCpuPages) / size2) : null,
    ...compactionRecord(snapshot)
  };
}
function movableFreePages({ types: types2, freeBlocks }) {
  return pagesInBlocks(types2 ? types2.freeBlocks.Movable ?? [] : freeBlocks, 0);
}
function compactionRecord({
  vmstat
}) {
  if (!vmstat) return { isolated: null, compactFail: null, migrateFail: null };
  const count = (name) => vmstat.get(name) ?? 0;
  const migrations = count("pgmigrate_success") + count("pgmigrate_fail");
  return {
    isolated: log(count("compact_isolated")) - log(count("compact_migrate_scanned")),
    compactFail: (count("compact_fail") + 1) / (count("compact_stall") + 2),
    migrateFail: (count("pgmigrate_fail") + 1) / (migrations + 2)
  };
}
function filePages({ lru }) {
  return lru.inactiveFile + lru.activeFile;
}
function kernelPages(info) {
  const { lru } = info;
  const others = info.freePages + info.perCpuPages + filePages(info) + lru.inactiveAnon + lru.activeAnon;
  return Math.max(0, info.managedPages - others);
}
function pagesAboveLow({ info }, classIndex) {
  if (!info) return 0;
  return info.freePages - info.watermarkPages.low - (classIndex === null ? 0 : info.lowmemReserve[classIndex] ?? 0);
}
function unmovableBlocks({ types: types2 }) {
  const { Unmovable = 0, Reclaimable = 0, HighAtomic = 0 } = types2?.pageblocks ?? {};
  return Unmovable + Reclaimable + HighAtomic;
}
function unmovableShare(zones2) {
  const unmovable = zones2.reduce((total2, zone) => total2 + unmovableBlocks(zone), 0);
  const movable = zones2.reduce((total2, { types: types2 }) => total2 + (types2?.pageblocks.Movable ?? 0), 0);
  return unmovable / Math.max(1, unmovable + movable);
}
function expectedCleanBlocks(zone, order, { pageTypes }) {
  if (!zone.info || !zone.types || !pageTypes) return 0;
  const pageblock = 2 ** pageTypes.pageblockOrder;
  const movable = (zone.types.pageblocks.Movable ?? 0) * pageblock;
  if (movable === 0) return 0;
  const { Unmovable = [], Reclaimable = [], HighAtomic = [] } = zone.types.freeBlocks;
  const freeInOwn = [Unmovable, Reclaimable, HighAtomic].reduce(
    (total2, list) => total2 + pagesInBlocks(list, 0),
    0
  );
  const room = Math.max(0, unmovableBlocks(zone) * pageblock - freeInOwn);
  const strayed = Math.max(0, kernelPages(zone.info) - room);
  return movable / 2 ** order * Math.exp(-strayed / movable * 2 ** order);
}
function log(amount) {
  return Math.log2(Math.max(0, amount) + 1);
}

// src/predict/model-score.ts
function scoreWith({ intercept, terms }, values) {
  const moved = terms.flatMap(({ name, mean, weight, range: [least, most] }) => {
    const value = values[name];
    return value === null ? [] : [
      {
        name,
        value,
        weight: weight * (Math.min(most, Math.max(least, value)) - mean),
        meaning: features[name].meaning
      }
    ];
  });
  const logOdds = moved.reduce((sum, term) => sum + term.weight, intercept);
  return { logOdds, terms: moved };
}
function probability(logOdds) {
  return 1 / (1 + Math.exp(-logOdds));
}

// src/predict/reclaimable.ts
function reclaimablePages(zones2, swapFree) {
  return zones2.filter((zone) => zone.eligible).reduce((sum, { info }) => {
    if (!info) return sum;
    const { inactiveFile, activeFile, inactiveAnon, activeAnon } = info.lru;
    return sum + inactiveFile + activeFile + (swapFree ? inactiveAnon + activeAnon : 0);
  }, 0);
}
function cleanFilePages({ zones: zones2, vmstat, meminfo }, pageSize = 4096) {
  const nodes = (zones2 ?? []).flatMap(({ nodeStats }) => nodeStats ?? []);
  if (nodes.length > 0) {
    const clean2 = nodes.reduce((sum, n) => sum + n.inactiveFile + n.activeFile - n.dirty - n.writeback, 0);
    return Math.max(0, clean2);
  }
  const names = vmstat ? ["nr_inactive_file", "nr_active_file", "nr_dirty", "nr_writeback"] : ["Inactive(file)", "Active(file)", "Dirty", "Writeback"];
  const counters = vmstat ?? meminfo;
  const [inactive = 0, active = 0, dirty = 0, writeback = 0] = names.map((name) => counters?.get(name) ?? 0);
  const clean = Math.max(0, inactive + active - dirty - writeback);
  return vmstat ? clean : Math.floor(clean * 1024 / pageSize);
}
function hasFreeSwap(snapshot) {
  return (snapshot.meminfo?.get("SwapFree") ?? 0) > 0;
}

// src/predict/likelihood.ts
var noMovableBlock = -0.93;
var [leastLikely, mostLikely] = [0.01, 0.97];
function slowPathLikelihood(slowPath) {
  const { order, traits, zonelist, snapshot, kernel } = slowPath;
  if (!traits.mayBlock) {
    const sentence2 = "a request that cannot block gets neither reclaim nor compaction";
    return { likelihood: 0.05, terms: [], sentence: sentence2 };
  }
  const small = tooSmallToFail(slowPath);
  if (order <= costlyOrder && !traits.noRetry) return small;
  const { logOdds, terms } = scoreWith(
    likelihoodModel,
    slowPathFeatures(order, traits, zonelist, snapshot, kernel)
  );
  if (snapshot.movableBlockFound !== null) terms.push(scanTerm(snapshot.movableBlockFound));
  const once = probability(logOdds + (snapshot.movableBlockFound === false ? noMovableBlock : 0));
  let likelihood = Math.min(mostLikely, Math.max(leastLikely, once));
  if (traits.retryMayFail) likelihood = 1 - (1 - likelihood) ** 3;
  if (!traits.mayIo) likelihood = Math.min(likelihood, 0.15);
  const sentence = traits.noRetry ? "with __GFP_NORETRY the kernel gives up after one reclaim and one compaction" : `an order above ${costlyOrder} gets one reclaim and two compactions, then fails`;
  return { likelihood: Math.min(likelihood, small.likelihood), terms, sentence };
}
function scanTerm(found) {
  const meaning = found ? "a block of the order without an unmovable page was found" : "no block of the order is without an unmovable page";
  return { name: "movableBlock", value: Number(found), weight: found ? 0 : noMovableBlock, meaning };
}
function tooSmallToFail({ order, zonelist, snapshot }) {
  const reclaimable = reclaimablePages(zonelist.zones, hasFreeSwap(snapshot));
  if (reclaimable > 64 * 2 ** order) {
    return {
      likelihood: 0.98,
      terms: [],
      sentence: "an order up to 3 is retried until reclaim or compaction has made it"
    };
  }
  return {
    likelihood: 0.75,
    terms: [],
    sentence: `an order up to 3 is retried, but with ${reclaimable} pages of cache left the OOM killer may have to make room`
  };
}

// src/predict/watermark.ts
function watermarkTest(zone, freeBlocks, question) {
  const { order, traits, kernel, classIndex } = question;
  const usable = zone.freePages - (2 ** order - 1) - unusablePages(zone, question);
  const mark = discountedMark(zone.watermarkPages.min, traits, kernel);
  const reserve = classIndex === null ? 0 : zone.lowmemReserve[classIndex] ?? 0;
  let passes = traits.memalloc || usable > mark + reserve;
  if (passes && !traits.memalloc && !atLeast(kernel, 4, 4)) {
    passes = keepsHigherOrders(usable, mark, freeBlocks, order);
  }
  return { passes, usable, mark, reserve };
}
function unusablePages(zone, question) {
  const { order, traits, kernel, highatomicPages } = question;
  const highatomic = countsHighatomic(order, traits, kernel) ? 0 : highatomicPages;
  const cma = traits.movable ? 0 : zone.freeCmaPages;
  const unaccepted = atLeast(kernel, 6, 5) && !atLeast(kernel, 6, 12) ? zone.unacceptedPages : 0;
  return highatomic + cma + unaccepted;
}
function countsHighatomic(order, traits, kernel) {
  if (traits.memalloc || traits.high && traits.harder) return true;
  if (order === 0 && atLeast(kernel, 4, 7) && !atLeast(kernel, 5, 9)) return true;
  return atLeast(kernel, 6, 3) && (traits.high || traits.harder);
}
function discountedMark(min, traits, kernel) {
  let mark = min;
  if (traits.high) mark -= Math.floor(mark / 2);
  if (traits.harder && (traits.high || !atLeast(kernel, 4, 4))) mark -= Math.floor(mark / 4);
  return mark;
}
function keepsHigherOrders(usable, mark, freeBlocks, order) {
  let free = usable;
  let min = mark;
  for (let o = 0; o < order; o++) {
    free -= (freeBlocks[o] ?? 0) * 2 ** o;
    min = Math.floor(min / 2);
    if (free <= min) return false;
  }
  return true;
}

// src/predict/zone-test.ts
function testZone(zone, question) {
  const { order, traits, kernel, zonelist } = question;
  const answer = (cause, why, watermark2) => ({
    zone,
    fits: cause === "none",
    serves: cause === "none" && watermark2 ? servedBlocks(zone, order, watermark2) : 0,
    cause,
    why,
    watermark: watermark2
  });
  if (!zone.eligible)
    return answer("not-allowed", `the request's GFP flags do not reach zone ${zone.zone}`, null);
  const lists = {
    order,
    traits,
    kernel,
    pageTypes: zonelist.pageTypes,
    defragMode: question.defragMode
  };
  const anyPage = order === 0 && !countsHighatomic(order, traits, kernel);
  const blocks = anyPage ? orderZeroAnswer(zone) : blockAnswer(zone, lists);
  const blocksText = `${pagesInBlocks(zone.freeBlocks, order)} pages in free blocks of order ${order} and more`;
  if (!zone.info) {
    if (blocks === "no") return answer("no-block", `no free block of order ${order} or more`, null);
    return answer("not-read", `${blocksText}, but its watermarks are not known`, null);
  }
  const info = zone.info;
  const [least, most] = highatomicBounds(zone, zonelist, kernel);
  const test = (highatomicPages) => watermarkTest(info, zone.freeBlocks, {
    order,
    traits,
    kernel,
    classIndex: zonelist.classIndex,
    highatomicPages
  });
  const watermark = test(least);
  const { usable, mark, reserve } = watermark;
  const sum = `${info.freePages} free pages less the request and what it may not use are ${usable}`;
  const bar = reserve > 0 ? `the mark of ${mark} plus the lowmem reserve of ${reserve}` : `the mark of ${mark}`;
  if (!watermark.passes) {
    if (usable > mark + reserve)
      return answer(
        "no-block",
        `too few pages in blocks near order ${order} for the rule before 4.4`,
        watermark
      );
    return answer(usable > mark ? "reserve" : "watermark", `${sum}, not above ${bar}`, watermark);
  }
  if (blocks === "no")
    return answer("no-block", `no free block of order ${order} or more; ${sum}, above ${bar}`, watermark);
  if (blocks === "withheld") {
    return answer(
      "withheld",
      `its free blocks of order ${order} and more are on lists closed to this request`,
      watermark
    );
  }
  if (blocks === "open" || !test(most).passes) {
    return answer(
      "open",
      `${blocksText}, perhaps on lists closed to this request: only /proc/pagetypeinfo tells`,
      watermark
    );
  }
  return answer("none", `${blocksText}; ${sum}, above ${bar}`, watermark);
}
function servedBlocks({ freeBlocks }, order, { usable, mark, reserve }) {
  const size2 = 2 ** order;
  const blocks = Math.floor(pagesInBlocks(freeBlocks, order) / size2);
  return Math.max(1, Math.min(blocks, Math.ceil((usable - mark - reserve) / size2)));
}
function orderZeroAnswer(zone) {
  return pagesInBlocks(zone.freeBlocks, 0) > 0 ? "yes" : "no";
}
function highatomicBounds(zone, zonelist, kernel) {
  if (!atLeast(kernel, 4, 4)) return [0, 0];
  const pages = zone.types && zonelist.pageTypes ? typedHighatomicPages(zone.types, zonelist.pageTypes, kernel) : null;
  if (pages !== null) return [pages, pages];
  const known = zone.info?.freeHighatomicPages;
  if (typeof known === "number") return [known, known];
  return [0, mostHighatomicPages(zone, kernel)];
}
function typedHighatomicPages({ freeBlocks, pageblocks }, { pageblockOrder }, kernel) {
  if (atLeast(kernel, 6, 12)) return pagesInBlocks(freeBlocks.HighAtomic ?? [], 0);
  return pageblocks.HighAtomic === void 0 ? null : pageblocks.HighAtomic * 2 ** pageblockOrder;
}

// src/predict/zone-prediction.ts
function zonePrediction(zone, classIndex, fits2, why) {
  const info = zone.info;
  return {
    node: zone.node,
    zone: zone.zone,
    allowed: zone.eligible,
    freePages: info?.freePages ?? pagesInBlocks(zone.freeBlocks, 0),
    freeBlocks: zone.freeBlocks,
    watermarkPages: info?.watermarkPages ?? null,
    lowmemReservePages: info && zone.eligible && classIndex !== null ? info.lowmemReserve[classIndex] ?? 0 : null,
    fits: fits2,
    why
  };
}

// src/predict/zonelist.ts
var zoneTypes = ["DMA", "DMA32", "Normal", "HighMem", "Movable", "Device"];
function zonelistFor(snapshot, highestZone2) {
  const built = builtZones(snapshot);
  const reaches = (row) => rank(row.zone) !== -1 && rank(row.zone) <= rank(highestZone2);
  const isBuilt = built === null ? snapshot.buddy.some(reaches) : built.includes(highestZone2);
  const highest = isBuilt ? highestZone2 : "Normal";
  const key = (row) => `${row.node} ${row.zone}`;
  const infos = new Map((snapshot.zones ?? []).map((zone) => [key(zone), zone]));
  const types2 = new Map((snapshot.pageTypes?.zones ?? []).map((zone) => [key(zone), zone]));
  const zones2 = [...snapshot.buddy].sort(byZonelistOrder).map((row) => ({
    ...row,
    info: infos.get(key(row)) ?? null,
    types: types2.get(key(row)) ?? null,
    eligible: rank(row.zone) !== -1 && rank(row.zone) <= rank(highest)
  }));
  const classIndex = built === null ? null : built.indexOf(highest);
  return { zones: zones2, classIndex: classIndex === -1 ? null : classIndex, pageTypes: snapshot.pageTypes };
}
function rank(zone) {
  return zoneTypes.indexOf(zone);
}
function byZonelistOrder(a, b) {
  return a.node - b.node || rank(b.zone) - rank(a.zone);
}
function builtZones(snapshot) {
  if (!snapshot.zones) return null;
  const seen = new Set(snapshot.zones.map((zone) => zone.zone));
  const size2 = Math.max(0, ...snapshot.zones.map((zone) => zone.lowmemReserve.length));
  const named2 = zoneTypes.filter((zone) => seen.has(zone));
  if (size2 === 0 || named2.length >= size2) return named2;
  const built = new Set(named2);
  const guesses = seen.has("HighMem") ? ["Normal", "Movable", "DMA", "Device"] : ["Normal", "Movable", "DMA32", "DMA", "Device", "HighMem"];
  for (const zone of guesses) if (built.size < size2) built.add(zone);
  return zoneTypes.filter((zone) => built.has(zone));
}

// src/predict/contiguous.ts
var uncheckedLikelihood = 0.9;
var availableLikelihood = 0.999;
function predictContiguous(request, snapshot, kernel) {
  const { order } = request;
  const traits = gfpTraits(request.gfp);
  const zonelist = zonelistFor(snapshot, traits.highestZone);
  const largest = maxOrder(snapshot.buddy);
  if (order > largest) {
    const zones3 = zonelist.zones.map(
      (zone) => zonePrediction(zone, null, false, `no list of order ${order}: the largest is ${largest}`)
    );
    return never(
      "fragmentation",
      `order ${order} is larger than the largest block of this kernel, order ${largest}`,
      zones3
    );
  }
  const tests = zonelist.zones.map(
    (zone) => testZone(zone, { order, traits, kernel, zonelist, defragMode: snapshot.defragMode })
  );
  const zones2 = tests.map((test) => zonePrediction(test.zone, zonelist.classIndex, test.fits, test.why));
  const asked = tests.filter((test) => test.zone.eligible);
  if (asked.length === 0) {
    return never(
      "zone-absent",
      `this machine has no memory in zone ${traits.highestZone} or below, which ${request.gfp.join("|")} asks for`,
      zones2
    );
  }
  const base = { zones: zones2, terms: [], wants: [], advice: [], never: false };
  const fitting = asked.filter((test) => test.fits);
  const count = request.count ?? 1;
  const served = fitting.reduce((sum, test) => sum + test.serves, 0);
  if (served >= count) {
    const doubt = nodeDoubt(fitting, asked, snapshot, traits);
    const best = named(fitting[0]);
    const reason = `${best} serves order ${order} from what is free: ${fitting[0]?.why ?? ""}`;
    if (doubt === null)
      return { ...base, verdict: "available", likelihood: availableLikelihood, cause: "none", reason };
    return {
      ...base,
      verdict: "attainable",
      likelihood: uncheckedLikelihood,
      cause: "none",
      reason: `${reason}; ${doubt}`
    };
  }
  const open = asked.find((test) => test.cause === "open" || test.cause === "not-read");
  if (open) {
    const reason = `${named(open)} looks able to serve order ${order}: ${open.why}`;
    const wants = open.cause === "open" ? ["pagetypeinfo"] : [];
    const unchecked = open.cause === "open" ? uncheckedLikelihood : 0.6;
    const slow = slowPathLikelihood({ order, traits, zonelist, snapshot, kernel }).likelihood;
    return {
      ...base,
      verdict: "attainable",
      likelihood: Math.max(unchecked, slow),
      cause: "not-read",
      reason,
      wants
    };
  }
  return withoutFreeBlock(request, snapshot, kernel, zonelist, traits, asked, zones2);
}
function withoutFreeBlock(request, snapshot, kernel, zonelist, traits, asked, zones2) {
  const { likelihood, terms, sentence } = slowPathLikelihood({
    order: request.order,
    traits,
    zonelist,
    snapshot,
    kernel
  });
  const cause = causeOf(asked);
  const verdict = likelihood >= 0.5 ? "attainable" : "unavailable";
  const nearest = asked.find((test) => zoneCauseOf(cause) === test.cause) ?? asked[0];
  const served = asked.reduce((sum, test) => sum + test.serves, 0);
  const found = served > 0 ? `${served} of ${request.count ?? 1} blocks of order ${request.order} are free` : `no zone serves order ${request.order} from what is free (${named(nearest)}: ${nearest?.why ?? ""})`;
  const reason = `${found}, and ${sentence}`;
  const wants = [];
  if (!snapshot.meminfo) wants.push("meminfo");
  if (terms.length > 0) wants.push("vmstat");
  return { verdict, likelihood, cause, reason, never: false, zones: zones2, terms, wants, advice: [] };
}
function causeOf(asked) {
  if (asked.some((test) => test.fits)) return "fragmentation";
  const has = (cause) => asked.some((test) => test.cause === cause);
  if (has("withheld")) return "withheld-blocks";
  if (has("no-block")) return "fragmentation";
  if (has("reserve") && !has("watermark")) return "reserve";
  return "watermark";
}
function zoneCauseOf(cause) {
  if (cause === "withheld-blocks") return "withheld";
  if (cause === "fragmentation") return "no-block";
  return cause === "reserve" ? "reserve" : "watermark";
}
function nodeDoubt(fitting, asked, snapshot, traits) {
  const nodes = new Set(fitting.map((test) => test.zone.node));
  if (traits.thisNode && asked.some((test) => !nodes.has(test.zone.node))) {
    return "but __GFP_THISNODE asks for one node, and not every node can";
  }
  const allowed = snapshot.allowedNodes;
  if (allowed && !traits.atomic && !allowed.some((node) => nodes.has(node))) {
    return `but this process's cpuset allows only node ${allowed.join(", ")}`;
  }
  return null;
}
function named(test) {
  return test ? `node ${test.zone.node} zone ${test.zone.zone}` : "no zone";
}
function never(cause, reason, zones2) {
  return {
    verdict: "unavailable",
    likelihood: 0,
    cause,
    reason,
    never: true,
    zones: zones2,
    terms: [],
    wants: [],
    advice: []
  };
}

// src/predict/single-pages.ts
function singlePagesAboveMark(zone, zonelist, traits, kernel) {
  const info = zone.info;
  if (!zone.eligible || !info) return 0;
  const cma = traits.movable ? 0 : info.freeCmaPages;
  const reserve = zonelist.classIndex === null ? 0 : info.lowmemReserve[zonelist.classIndex] ?? 0;
  const unusable = cma + (countsHighatomic(0, traits, kernel) ? 0 : highatomicBounds(zone, zonelist, kernel)[0]);
  const aboveMark = info.freePages - unusable - discountedMark(info.watermarkPages.min, traits, kernel) - reserve;
  const highatomic = atLeast(kernel, 4, 4) ? info.freeHighatomicPages ?? pagesInBlocks(zone.types?.freeBlocks.HighAtomic ?? [], 0) : 0;
  return Math.max(0, Math.min(aboveMark, info.freePages - cma - highatomic));
}

// src/predict/single-page-zones.ts
function singlePageZones(zonelist, perZone) {
  return zonelist.zones.map((zone) => {
    const pages = perZone.get(zone) ?? 0;
    const why = zone.eligible ? `gives ${pages} single pages above its mark` : `the request's GFP flags do not reach zone ${zone.zone}`;
    return zonePrediction(zone, zonelist.classIndex, pages > 0, why);
  });
}

// src/predict/vmalloc-noretry.ts
var granted = { aboveMarks: 0.998, withCache: 0.967, atMarkWithCache: 0.88, short: 0.32 };
var uncheckedLikelihood2 = 0.97;
function predictVmallocNoRetry(request, snapshot, kernel) {
  const traits = gfpTraits(request.gfp);
  const zonelist = zonelistFor(snapshot, traits.highestZone);
  const perZone = new Map(
    zonelist.zones.map((zone) => [zone, singlePagesAboveMark(zone, zonelist, traits, kernel)])
  );
  const zones2 = singlePageZones(zonelist, perZone);
  const base = { zones: zones2, terms: [], wants: [], advice: [], never: false };
  const need = request.pages;
  if (!snapshot.zones) {
    const reason = `${need} single pages are needed above the watermarks, which only /proc/zoneinfo tells`;
    return { ...base, verdict: "attainable", likelihood: 0.6, cause: "not-read", reason };
  }
  const above = [...perZone.values()].reduce((sum, pages) => sum + pages, 0);
  const clean = cleanFilePages(snapshot, request.pageSize);
  const found = `${above} single pages are free above the watermarks and ${clean} pages of clean cache could be taken, ${need} are needed`;
  if (above >= need) {
    const unread = zonelist.pageTypes === null && snapshot.zones.some((zone) => zone.freeHighatomicPages === null);
    const near = above < need * 1.1 + 32 || hiddenHighatomicMatters(zonelist.zones, perZone, need);
    if (unread && near) {
      return {
        ...base,
        verdict: "attainable",
        likelihood: uncheckedLikelihood2,
        cause: "not-read",
        reason: found,
        wants: ["pagetypeinfo"]
      };
    }
    return { ...base, verdict: "available", likelihood: granted.aboveMarks, cause: "none", reason: found };
  }
  const cause = "watermark";
  const uncounted = !snapshot.zones.some((zone) => zone.nodeStats) && !snapshot.vmstat && !snapshot.meminfo;
  if (uncounted) base.wants.push("vmstat");
  if (above + clean >= need) {
    const likelihood = above > 0 ? granted.withCache : granted.atMarkWithCache;
    return {
      ...base,
      verdict: "attainable",
      likelihood,
      cause,
      reason: `${found}: one reclaim pass has to make the rest`
    };
  }
  return {
    ...base,
    verdict: "unavailable",
    likelihood: granted.short,
    cause,
    reason: `${found}, and __GFP_NORETRY gives up after one reclaim pass`
  };
}
function hiddenHighatomicMatters(zones2, perZone, need) {
  let safe = 0;
  for (const zone of zones2) {
    if (!zone.info) continue;
    const most = Math.floor(zone.info.managedPages / 100) + 2 ** (zone.freeBlocks.length - 1);
    safe += Math.max(0, Math.min(perZone.get(zone) ?? 0, zone.info.freePages - most));
  }
  return safe < need;
}

// src/predict/vmalloc.ts
function predictVmalloc(request, snapshot, kernel) {
  const traits = gfpTraits(request.gfp);
  const zonelist = zonelistFor(snapshot, traits.highestZone);
  const perZone = new Map(
    zonelist.zones.map((zone) => [zone, singlePagesAboveMark(zone, zonelist, traits, kernel)])
  );
  const above = [...perZone.values()].reduce((sum, pages) => sum + pages, 0);
  const base = { zones: singlePageZones(zonelist, perZone), terms: [], advice: [], never: false };
  const need = request.pages;
  const pageKib = request.pageSize / 1024;
  const { cgroup } = snapshot;
  if (cgroup && traits.accounted && cgroup.bytes < need * request.pageSize) {
    const reason2 = `${need * request.pageSize} bytes are needed and the cgroup ${cgroup.path} has ${cgroup.bytes} left of its limit of ${cgroup.limitBytes}`;
    return { ...base, verdict: "unavailable", likelihood: 0.1, cause: "cgroup-limit", reason: reason2, wants: [] };
  }
  if (!snapshot.meminfo) {
    const enough = above >= need;
    const reason2 = `${need} pages are needed; ${above} are free above the watermarks, and /proc/meminfo was not read`;
    const wants = ["meminfo", "cgroup"];
    if (enough) return { ...base, verdict: "available", likelihood: 0.999, cause: "none", reason: reason2, wants };
    return { ...base, verdict: "attainable", likelihood: 0.7, cause: "not-read", reason: reason2, wants };
  }
  const kib = (name) => snapshot.meminfo?.get(name) ?? 0;
  const memAvailable = Math.floor(
    (snapshot.meminfo.get("MemAvailable") ?? kib("MemFree") + kib("Cached")) / pageKib
  );
  const swap = Math.floor(kib("SwapFree") / pageKib);
  const found = `${need} pages are needed and ${memAvailable + swap} are available (MemAvailable and free swap)`;
  if (memAvailable + swap >= need || above >= need) {
    return { ...base, verdict: "available", likelihood: 0.999, cause: "none", reason: found, wants: [] };
  }
  const perCpu = zonelist.zones.reduce((sum, { info }) => sum + (info?.perCpuPages ?? 0), 0);
  const withinReach = above + cleanFilePages(snapshot, request.pageSize) + perCpu + Math.floor(kib("SReclaimable") / pageKib) + swap;
  if (withinReach >= need) {
    const reason2 = `${found}, but ${withinReach} could be had with the last of the cache, slab and per-CPU lists`;
    return { ...base, verdict: "attainable", likelihood: 0.9, cause: "out-of-memory", reason: reason2, wants: [] };
  }
  const reason = `${found}: the OOM killer would have to make room`;
  return { ...base, verdict: "unavailable", likelihood: 0.4, cause: "out-of-memory", reason, wants: [] };
}

// src/predict/predict.ts
function predict(request, snapshot, kernel) {
  switch (request.path) {
    case "contiguous":
      return predictContiguous(request, snapshot, kernel);
    case "vmalloc-noretry":
      return predictVmallocNoRetry(request, snapshot, kernel);
    case "vmalloc":
      return predictVmalloc(request, snapshot, kernel);
  }
}

// src/kernel-log/advice.ts
function adviceFor(report, asked, cause) {
  const advice = byCause(cause, asked);
  if (report.frames.some(
    ({ symbol }) => /^memcg_(?:register_cache|alloc_cache_params|update_cache_size|update_all_caches)/.test(symbol)
  )) {
    advice.unshift(
      "the block is an array over all memory cgroup ids with kernel memory accounting: leaked cgroups make it grow; boot with cgroup.memory=nokmem or reboot the host"
    );
  }
  if (cause === "unknown" && report.memory.empty) {
    advice.push("look in dmesg on that machine for the whole report, with Mem-Info and its zones");
  }
  return advice;
}
function byCause(cause, { order }) {
  switch (cause) {
    case "fragmentation":
      return [
        "compact memory before the step (check --compact), or free cache first and then compact",
        "reserve more with vm.min_free_kbytes, or boot the machine fresher"
      ];
    case "watermark":
      return ["free page cache or stop other work before the step", "give the machine more memory"];
    case "reserve":
      return [
        "the free pages lie in a lower zone and are held back by vm.lowmem_reserve_ratio: free memory in the upper zones"
      ];
    case "withheld-blocks":
      return [
        "the free blocks are CMA or highatomic, which this request may not use: compact the other lists, or make the CMA area smaller (cma=)"
      ];
    case "no-retry":
      return [
        "run a kernel whose caller retries, or keep more pages free: raise vm.min_free_kbytes, drop clean cache before the step"
      ];
    case "atomic":
      return order === 0 || order === null ? ["raise vm.min_free_kbytes: atomic callers live from that reserve"] : [
        "usually a network driver that drops the packet and goes on; raise vm.min_free_kbytes, or lower the MTU or ring size that needs the block"
      ];
    case "out-of-memory":
      return ["give the machine more memory or swap, or run less beside the step"];
    case "cgroup-limit":
      return ["raise the limit of the cgroup (memory.max, or memory.kmem.limit_in_bytes before 5.16)"];
    case "cgroup-ids":
      return [
        "look at /proc/cgroups (num_cgroups of memory): remove dead cgroups, drop caches, or reboot the host"
      ];
    case "address-space":
      return [
        "look at /proc/vmallocinfo and VmallocUsed: what leaks or fills it; on 32 bits vmalloc=SIZE on the kernel command line gives more",
        "for module or BPF space also net.core.bpf_jit_limit"
      ];
    case "too-large":
      return ["ask for less: no state of this machine can serve it"];
    case "percpu":
      return [
        "reduce what grows with each CPU (cgroups, network namespaces, iptables rules), or boot with nr_cpus= the CPUs really there"
      ];
    case "unknown":
      return [];
  }
}

// src/kernel-log/callers.ts
var plumbing = /^_*(?:dump_|show_|unwind_|warn_alloc|alloc_|__get_free|get_zeroed|kmalloc|krealloc|kzalloc|kvmalloc|kmem_|cache_alloc|vmalloc|vzalloc|vmap|execmem|new_slab|allocate_slab|refill_objects|slab_|pcs_|get_order|kcalloc|pcpu_|oom_|out_of_memory|page_frag|folio_alloc|vma_alloc|rtn|do_kmalloc)/;
var mostCallers = 5;
function callersOf(frames) {
  const start = frames.findIndex(({ symbol }) => !plumbing.test(symbol));
  if (start === -1) return [];
  return frames.slice(start, start + mostCallers).map(({ symbol, module }) => module === null ? symbol : `${symbol} [${module}]`);
}
var frameWorkloads = [
  [/^veth_(?:alloc_queues|dev_init|newlink)\b/, "veth"],
  [/^do_ip6t_(?:set|get)_ctl\b/, "ip6tables"],
  [/^do_ipt_(?:set|get)_ctl\b/, "iptables"],
  [/^kvm_(?:create_vm|dev_ioctl|vm_ioctl_create_vcpu|arch_vcpu_create)\b/, "kvm"],
  [/^nvme_(?:alloc_ns|alloc_ns_head|init_ns_head)\b/, "nvme"],
  [/^io_(?:uring_create|uring_setup|allocate_scq_urings)\b/, "io-uring"]
];
var commWorkloads = [
  [/^ip6tables/, "ip6tables"],
  [/^(?:x?iptables|iptables-)/, "iptables"]
];
function workloadOf({
  header,
  frames,
  cache
}) {
  for (const { symbol } of frames) {
    const found = frameWorkloads.find(([pattern]) => pattern.test(symbol));
    if (found) return found[1];
  }
  if (cache?.name === "kvm_vcpu") return "kvm";
  if (header.kind !== "vmalloc") return null;
  return commWorkloads.find(([pattern]) => pattern.test(header.comm ?? ""))?.[1] ?? null;
}

// src/kernel-log/cause.ts
var hugeVmallocBytes = 2 ** 30;
function causeOf2(report, asked, prediction) {
  const { header } = report;
  switch (header.kind) {
    case "percpu":
      return "percpu";
    case "cgroup":
      return "cgroup-ids";
    case "vmap":
      return "address-space";
    case "oom":
      return report.memcg === null ? outOfMemoryCause(prediction) : "cgroup-limit";
    case "vmalloc":
      return vmallocCause(report, asked);
    case "slub":
      if (/\(\d+:[^)]+\)$/.test(report.cache?.name ?? "")) return "cgroup-limit";
      return pageCause(asked, prediction);
    case "page-allocation":
      return pageCause(asked, prediction);
  }
}
function outOfMemoryCause(prediction) {
  const found = prediction?.cause;
  return found === "fragmentation" || found === "withheld-blocks" ? found : "out-of-memory";
}
function vmallocCause({ header, memory }, { gfp, bytes }) {
  const { vmallocStep: step, pageOrder } = header;
  if (step === "address-space") return "address-space";
  if (step === "exceeds-total-pages") return "too-large";
  if (step === "unsaid") {
    const managedKib = memory.zones.reduce((sum, { line }) => sum + (line.fields.get("managed") ?? 0), 0);
    const most = memory.complete ? managedKib * 1024 : hugeVmallocBytes;
    return (bytes ?? 0) > most ? "too-large" : "address-space";
  }
  if (pageOrder > 0) return "fragmentation";
  if (gfpTraits(gfp).noRetry) return "no-retry";
  return gfpTraits(gfp).mayBlock || gfp.length === 0 ? "out-of-memory" : "atomic";
}
function pageCause({ order, gfp }, prediction) {
  const traits = gfpTraits(gfp);
  if (prediction?.never === true) return "too-large";
  if (gfp.length > 0 && !traits.mayBlock) return "atomic";
  if (traits.noRetry) return "no-retry";
  const found = prediction?.cause;
  if (found === "watermark")
    return (order ?? 0) <= costlyOrder && isExhausted(prediction) ? "out-of-memory" : "watermark";
  const told = ["fragmentation", "withheld-blocks", "reserve", "out-of-memory"];
  return told.find((cause) => cause === found) ?? "unknown";
}
function isExhausted(prediction) {
  return (prediction?.zones ?? []).every(
    (zone) => !zone.allowed || zone.freePages < (zone.watermarkPages?.min ?? 0) / 2
  );
}

// src/kernel-log/check-arguments.ts
var largestSize = 2 ** 40;
function checkArguments(report, asked, cause) {
  const noMemory = ["address-space", "cgroup-ids", "cgroup-limit", "percpu"];
  if (noMemory.includes(cause)) return null;
  const workload = cause === "too-large" ? null : workloadOf(report);
  if (workload !== null) return ["check", "--for", workload];
  const { request } = asked;
  if (!request) return null;
  const gfp = asked.gfp.filter((name) => knownGfpNames.includes(name));
  const flags = gfp.length === 0 ? [] : ["--gfp", gfp.join("|")];
  if (request.path === "contiguous") return ["check", "--order", String(request.order), ...flags];
  if (request.bytes > largestSize) return null;
  return ["check", "--size", String(request.bytes), "--path", request.path, ...flags];
}

// src/request/order.ts
function getOrder(bytes, pageSize) {
  const pages = Math.ceil(bytes / pageSize);
  let order = 0;
  while (2 ** order < pages) order++;
  return order;
}

// src/kernel-log/gfp-bits.ts
var zones = [
  [1, "__GFP_DMA"],
  [2, "__GFP_HIGHMEM"],
  [4, "__GFP_DMA32"],
  [8, "__GFP_MOVABLE"]
];
var common = [
  [32, "__GFP_HIGH"],
  [64, "__GFP_IO"],
  [128, "__GFP_FS"]
];
var upTo50 = [
  [512, "__GFP_NOWARN"],
  [2048, "__GFP_NOFAIL"],
  [4096, "__GFP_NORETRY"],
  [8192, "__GFP_MEMALLOC"],
  [16384, "__GFP_COMP"],
  [32768, "__GFP_ZERO"],
  [65536, "__GFP_NOMEMALLOC"],
  [131072, "__GFP_HARDWALL"],
  [262144, "__GFP_THISNODE"]
];
var from44 = [
  [16, "__GFP_RECLAIMABLE"],
  ...common,
  ...upTo50,
  [524288, "__GFP_ATOMIC"],
  [1048576, "__GFP_ACCOUNT"]
];
var oldest = {
  since: [3, 0],
  bits: [
    ...zones,
    [16, "__GFP_WAIT"],
    ...common,
    [256, "__GFP_COLD"],
    ...upTo50,
    [1024, "__GFP_REPEAT"],
    [524288, "__GFP_RECLAIMABLE"],
    [1048576, "__GFP_KMEMCG"],
    [2097152, "__GFP_NOTRACK"],
    [4194304, "__GFP_NO_KSWAPD"],
    [8388608, "__GFP_OTHER_NODE"],
    [16777216, "__GFP_WRITE"]
  ]
};
var newest = {
  since: [5, 3],
  bits: [
    ...zones,
    [16, "__GFP_RECLAIMABLE"],
    ...common,
    [256, "__GFP_ZERO"],
    [512, "__GFP_ATOMIC"],
    [1024, "__GFP_DIRECT_RECLAIM"],
    [2048, "__GFP_KSWAPD_RECLAIM"],
    [4096, "__GFP_WRITE"],
    [8192, "__GFP_NOWARN"],
    [16384, "__GFP_RETRY_MAYFAIL"],
    [32768, "__GFP_NOFAIL"],
    [65536, "__GFP_NORETRY"],
    [131072, "__GFP_MEMALLOC"],
    [262144, "__GFP_COMP"],
    [524288, "__GFP_NOMEMALLOC"],
    [1048576, "__GFP_HARDWALL"],
    [2097152, "__GFP_THISNODE"],
    [4194304, "__GFP_ACCOUNT"],
    [8388608, "__GFP_ZEROTAGS"]
  ]
};
var from44To49 = {
  since: [4, 4],
  bits: [
    ...zones,
    ...from44,
    [256, "__GFP_COLD"],
    [1024, "__GFP_REPEAT"],
    [2097152, "__GFP_NOTRACK"],
    [4194304, "__GFP_DIRECT_RECLAIM"],
    [8388608, "__GFP_OTHER_NODE"],
    [16777216, "__GFP_WRITE"],
    [33554432, "__GFP_KSWAPD_RECLAIM"]
  ]
};
var layouts = [
  oldest,
  from44To49,
  {
    since: [4, 10],
    bits: [
      ...zones,
      ...from44,
      [256, "__GFP_COLD"],
      [1024, "__GFP_RETRY_MAYFAIL"],
      [2097152, "__GFP_NOTRACK"],
      [4194304, "__GFP_DIRECT_RECLAIM"],
      [8388608, "__GFP_WRITE"],
      [16777216, "__GFP_KSWAPD_RECLAIM"]
    ]
  },
  {
    since: [4, 18],
    bits: [
      ...zones,
      ...from44,
      [256, "__GFP_WRITE"],
      [1024, "__GFP_RETRY_MAYFAIL"],
      [2097152, "__GFP_DIRECT_RECLAIM"],
      [4194304, "__GFP_KSWAPD_RECLAIM"]
    ]
  },
  newest
];
var composites2 = [
  [
    "GFP_HIGHUSER_MOVABLE",
    ["reclaim", "__GFP_IO", "__GFP_FS", "__GFP_HARDWALL", "__GFP_HIGHMEM", "__GFP_MOVABLE"]
  ],
  ["GFP_HIGHUSER", ["reclaim", "__GFP_IO", "__GFP_FS", "__GFP_HARDWALL", "__GFP_HIGHMEM"]],
  ["GFP_USER", ["reclaim", "__GFP_IO", "__GFP_FS", "__GFP_HARDWALL"]],
  ["GFP_KERNEL_ACCOUNT", ["reclaim", "__GFP_IO", "__GFP_FS", "__GFP_ACCOUNT"]],
  ["GFP_KERNEL", ["reclaim", "__GFP_IO", "__GFP_FS"]],
  ["GFP_NOFS", ["reclaim", "__GFP_IO"]],
  ["GFP_ATOMIC", ["atomic"]],
  ["GFP_NOIO", ["reclaim"]],
  ["GFP_NOWAIT", ["wake"]]
];
function partsOf(part, layout) {
  const old = layout === oldest;
  if (part === "reclaim") return old ? ["__GFP_WAIT"] : ["__GFP_DIRECT_RECLAIM", "__GFP_KSWAPD_RECLAIM"];
  if (part === "atomic") return old ? ["__GFP_HIGH"] : ["__GFP_HIGH", "__GFP_KSWAPD_RECLAIM"];
  if (part === "wake") return old ? ["none"] : ["__GFP_KSWAPD_RECLAIM"];
  return [part];
}
function decodeGfpMask(mask, kernel) {
  const layout = kernel ? layoutOf(kernel) : likeliestLayout(mask);
  const left = new Set(layout.bits.filter(([bit]) => (mask & bit) !== 0).map(([, name]) => name));
  const names = [];
  for (const [name, parts] of composites2) {
    const flags = parts.flatMap((part) => partsOf(part, layout));
    if (!flags.every((flag) => left.has(flag))) continue;
    names.push(name);
    for (const flag of flags) left.delete(flag);
    if (name === "GFP_ATOMIC") left.delete("__GFP_ATOMIC");
    break;
  }
  names.push(...left);
  const unknown = layout.bits.reduce((rest, [bit]) => rest & ~bit, mask);
  if (unknown !== 0) names.push(`0x${(unknown >>> 0).toString(16)}`);
  return names;
}
function kernelOfMask(mask) {
  return parseRelease(likeliestLayout(mask) === oldest ? "4.3" : "4.5");
}
function layoutOf(kernel) {
  return layouts.findLast(({ since }) => atLeast(kernel, since[0], since[1])) ?? oldest;
}
function likeliestLayout(mask) {
  return (mask & 33554432) === 0 ? oldest : from44To49;
}

// src/kernel-log/failed-request.ts
function failedRequest(report, kernel) {
  const { header } = report;
  const pageSize = 1024 * (report.memory.zones[0]?.buddy?.pageKib ?? report.memory.strays[0]?.pageKib ?? 4);
  const gfp = header.gfpNames ?? (header.gfpMask === null ? [] : decodeGfpMask(Number(header.gfpMask), kernel));
  const blockOrder = header.kind === "slub" ? report.cache?.order ?? null : header.order;
  if (header.kind === "vmalloc") return vmallocRequest(header, gfp, pageSize);
  const bytes = blockOrder === null ? header.bytes : 2 ** blockOrder * pageSize;
  const request = blockOrder === null ? null : requestOf("contiguous", bytes ?? pageSize, blockOrder, pageSize, gfp);
  const requestBytes = header.kind === "slub" ? report.cache?.objectBytes ?? null : header.requestBytes;
  return { order: blockOrder, bytes, requestBytes, gfp, request };
}
function vmallocRequest(header, gfp, pageSize) {
  const guarded = header.vmallocStep === "pages" && header.bytes !== header.obtainedBytes && header.bytes !== null;
  const requestBytes = guarded ? (header.bytes ?? 0) - pageSize : header.requestBytes;
  const path = gfp.includes("__GFP_NORETRY") ? "vmalloc-noretry" : "vmalloc";
  const bytes = requestBytes ?? (header.obtainedBytes ?? 0) + pageSize;
  return {
    order: null,
    bytes: header.bytes,
    requestBytes,
    gfp,
    request: requestOf(path, bytes, null, pageSize, gfp)
  };
}
function requestOf(path, bytes, order, pageSize, gfp) {
  const pages = order === null ? Math.max(1, Math.ceil(bytes / pageSize)) : 2 ** order;
  return {
    workload: null,
    bytes,
    order: order ?? getOrder(bytes, pageSize),
    pages,
    pageSize,
    path,
    gfp: gfp.length > 0 ? gfp : ["GFP_KERNEL"],
    notes: []
  };
}

// src/kernel-log/zone-line.ts
var zoneNames = ["DMA", "DMA32", "Normal", "HighMem", "Movable", "Device"];
function parseZoneLine(text) {
  const head = /^(?:Node (\d{1,6}) )?(DMA|DMA32|Normal|HighMem|Movable|Device) free:\d/.exec(text);
  if (!head) return null;
  const fields = parseFields(text);
  const has = (...names) => names.every((name) => fields.has(name));
  return {
    node: Number(head[1] ?? 0),
    zone: head[2] ?? "",
    named: head[1] !== void 0,
    fields,
    whole: has("free", "min", "low", "high") && (has("free_cma") || text.includes("all_unreclaimable?"))
  };
}
function parseFields(text) {
  const fields = /* @__PURE__ */ new Map();
  for (const [, name, digits] of text.matchAll(
    /\b([a-z_]{2,40}(?:\([a-z]{1,8}\))?):(\d{1,16})(?:kB|KB)?(?=\s|$)/g
  )) {
    const count = parseCount(digits ?? "");
    if (count !== null && !fields.has(name ?? "")) fields.set(name ?? "", count);
  }
  return fields;
}

// src/kernel-log/zone-list.ts
function builtZones2(zones2, highestZone2) {
  const size2 = zones2[0]?.reserve?.length ?? 0;
  if (size2 === 0 || zones2.some(({ reserve }) => reserve?.length !== size2)) return null;
  const printed = new Set(zones2.map(({ line }) => line.zone));
  return candidates(size2).find(
    (names) => [...printed].every((zone) => names.includes(zone)) && fits(names, zones2, highestZone2)
  ) ?? null;
}
function candidates(size2) {
  const optional = [
    ["DMA", "DMA32", "Device"],
    ["DMA", "DMA32"],
    ["DMA", "HighMem"],
    ["DMA", "HighMem", "Device"],
    ["DMA"],
    ["DMA32"],
    ["DMA32", "Device"],
    ["DMA", "Device"],
    ["HighMem"],
    [],
    ["Device"],
    ["DMA", "DMA32", "HighMem"],
    ["DMA", "DMA32", "HighMem", "Device"]
  ];
  return optional.map(
    (extra) => zoneNames.filter((name) => name === "Normal" || name === "Movable" || extra.includes(name))
  ).filter((names) => names.length === size2);
}
function fits(names, zones2, highestZone2) {
  const highest = names.indexOf(names.includes(highestZone2) ? highestZone2 : "Normal");
  return zones2.every(({ line, reserve }) => {
    const own2 = names.indexOf(line.zone);
    const pages = reserve ?? [];
    return names.every((name, i) => {
      if (i <= own2) return pages[i] === 0;
      const populated = zones2.find((other) => other.line.node === line.node && other.line.zone === name);
      const grows = (pages[i] ?? 0) > Math.max(0, ...pages.slice(0, i));
      if (grows) return populated !== void 0 || i > highest;
      const managed = populated?.line.fields.get("managed") ?? 0;
      return managed < 64 * 1024 || Math.max(0, ...pages) === 0;
    });
  });
}

// src/kernel-log/memory-state.ts
var types = {
  U: "Unmovable",
  M: "Movable",
  E: "Reclaimable",
  R: "Reserve",
  H: "HighAtomic",
  C: "CMA",
  I: "Isolate"
};
function snapshotOfReport(memory, highestZone2) {
  const built = memory.complete ? builtZones2(memory.zones, highestZone2) : null;
  const pageKib = memory.zones[0]?.buddy?.pageKib;
  if (!built || pageKib === void 0) return null;
  const zones2 = zoneinfoOf(memory, built, pageKib);
  return {
    buddy: memory.zones.map(({ line, buddy }) => ({
      node: line.node,
      zone: line.zone,
      freeBlocks: buddy?.freeBlocks ?? []
    })),
    zones: zones2,
    pageTypes: pageTypesOf(memory, pageKib),
    meminfo: meminfoOf(memory, zones2, pageKib),
    vmstat: null,
    allowedNodes: null,
    cgroup: null,
    movableBlockFound: null,
    defragMode: false,
    missing: []
  };
}
function zoneinfoOf(memory, built, pageKib) {
  const nodes = [...new Set(memory.zones.map(({ line }) => line.node))];
  return nodes.flatMap((node) => {
    const first = memory.zones.find(({ line }) => line.node === node);
    return built.map((zone) => {
      const found = memory.zones.find(({ line }) => line.node === node && line.zone === zone);
      const stats = found && (found === first || !memory.nodes.has(node)) ? nodeStatsOf(memory, found, pageKib) : null;
      return zoneOf(node, zone, found ?? null, stats, pageKib);
    });
  });
}
function zoneOf(node, zone, found, nodeStats, pageKib) {
  const value = (name) => Math.floor((found?.line.fields.get(name) ?? 0) / pageKib);
  const optional = (name) => found?.line.fields.has(name) ? value(name) : null;
  return {
    node,
    zone,
    freePages: value("free"),
    watermarkPages: { min: value("min"), low: value("low"), high: value("high") },
    spannedPages: value("present"),
    presentPages: value("present"),
    managedPages: optional("managed") ?? value("present"),
    lowmemReserve: found?.reserve ?? [],
    freeCmaPages: value("free_cma"),
    reservedHighatomicPages: optional("reserved_highatomic"),
    freeHighatomicPages: optional("free_highatomic"),
    unacceptedPages: 0,
    lru: {
      inactiveFile: value("inactive_file"),
      activeFile: value("active_file"),
      inactiveAnon: value("inactive_anon"),
      activeAnon: value("active_anon")
    },
    nodeStats,
    perCpuPages: value("free_pcp"),
    cpus: 0,
    statThreshold: 0,
    startPfn: null
  };
}
function nodeStatsOf(memory, zone, pageKib) {
  const fields = memory.nodes.get(zone.line.node) ?? zone.line.fields;
  const value = (name) => Math.floor((fields.get(name) ?? 0) / pageKib);
  return {
    inactiveFile: value("inactive_file"),
    activeFile: value("active_file"),
    inactiveAnon: value("inactive_anon"),
    activeAnon: value("active_anon"),
    dirty: value("dirty"),
    writeback: value("writeback"),
    slabReclaimable: value("slab_reclaimable")
  };
}
function meminfoOf(memory, zones2, pageKib) {
  const count = (name) => memory.counts.get(name) ?? 0;
  const sum = (pages) => zones2.reduce((total2, zone) => total2 + pages(zone), 0);
  const free = sum((zone) => zone.freePages);
  const low = sum((zone) => zone.watermarkPages.low);
  const reserve = sum(
    (zone) => Math.min(zone.managedPages, zone.watermarkPages.high + Math.max(0, ...zone.lowmemReserve))
  );
  const cache = count("active_file") + count("inactive_file");
  const slab = count("slab_reclaimable") + count("kernel_misc_reclaimable");
  const available = free - reserve + cache - Math.min(cache / 2, low) + slab - Math.min(slab / 2, low);
  const kib = (pages) => Math.max(0, Math.floor(pages)) * pageKib;
  return /* @__PURE__ */ new Map([
    ["MemFree", kib(free)],
    ["MemAvailable", kib(available)],
    ["SReclaimable", kib(count("slab_reclaimable"))],
    ["SwapFree", memory.freeSwapKib ?? 0]
  ]);
}
function pageTypesOf(memory, pageKib) {
  const lettered = memory.zones.every(
    ({ buddy }) => buddy?.freeBlocks.every((n, order) => n === 0 || (buddy.letters[order] ?? []).length > 0)
  );
  if (!lettered) return null;
  const pageblockOrder = Math.min(9, (memory.zones[0]?.buddy?.freeBlocks.length ?? 1) - 1);
  return {
    pageblockOrder,
    capped: false,
    zones: memory.zones.map(({ line, buddy }) => {
      const kib = line.fields.get("reserved_highatomic");
      const reserved = kib === void 0 ? null : Math.floor(kib / pageKib);
      const free = line.fields.get("free_highatomic");
      const mostHighatomic = free === void 0 ? reserved ?? 0 : Math.floor(free / pageKib);
      return {
        node: line.node,
        zone: line.zone,
        freeBlocks: buddy ? listsOf(buddy, mostHighatomic) : {},
        // Not printed from 4.4 to 5.7, which is not the same as none.
        pageblocks: reserved === null ? {} : { HighAtomic: reserved / 2 ** pageblockOrder }
      };
    })
  };
}
function listsOf({ freeBlocks, letters }, highatomicPages) {
  const lists = {};
  freeBlocks.forEach((blocks, order) => {
    (letters[order] ?? []).forEach((letter, i, all) => {
      const list = lists[types[letter]] ??= freeBlocks.map(() => 0);
      list[order] = i === 0 ? Math.max(1, blocks - all.length + 1) : 1;
    });
  });
  const highatomic = lists.HighAtomic;
  if (highatomic) {
    const known = highatomic.reduce((pages, blocks, order) => pages + blocks * 2 ** order, 0);
    highatomic[0] = (highatomic[0] ?? 0) + Math.max(0, highatomicPages - known);
  }
  return lists;
}

// src/report/units.ts
function formatBytes(bytes) {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${units[unit] ?? ""}`;
}
function formatCount(count) {
  const digits = Number.isInteger(count) ? BigInt(count).toString() : String(count);
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

// src/kernel-log/reason.ts
function reasonOf(report, asked, cause, prediction) {
  const sentences = [
    becauseOf(report, asked, cause),
    stateSentence(report, cause, prediction),
    prediction ? "" : guess(asked, cause)
  ];
  return sentences.filter(Boolean).join("; ");
}
function becauseOf({ header, cache, memcg }, asked, cause) {
  switch (cause) {
    case "address-space":
      if (header.addressRange !== null)
        return `no room for ${size(header.bytes)} in the address range ${header.addressRange}: address space ran out, not memory`;
      return `no room for ${size(header.bytes)} in the kernel's vmalloc or module address space: address space ran out, not memory`;
    case "too-large":
      return asked.order === null ? `${size(asked.requestBytes ?? header.bytes)} are more than the machine's memory` : `order ${asked.order} is more than this kernel's largest block`;
    case "percpu":
      return `no room for ${size(header.bytes)} in the per-CPU chunks${header.detail ? ` (${header.detail})` : ""}`;
    case "cgroup-ids":
      return `${header.detail ?? "a memory cgroup"} could not be made: the kernel has 65,535 memory cgroup ids, and dead cgroups keep theirs while pages are charged to them`;
    case "cgroup-limit":
      return memcg === null ? `the cache ${cache?.name ?? ""} belongs to a cgroup with a limit on kernel memory` : `a memory cgroup reached its limit (${memcg})`;
    case "no-retry":
      return asked.order === null ? `the caller asks for each single page with __GFP_NORETRY: one page that could not be had after one reclaim pass failed the whole area${obtained(asked, header.obtainedBytes)}` : "the caller forbade retries with __GFP_NORETRY, so the kernel gave up after one reclaim and compaction";
    case "atomic":
      return "the caller could not wait for reclaim or compaction, so only what was free at that instant counted";
    case "fragmentation":
      return header.pageOrder > 0 ? `no huge page of order ${header.pageOrder} was to be had; the kernel then falls back to single pages, so this line alone is no failure` : "";
    case "out-of-memory":
      return header.kind === "vmalloc" ? `single pages ran out${obtained(asked, header.obtainedBytes)}` : "";
    case "watermark":
    case "reserve":
    case "withheld-blocks":
    case "unknown":
      return "";
  }
}
function stateSentence({ memory, contested, header }, cause, prediction) {
  if (header.kind === "vmap" || header.kind === "percpu" || header.kind === "cgroup" || header.kind === "slub")
    return "";
  if (!prediction) {
    if (contested) return "its memory state is mixed up in the log with that of another report";
    if (memory.complete)
      return "its lowmem reserves fit no kernel's zones, so its memory state was not judged";
    return memory.empty ? "the report holds no memory state" : "the memory state in the report is not whole";
  }
  if (cause === "address-space" || cause === "too-large")
    return `${formatCount(freePages(prediction))} pages were free`;
  if (prediction.verdict !== "available" || header.pageOrder > 0) return prediction.reason;
  return `by the time its memory state was printed the request could have been served (${prediction.reason}): memory had come back, or the rule is wrong here`;
}
function guess({ order, request }, cause) {
  if (cause !== "unknown" || order === null || order <= costlyOrder || request?.path !== "contiguous")
    return "";
  return `a block of order ${order} is most often refused for fragmentation`;
}
function freePages({ zones: zones2 }) {
  return zones2.reduce((sum, zone) => sum + zone.freePages, 0);
}
function obtained({ requestBytes }, bytes) {
  if (bytes === null) return "";
  return requestBytes === null ? `, after ${size(bytes)} had been obtained` : `, after ${size(bytes)} of ${size(requestBytes)} had been obtained`;
}
function size(bytes) {
  if (bytes === null) return "an area";
  return bytes < 1024 ? `${bytes} bytes` : `${formatCount(bytes)} bytes (${formatBytes(bytes)})`;
}

// src/kernel-log/explain.ts
function explainReport(report, { kernel: override } = {}) {
  const { header, memory } = report;
  const { gfpMask, gfpNames } = header;
  const aged = gfpMask !== null && gfpNames === null ? kernelOfMask(Number(gfpMask)) : null;
  const kernel = parseRelease(override ?? report.release ?? "") ?? aged;
  const asked = failedRequest(report, kernel);
  const judged = memory.complete && !report.contested ? predictionOf(report, asked, kernel) : null;
  const complete = memory.complete && !report.contested && judged?.cause !== "zone-absent";
  const prediction = complete ? judged : null;
  const cause = causeOf2(report, asked, prediction);
  return {
    line: report.line,
    kind: header.kind,
    comm: header.comm,
    kernelRelease: report.release,
    order: asked.order,
    bytes: asked.bytes,
    requestBytes: asked.requestBytes,
    obtainedBytes: header.obtainedBytes,
    gfpMask: header.gfpMask,
    gfp: asked.gfp,
    callers: callersOf(report.frames),
    complete,
    verdict: prediction?.verdict ?? "unknown",
    likelihood: prediction?.likelihood ?? null,
    cause,
    reason: reasonOf(report, asked, cause, prediction),
    advice: adviceFor(report, asked, cause),
    check: checkArguments(report, asked, cause),
    zones: prediction?.zones ?? [],
    count: 1,
    lastLine: report.line
  };
}
function predictionOf(report, { request }, kernel) {
  if (!request) return null;
  const snapshot = snapshotOfReport(report.memory, gfpTraits(request.gfp).highestZone);
  return snapshot && predict(request, snapshot, kernel);
}

// src/kernel-log/json-line.ts
var messageKeys = ["MESSAGE", "log", "message", "msg", "textPayload", "@message", "body"];
function readJsonLine(line) {
  const start = line.startsWith("data: {") ? 6 : line.startsWith("{") ? 1 : 0;
  if (line[start] !== "{" || !line.endsWith("}")) return null;
  const object = parse(line.slice(start));
  if (!object) return null;
  const nested = object.jsonPayload;
  const payload = isObject(nested) ? { ...object, ...nested } : object;
  for (const key of messageKeys) {
    const text = messageText(payload[key]);
    if (text !== null) {
      const host = payload._HOSTNAME ?? payload.host;
      return {
        text: text.replace(/\n$/, ""),
        host: typeof host === "string" ? host : "",
        seconds: seconds(payload)
      };
    }
  }
  return null;
}
function parse(text) {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function messageText(value) {
  if (typeof value === "string") return value;
  if (!Array.isArray(value) || value.length > 65536) return null;
  return value.every((byte) => typeof byte === "number") ? new TextDecoder().decode(Uint8Array.from(value)) : null;
}
function seconds(payload) {
  for (const key of ["_SOURCE_MONOTONIC_TIMESTAMP", "__MONOTONIC_TIMESTAMP", "__REALTIME_TIMESTAMP"]) {
    const value = Number(payload[key]);
    if (payload[key] !== void 0 && Number.isFinite(value)) return value / 1e6;
  }
  const time = payload.time ?? payload.timestamp;
  const milliseconds = typeof time === "string" ? Date.parse(time) : Number.NaN;
  return Number.isNaN(milliseconds) ? null : milliseconds / 1e3;
}

// src/kernel-log/log-line.ts
var longestLine = 16384;

// src/kernel-log/prefix-forms.ts
var months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
var days = "Mon|Tue|Wed|Thu|Fri|Sat|Sun";
var iso = "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?";
var prefixForms = [
  // printk's own: [   12.345678], [309805.658142s]
  { pattern: /^\[ *(\d{1,12}\.\d{1,9})s?\] ?/, facts: (m) => ({ form: "printk", seconds: Number(m[1]) }) },
  // CONFIG_PRINTK_CALLER: [T123] for a task, [C0] for a CPU
  { pattern: /^\[ *([TC]\d{1,9})\] ?/, facts: (m) => ({ caller: m[1] ?? "" }) },
  // log levels: <4>, <30>
  { pattern: /^<\d{1,3}>/, facts: () => ({ form: "level" }) },
  // /dev/kmsg: 4,1234,5678901,-,caller=T67023;text
  {
    pattern: /^\d{1,5},\d{1,12},(\d{1,15}),[-+c](?:,([^;]{0,200}))?;/,
    facts: (m) => ({
      form: "kmsg",
      seconds: Number(m[1]) / 1e6,
      caller: /(?:^|,)caller=([TC]\d+)/.exec(m[2] ?? "")?.[1] ?? ""
    })
  },
  // syslog and journalctl -o short: Nov 12 15:15:41
  {
    pattern: new RegExp(`^(${months}) {1,2}(\\d{1,2})(?: \\d{4})? (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?) `),
    facts: (m) => ({ form: "syslog", seconds: monthDay(months.split("|").indexOf(m[1] ?? ""), m[2], m[3]) })
  },
  // rsyslog, journalctl -o short-iso, Docker, CRI, GitHub, Jenkins, dmesg --time-format iso
  {
    pattern: new RegExp(`^\\[?(${iso})\\]?(?: |\\t|$)`),
    facts: (m) => ({ form: "iso", seconds: isoSeconds(m[1]) })
  },
  // journalctl -o short-full, with-unit: Mon 2024-04-29 12:47:32 UTC
  {
    pattern: new RegExp(
      `^(?:${days}) (\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?) [A-Z+-][A-Z0-9+-]{0,5} `
    ),
    facts: (m) => ({ form: "full", seconds: isoSeconds(m[1]) })
  },
  // journalctl -o short-unix
  { pattern: /^(\d{9,11}\.\d{3,9}) /, facts: (m) => ({ form: "unix", seconds: Number(m[1]) }) },
  // RFC 5424 after its priority: 1 2024-04-29T12:47:32Z host kernel - - -
  {
    pattern: new RegExp(
      `^1 (${iso}) (\\S{1,255}) \\S{1,48} \\S{1,128} \\S{1,32} (?:-|\\[[^\\]]{0,400}\\]) ?`
    ),
    facts: (m) => ({ form: "rfc5424", host: m[2] ?? "", seconds: isoSeconds(m[1]) })
  },
  // dmesg -T, -H and -d
  {
    pattern: new RegExp(
      `^\\[(?:${days}) (${months}) {1,2}(\\d{1,2}) (\\d\\d:\\d\\d:\\d\\d)(?:[.,]\\d{1,6})? \\d{4}\\] ?`
    ),
    facts: (m) => ({ form: "ctime", seconds: monthDay(months.split("|").indexOf(m[1] ?? ""), m[2], m[3]) })
  },
  {
    pattern: new RegExp(`^\\[(?:(?:${months})\\d{1,2} \\d\\d:\\d\\d| *\\+\\d{1,9}\\.\\d{1,9})\\] ?`),
    facts: () => ({ form: "human" })
  },
  {
    pattern: /^\[ *(\d{1,12}\.\d{1,9})? *< *\d{1,9}\.\d{1,9}>\] ?/,
    facts: (m) => ({ form: "delta", seconds: m[1] === void 0 ? null : Number(m[1]) })
  },
  // dmesg -x: kern  :warn  :
  { pattern: /^(?:kern|user|daemon|syslog) *:[a-z]{3,7} *: ?/, facts: () => ({ form: "decoded" }) },
  // Android: logcat's clock, then `0  0 W kernel  : ` or `W/kernel  (    0): `
  {
    pattern: /^(\d\d)-(\d\d) (\d\d:\d\d:\d\d\.\d{3,6})(?: +(?:\w{1,16} +)?\d{1,6} +\d{1,6} [VDIWEF] [^:]{0,24}: ?| +)?/,
    facts: (m) => ({ form: "logcat", seconds: monthDay(Number(m[1]) - 1, m[2], m[3]) })
  },
  { pattern: /^[VDIWEF]\/kernel *\( *\d{1,6}\): ?/, facts: () => ({ form: "brief" }) },
  // vendors' task tags: Huawei, MediaTek, Samsung
  { pattern: /^\[pid:(\d{1,9}),cpu\d{1,4},[^\]]{0,20}\] ?/, facts: (m) => ({ caller: `pid:${m[1] ?? ""}` }) },
  { pattern: /^-?\(\d{1,3}\)\[(\d{1,9}):[^\]]{1,20}\] ?/, facts: (m) => ({ caller: `pid:${m[1] ?? ""}` }) },
  { pattern: /^\[\d{1,3}: *[^\]]{1,16}: *(\d{1,9})\] ?/, facts: (m) => ({ caller: `pid:${m[1] ?? ""}` }) },
  // CRI's stream and GitLab's, after their time stamps
  { pattern: /^(?:stdout|stderr) [FP] /, facts: () => ({ form: "cri" }) },
  { pattern: /^\d\d[OE][+ ] ?/, facts: () => ({ form: "gitlab" }) },
  // fly watch --timestamps, Jenkins
  { pattern: /^\[?\d\d:\d\d:\d\d(?:\.\d{1,6})?\]?\s{1,2}/, facts: () => ({ form: "clock" }) },
  // BuildKit: #12 0.345
  { pattern: /^#\d{1,4} (\d{1,6}\.\d{1,3}) /, facts: (m) => ({ form: "buildkit", seconds: Number(m[1]) }) },
  // gh run view --log: job, step, then a time stamp
  { pattern: /^[^\t]{1,100}\t[^\t]{1,100}\t\ufeff?(?=\d{4}-\d\d-\d\dT)/, facts: () => ({ form: "job" }) },
  // docker compose: worker-1  |
  { pattern: /^[A-Za-z0-9][\w.-]{0,62} *\| /, facts: () => ({ form: "compose" }) },
  // journalctl -o verbose, export
  { pattern: /^MESSAGE=/, facts: () => ({ form: "export" }) }
];
var hostForm = {
  pattern: /^(?:([A-Za-z0-9_][\w.:-]{0,254}) )?(?:kernel|klogd|kern)(?:\[\d{1,9}\])?: ?/,
  facts: (m) => ({ form: "kernel", host: m[1] ?? "" })
};
var tagForm = { pattern: /^kernel: ?/, facts: () => ({ form: "kernel" }) };
function isoSeconds(text) {
  const milliseconds = Date.parse((text ?? "").replace(" ", "T").replace(",", "."));
  return Number.isNaN(milliseconds) ? null : milliseconds / 1e3;
}
function monthDay(month, day, clock) {
  const [hours = 0, minutes = 0, seconds2 = 0] = (clock ?? "").split(":").map(Number);
  return ((month * 31 + Number(day)) * 24 + hours) * 3600 + minutes * 60 + seconds2;
}

// src/kernel-log/prefix.ts
var mostPrefixes = 8;
var timeForms = /* @__PURE__ */ new Set(["syslog", "iso", "full", "unix", "printk", "clock"]);
function parseLogLine(raw, number) {
  let rest = raw.length > longestLine ? raw.slice(0, longestLine) : raw;
  if (rest.includes("\x1B") || rest.includes("#033[")) rest = withoutColours(rest);
  if (/[\u00a0\u2007\u202f]/.test(rest)) rest = rest.replace(/[\u00a0\u2007\u202f]/g, " ");
  rest = rest.replace(/^\ufeff/, "").replace(/^(?:\s*>)+ ?/, "").trim();
  const line = {
    number,
    end: number,
    raw,
    text: "",
    stream: "",
    caller: "",
    seconds: null
  };
  const json = readJsonLine(rest);
  if (json) {
    rest = json.text.slice(0, longestLine);
    if (rest.includes("\x1B")) rest = withoutColours(rest);
    line.stream = `json ${json.host}`;
    line.seconds = json.seconds;
  }
  rest = stripPrefixes(rest.trimStart(), line);
  if (!/#012|\\x0a|\\n|\n/.test(rest)) {
    line.text = rest.trim();
    return [line];
  }
  return rest.split(/#012|\\x0a|\\n|\n/).map((part, i) => {
    const inner = { ...line };
    inner.text = (i === 0 ? part : stripPrefixes(part.trimStart(), { ...line })).replaceAll("#011", " ").trim();
    return inner;
  });
}
function stripPrefixes(text, line) {
  let rest = text;
  let timed = line.seconds !== null;
  for (let i = 0; i < mostPrefixes; i++) {
    const found = match(rest, timed);
    if (!found) break;
    const { form: form2, host, caller, seconds: seconds2 } = found.form.facts(found.match);
    if (form2 !== void 0) line.stream += ` ${form2}`;
    if (host !== void 0 && host !== "") line.stream += ` ${host}`;
    if (caller !== void 0 && caller !== "") line.caller = caller;
    if (typeof seconds2 === "number") line.seconds = seconds2;
    if (form2 !== void 0 && timeForms.has(form2)) timed = true;
    rest = rest.slice(found.match[0].length).trimStart();
  }
  return rest;
}
function match(text, timed) {
  for (const form2 of [timed ? hostForm : tagForm, ...prefixForms]) {
    const found = form2.pattern.exec(text);
    if (found) return { form: form2, match: found };
  }
  return null;
}
function withoutColours(text) {
  return text.replace(
    /(?:\u001b|#033)(?:\[[0-9;?]{0,24}[A-Za-z]|\][^\u0007\u001b]{0,200}(?:\u0007|\u001b\\)|[()][A-Z0-9])/g,
    ""
  );
}

// src/kernel-log/comm.ts
var longestComm = 15;
function clippedComm(text) {
  const whole = text.trim();
  if (whole === "") return null;
  if (whole.length <= longestComm) return whole;
  const last = /(?:^|[\]|>] ?|: | \s*)([^\s|>][^|>]{0,14})$/.exec(whole);
  return last?.[1] ?? whole.slice(-longestComm);
}
function sameComm(header, task) {
  return header === null || header === task || header.endsWith(` ${task}`) || task.length > longestComm && task.startsWith(header);
}

// src/kernel-log/mem-info.ts
var slackPages = 1024;
var MemInfo = class {
  /** totals of the machine, in pages */
  counts = /* @__PURE__ */ new Map();
  /** per-node totals in kB (4.9+) */
  nodes = /* @__PURE__ */ new Map();
  zones = [];
  /** free lists without a zone's line before them */
  strays = [];
  freeSwapKib = null;
  /** `Mem-Info:` was seen */
  #started = false;
  get empty() {
    return !this.#started && this.#listless && this.strays.length === 0;
  }
  /** Every zone has its line, its reserve and its free lists, and every free list's own sum agrees. */
  get complete() {
    const pageKib = this.zones[0]?.buddy?.pageKib;
    const orders = this.zones[0]?.buddy?.freeBlocks.length;
    const whole = ({ line, reserve, buddy }) => line.whole && reserve !== null && reserve.length > 0 && buddy !== null && buddy.agrees && buddy.pageKib === pageKib && buddy.freeBlocks.length === orders;
    return this.zones.length > 0 && this.strays.length === 0 && this.zones.every(whole) && this.#agrees(pageKib ?? 4);
  }
  /** Whether the statement is what the kernel may print next here: each part comes once, zones in their order. */
  expects(statement) {
    const last = this.zones.at(-1);
    if (statement.type === "mem-info") return this.empty;
    if (statement.type === "counts" || statement.type === "node") return this.#listless;
    if (statement.type === "zone") return this.#expectsZone(statement.zone);
    if (statement.type === "reserve") return last?.reserve === null && this.#buddies === 0;
    if (statement.type === "buddy") return this.#expectsBuddy(statement.buddy);
    return this.#buddies > 0;
  }
  take(statement) {
    const last = this.zones.at(-1);
    if (statement.type === "mem-info") this.#started = true;
    else if (statement.type === "counts")
      for (const [name, pages] of statement.fields) this.counts.set(name, pages);
    else if (statement.type === "node") this.nodes.set(statement.node, statement.fields);
    else if (statement.type === "zone") this.zones.push({ line: statement.zone, reserve: null, buddy: null });
    else if (statement.type === "reserve") {
      if (last) last.reserve = statement.pages;
    } else if (statement.type === "buddy") this.#takeBuddy(statement.buddy);
    else this.freeSwapKib = statement.freeSwapKib ?? this.freeSwapKib;
  }
  /** A zone whose lines were all lost leaves the others far below the machine's total; that is itself a little older. */
  #agrees(pageKib) {
    const last = (zone, i) => this.zones[i + 1]?.line.node !== zone.line.node;
    if (this.zones.filter(last).some(({ reserve }) => reserve?.some((pages) => pages > 0))) return true;
    const total2 = this.counts.get("free") ?? 0;
    const free = this.zones.reduce((sum, { line }) => sum + (line.fields.get("free") ?? 0), 0) / pageKib;
    return free >= total2 / 2 - slackPages;
  }
  get #listless() {
    return this.zones.length === 0 && this.strays.length === 0;
  }
  get #buddies() {
    return this.zones.filter((zone) => zone.buddy !== null).length;
  }
  #expectsZone(line) {
    if (this.#buddies > 0 || this.strays.length > 0) return false;
    const last = this.zones.at(-1);
    return !last || last.reserve !== null && last.line.named === line.named && rank2(last.line) < rank2(line);
  }
  #expectsBuddy(line) {
    if (this.zones.length === 0) return this.strays.every((stray) => rank2(stray) < rank2(line));
    const at = this.zones.findIndex(
      (zone) => rank2(zone.line) === rank2(line) && zone.line.named === line.named
    );
    return at !== -1 && this.zones.slice(at).every((zone) => zone.buddy === null);
  }
  #takeBuddy(line) {
    const zone = this.zones.find((candidate) => rank2(candidate.line) === rank2(line));
    if (zone) zone.buddy = line;
    else this.strays.push(line);
  }
};
function rank2({ node, zone }) {
  return node * zoneNames.length + zoneNames.indexOf(zone);
}

// src/kernel-log/buddy-line.ts
var mostOrders = 20;
function parseBuddyLine(text) {
  const head = /^(?:Node (\d{1,6}) )?(DMA|DMA32|Normal|HighMem|Movable|Device): (?=\d{1,12}\*\d)/.exec(text);
  if (!head) return null;
  const freeBlocks = [];
  const letters = [];
  let pageKib = 0;
  let doubles = true;
  let end = head[0].length;
  const cell = /(\d{1,12})\*(\d{1,9})kB(?: \(([UMERHCI]{1,7})\))? */y;
  for (cell.lastIndex = end; freeBlocks.length < mostOrders; end = cell.lastIndex) {
    const found = cell.exec(text);
    if (!found) break;
    const size2 = Number(found[2]);
    if (freeBlocks.length === 0) pageKib = size2;
    doubles &&= size2 === pageKib * 2 ** freeBlocks.length;
    freeBlocks.push(Number(found[1]));
    letters.push((found[3] ?? "").split(""));
  }
  const sum = /^= (\d{1,16})kB/.exec(text.slice(end));
  const kib = freeBlocks.reduce((total2, count, order) => total2 + count * pageKib * 2 ** order, 0);
  return {
    node: Number(head[1] ?? 0),
    zone: head[2] ?? "",
    named: head[1] !== void 0,
    freeBlocks,
    letters,
    pageKib,
    agrees: doubles && sum !== null && Number(sum[1]) === kib && [4, 8, 16, 32, 64, 128, 256].includes(pageKib)
  };
}

// src/kernel-log/header.ts
var mode = String.raw`(?:mode:|gfp_mask=|gfp=)\s*(0x[0-9a-f]{1,16})(?:\s*\(([^()]{0,600})\))?`;
var commBefore = String.raw`(?:^(.{0,200}?): ?|^|\s)`;
var forms = [
  {
    hint: "page allocation failure",
    pattern: new RegExp(`${commBefore}page allocation failure[.:] ?order:\\s*(\\d{1,3}),\\s*`),
    read: (m) => ({ kind: "page-allocation", order: Number(m[2]) })
  },
  {
    hint: "vmalloc: allocation failure",
    pattern: new RegExp(
      `${commBefore}vmalloc: allocation failure(?:, allocated (\\d{1,16}) of (\\d{1,16})|: (\\d{1,16})) bytes`
    ),
    // `allocated A of B`: B is the area, with its guard page; the other form is the caller's own size.
    read: (m) => m[3] === void 0 ? { kind: "vmalloc", bytes: Number(m[4]), requestBytes: Number(m[4]), vmallocStep: "unsaid" } : { kind: "vmalloc", bytes: Number(m[3]), obtainedBytes: Number(m[2]), vmallocStep: "pages" }
  },
  {
    hint: "vmalloc error",
    pattern: new RegExp(
      `${commBefore}vmalloc error: size (\\d{1,20})(?:, page order (\\d{1,2}))?,\\s*(failed to allocate pages|failed to allocated? page array size (\\d{1,20})|failed to map pages|exceeds total pages|vm_struct allocation failed|)`
    ),
    read: (m) => {
      const bytes = Number(m[2]);
      const step = stepNamed(m[4] ?? "");
      const pageOrder = Number(m[3] ?? 0);
      return step === "pages" ? { kind: "vmalloc", bytes, obtainedBytes: bytes, vmallocStep: step, pageOrder } : { kind: "vmalloc", bytes, requestBytes: bytes, vmallocStep: step, pageOrder };
    }
  },
  {
    hint: "vmap allocation for size",
    pattern: /vmap allocation for size (\d{1,20}) failed/,
    read: (m) => ({ kind: "vmap", bytes: Number(m[1]), vmallocStep: "address-space" })
  },
  {
    hint: "vmalloc_node_range for size",
    pattern: /vmalloc_node_range for size (\d{1,20}) failed: Address range restricted to (0x[0-9a-f]{1,16}) - (0x[0-9a-f]{1,16})/,
    read: (m) => ({
      kind: "vmap",
      bytes: Number(m[1]),
      vmallocStep: "address-space",
      addressRange: `${m[2] ?? ""}-${m[3] ?? ""}`
    })
  },
  {
    hint: "Unable to allocate memory on",
    pattern: /SL[UA]B: Unable to allocate memory on (?:CPU \d{1,6} (?:\(of node -?\d{1,6}\) )?on )?node -?\d{1,10}/,
    read: () => ({ kind: "slub" })
  },
  {
    hint: "allocation failed, size=",
    pattern: /(?:percpu|PERCPU): allocation failed, size=(\d{1,20}) align=\d{1,20} atomic=([01]),? ?(.{0,120})/,
    read: (m) => ({
      kind: "percpu",
      bytes: Number(m[1]),
      requestBytes: Number(m[1]),
      detail: `${m[3] ?? ""}${m[2] === "1" ? " (atomic)" : ""}`
    })
  },
  {
    hint: "invoked oom-killer",
    pattern: /^(.{0,200}?) ?invoked oom-killer: (?=gfp_mask=)/,
    read: (m, text) => {
      const order = /\border=(-?\d{1,3})\b/.exec(text.slice(m[0].length));
      return { kind: "oom", order: order && Number(order[1]) >= 0 ? Number(order[1]) : null };
    }
  },
  {
    hint: "annot allocate memory",
    pattern: /\bmkdir (\/sys\/fs\/cgroup\/\S{1,400}): [Cc]annot allocate memory/,
    read: (m) => ({ kind: "cgroup", detail: m[1] ?? "" })
  }
];
var modePattern = new RegExp(mode);
var withComm = /* @__PURE__ */ new Set(["page-allocation", "vmalloc", "oom"]);
function parseHeader(text) {
  for (const { hint, pattern, read } of forms) {
    if (!text.includes(hint)) continue;
    const found = pattern.exec(text);
    if (!found) continue;
    const gfp = modePattern.exec(text.slice(found.index + found[0].length));
    const header = read(found, text);
    return {
      comm: withComm.has(header.kind) ? clippedComm(found[1] ?? "") : null,
      order: null,
      bytes: null,
      requestBytes: null,
      obtainedBytes: null,
      gfpMask: gfp?.[1] ?? null,
      gfpNames: gfp?.[2] === void 0 ? null : gfp[2].split("|").map((name) => name.trim()).filter(Boolean),
      vmallocStep: null,
      pageOrder: 0,
      addressRange: null,
      detail: null,
      ...header
    };
  }
  return null;
}
function stepNamed(words) {
  if (words.startsWith("failed to allocate pages")) return "pages";
  if (words.startsWith("failed to allocate")) return "page-array";
  if (words.startsWith("failed to map")) return "map";
  if (words.startsWith("exceeds")) return "exceeds-total-pages";
  return words.startsWith("vm_struct") ? "address-space" : "unsaid";
}

// src/kernel-log/statement.ts
var memoryTypes = /* @__PURE__ */ new Set([
  "mem-info",
  "counts",
  "node",
  "zone",
  "reserve",
  "buddy",
  "tail"
]);
function isMemoryStatement(statement) {
  return memoryTypes.has(statement.type);
}
var release = String.raw`\d{1,2}\.\d{1,3}(?:\.\d{1,5})?[^\s,;)]{0,80}`;
var taskForm = new RegExp(
  String.raw`(?:CPU: \d{1,6} (?:UID: \d{1,10} )?PID: -?\d{1,10} Comm:|Pid: \d{1,10}, comm:) (.{0,64}?)(?: Kdump: loaded)?(?: (?:Not tainted|Tainted:[A-Z -]*)(?: +(${release})(?:\s|$)|$)|$)`
);
var bootForm = new RegExp(`\\bLinux version (${release})(?:\\s|$)`);
function parseStatement(text) {
  const header = parseHeader(text);
  if (header) return { type: "header", header };
  return aboutTask(text) ?? aboutMemory(text) ?? aboutRest(text);
}
function aboutTask(text) {
  if (text.includes("omm: ")) {
    const task = taskForm.exec(text);
    if (task) return { type: "task", comm: (task[1] ?? "").trim(), release: task[2] ?? null };
  }
  if (text.includes("+0x")) {
    const frames = parseFrames(text);
    if (frames.length > 0) return { type: "frame", frames };
  }
  if (text.includes("Linux version ")) {
    const boot = bootForm.exec(text);
    if (boot) return { type: "boot", release: boot[1] ?? "" };
  }
  if (text.includes("callbacks suppressed")) {
    const suppressed = /\bwarn_alloc(?:_failed)?: (\d{1,9}) callbacks suppressed/.exec(text);
    if (suppressed) return { type: "suppressed", count: Number(suppressed[1]) };
  }
  return /^sysrq ?: Show Memory/i.test(text) ? { type: "other-dump" } : null;
}
function parseFrames(text) {
  const frames = [];
  for (const [whole, symbol, module] of text.matchAll(
    /(?:\? )?\b([A-Za-z_][\w.]{1,80})\+0x[0-9a-f]{1,8}\/0x[0-9a-f]{1,8}(?: \[(?![0-9a-f]{8,16}\])([\w-]{1,56})[^\]]{0,60}\])?/g
  )) {
    if (!whole.startsWith("?")) frames.push({ symbol: symbol ?? "", module: module ?? null });
  }
  return frames;
}
function aboutMemory(text) {
  if (text.startsWith("Mem-Info:")) return { type: "mem-info" };
  const buddy = parseBuddyLine(text);
  if (buddy) return { type: "buddy", buddy };
  const zone = parseZoneLine(text);
  if (zone) return { type: "zone", zone };
  const reserve = /^lowmem_reserve\[\]:((?: +\d{1,12}){0,16})(?: |$)/.exec(text);
  if (reserve)
    return { type: "reserve", pages: (reserve[1] ?? "").trim().split(/ +/).filter(Boolean).map(Number) };
  const node = /^Node (\d{1,6}) (?=active_anon:)/.exec(text);
  if (node) return { type: "node", node: Number(node[1]), fields: parseFields(text) };
  if (/^(?:[a-z_]{2,40}(?:\([a-z]{1,8}\))?:\d{1,16}(?: +|$))+$/.test(text))
    return { type: "counts", fields: parseFields(text) };
  return aboutTail(text);
}
function aboutTail(text) {
  const swap = /^Free swap +[=:] *(\d{1,16})kB/.exec(text);
  if (swap) return { type: "tail", freeSwapKib: Number(swap[1]) };
  const tail = /^(?:\d{1,16} (?:total pagecache pages|pages in swap cache|pages (?:RAM|HighMem|reserved|cma reserved|hwpoisoned))|Swap cache stats:|Total swap|Node \d{1,6} hugepages_total=)/;
  return tail.test(text) ? { type: "tail", freeSwapKib: null } : null;
}
function aboutRest(text) {
  const cache = /^cache: (.{1,80}?), object size: (\d{1,9})(?:, buffer size: \d{1,9}, default order: \d{1,2}, min order: (\d{1,2})|, order: (\d{1,2}))/.exec(
    text
  );
  if (cache)
    return {
      type: "cache",
      name: cache[1] ?? "",
      objectBytes: Number(cache[2]),
      order: Number(cache[3] ?? cache[4])
    };
  if (/^node \d{1,6}: slabs: /.test(text)) return { type: "slabs" };
  if (/^(?:oom-kill:constraint=CONSTRAINT_MEMCG|Memory cgroup out of memory|Task in \/|memory: usage \d)/.test(
    text
  )) {
    return { type: "memcg", text };
  }
  if (/^(?:oom-kill:constraint=|Out of memory)/.test(text)) return { type: "out-of-memory" };
  return /^(?:Tasks state|\[ *(?:pid|\d{1,10}) ?\] )/.test(text) ? { type: "process-row" } : null;
}

// src/kernel-log/report.ts
var dumping = /* @__PURE__ */ new Set(["page-allocation", "vmalloc", "oom"]);
var mostFrames = 40;
var longestPauseSeconds = 10;
var Report = class {
  header;
  line;
  stream;
  caller;
  memory = new MemInfo();
  frames = [];
  release = null;
  /** the object cache that SLUB could not extend */
  cache = null;
  /** how the kernel says that the OOM killer acted inside a memory cgroup */
  memcg = null;
  /** a line of its memory may be another report's: neither is judged by it */
  contested = false;
  /** lines since the last one that was its own */
  idle = 0;
  /** of them those that might have been its own, by their prefix */
  passed = 0;
  #taskSeen = false;
  #framesContested = false;
  #end;
  #seconds;
  constructor(line, header) {
    this.header = header;
    this.line = line.number;
    this.stream = line.stream;
    this.caller = line.caller;
    this.#end = line.end;
    this.#seconds = line.seconds;
  }
  /** It goes on with a call trace and the state of the memory. */
  get dumps() {
    return dumping.has(this.header.kind);
  }
  /** The line is at most one after the last of this report's own. */
  follows(line) {
    return line.number <= this.#end + 1;
  }
  /** The line may belong to a message of several lines that had its prefix only once, under those of the collectors. */
  mayGoOn(line) {
    return line.stream !== this.stream && this.stream.startsWith(line.stream) && this.follows(line);
  }
  /** Whether the prefix lets the line be of this report. */
  mayOwn(line) {
    if (line.stream !== this.stream) return false;
    if (line.caller !== this.caller) {
      if (line.caller !== "" || !this.follows(line) || line.seconds !== this.#seconds) return false;
    }
    if (line.seconds === null || this.#seconds === null) return true;
    const pause = line.seconds - this.#seconds;
    return pause >= -1 && pause <= longestPauseSeconds;
  }
  /** Whether the report still lacks what the statement says: each part comes once, in the kernel's order. */
  expects(statement) {
    const { kind, comm } = this.header;
    if (isMemoryStatement(statement)) return dumping.has(kind) && this.memory.expects(statement);
    const inTrace = (dumping.has(kind) || kind === "percpu") && this.memory.empty;
    if (statement.type === "task") return inTrace && !this.#taskSeen && sameComm(comm, statement.comm);
    if (statement.type === "frame") return inTrace;
    if (statement.type === "cache") return kind === "slub" && this.cache === null;
    if (statement.type === "slabs") return kind === "slub";
    return kind === "oom" && ["memcg", "out-of-memory", "process-row"].includes(statement.type);
  }
  take(line, statement) {
    this.#wake();
    this.#end = line.end;
    if (line.stream === this.stream) this.#seconds = line.seconds ?? this.#seconds;
    if (isMemoryStatement(statement)) this.memory.take(statement);
    else if (statement.type === "task") this.#takeTask(statement.comm, statement.release);
    else if (statement.type === "frame") this.#takeFrames(statement.frames);
    else if (statement.type === "cache") this.cache = statement;
    else if (statement.type === "memcg") this.memcg ??= statement.text;
  }
  /** Takes the second line of a failed vmalloc up to 4.8, which names the task and the mode. */
  amend(line, { comm, gfpMask, gfpNames }) {
    this.#end = line.end;
    this.header = { ...this.header, comm, gfpMask, gfpNames };
  }
  /** Marks a line as one that several reports could own; what it says goes to none of them. */
  contest(statement) {
    this.#wake();
    if (statement.type === "task") this.#taskSeen = true;
    else if (statement.type !== "frame") this.contested = true;
    else {
      this.#framesContested = true;
      this.frames = [];
    }
  }
  #wake() {
    this.idle = 0;
    this.passed = 0;
  }
  #takeTask(comm, release2) {
    this.#taskSeen = true;
    this.release = release2 ?? this.release;
    if (comm !== "") this.header = { ...this.header, comm };
  }
  #takeFrames(frames) {
    if (!this.#framesContested && this.frames.length < mostFrames) this.frames.push(...frames);
  }
};

// src/kernel-log/unwrap.ts
var narrowestWrap = 60;
var widestPiece = 200;
var longestWhole = 1500;
var Unwrapper = class {
  #whole;
  #line = null;
  constructor(whole) {
    this.#whole = whole;
  }
  /** The line that waits begins a report. */
  get beginsReport() {
    return this.#line !== null && parseStatement(this.#line.text)?.type === "header";
  }
  /** @param inReport a report is being read; between reports only a header is put together */
  read(line, inReport) {
    const first = this.#line;
    if (first && isBrokenOff(first, line) && (mayEndHeader(first.text, line.text) || inReport && mayEnd(first.text, line.text))) {
      this.#line = joined(first, line);
      return;
    }
    this.flush();
    this.#line = line;
  }
  /** Gives the line that waits. */
  flush() {
    const line = this.#line;
    this.#line = null;
    if (line) this.#whole(line);
  }
};
function joined(first, rest) {
  const whole = { ...first, text: `${first.text} ${rest.text}`.trim(), end: rest.end, raw: rest.raw };
  if (first.text !== "") return whole;
  const caller = rest.caller === "" ? first.caller : rest.caller;
  return { ...whole, stream: first.stream + rest.stream, caller, seconds: rest.seconds ?? first.seconds };
}
function isBrokenOff(first, line) {
  if (line.text === "" || line.number !== first.end + 1 || first.text.length + line.text.length > longestWhole)
    return false;
  const [word = ""] = line.raw.replace(/^(?:\s*>)+/, "").trimStart().split(" ", 1);
  if (first.raw.length + 1 + word.length < narrowestWrap || first.raw.length > widestPiece) return false;
  if (first.text === "") return first.stream !== "";
  return line.stream === "" || line.stream !== first.stream && first.stream.startsWith(line.stream);
}
var firstHalf = /(?:^|\s)(?:page|invoked|vmap|SL[UA]B:)$|allocation|vmalloc|oom-killer|SL[UA]B: Unable/;
var secondHalf = /^(?:page |allocation|failure|vmalloc|for size|oom-killer|allocate memory|memory on|on node)/;
var middle = /^(?:failure|error:|for size|size|allocated|\d+ of|order:|memory|on)(?:\s|$)/;
function mayEndHeader(first, second) {
  if (first === "") return true;
  const statement = parseStatement(second);
  if (statement?.type === "header") {
    const { kind, comm } = statement.header;
    const named2 = kind === "page-allocation" || kind === "vmalloc" || kind === "oom";
    return named2 && (comm === null ? first.endsWith(":") : /^[^:]{1,14}$/.test(first));
  }
  if (statement) return false;
  const header = parseStatement(first);
  if (header?.type === "header") return header.header.gfpMask === null || /\([A-Z_|]*$/.test(first);
  if (!firstHalf.test(first) && !secondHalf.test(second)) return false;
  const together = parseStatement(`${first} ${second}`);
  if (together?.type === "header") return together.header.kind !== "cgroup";
  return firstHalf.test(first) && middle.test(second);
}
var pairs = /(?:^|\s)(?:[a-z_]+(?:\([a-z]+\))?:\s?\d+(?:kB|KB)?|all_unreclaimable\?|yes|no)(?:\s|$)/;
var rests = {
  task: /./,
  frame: /^\[[\w-]+(?: [0-9a-f]+)?\]$|^[0-9a-f]{16,}\]$/,
  counts: /^[a-z_()]+:\d+(?: |$)/,
  zone: pairs,
  node: pairs,
  reserve: /^\d+(?: \d+)*$/,
  buddy: /^(?:\d+\*\d+kB|\([UMERHCI]+\)|= ?\d+kB|\d+kB)/
};
var beginnings = /^(?:(?:cache|CPU|Pid):(?: |$)|Node \d|node \d|lowmem_reserve|DMA:?$|DMA32:?$|Normal:?$|HighMem:?$|Movable:?$)|(?:\[<?[0-9a-f]{8,16}>?\]|\?|from)$/;
function mayEnd(first, second) {
  const rest = parseStatement(second)?.type;
  const type = parseStatement(first)?.type;
  if (rest === "frame") return type === void 0 && beginnings.test(first);
  if (rest !== void 0 && rest !== "counts") return false;
  return type === void 0 ? rest === void 0 && beginnings.test(first) : rests[type]?.test(second) ?? false;
}

// src/kernel-log/reports.ts
var mostOpen = 16;
var nearLines = 8;
var longIdle = 200;
var shortIdle = 24;
var largestGuardBytes = 2 * 256 * 1024;
var Reports = class {
  #ended;
  #open = [];
  #unwrapper = new Unwrapper((line) => {
    this.#line(line);
  });
  #boots = /* @__PURE__ */ new Map();
  /** reports that the kernel says it left out */
  suppressed = 0;
  constructor(ended) {
    this.#ended = ended;
  }
  /** No report is open: lines without a word of a header in them need not be given. */
  get idle() {
    return this.#open.length === 0 && !this.#unwrapper.beginsReport;
  }
  /** Gives the next line of the log. */
  read(raw, number) {
    for (const line of parseLogLine(raw, number)) this.#unwrapper.read(line, this.#open.length > 0);
  }
  /** Ends every open report: the log is at its end, or has been silent for long. */
  flush() {
    this.#unwrapper.flush();
    this.#endAll();
  }
  #line(line) {
    for (const report of this.#open) {
      report.idle++;
      if (report.mayOwn(line)) report.passed++;
    }
    const statement = parseStatement(line.text);
    if (statement) this.#take(line, statement);
    for (const report of [...this.#open]) if (hasEnded(report)) this.#end(report);
  }
  #endAll() {
    for (const report of [...this.#open]) this.#end(report);
  }
  #take(line, statement) {
    if (statement.type === "header") this.#header(line, statement.header);
    else if (statement.type === "suppressed") this.suppressed += statement.count;
    else if (statement.type === "boot") this.#boot(line, statement.release);
    else if (statement.type === "other-dump") this.#endAll();
    else this.#give(line, statement);
  }
  #boot(line, release2) {
    this.#boots.set(line.stream, release2);
    for (const report of this.#open.filter(({ stream }) => stream === line.stream)) this.#end(report);
  }
  #give(line, statement) {
    const owners = this.#open.filter(
      (report) => (report.mayOwn(line) || statement.type === "counts" && report.mayGoOn(line)) && report.expects(statement)
    );
    if (statement.type === "cache" || statement.type === "slabs") owners.at(-1)?.take(line, statement);
    else if (owners.length > 1) for (const report of owners) report.contest(statement);
    else owners[0]?.take(line, statement);
  }
  #header(line, header) {
    const near = this.#open.findLast((report2) => report2.mayOwn(line) && report2.passed <= nearLines);
    if (near && isSecondLine(near.header, header) && near.follows(line)) {
      near.amend(line, header);
      return;
    }
    const told = near && isSameArea(near.header, header) ? near : null;
    if (told) this.#open = this.#open.filter((report2) => report2 !== told);
    const ended = this.#open.filter(
      ({ caller, stream, dumps }) => line.caller !== "" && caller === line.caller && stream === line.stream && dumps
    );
    const report = new Report(
      line,
      told ? { ...header, vmallocStep: "address-space", addressRange: told.header.addressRange } : header
    );
    if (report.dumps) for (const other of ended) this.#end(other);
    report.release = this.#boots.get(line.stream) ?? null;
    this.#open.push(report);
    if (this.#open.length > mostOpen && this.#open[0]) this.#end(this.#open[0]);
  }
  #end(report) {
    this.#open = this.#open.filter((other) => other !== report);
    this.#ended(report);
  }
};
function isSecondLine(first, second) {
  const isFirst = first.kind === "vmalloc" && first.comm === null && first.gfpMask === null;
  return isFirst && second.kind === "page-allocation" && second.order === 0;
}
function isSameArea(vmap, vmalloc) {
  const more = (vmap.bytes ?? 0) - (vmalloc.bytes ?? 0);
  return vmap.kind === "vmap" && vmalloc.kind === "vmalloc" && more >= 0 && more <= largestGuardBytes;
}
function hasEnded({ header, memory, idle, passed }) {
  const short = header.kind === "slub" || header.kind === "vmap" || header.kind === "cgroup";
  const whole = memory.complete && header.kind !== "oom";
  return idle > longIdle || passed > shortIdle && (short || whole);
}

// src/kernel-log/explainer.ts
var mostFailures = 1e3;
var Explainer = class {
  #reports;
  #failures = /* @__PURE__ */ new Map();
  #omitted = 0;
  /** @param found called for each report as it ends, with its failure as counted so far */
  constructor(options = {}, found = () => void 0) {
    this.#reports = new Reports((report) => {
      found(this.#count(explainReport(report, options)));
    });
  }
  /** Between reports: lines without a word of a header in them need not be given. */
  get idle() {
    return this.#reports.idle;
  }
  /** Gives one line of the log, without its line feed. */
  read(line, number) {
    this.#reports.read(line, number);
  }
  /** Ends the reports that are open, as at the end of the log. */
  flush() {
    this.#reports.flush();
  }
  explanation() {
    return {
      failures: [...this.#failures.values()].sort((a, b) => a.line - b.line),
      suppressed: this.#reports.suppressed,
      omitted: this.#omitted
    };
  }
  #count(failure) {
    const { kind, comm, kernelRelease, order, requestBytes, bytes, obtainedBytes, gfpMask, callers } = failure;
    const size2 = bytes === obtainedBytes ? requestBytes : bytes;
    const key = JSON.stringify([kind, comm, kernelRelease, order, size2, gfpMask, callers[0]]);
    const known = this.#failures.get(key);
    if (known) {
      known.count++;
      known.lastLine = failure.line;
      if (failure.complete && !known.complete)
        Object.assign(known, failure, { line: known.line, count: known.count, lastLine: failure.line });
      return known;
    }
    if (this.#failures.size >= mostFailures) this.#omitted++;
    else this.#failures.set(key, failure);
    return failure;
  }
};
function explainText(log2, options = {}) {
  const explainer = new Explainer(options);
  let number = 0;
  for (const line of typeof log2 === "string" ? log2.split("\n") : log2) explainer.read(line, ++number);
  explainer.flush();
  return explainer.explanation();
}

// test/support/corpus.ts
import { join } from "node:path";
import { fileURLToPath } from "node:url";
var repository = fileURLToPath(new URL("../..", import.meta.url));
var corpus = process.env.BUDDYGUARD_CORPUS ?? join(repository, "../shared/corpus");

// test/kernel-log/support/failures.ts
var folder = join2(corpus, "failures");
var failureLogs = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".log")).sort().map((name) => ({ name, lines: readFileSync(join2(folder, name), "utf8").trimEnd().split("\n") })) : [];
function factsOf(lines) {
  return explainText(lines).failures.map((failure) => {
    const { line: _line, lastLine: _lastLine, zones: _zones, advice: _advice, ...facts2 } = failure;
    return facts2;
  });
}
function bareLines(lines) {
  return lines.flatMap((line, i) => parseLogLine(line, i + 1).map(({ text }) => text)).filter((text) => text !== "");
}

// ../../tmp/explain-work/inter2.ts
var V = process.env.V;
var pre = (l, who) => V === "bare" ? l : V === "caller" ? l.map((t, i) => `[${(1e3 + i / 1e3).toFixed(6)}][T${who + 100}] ${t}`) : V === "host" ? l.map((t, i) => `Apr 29 12:47:32 node-${who} kernel: ${t}`) : l;
var failureLogs2 = V ? failureLogs.map((l, i) => ({ name: l.name, lines: pre(bareLines(l.lines), i) })) : failureLogs;
var seed = 12345;
var rnd = () => {
  seed = Math.imul(seed, 1664525) + 1013904223 >>> 0;
  return seed / 2 ** 32;
};
function riffle(a, b, mode2) {
  const out = [];
  let i = 0, j = 0;
  while (i < a.length || j < b.length) {
    let n = mode2 === 0 ? 1 : mode2 === 1 ? 1 + Math.floor(rnd() * 3) : 1 + Math.floor(rnd() * 12);
    const first = mode2 === 0 ? out.length % 2 === 0 : rnd() < 0.5;
    for (; n > 0; n--) {
      if (first && i < a.length || j >= b.length) {
        if (i < a.length) out.push(a[i++]);
      } else if (j < b.length) out.push(b[j++]);
    }
  }
  return out;
}
var own = (r, f) => r.kind === f.kind && r.order === f.order && r.gfpMask === f.gfpMask && r.bytes === f.bytes && r.comm === f.comm;
var facts = failureLogs2.map((l) => factsOf(l.lines));
var same = 0;
var incomplete = 0;
var bad = 0;
var missing = 0;
var total = 0;
for (let x = 0; x < failureLogs2.length; x++) for (let y = x + 1; y < failureLogs2.length; y++) for (let mode2 = 0; mode2 < 3; mode2++) {
  const lines = riffle(failureLogs2[x].lines, failureLogs2[y].lines, mode2);
  const got = factsOf(lines);
  const wants = [...facts[x], ...facts[y]];
  total += wants.length;
  for (const r of got) {
    const c = wants.filter((f) => own(r, f));
    if (!c.length) {
      bad++;
      if (bad < 20) console.log("ALIEN", failureLogs2[x].name, failureLogs2[y].name, mode2, JSON.stringify([r.kind, r.comm, r.order, r.bytes, r.gfpMask]));
      continue;
    }
    const ok = c.some((f) => {
      const k = r.kernelRelease === f.kernelRelease || r.kernelRelease === null;
      const cl = r.callers.every((s) => f.callers.includes(s) || r.callers.length === 0);
      if (r.complete) return f.complete && k && r.verdict === f.verdict && r.cause === f.cause && cl;
      return k && cl && r.verdict === "unknown";
    });
    if (!ok) {
      bad++;
      if (bad < 20) {
        const f = c[0];
        console.log("MIX", failureLogs2[x].name, failureLogs2[y].name, mode2, Object.keys(r).filter((k) => JSON.stringify(r[k]) !== JSON.stringify(f[k])).map((k) => k + ": " + JSON.stringify(f[k]) + " => " + JSON.stringify(r[k])).join("; "));
      }
    } else if (r.complete) same++;
    else incomplete++;
  }
  for (const f of wants) if (!got.some((r) => own(r, f))) {
    missing++;
    if (missing < 10) console.log("MISSING", failureLogs2[x].name, failureLogs2[y].name, mode2, JSON.stringify([f.kind, f.comm]));
  }
}
console.log({ same, incomplete, bad, missing, total });
