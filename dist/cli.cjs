#!/usr/bin/env node
"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// src/exit-codes.ts
var exitCodes;
var init_exit_codes = __esm({
  "src/exit-codes.ts"() {
    "use strict";
    exitCodes = {
      go: 0,
      usage: 64,
      malformed: 65,
      unreadable: 66,
      never: 69,
      bug: 70,
      notNow: 75
    };
  }
});

// src/errors.ts
function isBuddyguardError(error) {
  return error instanceof Error && typeof error.exitCode === "number";
}
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
var BuddyguardError, UsageError, UnreadableError, MalformedError;
var init_errors = __esm({
  "src/errors.ts"() {
    "use strict";
    init_exit_codes();
    BuddyguardError = class extends Error {
    };
    UsageError = class extends BuddyguardError {
      name = "UsageError";
      exitCode = exitCodes.usage;
    };
    UnreadableError = class extends BuddyguardError {
      name = "UnreadableError";
      exitCode = exitCodes.unreadable;
      file;
      constructor(file3, why) {
        super(`${file3}: ${why}`);
        this.file = file3;
      }
    };
    MalformedError = class extends BuddyguardError {
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
  }
});

// src/kernel/version.ts
function parseVersion(release) {
  const match = /^(\d{1,3})\.(\d{1,4})(?!\d)/.exec(release);
  return match ? { release, major: Number(match[1]), minor: Number(match[2]) } : null;
}
function atLeast(kernel, major, minor) {
  if (!kernel) return true;
  return kernel.major > major || kernel.major === major && kernel.minor >= minor;
}
var init_version = __esm({
  "src/kernel/version.ts"() {
    "use strict";
  }
});

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
  const share = Math.floor(info.managedPages / 100);
  const largestOrder = zone.freeBlocks.length - 1;
  if (!atLeast(kernel, 6, 8)) return share + 2 * 2 ** largestOrder;
  const pageblock = 2 ** Math.min(largestOrder, smallestPageblockOrder);
  return share < pageblock ? 0 : share + 2 ** largestOrder;
}
var smallestPageblockOrder;
var init_free_lists = __esm({
  "src/predict/free-lists.ts"() {
    "use strict";
    init_version();
    smallestPageblockOrder = 9;
  }
});

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
var init_fields = __esm({
  "src/memory/fields.ts"() {
    "use strict";
  }
});

// src/memory/counters.ts
function parseMeminfo(text) {
  return parseLines("/proc/meminfo", text, /^([^:\s]{1,64}):\s+(\d+)(?: kB)?\s*$/, "'Name: N kB'");
}
function parseVmstat(text) {
  return parseLines("/proc/vmstat", text, /^([a-z]\S{0,63}) (-?\d+)\s*$/, "'name N'");
}
function parseLines(file3, text, form, expected) {
  const counters = /* @__PURE__ */ new Map();
  forEachLine(text, (line, number) => {
    if (line === "") return;
    const match = form.exec(line);
    if (!match) throw new MalformedError(file3, number, line, expected);
    const count = parseCount(match[2] ?? "");
    if (count !== null) counters.set(match[1] ?? "", count);
  });
  if (counters.size === 0) throw new MalformedError(file3, 1, "", expected);
  return counters;
}
var init_counters = __esm({
  "src/memory/counters.ts"() {
    "use strict";
    init_errors();
    init_fields();
  }
});

// src/guard/remedies/conditions.ts
function nodesToCompact(zones, order) {
  if (order === 0) return [];
  const nodes = zones.filter((zone) => {
    if (!zone.allowed || zone.fits || !zone.watermarkPages) return false;
    const mark = order > 3 ? zone.watermarkPages.low : zone.watermarkPages.min;
    return zone.freePages > mark + (zone.lowmemReservePages ?? 0) + 2 * 2 ** order;
  });
  return [...new Set(nodes.map(({ node }) => node))].sort((a, b) => a - b);
}
function loadPerCpu(loadavg, stat) {
  const load = /^(\d+\.\d+) /.exec(loadavg ?? "")?.[1];
  const cpus = stat?.match(/^cpu\d+ /gm)?.length ?? 0;
  return load === void 0 || cpus === 0 ? null : Number(load) / cpus;
}
function compactedBetween(before, after) {
  if (!before || !after) return null;
  const rose = (name) => (after.get(name) ?? 0) > (before.get(name) ?? 0);
  if (daemon.some(rose)) return "kcompactd";
  return scanning.some(rose) && !rose("compact_stall") ? "another" : null;
}
function restAfter(useless, base) {
  return useless === 0 ? base : Math.max(base, 30 * second * Math.min(16, 2 ** (useless - 1)));
}
var mostLoadPerCpu, scanning, daemon, second;
var init_conditions = __esm({
  "src/guard/remedies/conditions.ts"() {
    "use strict";
    mostLoadPerCpu = 2;
    scanning = ["compact_migrate_scanned", "compact_free_scanned", "compact_isolated"];
    daemon = ["compact_daemon_wake", "compact_daemon_migrate_scanned", "compact_daemon_free_scanned"];
    second = 1e3;
  }
});

// src/guard/remedies/control-file.ts
function openControl(path) {
  let descriptor;
  try {
    descriptor = (0, import_node_fs5.openSync)(path, import_node_fs5.constants.O_WRONLY | import_node_fs5.constants.O_NOFOLLOW | import_node_fs5.constants.O_NONBLOCK);
  } catch (error) {
    const code = error.code ?? String(error);
    return {
      refused: `${path} ${sentences[code] ?? `cannot be written (${code})`}`,
      absent: code === "ENOENT"
    };
  }
  if ((0, import_node_fs5.fstatSync)(descriptor).isFile()) return { descriptor };
  (0, import_node_fs5.closeSync)(descriptor);
  return { refused: `${path} is not a regular file: it is masked here`, absent: false };
}
async function tryLock(descriptor) {
  const status = await statusOf("flock", ["-n", "3"], [descriptor], 5e3);
  if (status === 0) return "held";
  return status === 1 || status === "late" ? "busy" : "no flock";
}
async function writeOne(descriptor, lock, limitMilliseconds) {
  const status = await statusOf("sh", ["-c", "printf 1 >&3"], [descriptor, lock], limitMilliseconds);
  if (status === "late") return "late";
  return status === 0 ? "written" : "refused";
}
function statusOf(file3, args, descriptors, limitMilliseconds) {
  const options2 = { stdio: ["ignore", "ignore", "ignore", ...descriptors] };
  return new Promise((resolve) => {
    const child = (0, import_node_child_process.spawn)(file3, args, options2);
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      child.unref();
      resolve("late");
    }, limitMilliseconds);
    const end = (status) => {
      clearTimeout(timer);
      resolve(status);
    };
    child.once("error", () => {
      end(null);
    });
    child.once("exit", end);
  });
}
var import_node_child_process, import_node_fs5, sentences;
var init_control_file = __esm({
  "src/guard/remedies/control-file.ts"() {
    "use strict";
    import_node_child_process = require("node:child_process");
    import_node_fs5 = require("node:fs");
    sentences = {
      ENOENT: "is not there",
      ENOTDIR: "is not there",
      EACCES: "may not be written by this user: it takes root of the host, in a container a privileged one",
      EPERM: "may not be written by this user: it takes root of the host, in a container a privileged one",
      EROFS: "is read-only here: it takes a privileged container",
      ENXIO: "is not a regular file",
      ELOOP: "is a symbolic link"
    };
  }
});

// src/guard/remedies/remedy.ts
function outcomesOf(name, undone, world) {
  const start = world.now();
  const milliseconds = () => world.now() - start;
  return {
    /** Nothing was done, for now or (`never`) in this run. */
    not: (why, never2 = false) => ({
      ...{ name, applied: false, possible: !never2, helped: null, nodes: [] },
      ...{ why: `${undone}: ${why}`, milliseconds: milliseconds() }
    }),
    done: (helped, nodes, why) => ({
      ...{ name, applied: true, possible: true, helped, nodes },
      ...{ why: why(inSeconds(milliseconds())), milliseconds: milliseconds() }
    })
  };
}
function inSeconds(milliseconds) {
  return `${(milliseconds / 1e3).toFixed(1)} s`;
}
var init_remedy = __esm({
  "src/guard/remedies/remedy.ts"() {
    "use strict";
  }
});

// src/guard/remedies/rest.ts
function restOf(descriptor, base, now = Date.now()) {
  const { atimeMs, mtimeMs } = (0, import_node_fs6.fstatSync)(descriptor);
  const useless = Math.round(atimeMs / 1e3);
  const since = now - mtimeMs;
  if (useless >= mostUseless || since < 0) return { left: 0, useless: 0 };
  return { left: Math.max(0, restAfter(useless, base) - since), useless };
}
function beginRest(descriptor, helped, base, now = Date.now()) {
  const useless = helped ? 0 : Math.min(restOf(descriptor, base, now).useless + 1, mostUseless - 1);
  try {
    (0, import_node_fs6.futimesSync)(descriptor, useless, now / 1e3);
  } catch {
  }
}
var import_node_fs6, mostUseless;
var init_rest = __esm({
  "src/guard/remedies/rest.ts"() {
    "use strict";
    import_node_fs6 = require("node:fs");
    init_conditions();
    mostUseless = 1e3;
  }
});

// src/guard/remedies/locked-write.ts
async function writeLocked(write, look, tools) {
  const { machine, world } = tools;
  const limitMilliseconds = tools.limitMilliseconds();
  const start = world.now();
  const before = readVmstat(machine);
  const [least, most] = jitterMilliseconds;
  await world.sleep(least + (most - least) * world.random());
  const who = compactedBetween(before, readVmstat(machine));
  if (who !== null) return { putOff: `${who === "another" ? "somebody else" : who} is compacting memory` };
  const lock = await tryLock(write.lock);
  if (lock === "busy") return { putOff: `another guard ${write.doing}` };
  const rest = restOf(write.lock, write.rest);
  if (rest.left > 0) {
    const last = rest.useless > 0 ? "the last time did not help" : "the last time is not long ago";
    return { putOff: `${last}, the next is in ${inSeconds(rest.left)} at the earliest` };
  }
  const now = tools.look().prediction;
  if (now.verdict === "available" || tools.goes(now) && !tools.goes(look.prediction)) {
    return { putOff: "the request has become possible meanwhile" };
  }
  if (world.now() - start >= limitMilliseconds) return { putOff: "there is no time left" };
  world.say(
    lock === "held" ? write.announcement : `${write.announcement}, without a lock: there is no flock(1) here`
  );
  let late = false;
  for (const descriptor of write.descriptors) {
    const left = limitMilliseconds - (world.now() - start);
    const result = left > 0 ? await writeOne(descriptor, write.lock, left) : "late";
    if (result === "refused") return "refused";
    if (result === "late") late = true;
  }
  const helped = write.helped();
  beginRest(write.lock, helped, write.rest);
  return { helped, late };
}
function readVmstat(machine) {
  const text = machine.text("proc/vmstat");
  try {
    return text === void 0 ? null : parseVmstat(text);
  } catch {
    return null;
  }
}
var jitterMilliseconds;
var init_locked_write = __esm({
  "src/guard/remedies/locked-write.ts"() {
    "use strict";
    init_counters();
    init_conditions();
    init_control_file();
    init_remedy();
    init_rest();
    jitterMilliseconds = [50, 250];
  }
});

// src/guard/remedies/compact.ts
function compaction() {
  return { name: "compact", apply };
}
async function apply(look, tools) {
  const { need, prediction, snapshot } = look;
  const { machine } = tools;
  const { order, path } = need.request;
  const { not, done } = outcomesOf("compact", "not compacted", tools.world);
  if (path !== "contiguous" || order === 0) return not("single pages are asked for, and it makes none", true);
  const nodes = nodesToCompact(prediction.zones, order);
  if (nodes.length === 0) return not("no zone has the free pages that compaction needs");
  const load = loadPerCpu(machine.text("proc/loadavg"), machine.text("proc/stat"));
  if (load !== null && load > mostLoadPerCpu) {
    return not(`the load is ${load.toFixed(1)} tasks a CPU, more than ${mostLoadPerCpu}`);
  }
  const controls = openControls(machine, nodes, snapshot);
  if ("refused" in controls) return not(controls.refused, true);
  const where = controls.all ? "all nodes" : `node ${nodes.join(", ")}`;
  const from = blocks(snapshot, nodes, order);
  let to = from;
  try {
    const result = await writeLocked(
      {
        descriptors: controls.descriptors,
        lock: controls.lock,
        rest: restWhenHelped,
        announcement: `compacting ${where}, as --compact asks`,
        doing: "is compacting",
        helped: () => (to = blocks(machine.snapshot(), nodes, order)) > from
      },
      look,
      tools
    );
    if (result === "refused") return not("the kernel refused it", true);
    if ("putOff" in result) return not(result.putOff);
    const change = `free blocks of order ${order}+ ${from} -> ${to}`;
    return done(
      result.helped,
      nodes,
      (took) => result.late ? `compaction of ${where} goes on after ${took}: ${change}` : `compacted ${where} in ${took}: ${change}`
    );
  } finally {
    for (const descriptor of /* @__PURE__ */ new Set([...controls.descriptors, controls.lock])) (0, import_node_fs7.closeSync)(descriptor);
  }
}
function openControls(machine, nodes, { buddy }) {
  const ofNode = (node) => openControl(machine.path(`sys/devices/system/node/node${node}/compact`));
  const first = Math.min(...buddy.map((row) => row.node));
  const controls = [first, ...nodes].map(ofNode);
  const opened = controls.flatMap((control) => "descriptor" in control ? control.descriptor : []);
  const [lock, ...descriptors] = opened;
  if (lock !== void 0 && opened.length === controls.length) return { descriptors, lock, all: false };
  for (const descriptor of opened) (0, import_node_fs7.closeSync)(descriptor);
  const whole = openControl(machine.path("proc/sys/vm/compact_memory"));
  if ("refused" in whole) {
    const found = controls.find((control) => "refused" in control && !control.absent);
    return whole.absent && found && "refused" in found ? found : whole;
  }
  return { descriptors: [whole.descriptor], lock: whole.descriptor, all: true };
}
function blocks({ buddy }, nodes, order) {
  const pages = buddy.filter(({ node }) => nodes.includes(node)).reduce((sum, { freeBlocks }) => sum + pagesInBlocks(freeBlocks, order), 0);
  return pages / 2 ** order;
}
var import_node_fs7, restWhenHelped;
var init_compact = __esm({
  "src/guard/remedies/compact.ts"() {
    "use strict";
    import_node_fs7 = require("node:fs");
    init_free_lists();
    init_conditions();
    init_control_file();
    init_locked_write();
    init_remedy();
    restWhenHelped = 5e3;
  }
});

// src/guard/remedies/drop-caches.ts
function cacheDrop() {
  return { name: "drop-caches", apply: apply2 };
}
async function apply2(look, tools) {
  const { machine } = tools;
  const { not, done } = outcomesOf("drop-caches", "caches not dropped", tools.world);
  const control = openControl(machine.path("proc/sys/vm/drop_caches"));
  if ("refused" in control) return not(control.refused, true);
  const { descriptor } = control;
  const from = freePages(look.snapshot);
  let to = from;
  try {
    const result = await writeLocked(
      {
        descriptors: [descriptor],
        lock: descriptor,
        rest: restWhenHelped2,
        announcement: "dropping the host's page cache, as --drop-caches asks",
        doing: "is dropping them",
        helped: () => (to = freePages(machine.snapshot())) > from
      },
      look,
      tools
    );
    if (result === "refused") return not("the kernel refused it", true);
    if ("putOff" in result) return not(result.putOff);
    const change = `free pages ${from} -> ${to}`;
    return done(
      result.helped,
      [],
      (took) => result.late ? `dropping the page cache goes on after ${took}: ${change}` : `page cache dropped in ${took}: ${change}`
    );
  } finally {
    (0, import_node_fs8.closeSync)(descriptor);
  }
}
function freePages({ buddy }) {
  return buddy.reduce((sum, { freeBlocks }) => sum + pagesInBlocks(freeBlocks, 0), 0);
}
var import_node_fs8, restWhenHelped2;
var init_drop_caches = __esm({
  "src/guard/remedies/drop-caches.ts"() {
    "use strict";
    import_node_fs8 = require("node:fs");
    init_free_lists();
    init_control_file();
    init_locked_write();
    init_remedy();
    restWhenHelped2 = 6e4;
  }
});

// src/guard/remedies/remedies.ts
var remedies_exports = {};
__export(remedies_exports, {
  remediesFor: () => remediesFor
});
function remediesFor(wishes, tools) {
  const remedies = /* @__PURE__ */ new Set([
    ...wishes.dropCaches ? [cacheDrop()] : [],
    ...wishes.compact ? [compaction()] : []
  ]);
  const said = /* @__PURE__ */ new Map();
  return async (look) => {
    const applied = [];
    const sentences3 = [];
    let helped = false;
    for (const remedy of remedies) {
      const seen = applied.length === 0 ? look : tools.look();
      if (seen.prediction.verdict === "available") break;
      const outcome = await remedy.apply(seen, tools);
      if (outcome.applied) applied.push(outcome.name);
      if (outcome.helped === true) helped = true;
      if (!outcome.possible) remedies.delete(remedy);
      const reason = withoutNumbers(outcome.why);
      if (outcome.applied || said.get(remedy.name) !== reason) sentences3.push(outcome.why);
      said.set(remedy.name, reason);
    }
    return { remedy: applied.length === 0 ? null : applied.join(", "), helped, says: sentences3.join("; ") };
  };
}
function withoutNumbers(why) {
  return why.replace(/\d+(\.\d+)?/g, "N");
}
var init_remedies = __esm({
  "src/guard/remedies/remedies.ts"() {
    "use strict";
    init_compact();
    init_drop_caches();
  }
});

// src/guard/trial/child.ts
async function runChild({ name, arguments: script }, args, limitMilliseconds) {
  const { spawn: spawn3 } = await import("node:child_process");
  const inherited = Object.entries(process.env).filter(([variable]) => !unwanted.test(variable));
  const child = spawn3(name, [...script, ...args], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...Object.fromEntries(inherited), LC_ALL: "C" }
  });
  let output = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text) => {
    if (output.length < 4096) output += text;
  });
  return await new Promise((resolve) => {
    const end = (ended) => {
      clearTimeout(timer);
      resolve({ ended, output });
    };
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      child.stdout.destroy();
      child.unref();
      end("late");
    }, limitMilliseconds);
    child.once("error", (error) => {
      end(error.code === "ENOENT" ? "absent" : "badly");
    });
    child.once("close", (code) => {
      end(code === 0 ? "well" : "badly");
    });
  });
}
var unwanted;
var init_child = __esm({
  "src/guard/trial/child.ts"() {
    "use strict";
    unwanted = /^(?:PERL|PYTHON|LC_|LANG)/;
  }
});

// src/guard/trial/scripts.ts
function clockGettimeNumber(arch) {
  const numbers2 = {
    x64: 228,
    arm64: 113,
    riscv64: 113,
    loong64: 113,
    ppc64: 246,
    s390x: 260,
    arm: 263,
    ia32: 265
  };
  return numbers2[arch] ?? -1;
}
var perl, python, interpreters;
var init_scripts = __esm({
  "src/guard/trial/scripts.ts"() {
    "use strict";
    perl = String.raw`
use strict; use Errno qw(ENOBUFS ENOMEM); use Socket;
my ($datagram, $pipe, $clock) = @ARGV;
$| = 1;
sub stalls {
  open(my $file, '<', '/proc/vmstat') or return;
  my $sum = 0;
  while (<$file>) { $sum += $1 if /^(?:allocstall\w*|compact_stall) (\d+)$/ }
  $sum;
}
sub now {
  return if $clock < 0;
  my $time = "\0" x 16;
  return if syscall($clock + 0, 1, $time) != 0;
  my ($seconds, $nanoseconds) = unpack('l!l!', $time);
  $seconds * 1e6 + $nanoseconds / 1e3;
}
sub cannot { print "$_[0] no $_[1]\n"; 0 }
sub ask {
  my ($way, $refusal, $do) = @_;
  now();
  my $stalls = stalls();
  my $start = now();
  my $granted = $do->();
  my $error = $!;
  my $end = now();
  my $after = stalls();
  return cannot($way, $error) if !$granted && $error != $refusal;
  print join(' ', $way, $granted ? 'granted' : 'refused', defined $start ? int($end - $start) : '-',
    defined $stalls && defined $after ? $after - $stalls : '-'), "\n";
  1;
}
sub datagram {
  socketpair(my $from, my $to, AF_UNIX, SOCK_DGRAM, 0) or return cannot('datagram', "no socket: $!");
  my $wanted = pack('i', $datagram + 65536);
  setsockopt($from, SOL_SOCKET, 32, $wanted) or setsockopt($from, SOL_SOCKET, SO_SNDBUF, $wanted);
  my $room = unpack('i', getsockopt($from, SOL_SOCKET, SO_SNDBUF)) - 32;
  return cannot('datagram', "needs a send buffer of $datagram bytes, net.core.wmem_max lets it have $room") if $room < $datagram;
  my $message = "\0" x $datagram;
  ask('datagram', ENOBUFS, sub { defined send($from, $message, MSG_DONTWAIT) });
}
sub ring {
  return cannot('ring', 'no pipe is that large') if !$pipe;
  pipe(my $out, my $in) or return cannot('ring', "no pipe: $!");
  ask('ring', ENOMEM, sub { defined fcntl($in, 1031, $pipe + 0) });
}
datagram() or ring();
`;
    python = String.raw`
import errno, fcntl, os, re, socket, struct, sys, time
datagram, pipe = int(sys.argv[1]), int(sys.argv[2])
def say(*words):
    print(*words, flush=True)
def stalls():
    try:
        with open('/proc/vmstat') as file:
            return sum(int(count) for count in re.findall(r'^(?:allocstall\w*|compact_stall) (\d+)$', file.read(), re.M))
    except OSError:
        return None
def no(way, why):
    say(way, 'no', why)
    return False
def ask(way, refusal, do):
    before = stalls()
    start = time.monotonic()
    error = None
    try:
        do()
    except OSError as caught:
        error = caught
    end = time.monotonic()
    after = stalls()
    if error is not None and error.errno != refusal:
        return no(way, os.strerror(error.errno))
    say(way, 'granted' if error is None else 'refused', int((end - start) * 1e6),
        '-' if before is None or after is None else after - before)
    return True
def by_datagram():
    try:
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    except OSError as error:
        return no('datagram', 'no socket: ' + os.strerror(error.errno))
    wanted = datagram + 65536
    for option in (32, socket.SO_SNDBUF):
        try:
            here.setsockopt(socket.SOL_SOCKET, option, wanted)
            break
        except OSError:
            pass
    room = here.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) - 32
    if room < datagram:
        return no('datagram', f'needs a send buffer of {datagram} bytes, net.core.wmem_max lets it have {room}')
    message = bytes(datagram)
    return ask('datagram', errno.ENOBUFS, lambda: here.send(message, socket.MSG_DONTWAIT))
def by_ring():
    if pipe == 0:
        return no('ring', 'no pipe is that large')
    out, end = os.pipe()
    return ask('ring', errno.ENOMEM, lambda: fcntl.fcntl(end, 1031, pipe if pipe < 1 << 31 else pipe - (1 << 32)))
by_datagram() or by_ring()
`;
    interpreters = [
      { name: "perl", arguments: ["-e", perl, "--"] },
      { name: "python3", arguments: ["-I", "-S", "-c", python] }
    ];
  }
});

// src/guard/trial/sizes.ts
function datagramBytes(order, pageSize) {
  if (order === smallestTrialOrder) return 4 * pageSize - 1024;
  return pageSize * 2 ** (order - 1) + 1024 + 17 * pageSize;
}
function pipeBytes(order, pageSize, pointerBytes) {
  const block = pageSize * 2 ** order;
  return block / (pointerBytes === 8 ? 64 : 32) * pageSize;
}
var smallestTrialOrder, largestPipeBytes;
var init_sizes = __esm({
  "src/guard/trial/sizes.ts"() {
    "use strict";
    smallestTrialOrder = 2;
    largestPipeBytes = 2 ** 31;
  }
});

// src/guard/trial.ts
var trial_exports = {};
__export(trial_exports, {
  trial: () => trial
});
async function trial(request) {
  const { order, pageSize, root, limitMilliseconds = defaultLimitMilliseconds } = request;
  if (root !== "/")
    return notPossible("--root names files, and only the kernel of this machine can be asked");
  if (order < smallestTrialOrder) {
    return notPossible(
      `a block of order ${order} cannot be asked for by itself, only orders from ${smallestTrialOrder}`
    );
  }
  const pipe = pipeBytes(order, pageSize, smallPointers.includes(process.arch) ? 4 : 8);
  const args = [
    datagramBytes(order, pageSize),
    pipe <= largestPipeBytes ? pipe : 0,
    clockGettimeNumber(process.arch)
  ].map(String);
  const reasons = [];
  for (const interpreter of interpreters) {
    const answer = await runChild(interpreter, args, limitMilliseconds);
    const result = resultOf(answer, interpreter);
    if (typeof result !== "string") return result;
    reasons.push(result);
    if (answer.ended === "late") break;
  }
  return notPossible(reasons.join("; "));
}
function resultOf({ ended, output }, { name }) {
  const reasons = [];
  for (const line of output.split("\n")) {
    const found = /^(datagram|ring) (granted|refused) (\d+|-) (-?\d+|-)$/.exec(line);
    if (found) return measuredOf(found, name);
    const refused = /^(datagram|ring) no (.+)$/.exec(line);
    if (refused) reasons.push(`${ways[refused[1] ?? ""] ?? ""}: ${escapeControls(refused[2] ?? "")}`);
  }
  if (ended === "absent") return `${name} is not installed`;
  if (ended === "late") return "the kernel did not answer in time";
  return reasons.length > 0 ? `${reasons.join(", ")} (${name})` : `${name} did not run the script`;
}
function measuredOf([, way = "", granted2, microseconds, stalls], name) {
  return {
    measured: granted2 === "granted" ? "granted" : "refused",
    via: `${ways[way] ?? way} (${name})`,
    microseconds: microseconds === "-" ? null : Number(microseconds),
    stalled: stalls === "-" ? null : Number(stalls) > 0,
    why: null
  };
}
function notPossible(why) {
  return { measured: null, via: null, microseconds: null, stalled: null, why };
}
var defaultLimitMilliseconds, ways, smallPointers;
var init_trial = __esm({
  "src/guard/trial.ts"() {
    "use strict";
    init_errors();
    init_child();
    init_scripts();
    init_sizes();
    defaultLimitMilliseconds = 2e4;
    ways = { datagram: "AF_UNIX datagram", ring: "pipe ring" };
    smallPointers = ["arm", "ia32", "mips", "mipsel"];
  }
});

// src/guard/run/arguments.ts
var arguments_exports = {};
__export(arguments_exports, {
  alteredVariables: () => alteredVariables,
  requireUtf8Arguments: () => requireUtf8Arguments
});
function requireUtf8Arguments(argv, cmdline = () => (0, import_node_fs9.readFileSync)("/proc/self/cmdline")) {
  if (!argv.some((argument) => argument.includes(replacement))) return;
  const raw = splitZeros(readOr(cmdline)).slice(-argv.length);
  argv.forEach((argument, index) => {
    if (argument.includes(replacement) && !raw[index]?.equals(Buffer.from(argument))) {
      throw new UsageError(
        `run: ${index === 0 ? "the command" : `argument ${index} of the command`}, ${quote(argument)}, is not UTF-8 and would reach it altered: expected UTF-8; put the call in a script and run that`
      );
    }
  });
}
function alteredVariables(env = process.env, environ = () => (0, import_node_fs9.readFileSync)("/proc/self/environ")) {
  const suspects = Object.entries(env).filter(
    ([name, value]) => name.includes(replacement) || value?.includes(replacement)
  );
  if (suspects.length === 0) return [];
  const raw = splitZeros(readOr(environ));
  return suspects.filter(([name, value]) => !raw.some((entry) => entry.equals(Buffer.from(`${name}=${value}`)))).map(([name]) => name);
}
function readOr(read) {
  try {
    return read();
  } catch {
    return Buffer.alloc(0);
  }
}
function splitZeros(buffer) {
  const texts = [];
  let start = 0;
  for (let end = buffer.indexOf(0); end >= 0; end = buffer.indexOf(0, start)) {
    texts.push(buffer.subarray(start, end));
    start = end + 1;
  }
  return texts;
}
var import_node_fs9, replacement;
var init_arguments = __esm({
  "src/guard/run/arguments.ts"() {
    "use strict";
    import_node_fs9 = require("node:fs");
    init_errors();
    replacement = "�";
  }
});

// src/guard/run/descriptors.ts
function openDescriptors() {
  try {
    return (0, import_node_fs10.readdirSync)("/proc/self/fd").flatMap((name) => {
      const number = Number(name);
      return number > 2 ? describeDescriptor(number) ?? [] : [];
    });
  } catch {
    return [];
  }
}
function describeDescriptor(number) {
  try {
    const info = /^flags:\s*([0-7]+)/m.exec((0, import_node_fs10.readFileSync)(`/proc/self/fdinfo/${number}`, "latin1"));
    return { number, target: (0, import_node_fs10.readlinkSync)(`/proc/self/fd/${number}`), flags: parseInt(info?.[1] ?? "0", 8) };
  } catch {
    return null;
  }
}
function inheritedDescriptors(open, makeflags = "") {
  const modes = /* @__PURE__ */ new Map();
  for (const { target, flags } of open)
    modes.set(target, (modes.get(target) ?? /* @__PURE__ */ new Set()).add(flags & accessMode));
  const jobServer = /--jobserver-(?:auth|fds)=(\d+),(\d+)/.exec(makeflags)?.slice(1).map(Number) ?? [];
  return open.filter(({ flags }) => (flags & closeOnExec) !== 0).filter(({ number, target, flags }) => {
    if (target.startsWith("anon_inode:")) return false;
    if (target.startsWith("pipe:")) return modes.get(target)?.size === 1 || jobServer.includes(number);
    return target !== "/dev/null" || (flags & accessMode) !== 0;
  }).map(({ number }) => number).sort((a, b) => a - b);
}
function standardIoWith(open) {
  const stdio = ["inherit", "inherit", "inherit"];
  for (const number of inheritedDescriptors(open, process.env.MAKEFLAGS)) {
    while (stdio.length < number) stdio.push("ignore");
    stdio.push(number);
  }
  return stdio;
}
var import_node_fs10, closeOnExec, accessMode;
var init_descriptors = __esm({
  "src/guard/run/descriptors.ts"() {
    "use strict";
    import_node_fs10 = require("node:fs");
    closeOnExec = 524288;
    accessMode = 3;
  }
});

// src/guard/run/signals.ts
function forwardSignals(deliver) {
  const deliverUnlessShared = (signal) => {
    if (!inForeground()) deliver(signal);
  };
  for (const signal of forwarded) process.on(signal, deliver);
  for (const signal of fromTerminal) process.on(signal, deliverUnlessShared);
  return () => {
    for (const signal of forwarded) process.off(signal, deliver);
    for (const signal of fromTerminal) process.off(signal, deliverUnlessShared);
  };
}
function inForeground(stat = () => (0, import_node_fs11.readFileSync)("/proc/self/stat", "latin1")) {
  let text;
  try {
    text = stat();
  } catch {
    return false;
  }
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields[4] !== "0" && fields[2] === fields[5];
}
function dieBy(signal) {
  const number = import_node_os.constants.signals[signal];
  if (dumpsCore.has(signal)) leaveNoCore();
  if (signal !== "SIGKILL") {
    const listener = () => void 0;
    process.removeAllListeners(signal);
    process.on(signal, listener);
    process.off(signal, listener);
  }
  process.kill(process.pid, signal);
  return 128 + number;
}
function leaveNoCore() {
  try {
    (0, import_node_fs11.writeFileSync)("/proc/self/coredump_filter", "0");
    if (!/^Max core file size +0 /m.test((0, import_node_fs11.readFileSync)("/proc/self/limits", "latin1"))) {
      (0, import_node_child_process2.spawnSync)("prlimit", [`--pid=${process.pid}`, "--core=0:"], { stdio: "ignore" });
    }
  } catch {
  }
}
var import_node_child_process2, import_node_fs11, import_node_os, forwarded, fromTerminal, dumpsCore;
var init_signals = __esm({
  "src/guard/run/signals.ts"() {
    "use strict";
    import_node_child_process2 = require("node:child_process");
    import_node_fs11 = require("node:fs");
    import_node_os = require("node:os");
    forwarded = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGALRM"];
    fromTerminal = ["SIGINT", "SIGQUIT", "SIGWINCH"];
    dumpsCore = /* @__PURE__ */ new Set([
      "SIGQUIT",
      "SIGILL",
      "SIGTRAP",
      "SIGABRT",
      "SIGBUS",
      "SIGFPE",
      "SIGSEGV",
      "SIGXCPU",
      "SIGXFSZ",
      "SIGSYS"
    ]);
  }
});

// src/guard/run/start-failure.ts
function startFailure(file3, error) {
  const code = error.code ?? "";
  if (code === "ENOENT" || file3 === "") {
    const where = file3.includes("/") ? "no such file, or its #! interpreter is missing" : "not found on PATH";
    return new CommandError(`run: ${quote(file3)}: ${where}; expected a command after --`, 127);
  }
  if (typeof error.errno !== "number") return error;
  return new CommandError(`run: ${quote(file3)} ${sentences2[code] ?? `could not be started (${code})`}`, 126);
}
var CommandError, sentences2;
var init_start_failure = __esm({
  "src/guard/run/start-failure.ts"() {
    "use strict";
    init_errors();
    CommandError = class extends BuddyguardError {
      name = "CommandError";
      /** 127: not found; 126: found, but it cannot be executed */
      exitCode;
      constructor(message, exitCode) {
        super(message);
        this.exitCode = exitCode;
      }
    };
    sentences2 = {
      EACCES: "is a directory, or this user may not execute it; check its mode, and that its file system is not mounted noexec",
      ENOEXEC: "is not a program that this machine can execute; a script needs a first line such as #!/bin/sh",
      E2BIG: "got more arguments and environment than the kernel passes on; hand them over in a file",
      ETXTBSY: "is open for writing; wait until it is written",
      ENOMEM: "could not be started: the kernel has no memory for a new process",
      EAGAIN: "could not be started: the limit of processes is reached (ulimit -u, pids.max)"
    };
  }
});

// src/guard/run.ts
var run_exports = {};
__export(run_exports, {
  runCommand: () => runCommand
});
async function runCommand(argv, options2 = {}) {
  const [file3 = "", ...args] = argv;
  const ended = await new Promise((resolve, reject) => {
    let child = null;
    const stopForwarding = forwardSignals((signal) => void child?.kill(signal));
    const fail = (error) => {
      stopForwarding();
      reject(startFailure(file3, error));
    };
    try {
      child = (0, import_node_child_process3.spawn)(file3, args, {
        env: options2.env ?? process.env,
        stdio: standardIoWith(openDescriptors())
      });
    } catch (error) {
      fail(error);
      return;
    }
    child.once("error", fail);
    child.once("exit", (code, signal) => {
      stopForwarding();
      resolve(signal ?? code ?? 0);
    });
  });
  return typeof ended === "number" ? ended : dieBy(ended);
}
var import_node_child_process3;
var init_run = __esm({
  "src/guard/run.ts"() {
    "use strict";
    import_node_child_process3 = require("node:child_process");
    init_descriptors();
    init_signals();
    init_start_failure();
  }
});

// src/cli/gate.ts
init_errors();
init_exit_codes();

// src/guard/change.ts
init_free_lists();
function whatChanged(before, after, request) {
  const parts = [moved("free pages", totalFree(before), totalFree(after))];
  if (request.path === "contiguous" && request.order > 0) {
    parts.unshift(
      moved(
        `pages in free blocks of order ${request.order}+`,
        inBlocks(before, request),
        inBlocks(after, request)
      )
    );
  }
  return parts.join(", ");
}
function moved(name, from, to) {
  return from === to ? `${name} ${to} as before` : `${name} ${from} -> ${to}`;
}
function totalFree({ buddy }) {
  return buddy.reduce((sum, row) => sum + pagesInBlocks(row.freeBlocks, 0), 0);
}
function inBlocks({ buddy }, { order }) {
  return buddy.reduce((sum, row) => sum + pagesInBlocks(row.freeBlocks, order), 0);
}

// src/request/gfp.ts
init_errors();
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
function parseGfp(text, option = "--gfp") {
  const names = text.split("|").map((name) => name.trim());
  for (const name of names) {
    if (!knownGfpNames.includes(name)) {
      throw new UsageError(
        `${option}: unknown flag ${quote(name)}: expected names joined by '|' out of ${knownGfpNames.join(" ")}`
      );
    }
  }
  return names;
}
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

// src/guard/measured.ts
var afterRefusal = 0.15;
function isMeasurable({ path, gfp }) {
  const traits = gfpTraits(gfp);
  const asKernel = traits.mayBlock && traits.mayIo && !traits.noRetry && !traits.retryMayFail;
  return path === "contiguous" && asKernel && !traits.movable && traits.highestZone === "Normal";
}
function withMeasurement(prediction, request, trial2) {
  if (trial2.measured === null || !isMeasurable(request)) return prediction;
  const asked3 = `the kernel was asked for a block of order ${request.order} and ${trial2.measured} it`;
  if (trial2.measured === "refused") {
    const likelihood = Math.min(prediction.likelihood, afterRefusal);
    return {
      ...prediction,
      verdict: "unavailable",
      likelihood,
      reason: `${asked3}; before, ${prediction.reason}`
    };
  }
  const how = trial2.stalled === true ? `${asked3} after reclaim or compaction` : asked3;
  return {
    ...prediction,
    verdict: "available",
    likelihood: 0.99,
    cause: "none",
    reason: `${how}; before, ${prediction.reason}`
  };
}

// src/guard/pace.ts
function nextPause(pace, retry, elapsed, random) {
  if (retry > pace.retries) return null;
  const pause = pace.intervalMilliseconds * Math.min(8, 2 ** (retry - 1)) * (0.8 + 0.4 * random);
  if (pace.timeoutMilliseconds === void 0) return pause;
  const left = pace.timeoutMilliseconds - elapsed;
  return left <= 0 ? null : Math.min(pause, left);
}

// src/memory/buddyinfo.ts
init_errors();
init_fields();
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

// src/predict/compaction.ts
init_version();
init_free_lists();
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
init_version();
init_free_lists();
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
  const inBlocks2 = (from) => log(sum((zone) => pagesInBlocks(zone.freeBlocks, Math.max(0, from))) / size);
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
    nearBlocks: inBlocks2(order - 1),
    closeBlocks: inBlocks2(order - 3),
    free: inBlocks2(0),
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
  const moved2 = terms.flatMap(({ name, mean, weight, range: [least, most] }) => {
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
  const logOdds = moved2.reduce((sum, term) => sum + term.weight, intercept);
  return { logOdds, terms: moved2 };
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

// src/predict/zone-test.ts
init_version();
init_free_lists();

// src/predict/watermark.ts
init_version();
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
  const blocks2 = anyPage ? orderZeroAnswer(zone) : blockAnswer(zone, lists);
  const blocksText = `${pagesInBlocks(zone.freeBlocks, order)} pages in free blocks of order ${order} and more`;
  if (!zone.info) {
    if (blocks2 === "no") return answer("no-block", `no free block of order ${order} or more`, null);
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
  if (blocks2 === "no")
    return answer("no-block", `no free block of order ${order} or more; ${sum}, above ${bar}`, watermark);
  if (blocks2 === "withheld") {
    return answer(
      "withheld",
      `its free blocks of order ${order} and more are on lists closed to this request`,
      watermark
    );
  }
  if (blocks2 === "open" || !test(most).passes) {
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
  const blocks2 = Math.floor(pagesInBlocks(freeBlocks, order) / size);
  return Math.max(1, Math.min(blocks2, Math.ceil((usable - mark - reserve) / size)));
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
init_free_lists();
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
  const asked3 = tests.filter((test) => test.zone.eligible);
  if (asked3.length === 0) {
    return never(
      "zone-absent",
      `this machine has no memory in zone ${traits.highestZone} or below, which ${request.gfp.join("|")} asks for`,
      zones
    );
  }
  const base = { zones, terms: [], wants: [], advice: [], never: false };
  const fitting = asked3.filter((test) => test.fits);
  const count = request.count ?? 1;
  const served = fitting.reduce((sum, test) => sum + test.serves, 0);
  if (served >= count) {
    const doubt = nodeDoubt(fitting, asked3, snapshot, traits);
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
  const open = asked3.find((test) => test.cause === "open" || test.cause === "not-read");
  if (open) {
    const reason = `${named(open)} looks able to serve order ${order}: ${open.why}`;
    const wants2 = open.cause === "open" ? ["pagetypeinfo"] : [];
    const unchecked = open.cause === "open" ? uncheckedLikelihood : 0.6;
    const slow = slowPathLikelihood({ order, traits, zonelist, snapshot, kernel }).likelihood;
    return {
      ...base,
      verdict: "attainable",
      likelihood: Math.max(unchecked, slow),
      cause: "not-read",
      reason,
      wants: wants2
    };
  }
  return withoutFreeBlock(request, snapshot, kernel, zonelist, traits, asked3, zones);
}
function withoutFreeBlock(request, snapshot, kernel, zonelist, traits, asked3, zones) {
  const { likelihood, terms, sentence } = slowPathLikelihood({
    order: request.order,
    traits,
    zonelist,
    snapshot,
    kernel
  });
  const cause = causeOf(asked3);
  const verdict = likelihood >= 0.5 ? "attainable" : "unavailable";
  const nearest = asked3.find((test) => zoneCauseOf(cause) === test.cause) ?? asked3[0];
  const served = asked3.reduce((sum, test) => sum + test.serves, 0);
  const found = served > 0 ? `${served} of ${request.count ?? 1} blocks of order ${request.order} are free` : `no zone serves order ${request.order} from what is free (${named(nearest)}: ${nearest?.why ?? ""})`;
  const reason = `${found}, and ${sentence}`;
  const wants2 = [];
  if (!snapshot.meminfo) wants2.push("meminfo");
  if (terms.length > 0) wants2.push("vmstat");
  return { verdict, likelihood, cause, reason, never: false, zones, terms, wants: wants2, advice: [] };
}
function causeOf(asked3) {
  if (asked3.some((test) => test.fits)) return "fragmentation";
  const has = (cause) => asked3.some((test) => test.cause === cause);
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
function nodeDoubt(fitting, asked3, snapshot, traits) {
  const nodes = new Set(fitting.map((test) => test.zone.node));
  if (traits.thisNode && asked3.some((test) => !nodes.has(test.zone.node))) {
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
init_version();
init_free_lists();
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
    const wants2 = ["meminfo", "cgroup"];
    if (enough) return { ...base, verdict: "available", likelihood: 0.999, cause: "none", reason: reason2, wants: wants2 };
    return { ...base, verdict: "attainable", likelihood: 0.7, cause: "not-read", reason: reason2, wants: wants2 };
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

// src/memory/page-scan.ts
var import_node_fs = require("node:fs");

// src/memory/page-flags.ts
var LRU = 1 << 5;
var BUDDY = 1 << 10;
var COMPOUND_TAIL = 1 << 16;
var HUGE = 1 << 17;
var NOPAGE = 1 << 20;
function countMovableBlocks(flags, order, enough = Infinity) {
  const size = 2 ** order;
  let blocks2 = 0;
  for (let start = 0; start + size <= flags.length && blocks2 < enough; start += size) {
    if (isMovableBlock(flags, start, start + size)) blocks2++;
  }
  return blocks2;
}
function isMovableBlock(flags, start, end) {
  let headMovable = false;
  for (let i = start; i < end; i++) {
    const page = flags[i] ?? NOPAGE;
    if ((page & (HUGE | NOPAGE)) !== 0) return false;
    if ((page & COMPOUND_TAIL) === 0) headMovable = (page & (LRU | BUDDY)) !== 0;
    if (!headMovable && (page & LRU) === 0) return false;
  }
  return true;
}

// src/memory/page-scan.ts
var bytesPerPage = 8;
var chunkPages = 131072;
function scanPages(path, ranges, order, limits, now) {
  let descriptor;
  try {
    descriptor = (0, import_node_fs.openSync)(path, import_node_fs.constants.O_RDONLY | import_node_fs.constants.O_NONBLOCK);
  } catch {
    return null;
  }
  const start = now();
  const buffer = Buffer.allocUnsafeSlow(chunkPages * bytesPerPage);
  const size = 2 ** order;
  let movableBlocks = 0;
  const done = (complete) => ({ movableBlocks, complete, milliseconds: now() - start });
  try {
    for (const { startPfn, spannedPages } of ranges) {
      const end = startPfn + spannedPages;
      for (let pfn = Math.ceil(startPfn / size) * size; pfn + size <= end; pfn += chunkPages) {
        const pages = Math.min(chunkPages, end - pfn);
        const got = (0, import_node_fs.readSync)(descriptor, buffer, 0, pages * bytesPerPage, pfn * bytesPerPage);
        movableBlocks += countMovableBlocks(lowWords(buffer, got), order, limits.enough - movableBlocks);
        if (movableBlocks >= limits.enough || now() - start > limits.milliseconds) return done(false);
      }
    }
    return done(true);
  } catch {
    return null;
  } finally {
    (0, import_node_fs.closeSync)(descriptor);
  }
}
function lowWords(buffer, length) {
  const words = new Uint32Array(buffer.buffer, buffer.byteOffset, length / 4);
  const low = new Uint32Array(length / bytesPerPage);
  const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
  for (let i = 0; i < low.length; i++) low[i] = words[2 * i + (littleEndian ? 0 : 1)] ?? 0;
  return low;
}

// src/guard/deep.ts
var scanMilliseconds = 2e3;
function findMovableBlock({ need, prediction, snapshot }, machine) {
  const allowed = new Set(
    prediction.zones.filter((zone) => zone.allowed).map(({ node, zone }) => `${node} ${zone}`)
  );
  const ranges = (snapshot.zones ?? []).filter(({ node, zone, managedPages }) => managedPages > 0 && allowed.has(`${node} ${zone}`)).sort((a, b) => b.managedPages - a.managedPages).flatMap(({ startPfn, spannedPages }) => startPfn === null ? [] : [{ startPfn, spannedPages }]);
  const limits = { enough: 1, milliseconds: scanMilliseconds };
  const scan = scanPages(
    machine.path("proc/kpageflags"),
    ranges,
    need.request.order,
    limits,
    () => performance.now()
  );
  if (!scan || ranges.length === 0) return null;
  if (scan.movableBlocks > 0) return true;
  return scan.complete ? false : null;
}

// src/guard/need.ts
function predictedRequest({ request, stepPages, count }) {
  return request.path === "contiguous" ? { ...request, count } : { ...request, pages: stepPages };
}

// src/guard/look.ts
function goes({ verdict }, strict) {
  return verdict === "available" || verdict === "attainable" && !strict;
}
function lookAt(needs, machine, deep) {
  const read = /* @__PURE__ */ new Set();
  let snapshot = machine.snapshot();
  for (; ; ) {
    const looks = needs.map((need) => ({
      need,
      prediction: predict(predictedRequest(need), snapshot, machine.kernel),
      snapshot
    }));
    const wanted = looks.flatMap((look) => look.prediction.wants).filter((file3) => !read.has(file3));
    const worst = looks.reduce((a, b) => worse(b, a) ? b : a);
    if (wanted.length === 0) return deep ? withPageScan(worst, machine) : worst;
    for (const file3 of wanted) read.add(file3);
    snapshot = machine.snapshot([...read]);
  }
}
function withPageScan(look, machine) {
  const movableBlockFound = look.prediction.terms.length > 0 ? findMovableBlock(look, machine) : null;
  if (movableBlockFound === null) return look;
  const snapshot = { ...look.snapshot, movableBlockFound };
  return { ...look, snapshot, prediction: predict(predictedRequest(look.need), snapshot, machine.kernel) };
}
var ranks = { available: 0, attainable: 1, unavailable: 2, unknown: 3 };
function worse(a, b) {
  const [x, y] = [a.prediction, b.prediction];
  if (x.never !== y.never) return x.never;
  if (x.verdict !== y.verdict) return ranks[x.verdict] > ranks[y.verdict];
  if (x.likelihood !== y.likelihood) return x.likelihood < y.likelihood;
  return contiguousOrder(a) > contiguousOrder(b);
}
function contiguousOrder({ need: { request } }) {
  return request.path === "contiguous" ? request.order : -1;
}

// src/guard/check.ts
var longestRemedy = 6e4;
async function check(needs, machine, plan, world) {
  const start = world.now();
  const attempts = [];
  const left = () => Math.max(0, (plan.timeoutMilliseconds ?? Infinity) - (world.now() - start));
  const remedy = plan.remedy?.({
    machine,
    world,
    look: () => lookAt(needs, machine, plan.deep),
    goes: (prediction) => goes(prediction, plan.strict),
    limitMilliseconds: () => Math.min(longestRemedy, left())
  });
  let remedied = false;
  let done = null;
  let before = null;
  for (let retry = 1; ; retry++) {
    const look = await asked(lookAt(needs, machine, plan.deep), plan, Math.min(longestRemedy, left()), world);
    const { verdict, likelihood, never: never2, reason } = look.prediction;
    const elapsed = world.now() - start;
    attempts.push({
      verdict,
      likelihood,
      afterMilliseconds: Math.round(elapsed),
      remedy: done?.remedy ?? null
    });
    const go = goes(look.prediction, plan.strict);
    const settled = go && (verdict === "available" || !remedy || remedied);
    const pause = settled || never2 ? null : nextPause(plan, retry, elapsed, world.random());
    if (pause !== null || before) {
      const change = before ? `: ${whatChanged(before.snapshot, look.snapshot, look.need.request)}` : `: ${reason}`;
      const next = pause === null ? "" : `; next look in ${(pause / 1e3).toFixed(1)} s`;
      world.say(`look ${retry}: ${verdict} (likelihood ${likelihood.toFixed(2)})${change}${next}`);
    }
    if (pause === null) return { ...look, go, attempts };
    before = look;
    done = remedy ? await remedy(look) : null;
    remedied = true;
    if (done && done.says !== "") world.say(done.says);
    if (!done?.helped) await world.sleep(Math.min(pause, left()));
  }
}
async function asked(look, plan, limitMilliseconds, world) {
  const { request } = look.need;
  if (!plan.trial || look.prediction.never || request.path !== "contiguous") return { ...look, trial: null };
  world.say(`asking the kernel for one block of order ${request.order}, as --trial says`);
  const trial2 = await plan.trial(request.order, limitMilliseconds);
  return { ...look, prediction: withMeasurement(look.prediction, request, trial2), trial: trial2 };
}

// src/guard/world.ts
function realWorld(say2) {
  return {
    now: () => {
      const [s, ns] = process.hrtime();
      return s * 1e3 + ns / 1e6;
    },
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: () => Math.random(),
    say: say2
  };
}

// src/memory/machine.ts
var import_node_fs3 = require("node:fs");
var import_node_path2 = require("node:path");
init_errors();
init_version();

// src/memory/cgroup.ts
var import_node_path = require("node:path");
init_fields();
var filesOf = {
  1: {
    limit: "memory.limit_in_bytes",
    usage: "memory.usage_in_bytes",
    file: ["total_inactive_file", "total_active_file"]
  },
  2: { limit: "memory.max", usage: "memory.current", file: ["inactive_file", "active_file"] }
};
function cgroupHeadroom(readText) {
  const own = parseOwnCgroups(readText("/proc/self/cgroup") ?? "");
  let tightest = null;
  for (const mount of parseMemoryMounts(readText("/proc/self/mountinfo") ?? "")) {
    const path = own.get(mount.version);
    if (path === void 0) continue;
    for (const directory of ancestors(mount, path)) {
      const headroom = headroomAt(mount.version, directory, readText);
      if (headroom && (!tightest || headroom.bytes < tightest.bytes)) tightest = headroom;
    }
  }
  return tightest;
}
function headroomAt(version, directory, readText) {
  const files = filesOf[version];
  const limitBytes = parseLimit(readText((0, import_node_path.join)(directory, files.limit)));
  const usage = parseCount((readText((0, import_node_path.join)(directory, files.usage)) ?? "").trim());
  if (limitBytes === null || usage === null) return null;
  const stat = readText((0, import_node_path.join)(directory, "memory.stat")) ?? "";
  const reclaimable = files.file.reduce(
    (sum, name) => sum + (parseCount(new RegExp(`^${name} (\\d+)$`, "m").exec(stat)?.[1] ?? "") ?? 0),
    0
  );
  return { bytes: Math.max(0, limitBytes - usage + reclaimable), limitBytes, path: directory };
}
function parseLimit(text) {
  const limit = parseCount((text ?? "").trim());
  return limit === null || limit >= 2 ** 52 ? null : limit;
}
function parseOwnCgroups(text) {
  const paths = /* @__PURE__ */ new Map();
  for (const line of text.split("\n")) {
    const match = /^\d+:([^:]*):(\/.*)$/.exec(line);
    if (!match) continue;
    if (match[1] === "") paths.set(2, match[2] ?? "/");
    else if (match[1]?.split(",").includes("memory")) paths.set(1, match[2] ?? "/");
  }
  return paths;
}
function parseMemoryMounts(text) {
  const mounts = [];
  for (const line of text.split("\n")) {
    const [before, after] = line.split(" - ");
    const [, , , root, mountPoint] = (before ?? "").split(" ");
    const [type, , superOptions] = (after ?? "").split(" ");
    if (root === void 0 || mountPoint === void 0) continue;
    if (type === "cgroup2") mounts.push({ version: 2, root, mountPoint });
    if (type === "cgroup" && superOptions?.split(",").includes("memory"))
      mounts.push({ version: 1, root, mountPoint });
  }
  return mounts;
}
function ancestors({ root, mountPoint }, path) {
  const below = import_node_path.posix.relative(root, path);
  const directories = [mountPoint];
  if (below === "" || below.startsWith("..")) return directories;
  let directory = mountPoint;
  for (const part of below.split("/")) directories.push(directory = (0, import_node_path.join)(directory, part));
  return directories;
}

// src/memory/read-file.ts
var import_node_fs2 = require("node:fs");
init_errors();
var mostBytes = 64 * 1024 * 1024;
function readBounded(path, limit = mostBytes) {
  let descriptor;
  try {
    descriptor = (0, import_node_fs2.openSync)(path, import_node_fs2.constants.O_RDONLY | import_node_fs2.constants.O_NONBLOCK);
  } catch (error) {
    throw new UnreadableError(path, explainErrno(error));
  }
  try {
    const stat = (0, import_node_fs2.fstatSync)(descriptor);
    if (!stat.isFile())
      throw new UnreadableError(path, `is ${stat.isDirectory() ? "a directory" : "not a regular file"}`);
    return readAll(descriptor, path, stat.size, limit);
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError(path, explainErrno(error));
  } finally {
    (0, import_node_fs2.closeSync)(descriptor);
  }
}
function readOptional(path, trouble) {
  try {
    return readBounded(path);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    trouble(error.message);
    return void 0;
  }
}
function readAll(descriptor, path, size, limit) {
  let buffer = Buffer.allocUnsafe(Math.min(Math.max(size + 1, 16384), limit + 1));
  let length = 0;
  for (; ; ) {
    const got = (0, import_node_fs2.readSync)(descriptor, buffer, length, buffer.length - length, null);
    if (got === 0) return buffer.toString("latin1", 0, length);
    length += got;
    if (length > limit) throw new UnreadableError(path, `is larger than ${limit} bytes`);
    if (length === buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(buffer.length * 4, limit + 1));
      buffer.copy(larger);
      buffer = larger;
    }
  }
}
var errnoSentences = {
  ENOENT: "is not there",
  EACCES: "may not be read by this user",
  EPERM: "may not be read by this user",
  ENOTDIR: "is not there",
  ELOOP: "is a loop of links",
  EISDIR: "is a directory",
  ENXIO: "is not a regular file"
};
function explainErrno(error) {
  const code = error.code ?? String(error);
  return errnoSentences[code] ?? `cannot be read (${code})`;
}

// src/memory/cpuset.ts
function parseKernelList(text) {
  const numbers2 = [];
  for (const part of text.trim().split(",")) {
    const range = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part);
    if (!range) return null;
    const from = Number(range[1]);
    const to = Number(range[2] ?? range[1]);
    if (to < from || numbers2.length + to - from >= 4096) return null;
    for (let n = from; n <= to; n++) numbers2.push(n);
  }
  return numbers2;
}
function ownAllowedNodes() {
  try {
    const list = /^Mems_allowed_list:\s*(\S+)$/m.exec(readBounded("/proc/self/status"))?.[1];
    return list === void 0 ? null : parseKernelList(list);
  } catch {
    return null;
  }
}

// src/memory/page-size.ts
var atPageSize = 6n;
function ownPageSize() {
  try {
    const vector = Buffer.from(readBounded("/proc/self/auxv"), "latin1");
    for (let at = 0; at + 16 <= vector.length; at += 16) {
      if (vector.readBigUInt64LE(at) === atPageSize) return Number(vector.readBigUInt64LE(at + 8));
    }
  } catch {
  }
  return null;
}
function pageSizeOf(zones, meminfo) {
  const managed = (zones ?? []).reduce((sum, zone) => sum + zone.managedPages, 0);
  const total = (meminfo?.get("MemTotal") ?? 0) * 1024;
  if (managed === 0 || total === 0) return null;
  const size = 2 ** Math.round(Math.log2(total / managed));
  return size >= 4096 && size <= 262144 ? size : null;
}

// src/memory/machine.ts
init_counters();

// src/memory/snapshot.ts
init_errors();
init_counters();

// src/memory/pagetypeinfo.ts
init_errors();
init_fields();
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
    const blocks2 = /^Node\s+(\d{1,9}), zone\s+([A-Za-z][A-Za-z0-9]*)\s+(\d.*)$/.exec(line);
    if (blocks2 && seen.blockTypes) {
      const row = counts((blocks2[3] ?? "").trim().split(/\s+/), line, number);
      const zone = zoneOf(Number(blocks2[1]), blocks2[2] ?? "");
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

// src/memory/zoneinfo.ts
init_errors();

// src/memory/zoneinfo-block.ts
init_errors();
init_fields();
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
  const blocks2 = [];
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
      if (blocks2.length === mostZones) throw malformed(text, start, line, `at most ${mostZones} zones`);
      seen.add(key);
      block = new ZoneinfoBlock(text, Number(head[1]), head[2] ?? "", start);
      blocks2.push(block);
    } else if (block) {
      end = block.read(start, end);
    } else {
      const line = text.slice(start, end);
      if (line.trim() !== "") throw malformed(text, start, line, "'Node N, zone NAME'");
    }
    start = end + 1;
  }
  if (blocks2.length === 0)
    throw new MalformedError(zoneinfoFile, 1, text.slice(0, 60), "'Node N, zone NAME'");
  return blocks2.map((b) => b.toZone());
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

// src/memory/machine.ts
var Machine = class {
  root;
  /** what was assumed about the machine, one sentence each */
  notes = [];
  kernel;
  release;
  #pageSize = null;
  /** readings of this process itself (cgroup, cpuset) belong to the machine only without --root and --kernel */
  own;
  /** another kernel than the one under the root is asked about */
  otherKernel;
  /**
   * @param kernelOverride answers as for that release (`--kernel`)
   * @throws UnreadableError where the root is not a directory
   */
  constructor(root = "/", kernelOverride) {
    this.root = root;
    if (root !== "/" && !(0, import_node_fs3.statSync)(root, { throwIfNoEntry: false })?.isDirectory()) {
      throw new UnreadableError(root, "is not a directory that holds proc/");
    }
    this.otherKernel = kernelOverride !== void 0;
    this.own = root === "/" && kernelOverride === void 0;
    this.release = kernelOverride ?? this.#readRelease();
    this.kernel = parseVersion(this.release);
    if (!this.kernel)
      this.notes.push("the kernel release is not known: the rules of a current kernel are used");
  }
  path(name) {
    return this.root === "/" ? `/${name}` : (0, import_node_path2.join)(this.root, name);
  }
  /** An optional text; undefined where it cannot be read. */
  text(name) {
    return readOptional(this.path(name), () => void 0);
  }
  /**
   * Reads the memory's state afresh.
   * @throws UnreadableError or MalformedError for /proc/buddyinfo alone
   */
  snapshot(wanted = []) {
    const missing = [];
    const optional = (name) => readOptional(this.path(name), (why) => missing.push(why));
    const texts = {
      buddyinfo: readBounded(this.path("proc/buddyinfo")),
      zoneinfo: optional("proc/zoneinfo")
    };
    for (const file3 of wanted) if (file3 !== "cgroup") texts[file3] = optional(`proc/${file3}`);
    if (this.kernel && atLeast(this.kernel, 6, 15)) texts.defragMode = this.text("proc/sys/vm/defrag_mode");
    const snapshot = snapshotOf(texts, missing);
    if (this.own && wanted.includes("cgroup")) snapshot.cgroup = cgroupHeadroom((path) => this.text(path));
    const nodes = new Set(snapshot.buddy.map((row) => row.node));
    if (this.own && nodes.size > 1) {
      const allowed = ownAllowedNodes()?.filter((node) => nodes.has(node));
      if (allowed && allowed.length > 0 && allowed.length < nodes.size) snapshot.allowedNodes = allowed;
    }
    return snapshot;
  }
  /** Bytes a page; taken from the texts for a foreign root. */
  get pageSize() {
    this.#pageSize ??= this.#readPageSize();
    return this.#pageSize;
  }
  #readPageSize() {
    const own = this.root === "/" ? ownPageSize() : null;
    if (own !== null) return own;
    const meminfo = this.text("proc/meminfo");
    const size = pageSizeOf(
      safely(() => this.snapshot().zones),
      safely(() => meminfo === void 0 ? null : parseMeminfo(meminfo))
    );
    if (size === null) this.notes.push("the page size is not known: 4096 bytes are assumed");
    return size ?? 4096;
  }
  #readRelease() {
    const osrelease = this.text("proc/sys/kernel/osrelease")?.trim();
    if (osrelease !== void 0 && osrelease !== "") return osrelease;
    return /^Linux version (\S+)/.exec(this.text("proc/version") ?? "")?.[1] ?? "";
  }
};
function safely(read) {
  try {
    return read();
  } catch {
    return null;
  }
}

// src/report/check-answer.ts
function checkAnswer(outcome, machine, kernel) {
  const { prediction, need, snapshot } = outcome;
  return {
    verdict: prediction.verdict,
    likelihood: prediction.likelihood,
    go: outcome.go,
    never: prediction.never,
    reason: prediction.reason,
    request: need.request,
    kernel,
    zones: prediction.zones,
    attempts: outcome.attempts,
    advice: prediction.advice,
    terms: prediction.terms,
    notes: [...machine.notes, ...need.request.notes, ...snapshot.missing],
    trial: outcome.trial,
    cause: prediction.cause
  };
}
function unknownAnswer(reason, kernel) {
  return {
    verdict: "unknown",
    likelihood: 0.5,
    go: false,
    never: false,
    reason,
    request: null,
    kernel,
    zones: [],
    attempts: [{ verdict: "unknown", likelihood: 0.5, afterMilliseconds: 0, remedy: null }],
    advice: [],
    terms: [],
    notes: [],
    trial: null
  };
}

// src/request/order.ts
function getOrder(bytes, pageSize) {
  const pages = Math.ceil(bytes / pageSize);
  let order = 0;
  while (2 ** order < pages) order++;
  return order;
}
function kmallocOrder(bytes, pageSize) {
  return bytes <= 2 * pageSize ? bytes <= pageSize ? 0 : 1 : getOrder(bytes, pageSize);
}

// src/request/size.ts
init_errors();
var unitBytes = {
  "": 1,
  b: 1,
  k: 2 ** 10,
  kb: 2 ** 10,
  kib: 2 ** 10,
  m: 2 ** 20,
  mb: 2 ** 20,
  mib: 2 ** 20,
  g: 2 ** 30,
  gb: 2 ** 30,
  gib: 2 ** 30
};
var sizeForm = "bytes such as 331776, 324KiB, 2M (powers of 1024) or pages such as 80pages";
function parseSize(text, option = "--size") {
  const match = /^(\d{1,15})\s*([a-z]{0,5})$/i.exec(text.trim());
  const amount = Number(match?.[1]);
  const unit = (match?.[2] ?? "").toLowerCase();
  const isPages = unit === "page" || unit === "pages";
  const bytes = isPages ? amount : amount * (unitBytes[unit] ?? Number.NaN);
  if (!match || !(bytes >= 1) || bytes > 2 ** 40) {
    throw new UsageError(`${option}: ${quote(text)}: expected ${sizeForm}, from 1 byte to 1 TiB`);
  }
  return isPages ? { amount, unit: "pages" } : { amount: bytes, unit: "bytes" };
}
function sizeInBytes({ amount, unit }, pageSize) {
  return unit === "pages" ? amount * pageSize : amount;
}

// src/request/plain-request.ts
var usualGfp = {
  contiguous: ["GFP_KERNEL"],
  vmalloc: ["GFP_KERNEL"],
  "vmalloc-noretry": ["GFP_KERNEL", "__GFP_NORETRY"]
};
function plainRequest({ size, order, path, gfp }, pageSize) {
  const bytes = size ? sizeInBytes(size, pageSize) : 2 ** (order ?? 0) * pageSize;
  const notes = [];
  const contiguousOrder2 = order ?? kmallocOrder(bytes, pageSize);
  if (path === "contiguous" && size && bytes <= 2 * pageSize) {
    notes.push(
      `kmalloc serves ${bytes} bytes from a slab, which needs at most a block of order ${contiguousOrder2}`
    );
  }
  return {
    workload: null,
    bytes,
    order: path === "contiguous" ? contiguousOrder2 : getOrder(bytes, pageSize),
    pages: path === "contiguous" ? 2 ** contiguousOrder2 : Math.ceil(bytes / pageSize),
    pageSize,
    path,
    gfp: withReclaim(gfp ?? usualGfp[path], notes),
    notes
  };
}
function withReclaim(gfp, notes) {
  const zoneFlags = ["GFP_DMA", "GFP_DMA32", "__GFP_DMA", "__GFP_DMA32", "__GFP_HIGHMEM", "__GFP_MOVABLE"];
  if (!gfp.every((name) => zoneFlags.includes(name))) return gfp;
  notes.push(`${gfp.join("|")} names only a zone: GFP_KERNEL is taken with it`);
  return ["GFP_KERNEL", ...gfp];
}

// src/cli/output.ts
var import_node_fs4 = require("node:fs");
init_errors();
function writeAll(descriptor, text) {
  const bytes = Buffer.from(text, "utf8");
  for (let at = 0; at < bytes.length; ) {
    try {
      at += (0, import_node_fs4.writeSync)(descriptor, bytes, at);
    } catch (error) {
      const code = error.code;
      if (code === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else if (code === "EPIPE") return false;
      else throw error;
    }
  }
  return true;
}
function say(line) {
  writeAll(2, `buddyguard: ${escapeControls(line)}
`);
}

// src/cli/interrupt.ts
var numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
function endOnSignals(doing) {
  const handlers = Object.entries(numbers).map(([signal, number]) => {
    const handler = () => {
      say(`ended by ${signal} ${doing}`);
      process.exit(128 + number);
    };
    process.on(signal, handler);
    return [signal, handler];
  });
  return () => {
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
  };
}

// src/cli/siblings.ts
var import_node_path3 = require("node:path");
function loadSibling(name) {
  return require((0, import_node_path3.join)(__dirname, name));
}

// src/cli/settings.ts
init_errors();
init_exit_codes();
init_version();

// src/cli/decode.ts
init_errors();
function decodeInteger(text, option, least, most) {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new UsageError(`${option}: ${quote(text)}: expected a whole number from ${least} to ${most}`);
  }
  return value;
}
var unitMilliseconds = { ms: 1, s: 1e3, "": 1e3, m: 6e4, h: 36e5 };
function decodeDuration(text, option) {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|)$/.exec(text);
  const milliseconds = Number(match?.[1]) * (unitMilliseconds[match?.[2] ?? ""] ?? Number.NaN);
  if (!(milliseconds >= 1 && milliseconds <= 7 * 24 * 36e5)) {
    throw new UsageError(
      `${option}: ${quote(text)}: expected a time such as 500ms, 2s, 1.5m or 1h, from 1ms to 7 days`
    );
  }
  return Math.round(milliseconds);
}
function decodeChoice(text, option, choices) {
  const found = choices.find((choice) => choice === text);
  if (found === void 0) throw new UsageError(`${option}: ${quote(text)}: expected ${choices.join(", ")}`);
  return found;
}
function decodeFlag(text, variable) {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  throw new UsageError(`${variable}: ${quote(text)}: expected true or false`);
}

// src/cli/options.ts
var commands = {
  check: "decide whether the kernel can serve a request now; exit 0 only if so",
  run: "check, then run COMMAND in its place; refuse with 75 where the check does",
  explain: "read a kernel log: what failed, why, and which check would have caught it",
  workloads: "list the named workloads and what each needs on this machine's kernel"
};
var asking = ["check", "run"];
var catalogue = ["check", "run", "workloads"];
var options = [
  {
    name: "size",
    value: "SIZE",
    group: "Request",
    commands: catalogue,
    describe: "bytes wanted: 331776, 324KiB, 2M, 80pages"
  },
  {
    name: "order",
    value: "N",
    group: "Request",
    commands: asking,
    describe: "a block of 2^N contiguous pages"
  },
  {
    name: "for",
    value: "NAME",
    group: "Request",
    commands: asking,
    describe: "a named workload; 'buddyguard workloads' lists them"
  },
  {
    name: "rules",
    value: "N",
    group: "Request",
    commands: catalogue,
    describe: "iptables: how many plain rules the largest table has"
  },
  {
    name: "rules-file",
    value: "FILE",
    group: "Request",
    commands: catalogue,
    describe: "iptables: an iptables-save file; its largest table decides"
  },
  {
    name: "cpus",
    value: "N",
    group: "Request",
    commands: catalogue,
    describe: "possible CPUs, where a workload grows with them"
  },
  {
    name: "count",
    value: "N",
    group: "Request",
    commands: catalogue,
    describe: "how many, where a workload can be asked for several"
  },
  {
    name: "path",
    value: "PATH",
    group: "Request",
    commands: asking,
    choices: ["contiguous", "vmalloc", "vmalloc-noretry"],
    describe: "how the kernel comes by the memory (default: contiguous, or as the workload says)"
  },
  {
    name: "gfp",
    value: "FLAGS",
    group: "Request",
    commands: asking,
    describe: "GFP flags as the kernel spells them, joined by '|' (default: GFP_KERNEL)"
  },
  {
    name: "root",
    value: "DIR",
    group: "Reading",
    commands: catalogue,
    default: "/",
    describe: "prefix before /proc and /sys"
  },
  {
    name: "kernel",
    value: "RELEASE",
    group: "Reading",
    commands: ["check", "run", "explain", "workloads"],
    describe: "answer as for this kernel release"
  },
  {
    name: "retries",
    value: "N",
    group: "Waiting",
    commands: asking,
    describe: "look again up to N times (default: 0; 1 with a remedy; until --timeout with that alone)"
  },
  {
    name: "interval",
    value: "TIME",
    group: "Waiting",
    commands: asking,
    default: "1s",
    describe: "pause before the first retry; doubles up to eight times itself, ±20 %"
  },
  {
    name: "timeout",
    value: "TIME",
    group: "Waiting",
    commands: asking,
    describe: "end all waiting after this; alone, retries until then"
  },
  {
    name: "compact",
    group: "Remedies",
    commands: asking,
    describe: "compact memory between attempts (root)"
  },
  {
    name: "drop-caches",
    group: "Remedies",
    commands: asking,
    describe: "drop the page cache between attempts (root; slows the whole host)"
  },
  {
    name: "trial",
    group: "Remedies",
    commands: asking,
    describe: "make the kernel really allocate and free one block, and report what it did"
  },
  {
    name: "deep",
    group: "Reading",
    commands: asking,
    describe: "read /proc/kpageflags where the answer is in doubt (root)"
  },
  {
    name: "strict",
    group: "Outcome",
    commands: asking,
    describe: "refuse what only reclaim or compaction could serve"
  },
  {
    name: "on-unknown",
    value: "WHAT",
    group: "Outcome",
    commands: ["run"],
    choices: ["warn", "fail"],
    default: "warn",
    describe: "what to do where the machine cannot be read"
  },
  {
    name: "exit-code",
    short: "E",
    value: "N",
    group: "Outcome",
    commands: asking,
    default: "75",
    describe: 'exit code for "not now"'
  },
  {
    name: "format",
    value: "FORMAT",
    group: "Outcome",
    commands: ["check", "explain", "workloads"],
    choices: ["text", "json", "github"],
    default: "text",
    describe: "how to print the answer"
  },
  { name: "why", group: "Outcome", commands: asking, describe: "print what moved the likelihood" },
  { name: "quiet", short: "q", group: "Outcome", commands: asking, describe: "print nothing but errors" },
  {
    name: "follow",
    short: "f",
    group: "Log",
    commands: ["explain"],
    describe: "go on reading as the log grows"
  }
];
function environmentName(option) {
  return `BUDDYGUARD_${option.name.toUpperCase().replaceAll("-", "_")}`;
}
function optionsOf(command) {
  return options.filter((option) => option.commands.includes(command));
}

// src/cli/settings.ts
var wants = ["size", "order", "for"];
function decodeSettings(command, given, environment) {
  const known = new Map(optionsOf(command).map((option) => [option.name, option]));
  const wantsGiven = wants.some((name) => given.has(name));
  const find = (name) => {
    const option = known.get(name);
    if (!option) return null;
    const text = given.get(name);
    if (text !== void 0) return { text, label: `--${name}`, option };
    const variable = environmentName(option);
    const twin = wantsGiven && wants.includes(name) ? void 0 : environment[variable];
    if (twin !== void 0 && twin !== "") return { text: twin, label: variable, option };
    return option.default === void 0 ? null : { text: option.default, label: `--${name}`, option };
  };
  const decode = (name, decoder) => {
    const found = find(name);
    return found ? decoder(found.text, found.label) : void 0;
  };
  const integer = (name, least, most) => decode(name, (text, label) => decodeInteger(text, label, least, most));
  const choice = (name, fallback) => decode(
    name,
    (text, label) => decodeChoice(text, label, known.get(name)?.choices ?? [])
  ) ?? fallback;
  const flag = (name) => decode(name, decodeFlag) ?? false;
  const verbatim = (name) => decode(name, (text) => text);
  return {
    asked: {
      size: decode("size", parseSize),
      order: integer("order", 0, 63),
      workload: verbatim("for"),
      rules: integer("rules", 0, 1e7),
      rulesFile: verbatim("rules-file"),
      cpus: integer("cpus", 1, 65536),
      count: integer("count", 1, 1e6),
      path: find("path") ? choice("path", "contiguous") : void 0,
      gfp: decode("gfp", parseGfp)
    },
    root: verbatim("root") ?? "/",
    kernel: decode("kernel", decodeRelease),
    retries: integer("retries", 0, 1e6) ?? impliedRetries(find("timeout") !== null, flag("compact") || flag("drop-caches")),
    intervalMilliseconds: decode("interval", decodeDuration) ?? 1e3,
    timeoutMilliseconds: decode("timeout", decodeDuration),
    compact: flag("compact"),
    dropCaches: flag("drop-caches"),
    trial: flag("trial"),
    deep: flag("deep"),
    strict: flag("strict"),
    onUnknown: choice("on-unknown", "warn"),
    notNowCode: integer("exit-code", 1, 255) ?? exitCodes.notNow,
    format: choice("format", "text"),
    why: flag("why"),
    quiet: flag("quiet"),
    follow: flag("follow")
  };
}
function decodeRelease(text, option) {
  if (parseVersion(text) !== null) return text;
  throw new UsageError(
    `${option}: ${quote(text)}: expected a release as uname -r prints it, such as 6.1.0-18-amd64`
  );
}
function impliedRetries(timeout, remedy) {
  if (timeout) return Infinity;
  return remedy ? 1 : 0;
}
function requireOneWant({ size, order, workload }) {
  if (workload === void 0 && size === void 0 && order === void 0) {
    throw new UsageError("nothing is asked for: expected --order N, --size SIZE or --for NAME");
  }
  if (order !== void 0 && (size !== void 0 || workload !== void 0)) {
    throw new UsageError(`--order and ${size !== void 0 ? "--size" : "--for"}: expected one of them`);
  }
}

// src/cli/gate.ts
async function passGate(settings) {
  requireOneWant(settings.asked);
  let kernel = {
    release: settings.kernel ?? "",
    upstream: null,
    distribution: null,
    noRetryXtables: null
  };
  const waits = settings.retries > 0;
  const release = waits ? endOnSignals("while waiting for memory") : () => void 0;
  try {
    const machine = new Machine(settings.root, settings.kernel);
    kernel = kernelAnswer(machine);
    const plan = {
      retries: settings.retries,
      intervalMilliseconds: settings.intervalMilliseconds,
      timeoutMilliseconds: settings.timeoutMilliseconds,
      strict: settings.strict,
      deep: settings.deep,
      remedy: await remedyOf(settings),
      trial: await trialOf(settings, machine)
    };
    const progress = settings.quiet ? () => void 0 : say;
    const needs = await needsOf(settings, machine);
    const outcome = await check(needs, machine, plan, realWorld(progress));
    if (isKnowledgeWanted(settings, outcome)) {
      const catalogue2 = loadSibling("catalogue.cjs");
      kernel = catalogue2.kernelAnswer(machine);
      outcome.prediction.advice.push(...catalogue2.adviceFor(outcome, settings.asked, machine));
    }
    const answer = checkAnswer(outcome, machine, kernel);
    return { answer, exitCode: exitCodeOf(answer, settings.notNowCode) };
  } catch (error) {
    if (!(error instanceof UnreadableError || error instanceof MalformedError)) throw error;
    return { answer: unknownAnswer(error.message, kernel), exitCode: error.exitCode };
  } finally {
    release();
  }
}
async function remedyOf({ compact, dropCaches }) {
  if (!compact && !dropCaches) return void 0;
  const { remediesFor: remediesFor2 } = await Promise.resolve().then(() => (init_remedies(), remedies_exports));
  return (tools) => remediesFor2({ compact, dropCaches }, tools);
}
async function trialOf({ trial: trial2, root }, { pageSize }) {
  if (!trial2) return void 0;
  const asking2 = await Promise.resolve().then(() => (init_trial(), trial_exports));
  return (order, limitMilliseconds) => asking2.trial({ order, pageSize, root, limitMilliseconds });
}
async function needsOf({ asked: asked3 }, machine) {
  const { size, order, path, gfp, workload } = asked3;
  if (workload !== void 0) {
    const needs = await loadSibling("catalogue.cjs").workloadNeeds(workload, asked3, machine);
    if (needs.length === 0) {
      throw new UsageError(
        `--for ${workload}: kernel ${machine.release} does not have it: expected another workload`
      );
    }
    return needs;
  }
  const request = plainRequest({ size, order, path: path ?? "contiguous", gfp }, machine.pageSize);
  return [{ request, fault: null, stepPages: request.pages, count: 1 }];
}
function isKnowledgeWanted({ asked: asked3, format, quiet }, { prediction }) {
  if (quiet) return false;
  return asked3.workload !== void 0 || format !== "text" || prediction.verdict !== "available";
}
function kernelAnswer({ release, kernel }) {
  const upstream = kernel ? `${kernel.major}.${kernel.minor}` : null;
  return { release, upstream, distribution: null, noRetryXtables: null };
}
function exitCodeOf(answer, notNowCode) {
  if (answer.go) return exitCodes.go;
  return answer.never ? exitCodes.never : notNowCode;
}
function tellError(error) {
  if (isBuddyguardError(error)) {
    say(error.message);
    return error.exitCode;
  }
  say(`a bug: ${error instanceof Error ? error.message : String(error)}; BUDDYGUARD_DEBUG=1 shows where`);
  if (process.env.BUDDYGUARD_DEBUG === "1" && error instanceof Error) writeAll(2, `${error.stack ?? ""}
`);
  return exitCodes.bug;
}

// src/cli/commands/check.ts
init_errors();

// src/report/check-json.ts
function checkJson(answer) {
  const { request } = answer;
  const object = {
    schema: "buddyguard/check/1",
    verdict: answer.verdict,
    likelihood: rounded(answer.likelihood),
    go: answer.go,
    never: answer.never,
    reason: answer.reason,
    request: request && {
      workload: request.workload,
      bytes: request.bytes,
      order: request.order,
      pages: request.pages,
      pageSize: request.pageSize,
      path: request.path,
      gfp: request.gfp
    },
    kernel: answer.kernel,
    zones: answer.zones,
    attempts: answer.attempts.map((attempt) => ({ ...attempt, likelihood: rounded(attempt.likelihood) })),
    advice: answer.advice,
    terms: answer.terms,
    notes: answer.notes,
    ...answer.trial ? { trial: answer.trial } : {}
  };
  return `${JSON.stringify(object)}
`;
}
function rounded(likelihood) {
  return Math.round(likelihood * 1e4) / 1e4;
}

// src/report/check-text.ts
init_errors();
init_free_lists();

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

// src/report/wrap.ts
init_errors();
var reportWidth = 100;
function labelled(label, text, width = reportWidth) {
  const indent = " ".repeat(label.length);
  const lines = [];
  let line = label;
  for (const word of escapeControls(text).split(" ")) {
    if (line.length + word.length + 1 > width && line.trim() !== "" && line !== label && line !== indent) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += (line === label || line === indent ? "" : " ") + word;
  }
  lines.push(line.trimEnd());
  return lines.join("\n");
}

// src/report/check-text.ts
function checkText(answer, why) {
  const lines = [escapeControls(`${answer.verdict}: ${headline(answer)}`)];
  if (answer.request) lines.push(told("  asked  ", asked2(answer.request, answer.kernel.release)));
  lines.push(told("  found  ", answer.reason));
  if (answer.zones.length > 0 && answer.request && answer.verdict !== "unknown")
    lines.push(zoneTable(answer.zones, answer.request));
  if (answer.trial) lines.push(told("  trial  ", trialText(answer.trial)));
  for (const note of answer.notes) lines.push(told("  note   ", note));
  if (why) lines.push(...whyLines(answer));
  for (const advice of answer.advice) lines.push(told("  do     ", advice));
  return `${lines.join("\n")}
`;
}
function told(label, text) {
  return labelled(label, escapeControls(text));
}
function headline({ verdict, likelihood, never: never2, request, cause }) {
  const what = request ? requestName(request) : "this machine";
  switch (verdict) {
    case "available":
      return `${what} can be had now`;
    case "attainable":
      return `${attainableBy(cause, what)} (likelihood ${likelihood.toFixed(2)})`;
    case "unavailable":
      return never2 ? `${what} can never be had on this machine` : `${what} would likely fail now (likelihood ${likelihood.toFixed(2)})`;
    case "unknown":
      return "this machine cannot be read";
  }
}
function attainableBy(cause, what) {
  if (cause === "not-read") return `not all that decides could be read, but ${what} should be had`;
  if (cause === "none") return `free, but perhaps not for this caller: ${what}`;
  return `not free now, but reclaim or compaction should make ${what}`;
}
function requestName({ path, order, pages, workload }) {
  const what = path === "contiguous" ? `a block of order ${order}` : `${formatCount(pages)} single pages`;
  return workload === null ? what : `${workload} (${what})`;
}
function asked2({ path, order, pages, bytes, gfp }, release) {
  const size = path === "contiguous" ? `order ${order} = ${formatCount(pages)} contiguous pages` : `${formatCount(pages)} single pages`;
  return `${size} for ${formatCount(bytes)} bytes (${formatBytes(bytes)}), path ${path}, ${gfp.join("|")}, kernel ${release || "unknown"}`;
}
function zoneTable(zones, request) {
  const contiguous = request.path === "contiguous";
  const head = [
    "node",
    "zone",
    "free",
    "min",
    "reserve",
    ...contiguous ? [`in order ${request.order}+`] : [],
    "serves"
  ];
  const rows = zones.map((zone) => [
    String(zone.node),
    zone.zone,
    formatCount(zone.freePages),
    zone.watermarkPages ? formatCount(zone.watermarkPages.min) : "?",
    zone.lowmemReservePages === null ? "-" : formatCount(zone.lowmemReservePages),
    ...contiguous ? [formatCount(pagesInBlocks(zone.freeBlocks, request.order))] : [],
    !zone.allowed ? "not allowed" : zone.fits ? "yes" : "no"
  ]);
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (row) => `         ${row.map((cell, i) => i === 1 || i === head.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)).join("  ")}`.trimEnd();
  return [head, ...rows].map(line).join("\n");
}
function whyLines({ terms, zones }) {
  const perZone = zones.filter((zone) => zone.allowed).map((zone) => told("  why    ", `node ${zone.node} ${zone.zone}: ${zone.why}`));
  const moved2 = terms.map(
    ({ name, value, weight, meaning }) => told(
      "  why    ",
      `${weight >= 0 ? "+" : ""}${weight.toFixed(2)} ${name} = ${Math.round(value * 1e3) / 1e3} (${meaning})`
    )
  );
  return [...perZone, ...moved2];
}
function trialText({ measured, via, microseconds, stalled, why }) {
  if (measured === null) return `trial not possible here: ${why ?? "no way found"}`;
  const stall = stalled === null ? "" : stalled ? ", after a stall" : ", without a stall";
  return `measured: ${measured} in ${formatCount(microseconds ?? 0)} microseconds${stall} (${via ?? ""})`;
}

// src/cli/commands/check.ts
async function checkCommand(words) {
  if (words.rest !== null)
    throw new UsageError("check: '--' and a command: expected 'buddyguard run … -- COMMAND'");
  const settings = decodeSettings("check", words.given, process.env);
  const { answer, exitCode } = await passGate(settings);
  if (answer.verdict === "unknown") say(answer.reason);
  if (settings.quiet) return exitCode;
  if (settings.format === "github") {
    const how = { exitCode, passes: answer.go, why: settings.why, quiet: false };
    await loadSibling("github.cjs").publishCheck(answer, how);
  } else if (settings.format === "json") writeAll(1, checkJson(answer));
  else if (answer.verdict !== "unknown") writeAll(1, checkText(answer, settings.why));
  return exitCode;
}

// src/cli/commands/explain-command.ts
init_errors();
async function explainCommand({ given, operands, rest }) {
  const files = [...operands, ...rest ?? []];
  const [file3 = "-", extra] = files;
  if (extra !== void 0)
    throw new UsageError(`explain: unexpected argument ${quote(extra)}: expected one FILE or -`);
  const { format, follow, kernel } = decodeSettings("explain", given, process.env);
  return loadSibling("explain.cjs").explain({ file: file3, format, follow, kernel });
}

// src/cli/commands/run.ts
init_errors();
async function runCommandLine(words) {
  const command = words.rest ?? [];
  if (command.length === 0)
    throw new UsageError("run: no command: expected '-- COMMAND [ARG...]' after the options");
  const settings = decodeSettings("run", words.given, process.env);
  const { alteredVariables: alteredVariables2, requireUtf8Arguments: requireUtf8Arguments2 } = await Promise.resolve().then(() => (init_arguments(), arguments_exports));
  requireUtf8Arguments2(command);
  for (const name of alteredVariables2()) {
    say(`the environment variable ${name} is not UTF-8: the command gets it altered`);
  }
  const { answer, exitCode } = await passGate(settings);
  if (answer.verdict === "unknown") {
    say(`${answer.reason}; ${settings.onUnknown === "fail" ? "refused" : "going on without a check"}`);
    if (settings.onUnknown === "fail") return exitCode;
  } else if (!answer.go) {
    if (!settings.quiet) writeAll(2, checkText(answer, settings.why));
    if (!settings.quiet) say(`the command was not started`);
    return exitCode;
  }
  const { runCommand: runCommand2 } = await Promise.resolve().then(() => (init_run(), run_exports));
  return runCommand2(command);
}

// src/cli/commands/workloads.ts
async function workloadsCommand(words) {
  const settings = decodeSettings("workloads", words.given, process.env);
  const machine = new Machine(settings.root, settings.kernel);
  writeAll(1, await loadSibling("catalogue.cjs").workloadsReport(settings, machine));
  return 0;
}

// src/cli/words.ts
function cutAtDashes(argv) {
  const at = argv.indexOf("--");
  return at === -1 ? { own: [...argv], rest: null } : { own: argv.slice(0, at), rest: argv.slice(at + 1) };
}
function parseFast(argv) {
  const { own, rest } = cutAtDashes(argv);
  const command = own[0];
  if (command === void 0 || !Object.hasOwn(commands, command)) return null;
  const known = /* @__PURE__ */ new Map();
  for (const option of optionsOf(command)) {
    known.set(`--${option.name}`, option);
    if (option.short !== void 0) known.set(`-${option.short}`, option);
  }
  const given = /* @__PURE__ */ new Map();
  for (let i = 1; i < own.length; i++) {
    const word = own[i] ?? "";
    const equals = word.startsWith("--") ? word.indexOf("=") : -1;
    const option = known.get(equals === -1 ? word : word.slice(0, equals));
    if (!option || given.has(option.name)) return null;
    let text = "true";
    if (option.value !== void 0) {
      text = equals === -1 ? own[++i] ?? "" : word.slice(equals + 1);
      if (text === "" || text.startsWith("-")) return null;
    } else if (equals !== -1) {
      return null;
    }
    given.set(option.name, text);
  }
  return { command, given, operands: [], rest };
}

// src/cli/main.ts
async function main(argv) {
  const words = parseFast(argv);
  return words ? dispatch(words) : loadSibling("cli-full.cjs").runFull(argv, dispatch);
}
async function dispatch(words) {
  switch (words.command) {
    case "check":
      return checkCommand(words);
    case "run":
      return runCommandLine(words);
    case "workloads":
      return workloadsCommand(words);
    case "explain":
      return explainCommand(words);
  }
}
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.exitCode = tellError(error);
  }
);
