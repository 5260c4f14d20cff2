"use strict";

// src/evaluate/main.ts
var import_node_fs = require("node:fs");
var import_node_readline = require("node:readline");
var import_node_zlib = require("node:zlib");

// src/exit-codes.ts
var exitCodes = {
  go: 0,
  usage: 64,
  malformed: 65,
  unreadable: 66,
  never: 69,
  bug: 70,
  notNow: 75
};

// src/errors.ts
var BuddyguardError = class extends Error {
};
var UsageError = class extends BuddyguardError {
  name = "UsageError";
  exitCode = exitCodes.usage;
};
var UnreadableError = class extends BuddyguardError {
  name = "UnreadableError";
  exitCode = exitCodes.unreadable;
  file;
  constructor(file3, why) {
    super(`${file3}: ${why}`);
    this.file = file3;
  }
};
var MalformedError = class extends BuddyguardError {
  name = "MalformedError";
  exitCode = exitCodes.malformed;
  file;
  line;
  constructor(file3, line, found, expected) {
    super(`${file3}: line ${line}: ${quote(found)}: expected ${expected}`);
    this.file = file3;
    this.line = line;
  }
};
function quote(text, limit = 60) {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return `'${escapeControls(cut)}'`;
}
function escapeControls(text) {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (c) => {
      const code = c.charCodeAt(0);
      return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
    }
  );
}

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
function parseRelease(release, hints = {}) {
  const match = /^(\d{1,3})\.(\d{1,4})(?:\.(\d{1,5}))?(?!\d)/.exec(release);
  if (!match || release.length > longestRelease) return null;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  const written = match[3] === void 0 ? null : Number(match[3]);
  const { releaseCandidate, rest } = takeCandidate(release.slice(match[0].length));
  const form2 = releaseForms.find((candidate) => formFits(candidate, rest, written));
  const groups = form2?.rest.exec(rest)?.groups;
  const placeholder = form2?.placeholder === true && written === 0;
  const version = releaseOfProcVersion(hints.version ?? "") === release ? hints.version ?? "" : "";
  const signed = signedPatch(`${hints.versionSignature ?? ""} ${version}`, release);
  const patch = signed ?? debianPatch(version, major, minor) ?? (placeholder ? null : written);
  return {
    release,
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
  const match = /^-(?:0\.|0\d{5})?rc(\d{1,2})(?=[-+.]|$)\.?/.exec(rest);
  if (!match) return { releaseCandidate: null, rest };
  const after = rest.slice(match[0].length);
  const joined = after === "" || /^[-+]/.test(after) ? after : `-${after}`;
  return { releaseCandidate: Number(match[1]), rest: joined };
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
function signedPatch(text, release) {
  const build = /^(\d+\.\d+)\.\d+-\d+/.exec(release);
  if (!build) return null;
  for (const [, signed, line, patch] of text.matchAll(
    /\bUbuntu (\d+\.\d+\.\d+-\d+)\.\S+ (\d+\.\d+)\.(\d{1,5})/g
  )) {
    if (signed === build[0] && line === build[1]) return Number(patch);
  }
  return null;
}
function debianPatch(version, major, minor) {
  const match = / Debian (?:\d+:)?(\d+)\.(\d+)\.(\d{1,5})[-~+]/.exec(version);
  return match && Number(match[1]) === major && Number(match[2]) === minor ? Number(match[3]) : null;
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
function forEachLine(text, visit) {
  let start = 0;
  for (let number = 1; start < text.length; number++) {
    let end = text.indexOf("\n", start);
    if (end === -1) end = text.length;
    visit(text.slice(start, end), number);
    start = end + 1;
  }
}

// src/memory/buddyinfo.ts
var mostOrders = 32;
var mostZones = 8192;
var file = "/proc/buddyinfo";
var rowForm = "a row such as 'Node 0, zone Normal 12 3 0 …' with one free-block count an order";
function parseBuddyinfo(text) {
  const rows = [];
  const seen = /* @__PURE__ */ new Set();
  forEachLine(text, (line, number) => {
    if (line.trim() === "") return;
    const row = parseRow(line, number);
    const orders = rows[0]?.freeBlocks.length ?? row.freeBlocks.length;
    if (row.freeBlocks.length !== orders) {
      throw new MalformedError(
        file,
        number,
        line,
        `${orders} counts as in the first row, got ${row.freeBlocks.length}`
      );
    }
    const key = `${row.node} ${row.zone}`;
    if (seen.has(key)) throw new MalformedError(file, number, line, "each node and zone once");
    if (rows.length === mostZones) throw new MalformedError(file, number, line, `at most ${mostZones} rows`);
    seen.add(key);
    rows.push(row);
  });
  if (rows.length === 0) throw new MalformedError(file, 1, text.slice(0, 60), rowForm);
  return rows;
}
function parseRow(line, number) {
  const head = /^Node\s+(\d{1,9}),\s+zone\s+([A-Za-z][A-Za-z0-9]{0,31})\s+(?=\S)/.exec(line);
  if (!head) throw new MalformedError(file, number, line, rowForm);
  const words = line.slice(head[0].length).trimEnd().split(/\s+/, mostOrders + 1);
  if (words.length > mostOrders) throw new MalformedError(file, number, line, `at most ${mostOrders} orders`);
  const freeBlocks = words.map((word, order) => {
    const count = parseCount(word);
    if (count === null || count * 2 ** order > Number.MAX_SAFE_INTEGER / mostOrders) {
      throw new MalformedError(
        file,
        number,
        word,
        `the count of free blocks of order ${order}, a decimal number`
      );
    }
    return count;
  });
  return { node: Number(head[1]), zone: head[2] ?? "", freeBlocks };
}
function maxOrder(rows) {
  return (rows[0]?.freeBlocks.length ?? 0) - 1;
}

// src/memory/counters.ts
function parseMeminfo(text) {
  return parseLines("/proc/meminfo", text, /^([^:\s]{1,64}):\s+(\d+)(?: kB)?\s*$/, "'Name: N kB'");
}
function parseVmstat(text) {
  return parseLines("/proc/vmstat", text, /^([a-z]\S{0,63}) (-?\d+)\s*$/, "'name N'");
}
function parseLines(file3, text, form2, expected) {
  const counters = /* @__PURE__ */ new Map();
  forEachLine(text, (line, number) => {
    if (line === "") return;
    const match = form2.exec(line);
    if (!match) throw new MalformedError(file3, number, line, expected);
    const count = parseCount(match[2] ?? "");
    if (count !== null) counters.set(match[1] ?? "", count);
  });
  if (counters.size === 0) throw new MalformedError(file3, 1, "", expected);
  return counters;
}

// src/memory/pagetypeinfo.ts
var migratetypes = [
  "Unmovable",
  "Movable",
  "Reclaimable",
  "Reserve",
  "HighAtomic",
  "CMA",
  "Isolate"
];
var file2 = "/proc/pagetypeinfo";
function parsePagetypeinfo(text) {
  const zones = /* @__PURE__ */ new Map();
  const seen = { pageblockOrder: null, capped: false, blockTypes: null, orders: null };
  const zoneOf = (node, zone) => {
    const key = `${node} ${zone}`;
    let found = zones.get(key);
    if (!found) zones.set(key, found = { node, zone, freeBlocks: {}, pageblocks: {} });
    return found;
  };
  const counts = (words, line, number) => words.map((word) => {
    const count = parseCount(word.replace(/^>/, ""));
    if (count === null || count > Number.MAX_SAFE_INTEGER / 2 ** 32) {
      throw new MalformedError(file2, number, line, "decimal counts");
    }
    if (word.startsWith(">")) seen.capped = true;
    return count;
  });
  forEachLine(text, (line, number) => {
    if (line.trim() === "" || line.startsWith("Free pages count") || line.startsWith("Pages per block:"))
      return;
    const order = /^Page block order:\s+(\d{1,2})\s*$/.exec(line);
    if (order) {
      seen.pageblockOrder = Number(order[1]);
      return;
    }
    if (line.startsWith("Number of blocks type") || line.startsWith("Number of mixed blocks")) {
      seen.blockTypes = line.startsWith("Number of blocks") ? line.slice(21).trim().split(/\s+/) : [];
      return;
    }
    const free = /^Node\s+(\d{1,9}), zone\s+([A-Za-z][A-Za-z0-9]*), type\s+([A-Za-z]+)\s+(?=[>\d])(.*)$/.exec(
      line
    );
    if (free) {
      const row = counts((free[4] ?? "").trim().split(/\s+/), line, number);
      seen.orders ??= row.length;
      if (row.length !== seen.orders)
        throw new MalformedError(file2, number, line, `${seen.orders} counts as in the first row`);
      const type = typeNamed(free[3] ?? "");
      if (type) zoneOf(Number(free[1]), free[2] ?? "").freeBlocks[type] = row;
      return;
    }
    const blocks = /^Node\s+(\d{1,9}), zone\s+([A-Za-z][A-Za-z0-9]*)\s+(\d.*)$/.exec(line);
    if (blocks && seen.blockTypes) {
      const row = counts((blocks[3] ?? "").trim().split(/\s+/), line, number);
      const zone = zoneOf(Number(blocks[1]), blocks[2] ?? "");
      seen.blockTypes.forEach((name, i) => {
        const type = typeNamed(name);
        if (type) zone.pageblocks[type] = row[i] ?? 0;
      });
      return;
    }
    throw new MalformedError(file2, number, line, "a row of free or pageblock counts");
  });
  const { pageblockOrder, capped } = seen;
  if (pageblockOrder === null || seen.orders === null) {
    throw new MalformedError(file2, 1, text.slice(0, 60), "'Page block order: N' and rows of free counts");
  }
  return { pageblockOrder, capped, zones: [...zones.values()] };
}
function typeNamed(name) {
  return migratetypes.includes(name) ? name : null;
}

// src/memory/zoneinfo-block.ts
var zoneinfoFile = "/proc/zoneinfo";
function malformed(text, offset, found, expected) {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return new MalformedError(zoneinfoFile, line, found, expected);
}
var labels = /* @__PURE__ */ new Set([
  "min",
  "low",
  "high",
  "spanned",
  "present",
  "managed",
  "nr_free_cma",
  "nr_unaccepted",
  "nr_zone_inactive_file",
  "nr_zone_active_file",
  "nr_zone_inactive_anon",
  "nr_zone_active_anon",
  "nr_inactive_file",
  "nr_active_file",
  "nr_inactive_anon",
  "nr_active_anon",
  "nr_dirty",
  "nr_writeback",
  "nr_slab_reclaimable",
  "reserved_highatomic:",
  "free_highatomic:",
  "start_pfn:"
]);
var thresholdLabel = "vm stats threshold:";
var ZoneinfoBlock = class {
  #text;
  #node;
  #zone;
  #offset;
  #values = /* @__PURE__ */ new Map();
  #reserve = [];
  #perCpu = 0;
  #cpus = 0;
  #threshold = 0;
  constructor(text, node, zone, offset) {
    this.#text = text;
    this.#node = node;
    this.#zone = zone;
    this.#offset = offset;
  }
  /** Reads the line from `start` to `end`, or a whole paragraph that starts there; returns where that ends. */
  read(start, end) {
    const text = this.#text;
    let at = start;
    while (text.charCodeAt(at) === 32) at++;
    if (at >= end) return end;
    if (text.startsWith("pagesets", at)) return this.#readPagesets(end);
    if (text.startsWith("protection:", at)) {
      this.#reserve = this.#protection(start, end);
      return end;
    }
    if (text.startsWith("pages free", at)) {
      this.#set("free", at + 10, end);
      return end;
    }
    const space = text.indexOf(" ", at);
    if (space === -1 || space > end) return end;
    const label = text.slice(at, space);
    if (labels.has(label) && !this.#values.has(label)) this.#set(label, space, end);
    return end;
  }
  /**
   * The per-CPU lists take megabytes on large machines and little of it matters: only the counts are read, and nothing
   * else up to the line after them.
   */
  #readPagesets(start) {
    const text = this.#text;
    const ends = [text.indexOf("\n  start_pfn:", start), text.indexOf("\nNode ", start)].filter(
      (at) => at !== -1
    );
    const end = ends.length === 0 ? text.length : Math.min(...ends);
    for (let at = text.indexOf("count:", start); at !== -1 && at < end; at = text.indexOf("count:", at)) {
      at += 6;
      while (text.charCodeAt(at) === 32) at++;
      const first = at;
      let count = 0;
      for (let digit = text.charCodeAt(at) - 48; digit >= 0 && digit <= 9; digit = text.charCodeAt(++at) - 48) {
        count = count * 10 + digit;
      }
      if (at === first || at - first > 15)
        throw malformed(text, first, text.slice(first, first + 20), "a page count");
      this.#perCpu += count;
      this.#cpus++;
    }
    const threshold = text.indexOf(thresholdLabel, start);
    if (threshold !== -1 && threshold < end) {
      const from = threshold + thresholdLabel.length;
      const to = text.indexOf("\n", from);
      this.#threshold = parseCount(text.slice(from, to === -1 ? end : to).trim()) ?? 0;
    }
    return end;
  }
  toZone() {
    const value = (label) => this.#values.get(label) ?? 0;
    const required = (label) => {
      const found = this.#values.get(label);
      if (found === void 0) {
        throw malformed(
          this.#text,
          this.#offset,
          `Node ${this.#node}, zone ${this.#zone}`,
          `a zone with '${label}'`
        );
      }
      return found;
    };
    const perZone = this.#values.has("nr_zone_inactive_file");
    const list = (label) => value(perZone ? `nr_zone_${label}` : `nr_${label}`);
    return {
      node: this.#node,
      zone: this.#zone,
      freePages: required("free"),
      watermarkPages: { min: required("min"), low: required("low"), high: required("high") },
      spannedPages: value("spanned"),
      presentPages: value("present"),
      managedPages: this.#values.get("managed") ?? value("present"),
      lowmemReserve: this.#reserve,
      freeCmaPages: value("nr_free_cma"),
      reservedHighatomicPages: this.#values.get("reserved_highatomic:") ?? null,
      freeHighatomicPages: this.#values.get("free_highatomic:") ?? null,
      unacceptedPages: value("nr_unaccepted"),
      lru: {
        inactiveFile: list("inactive_file"),
        activeFile: list("active_file"),
        inactiveAnon: list("inactive_anon"),
        activeAnon: list("active_anon")
      },
      nodeStats: this.#values.has("nr_inactive_file") ? {
        inactiveFile: value("nr_inactive_file"),
        activeFile: value("nr_active_file"),
        inactiveAnon: value("nr_inactive_anon"),
        activeAnon: value("nr_active_anon"),
        dirty: value("nr_dirty"),
        writeback: value("nr_writeback"),
        slabReclaimable: value("nr_slab_reclaimable")
      } : null,
      perCpuPages: this.#perCpu,
      cpus: this.#cpus,
      statThreshold: this.#threshold,
      startPfn: this.#values.get("start_pfn:") ?? null
    };
  }
  #set(label, start, end) {
    const word = this.#text.slice(start, end).trim();
    const count = parseCount(word);
    if (count === null)
      throw malformed(
        this.#text,
        start,
        word,
        `the ${label === "free" ? "free pages" : `${label} count`}, a decimal number`
      );
    this.#values.set(label, count);
  }
  #protection(start, end) {
    const line = this.#text.slice(start, end);
    const inner = /\(([^()]*)\)\s*$/.exec(line)?.[1];
    const counts = inner?.split(",").map((word) => parseCount(word.trim()));
    if (!counts || counts.length > 16 || counts.includes(null)) {
      throw malformed(this.#text, start, line, "'protection: (N, N, …)'");
    }
    return counts;
  }
};

// src/memory/zoneinfo.ts
function parseZoneinfo(text) {
  const blocks = [];
  const seen = /* @__PURE__ */ new Set();
  let block;
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf("\n", start);
    if (end === -1) end = text.length;
    if (text.startsWith("Node ", start)) {
      const line = text.slice(start, end);
      const head = /^Node (\d{1,9}), zone\s+([A-Za-z][A-Za-z0-9]{0,31})\s*$/.exec(line);
      const key = head ? `${head[1] ?? ""} ${head[2] ?? ""}` : "";
      if (!head || seen.has(key)) throw malformed(text, start, line, "'Node N, zone NAME', each once");
      if (blocks.length === mostZones) throw malformed(text, start, line, `at most ${mostZones} zones`);
      seen.add(key);
      block = new ZoneinfoBlock(text, Number(head[1]), head[2] ?? "", start);
      blocks.push(block);
    } else if (block) {
      end = block.read(start, end);
    } else {
      const line = text.slice(start, end);
      if (line.trim() !== "") throw malformed(text, start, line, "'Node N, zone NAME'");
    }
    start = end + 1;
  }
  if (blocks.length === 0)
    throw new MalformedError(zoneinfoFile, 1, text.slice(0, 60), "'Node N, zone NAME'");
  return blocks.map((b) => b.toZone());
}

// src/memory/snapshot.ts
function snapshotOf(texts, missing = []) {
  const said = [...missing];
  const optional = (text, parse) => {
    if (text === void 0) return null;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof BuddyguardError)) throw error;
      said.push(error.message);
      return null;
    }
  };
  return {
    buddy: parseBuddyinfo(texts.buddyinfo),
    zones: optional(texts.zoneinfo, parseZoneinfo),
    pageTypes: optional(texts.pagetypeinfo, parsePagetypeinfo),
    meminfo: optional(texts.meminfo, parseMeminfo),
    vmstat: optional(texts.vmstat, parseVmstat),
    allowedNodes: null,
    cgroup: null,
    movableBlockFound: null,
    defragMode: texts.defragMode?.trim() === "1",
    missing: said
  };
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
  const types = ["Unmovable", "Movable", "Reclaimable"];
  if (!atLeast(kernel, 4, 4)) types.push("Reserve");
  if (traits.movable) types.push("CMA");
  if (mayUseHighatomic({ traits, kernel, order })) types.push("HighAtomic");
  return types;
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
  const own = defragRestricted(question) ? question.traits.movable ? "Movable" : "Unmovable" : null;
  if (zone.types) {
    const lists = zone.types.freeBlocks;
    const pageblockOrder = question.pageTypes?.pageblockOrder ?? 0;
    const served = servingTypes(question).some((type) => {
      const from = own !== null && type !== own ? Math.max(order, pageblockOrder) : order;
      return pagesInBlocks(lists[type] ?? [], from) > 0;
    });
    return served ? "yes" : "withheld";
  }
  if (own !== null) return "open";
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
  const share2 = Math.floor(info.managedPages / 100);
  const largestOrder = zone.freeBlocks.length - 1;
  if (!atLeast(kernel, 6, 8)) return share2 + 2 * 2 ** largestOrder;
  const pageblock = 2 ** Math.min(largestOrder, smallestPageblockOrder);
  return share2 < pageblock ? 0 : share2 + 2 ** largestOrder;
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
  const zones = zonelist.zones.filter((zone) => zone.eligible);
  const size = 2 ** order;
  const sum = (of) => zones.reduce((total, zone) => total + of(zone), 0);
  const inBlocks = (from) => log(sum((zone) => pagesInBlocks(zone.freeBlocks, Math.max(0, from))) / size);
  const known = zones.every((zone) => zone.info !== null);
  const ofInfo = (of) => sum(({ info }) => info ? of(info) : 0);
  const managed = Math.max(
    1,
    ofInfo((info) => info.managedPages)
  );
  const file3 = ofInfo(filePages);
  const aboveLow = zones.map((zone) => pagesAboveLow(zone, zonelist.classIndex));
  const typed = zones.filter((zone) => zone.types !== null);
  return {
    noRetry: Number(traits.noRetry),
    order,
    nearBlocks: inBlocks(order - 1),
    closeBlocks: inBlocks(order - 3),
    free: inBlocks(0),
    movableFree: log(sum(movableFreePages) / size),
    fileShare: known ? file3 / managed : null,
    file: known ? log(file3 / size) : null,
    headroom: known ? log(aboveLow.reduce((total, pages) => total + Math.max(0, pages), 0) / size) : null,
    deficit: known ? log(Math.max(0, -Math.max(...aboveLow))) : null,
    unmovableShare: typed.length > 0 ? unmovableShare(typed) : null,
    kernelShare: known ? ofInfo(kernelPages) / managed : null,
    cleanBlocks: typed.length > 0 && known ? log(sum((zone) => expectedCleanBlocks(zone, order, zonelist))) : null,
    perCpu: known && atLeast(kernel, 5, 14) ? log(ofInfo((info) => info.perCpuPages) / size) : null,
    ...compactionRecord(snapshot)
  };
}
function movableFreePages({ types, freeBlocks }) {
  return pagesInBlocks(types ? types.freeBlocks.Movable ?? [] : freeBlocks, 0);
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
function unmovableBlocks({ types }) {
  const { Unmovable = 0, Reclaimable = 0, HighAtomic = 0 } = types?.pageblocks ?? {};
  return Unmovable + Reclaimable + HighAtomic;
}
function unmovableShare(zones) {
  const unmovable = zones.reduce((total, zone) => total + unmovableBlocks(zone), 0);
  const movable = zones.reduce((total, { types }) => total + (types?.pageblocks.Movable ?? 0), 0);
  return unmovable / Math.max(1, unmovable + movable);
}
function expectedCleanBlocks(zone, order, { pageTypes }) {
  if (!zone.info || !zone.types || !pageTypes) return 0;
  const pageblock = 2 ** pageTypes.pageblockOrder;
  const movable = (zone.types.pageblocks.Movable ?? 0) * pageblock;
  if (movable === 0) return 0;
  const { Unmovable = [], Reclaimable = [], HighAtomic = [] } = zone.types.freeBlocks;
  const freeInOwn = [Unmovable, Reclaimable, HighAtomic].reduce(
    (total, list) => total + pagesInBlocks(list, 0),
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
function reclaimablePages(zones, swapFree) {
  return zones.filter((zone) => zone.eligible).reduce((sum, { info }) => {
    if (!info) return sum;
    const { inactiveFile, activeFile, inactiveAnon, activeAnon } = info.lru;
    return sum + inactiveFile + activeFile + (swapFree ? inactiveAnon + activeAnon : 0);
  }, 0);
}
function cleanFilePages({ zones, vmstat, meminfo }, pageSize = 4096) {
  const nodes = (zones ?? []).flatMap(({ nodeStats }) => nodeStats ?? []);
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
  const size = 2 ** order;
  const blocks = Math.floor(pagesInBlocks(freeBlocks, order) / size);
  return Math.max(1, Math.min(blocks, Math.ceil((usable - mark - reserve) / size)));
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
function zonePrediction(zone, classIndex, fits, why) {
  const info = zone.info;
  return {
    node: zone.node,
    zone: zone.zone,
    allowed: zone.eligible,
    freePages: info?.freePages ?? pagesInBlocks(zone.freeBlocks, 0),
    freeBlocks: zone.freeBlocks,
    watermarkPages: info?.watermarkPages ?? null,
    lowmemReservePages: info && zone.eligible && classIndex !== null ? info.lowmemReserve[classIndex] ?? 0 : null,
    fits,
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
  const types = new Map((snapshot.pageTypes?.zones ?? []).map((zone) => [key(zone), zone]));
  const zones = [...snapshot.buddy].sort(byZonelistOrder).map((row) => ({
    ...row,
    info: infos.get(key(row)) ?? null,
    types: types.get(key(row)) ?? null,
    eligible: rank(row.zone) !== -1 && rank(row.zone) <= rank(highest)
  }));
  const classIndex = built === null ? null : built.indexOf(highest);
  return { zones, classIndex: classIndex === -1 ? null : classIndex, pageTypes: snapshot.pageTypes };
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
  const size = Math.max(0, ...snapshot.zones.map((zone) => zone.lowmemReserve.length));
  const named2 = zoneTypes.filter((zone) => seen.has(zone));
  if (size === 0 || named2.length >= size) return named2;
  const built = new Set(named2);
  const guesses = seen.has("HighMem") ? ["Normal", "Movable", "DMA", "Device"] : ["Normal", "Movable", "DMA32", "DMA", "Device", "HighMem"];
  for (const zone of guesses) if (built.size < size) built.add(zone);
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
    const zones2 = zonelist.zones.map(
      (zone) => zonePrediction(zone, null, false, `no list of order ${order}: the largest is ${largest}`)
    );
    return never(
      "fragmentation",
      `order ${order} is larger than the largest block of this kernel, order ${largest}`,
      zones2
    );
  }
  const tests = zonelist.zones.map(
    (zone) => testZone(zone, { order, traits, kernel, zonelist, defragMode: snapshot.defragMode })
  );
  const zones = tests.map((test) => zonePrediction(test.zone, zonelist.classIndex, test.fits, test.why));
  const asked = tests.filter((test) => test.zone.eligible);
  if (asked.length === 0) {
    return never(
      "zone-absent",
      `this machine has no memory in zone ${traits.highestZone} or below, which ${request.gfp.join("|")} asks for`,
      zones
    );
  }
  const base = { zones, terms: [], wants: [], advice: [], never: false };
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
  return withoutFreeBlock(request, snapshot, kernel, zonelist, traits, asked, zones);
}
function withoutFreeBlock(request, snapshot, kernel, zonelist, traits, asked, zones) {
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
  return { verdict, likelihood, cause, reason, never: false, zones, terms, wants, advice: [] };
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
function never(cause, reason, zones) {
  return {
    verdict: "unavailable",
    likelihood: 0,
    cause,
    reason,
    never: true,
    zones,
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
  const zones = singlePageZones(zonelist, perZone);
  const base = { zones, terms: [], wants: [], advice: [], never: false };
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
function hiddenHighatomicMatters(zones, perZone, need) {
  let safe = 0;
  for (const zone of zones) {
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

// src/evaluate/scores.ts
function areaUnderCurve(outcomes) {
  const sorted = [...outcomes].sort((a, b) => a.likelihood - b.likelihood);
  const positives = sorted.filter((o) => o.granted).length;
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let rankSum = 0;
  for (let i = 0; i < sorted.length; ) {
    let j = i;
    while (j < sorted.length && sorted[j]?.likelihood === sorted[i]?.likelihood) j++;
    const rank2 = (i + 1 + j) / 2;
    for (let k = i; k < j; k++) if (sorted[k]?.granted) rankSum += rank2;
    i = j;
  }
  return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
}
function brierScore(outcomes) {
  if (outcomes.length === 0) return null;
  return outcomes.reduce((sum, o) => sum + (o.likelihood - Number(o.granted)) ** 2, 0) / outcomes.length;
}
function calibrationBins(outcomes) {
  const bins = Array.from({ length: 10 }, (_, i) => ({
    from: i / 10,
    to: (i + 1) / 10,
    count: 0,
    said: 0,
    happened: 0
  }));
  for (const { likelihood, granted: granted2 } of outcomes) {
    const bin = bins[Math.min(9, Math.floor(likelihood * 10))];
    if (!bin) continue;
    bin.count++;
    bin.said += likelihood;
    bin.happened += Number(granted2);
  }
  return bins.map((bin) => ({
    ...bin,
    said: bin.said / (bin.count || 1),
    happened: bin.happened / (bin.count || 1)
  }));
}
function calibrationError(outcomes) {
  if (outcomes.length === 0) return null;
  return calibrationBins(outcomes).reduce(
    (sum, b) => sum + b.count / outcomes.length * Math.abs(b.said - b.happened),
    0
  );
}

// src/evaluate/evaluation.ts
var Evaluator = class {
  #tallies = /* @__PURE__ */ new Map();
  /** Predicts a trial from its texts alone and compares with the first attempt. */
  add(trial) {
    const granted2 = trial.attempts[0]?.granted ?? false;
    const { request } = trial;
    const { verdict, likelihood } = predict(request, snapshotOf(trial.texts), parseRelease(trial.release));
    const tally = this.#tally(request.path);
    tally.verdicts[verdict].count++;
    if (granted2) tally.verdicts[verdict].granted++;
    if (granted2 && !stalled(trial)) {
      tally.fast.of++;
      if (verdict !== "available") tally.fast.count++;
    }
    const naive = snapshotOf({ buddyinfo: trial.texts.buddyinfo }).buddy.some(
      (row) => pagesInBlocks(row.freeBlocks, request.order) > 0
    );
    if (naive && !granted2) tally.naiveFalsePromises++;
    if (verdict !== "available" && verdict !== "unknown") {
      tally.slow.push({ likelihood, granted: granted2 });
      tally.naiveSlow.push({ likelihood: Number(naive), granted: granted2 });
    }
  }
  /** The slow path's outcomes of a path, for tables of calibration. */
  slowOutcomes(path) {
    return this.#tallies.get(path)?.slow ?? [];
  }
  report() {
    const paths2 = {};
    let trials = 0;
    for (const [path, tally] of this.#tallies) {
      const report = reportOf(tally);
      trials += report.trials;
      paths2[path] = report;
    }
    return { trials, paths: paths2 };
  }
  #tally(path) {
    const found = this.#tallies.get(path);
    if (found) return found;
    const none = () => ({ count: 0, granted: 0 });
    const tally = {
      verdicts: { available: none(), attainable: none(), unavailable: none(), unknown: none() },
      fast: { count: 0, of: 0 },
      slow: [],
      naiveSlow: [],
      naiveFalsePromises: 0
    };
    this.#tallies.set(path, tally);
    return tally;
  }
};
function stalled({ attempts: [first] }) {
  return (first?.directReclaimStalls ?? 0) > 0 || (first?.compactStalls ?? 0) > 0;
}
function reportOf({ verdicts, fast, slow, naiveSlow, naiveFalsePromises }) {
  return {
    trials: Object.values(verdicts).reduce((sum, v) => sum + v.count, 0),
    verdicts,
    falsePromises: verdicts.available.count - verdicts.available.granted,
    missedFastPath: fast,
    slowPath: {
      count: slow.length,
      granted: slow.filter((o) => o.granted).length,
      auc: areaUnderCurve(slow),
      brier: brierScore(slow),
      calibrationError: calibrationError(slow)
    },
    naive: { falsePromises: naiveFalsePromises, auc: areaUnderCurve(naiveSlow) }
  };
}

// src/evaluate/report.ts
function evaluationText({ trials, paths: paths2 }) {
  const parts = Object.entries(paths2).map(([path, report]) => pathText(path, report));
  return [`${trials} trials`, ...parts].join("\n\n") + "\n";
}
function pathText(path, report) {
  const rows = Object.entries(report.verdicts).filter(([, { count }]) => count > 0).map(
    ([verdict, { count, granted: granted2 }]) => `  ${verdict.padEnd(12)} ${cell(count)} of them granted ${cell(granted2)} ${share(granted2, count)}`
  );
  const { slowPath: slow, missedFastPath: missed, naive } = report;
  return [
    `${path}: ${report.trials} trials`,
    ...rows,
    `  called available and refused (false promises): ${report.falsePromises}`,
    `  granted without a stall, not called available: ${missed.count} of ${missed.of}`,
    `  for the other ${slow.count}, the likelihood: AUC ${score(slow.auc)}, Brier ${score(slow.brier)}, calibration error ${score(slow.calibrationError)}`,
    `  beside it "some zone has a free block of that order": ${naive.falsePromises} false promises, AUC ${score(naive.auc)}`
  ].join("\n");
}
function cell(value) {
  return String(value).padStart(6);
}
function share(part, whole) {
  return whole === 0 ? "" : `(${(part / whole * 100).toFixed(2)} %)`;
}
function score(value) {
  return value === null ? "-" : value.toFixed(3);
}

// src/request/order.ts
function getOrder(bytes, pageSize) {
  const pages = Math.ceil(bytes / pageSize);
  let order = 0;
  while (2 ** order < pages) order++;
  return order;
}

// src/evaluate/trial.ts
var paths = ["contiguous", "vmalloc", "vmalloc-noretry"];
function parseTrial(line, file3, number) {
  const malformed2 = (expected) => new MalformedError(file3, number, line.slice(0, 60), expected);
  let trial = null;
  try {
    trial = JSON.parse(line);
  } catch {
  }
  if (typeof trial !== "object" || trial === null) throw malformed2("one JSON object a line");
  const { request, proc, attempts } = trial;
  const first = attempts?.[0];
  if (!request || !Array.isArray(request.gfp) || typeof proc?.buddyinfo !== "string" || typeof first?.granted !== "boolean") {
    throw malformed2("a trial with request, proc.buddyinfo and attempts");
  }
  const { pageSize = 4096, release = "" } = trial;
  if (!Number.isInteger(pageSize) || pageSize < 1) throw malformed2("pageSize in bytes");
  if (typeof release !== "string") throw malformed2("release as uname -r prints it");
  const text = (name) => typeof proc[name] === "string" ? proc[name] : void 0;
  return {
    id: trial.id ?? `${file3}:${number}`,
    release,
    request: requestOf(request, request.gfp, pageSize, malformed2),
    texts: {
      buddyinfo: proc.buddyinfo,
      zoneinfo: text("zoneinfo"),
      pagetypeinfo: text("pagetypeinfo"),
      meminfo: text("meminfo"),
      vmstat: text("vmstat")
    },
    attempts: attempts ?? []
  };
}
function requestOf(asked, gfp, pageSize, malformed2) {
  const path = paths.find((name) => name === (asked.path ?? "contiguous"));
  if (path === void 0) throw malformed2(`request.path, one of ${paths.join(", ")}`);
  const common = { workload: null, path, gfp, pageSize, notes: [] };
  if (path === "contiguous") {
    const { order } = asked;
    if (order === void 0 || !Number.isInteger(order) || order < 0 || order > 63)
      throw malformed2("request.order, 0 to 63");
    return { ...common, order, pages: 2 ** order, bytes: 2 ** order * pageSize };
  }
  const each = asked.pages ?? Math.ceil((asked.bytes ?? 0) / pageSize);
  if (!Number.isInteger(each) || each < 1) throw malformed2("request.pages or request.bytes");
  const { callers = 1, bytes = each * pageSize } = asked;
  if (!Number.isInteger(callers) || callers < 1) throw malformed2("request.callers, 1 or more");
  if (!Number.isInteger(bytes) || bytes < 1) throw malformed2("request.bytes, 1 or more");
  const pages = each * callers;
  return { ...common, order: getOrder(bytes, pageSize), pages, bytes };
}

// src/evaluate/main.ts
async function evaluateFile(file3, evaluator) {
  const source = (0, import_node_fs.createReadStream)(file3);
  const input = file3.endsWith(".gz") ? source.pipe((0, import_node_zlib.createGunzip)()) : source;
  source.on("error", (error) => input.destroy(error));
  let number = 0;
  try {
    for await (const line of (0, import_node_readline.createInterface)({ input, crlfDelay: Infinity })) {
      number++;
      if (line.trim() !== "") evaluator.add(parseTrial(line, file3, number));
    }
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    if (String(error.code).startsWith("Z_"))
      throw new MalformedError(file3, number + 1, error.message, "gzip data");
    throw new UnreadableError(file3, error.message);
  }
}
async function main(words) {
  const unknown = words.find((word) => word.startsWith("-") && word !== "--json");
  const files = words.filter((word) => !word.startsWith("-"));
  if (unknown !== void 0)
    throw new UsageError(`evaluate: unknown option ${quote(unknown)}: expected --json and trial files`);
  if (files.length === 0)
    throw new UsageError("evaluate: no trial file named: expected FILE.jsonl or FILE.jsonl.gz …");
  const evaluator = new Evaluator();
  for (const file3 of files) await evaluateFile(file3, evaluator);
  const report = evaluator.report();
  process.stdout.write(words.includes("--json") ? `${JSON.stringify(report)}
` : evaluationText(report));
  return exitCodes.go;
}
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`buddyguard: ${escapeControls(message)}
`);
    process.exitCode = error instanceof BuddyguardError ? error.exitCode : exitCodes.bug;
  }
);
