"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
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
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// node_modules/semver/internal/debug.js
var require_debug = __commonJS({
  "node_modules/semver/internal/debug.js"(exports2, module2) {
    "use strict";
    var debug = typeof process === "object" && process.env && process.env.NODE_DEBUG && /\bsemver\b/i.test(process.env.NODE_DEBUG) ? (...args) => console.error("SEMVER", ...args) : () => {
    };
    module2.exports = debug;
  }
});

// node_modules/semver/internal/constants.js
var require_constants = __commonJS({
  "node_modules/semver/internal/constants.js"(exports2, module2) {
    "use strict";
    var SEMVER_SPEC_VERSION = "2.0.0";
    var MAX_LENGTH = 256;
    var MAX_SAFE_INTEGER = Number.MAX_SAFE_INTEGER || /* istanbul ignore next */
    9007199254740991;
    var MAX_SAFE_COMPONENT_LENGTH = 16;
    var MAX_SAFE_BUILD_LENGTH = MAX_LENGTH - 6;
    var WHITESPACE_CHARACTERS = [
      "	",
      "\n",
      "\v",
      "\f",
      "\r",
      " ",
      " ",
      " ",
      " ",
      " ",
      " ",
      " ",
      " ",
      " ",
      " ",
      " ",
      " ",
      " ",
      " ",
      "\u2028",
      "\u2029",
      " ",
      " ",
      "　",
      "\uFEFF"
    ];
    var RELEASE_TYPES = [
      "major",
      "premajor",
      "minor",
      "preminor",
      "patch",
      "prepatch",
      "prerelease"
    ];
    module2.exports = {
      MAX_LENGTH,
      MAX_SAFE_COMPONENT_LENGTH,
      MAX_SAFE_BUILD_LENGTH,
      MAX_SAFE_INTEGER,
      WHITESPACE_CHARACTERS,
      RELEASE_TYPES,
      SEMVER_SPEC_VERSION,
      FLAG_INCLUDE_PRERELEASE: 1,
      FLAG_LOOSE: 2
    };
  }
});

// node_modules/semver/internal/re.js
var require_re = __commonJS({
  "node_modules/semver/internal/re.js"(exports2, module2) {
    "use strict";
    var {
      MAX_SAFE_COMPONENT_LENGTH,
      MAX_SAFE_BUILD_LENGTH,
      MAX_LENGTH
    } = require_constants();
    var debug = require_debug();
    exports2 = module2.exports = {};
    var re = exports2.re = [];
    var safeRe = exports2.safeRe = [];
    var src = exports2.src = [];
    var safeSrc = exports2.safeSrc = [];
    var t = exports2.t = {};
    var R = 0;
    var LETTERDASHNUMBER = "[a-zA-Z0-9-]";
    var safeRegexReplacements = [
      ["\\s", 1],
      ["\\d", MAX_LENGTH],
      [LETTERDASHNUMBER, MAX_SAFE_BUILD_LENGTH]
    ];
    var makeSafeRegex = (value) => {
      for (const [token, max] of safeRegexReplacements) {
        value = value.split(`${token}*`).join(`${token}{0,${max}}`).split(`${token}+`).join(`${token}{1,${max}}`);
      }
      return value;
    };
    var createToken = (name, value, isGlobal) => {
      const safe = makeSafeRegex(value);
      const index = R++;
      debug(name, index, value);
      t[name] = index;
      src[index] = value;
      safeSrc[index] = safe;
      re[index] = new RegExp(value, isGlobal ? "g" : void 0);
      safeRe[index] = new RegExp(safe, isGlobal ? "g" : void 0);
    };
    createToken("NUMERICIDENTIFIER", "0|[1-9]\\d*");
    createToken("NUMERICIDENTIFIERLOOSE", "\\d+");
    createToken("NONNUMERICIDENTIFIER", `\\d*[a-zA-Z-]${LETTERDASHNUMBER}*`);
    createToken("MAINVERSION", `(${src[t.NUMERICIDENTIFIER]})\\.(${src[t.NUMERICIDENTIFIER]})\\.(${src[t.NUMERICIDENTIFIER]})`);
    createToken("MAINVERSIONLOOSE", `(${src[t.NUMERICIDENTIFIERLOOSE]})\\.(${src[t.NUMERICIDENTIFIERLOOSE]})\\.(${src[t.NUMERICIDENTIFIERLOOSE]})`);
    createToken("PRERELEASEIDENTIFIER", `(?:${src[t.NONNUMERICIDENTIFIER]}|${src[t.NUMERICIDENTIFIER]})`);
    createToken("PRERELEASEIDENTIFIERLOOSE", `(?:${src[t.NONNUMERICIDENTIFIER]}|${src[t.NUMERICIDENTIFIERLOOSE]})`);
    createToken("PRERELEASE", `(?:-(${src[t.PRERELEASEIDENTIFIER]}(?:\\.${src[t.PRERELEASEIDENTIFIER]})*))`);
    createToken("PRERELEASELOOSE", `(?:-?(${src[t.PRERELEASEIDENTIFIERLOOSE]}(?:\\.${src[t.PRERELEASEIDENTIFIERLOOSE]})*))`);
    createToken("BUILDIDENTIFIER", `${LETTERDASHNUMBER}+`);
    createToken("BUILD", `(?:\\+(${src[t.BUILDIDENTIFIER]}(?:\\.${src[t.BUILDIDENTIFIER]})*))`);
    createToken("FULLPLAIN", `v?${src[t.MAINVERSION]}${src[t.PRERELEASE]}?${src[t.BUILD]}?`);
    createToken("FULL", `^${src[t.FULLPLAIN]}$`);
    createToken("LOOSEPLAIN", `[v=\\s]*${src[t.MAINVERSIONLOOSE]}${src[t.PRERELEASELOOSE]}?${src[t.BUILD]}?`);
    createToken("LOOSE", `^${src[t.LOOSEPLAIN]}$`);
    createToken("GTLT", "((?:<|>)?=?)");
    createToken("XRANGEIDENTIFIERLOOSE", `${src[t.NUMERICIDENTIFIERLOOSE]}|x|X|\\*`);
    createToken("XRANGEIDENTIFIER", `${src[t.NUMERICIDENTIFIER]}|x|X|\\*`);
    createToken("XRANGEPLAIN", `[v=\\s]*(${src[t.XRANGEIDENTIFIER]})(?:\\.(${src[t.XRANGEIDENTIFIER]})(?:\\.(${src[t.XRANGEIDENTIFIER]})(?:${src[t.PRERELEASE]})?${src[t.BUILD]}?)?)?`);
    createToken("XRANGEPLAINLOOSE", `[v=\\s]*(${src[t.XRANGEIDENTIFIERLOOSE]})(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})(?:${src[t.PRERELEASELOOSE]})?${src[t.BUILD]}?)?)?`);
    createToken("XRANGE", `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAIN]}$`);
    createToken("XRANGELOOSE", `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAINLOOSE]}$`);
    createToken("COERCEPLAIN", `${"(^|[^\\d])(\\d{1,"}${MAX_SAFE_COMPONENT_LENGTH}})(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?`);
    createToken("COERCE", `${src[t.COERCEPLAIN]}(?:$|[^\\d])`);
    createToken("COERCEFULL", src[t.COERCEPLAIN] + `(?:${src[t.PRERELEASE]})?(?:${src[t.BUILD]})?(?:$|[^\\d])`);
    createToken("COERCERTL", src[t.COERCE], true);
    createToken("COERCERTLFULL", src[t.COERCEFULL], true);
    createToken("LONETILDE", "(?:~>?)");
    createToken("TILDETRIM", `(\\s*)${src[t.LONETILDE]}\\s+`, true);
    exports2.tildeTrimReplace = "$1~";
    createToken("TILDE", `^${src[t.LONETILDE]}${src[t.XRANGEPLAIN]}$`);
    createToken("TILDELOOSE", `^${src[t.LONETILDE]}${src[t.XRANGEPLAINLOOSE]}$`);
    createToken("LONECARET", "(?:\\^)");
    createToken("CARETTRIM", `(\\s*)${src[t.LONECARET]}\\s+`, true);
    exports2.caretTrimReplace = "$1^";
    createToken("CARET", `^${src[t.LONECARET]}${src[t.XRANGEPLAIN]}$`);
    createToken("CARETLOOSE", `^${src[t.LONECARET]}${src[t.XRANGEPLAINLOOSE]}$`);
    createToken("COMPARATORLOOSE", `^${src[t.GTLT]}\\s*(${src[t.LOOSEPLAIN]})$|^$`);
    createToken("COMPARATOR", `^${src[t.GTLT]}\\s*(${src[t.FULLPLAIN]})$|^$`);
    createToken("COMPARATORTRIM", `(\\s*)${src[t.GTLT]}\\s*(${src[t.LOOSEPLAIN]}|${src[t.XRANGEPLAIN]})`, true);
    exports2.comparatorTrimReplace = "$1$2$3";
    createToken("HYPHENRANGE", `^\\s*(${src[t.XRANGEPLAIN]})\\s+-\\s+(${src[t.XRANGEPLAIN]})\\s*$`);
    createToken("HYPHENRANGELOOSE", `^\\s*(${src[t.XRANGEPLAINLOOSE]})\\s+-\\s+(${src[t.XRANGEPLAINLOOSE]})\\s*$`);
    createToken("STAR", "(<|>)?=?\\s*\\*");
    createToken("GTE0", "^\\s*>=\\s*0\\.0\\.0\\s*$");
    createToken("GTE0PRE", "^\\s*>=\\s*0\\.0\\.0-0\\s*$");
  }
});

// node_modules/semver/internal/parse-options.js
var require_parse_options = __commonJS({
  "node_modules/semver/internal/parse-options.js"(exports2, module2) {
    "use strict";
    var looseOption = Object.freeze({ loose: true });
    var emptyOpts = Object.freeze({});
    var parseOptions = (options) => {
      if (!options) {
        return emptyOpts;
      }
      if (typeof options !== "object") {
        return looseOption;
      }
      return options;
    };
    module2.exports = parseOptions;
  }
});

// node_modules/semver/internal/identifiers.js
var require_identifiers = __commonJS({
  "node_modules/semver/internal/identifiers.js"(exports2, module2) {
    "use strict";
    var numeric = /^[0-9]+$/;
    var compareIdentifiers = (a, b) => {
      if (typeof a === "number" && typeof b === "number") {
        return a === b ? 0 : a < b ? -1 : 1;
      }
      const anum = numeric.test(a);
      const bnum = numeric.test(b);
      if (anum && bnum) {
        a = +a;
        b = +b;
      }
      return a === b ? 0 : anum && !bnum ? -1 : bnum && !anum ? 1 : a < b ? -1 : 1;
    };
    var rcompareIdentifiers = (a, b) => compareIdentifiers(b, a);
    module2.exports = {
      compareIdentifiers,
      rcompareIdentifiers
    };
  }
});

// node_modules/semver/classes/semver.js
var require_semver = __commonJS({
  "node_modules/semver/classes/semver.js"(exports2, module2) {
    "use strict";
    var debug = require_debug();
    var { MAX_LENGTH, MAX_SAFE_INTEGER } = require_constants();
    var { safeRe: re, t } = require_re();
    var parseOptions = require_parse_options();
    var { compareIdentifiers } = require_identifiers();
    var isPrereleaseIdentifier = (prerelease, identifier) => {
      const identifiers = identifier.split(".");
      if (identifiers.length > prerelease.length) {
        return false;
      }
      for (let i = 0; i < identifiers.length; i++) {
        if (compareIdentifiers(prerelease[i], identifiers[i]) !== 0) {
          return false;
        }
      }
      return true;
    };
    var SemVer = class _SemVer {
      constructor(version, options) {
        options = parseOptions(options);
        if (version instanceof _SemVer) {
          if (version.loose === !!options.loose && version.includePrerelease === !!options.includePrerelease) {
            return version;
          } else {
            version = version.version;
          }
        } else if (typeof version !== "string") {
          throw new TypeError(`Invalid version. Must be a string. Got type "${typeof version}".`);
        }
        if (version.length > MAX_LENGTH) {
          throw new TypeError(
            `version is longer than ${MAX_LENGTH} characters`
          );
        }
        debug("SemVer", version, options);
        this.options = options;
        this.loose = !!options.loose;
        this.includePrerelease = !!options.includePrerelease;
        const m = version.trim().match(options.loose ? re[t.LOOSE] : re[t.FULL]);
        if (!m) {
          throw new TypeError(`Invalid Version: ${version}`);
        }
        this.raw = version;
        this.major = +m[1];
        this.minor = +m[2];
        this.patch = +m[3];
        if (this.major > MAX_SAFE_INTEGER || this.major < 0) {
          throw new TypeError("Invalid major version");
        }
        if (this.minor > MAX_SAFE_INTEGER || this.minor < 0) {
          throw new TypeError("Invalid minor version");
        }
        if (this.patch > MAX_SAFE_INTEGER || this.patch < 0) {
          throw new TypeError("Invalid patch version");
        }
        if (!m[4]) {
          this.prerelease = [];
        } else {
          this.prerelease = m[4].split(".").map((id) => {
            if (/^[0-9]+$/.test(id)) {
              const num = +id;
              if (num >= 0 && num < MAX_SAFE_INTEGER) {
                return num;
              }
            }
            return id;
          });
        }
        this.build = m[5] ? m[5].split(".") : [];
        this.format();
      }
      format() {
        this.version = `${this.major}.${this.minor}.${this.patch}`;
        if (this.prerelease.length) {
          this.version += `-${this.prerelease.join(".")}`;
        }
        return this.version;
      }
      toString() {
        return this.version;
      }
      compare(other) {
        debug("SemVer.compare", this.version, this.options, other);
        if (!(other instanceof _SemVer)) {
          if (typeof other === "string" && other === this.version) {
            return 0;
          }
          other = new _SemVer(other, this.options);
        }
        if (other.version === this.version) {
          return 0;
        }
        return this.compareMain(other) || this.comparePre(other);
      }
      compareMain(other) {
        if (!(other instanceof _SemVer)) {
          other = new _SemVer(other, this.options);
        }
        if (this.major < other.major) {
          return -1;
        }
        if (this.major > other.major) {
          return 1;
        }
        if (this.minor < other.minor) {
          return -1;
        }
        if (this.minor > other.minor) {
          return 1;
        }
        if (this.patch < other.patch) {
          return -1;
        }
        if (this.patch > other.patch) {
          return 1;
        }
        return 0;
      }
      comparePre(other) {
        if (!(other instanceof _SemVer)) {
          other = new _SemVer(other, this.options);
        }
        if (this.prerelease.length && !other.prerelease.length) {
          return -1;
        } else if (!this.prerelease.length && other.prerelease.length) {
          return 1;
        } else if (!this.prerelease.length && !other.prerelease.length) {
          return 0;
        }
        let i = 0;
        do {
          const a = this.prerelease[i];
          const b = other.prerelease[i];
          debug("prerelease compare", i, a, b);
          if (a === void 0 && b === void 0) {
            return 0;
          } else if (b === void 0) {
            return 1;
          } else if (a === void 0) {
            return -1;
          } else if (a === b) {
            continue;
          } else {
            return compareIdentifiers(a, b);
          }
        } while (++i);
      }
      compareBuild(other) {
        if (!(other instanceof _SemVer)) {
          other = new _SemVer(other, this.options);
        }
        let i = 0;
        do {
          const a = this.build[i];
          const b = other.build[i];
          debug("build compare", i, a, b);
          if (a === void 0 && b === void 0) {
            return 0;
          } else if (b === void 0) {
            return 1;
          } else if (a === void 0) {
            return -1;
          } else if (a === b) {
            continue;
          } else {
            return compareIdentifiers(a, b);
          }
        } while (++i);
      }
      // preminor will bump the version up to the next minor release, and immediately
      // down to pre-release. premajor and prepatch work the same way.
      inc(release, identifier, identifierBase) {
        if (release.startsWith("pre")) {
          if (!identifier && identifierBase === false) {
            throw new Error("invalid increment argument: identifier is empty");
          }
          if (identifier) {
            const match = `-${identifier}`.match(this.options.loose ? re[t.PRERELEASELOOSE] : re[t.PRERELEASE]);
            if (!match || match[1] !== identifier) {
              throw new Error(`invalid identifier: ${identifier}`);
            }
          }
        }
        switch (release) {
          case "premajor":
            this.prerelease.length = 0;
            this.patch = 0;
            this.minor = 0;
            this.major++;
            this.inc("pre", identifier, identifierBase);
            break;
          case "preminor":
            this.prerelease.length = 0;
            this.patch = 0;
            this.minor++;
            this.inc("pre", identifier, identifierBase);
            break;
          case "prepatch":
            this.prerelease.length = 0;
            this.inc("patch", identifier, identifierBase);
            this.inc("pre", identifier, identifierBase);
            break;
          // If the input is a non-prerelease version, this acts the same as
          // prepatch.
          case "prerelease":
            if (this.prerelease.length === 0) {
              this.inc("patch", identifier, identifierBase);
            }
            this.inc("pre", identifier, identifierBase);
            break;
          case "release":
            if (this.prerelease.length === 0) {
              throw new Error(`version ${this.raw} is not a prerelease`);
            }
            this.prerelease.length = 0;
            break;
          case "major":
            if (this.minor !== 0 || this.patch !== 0 || this.prerelease.length === 0) {
              this.major++;
            }
            this.minor = 0;
            this.patch = 0;
            this.prerelease = [];
            break;
          case "minor":
            if (this.patch !== 0 || this.prerelease.length === 0) {
              this.minor++;
            }
            this.patch = 0;
            this.prerelease = [];
            break;
          case "patch":
            if (this.prerelease.length === 0) {
              this.patch++;
            }
            this.prerelease = [];
            break;
          // This probably shouldn't be used publicly.
          // 1.0.0 'pre' would become 1.0.0-0 which is the wrong direction.
          case "pre": {
            const base = Number(identifierBase) ? 1 : 0;
            if (this.prerelease.length === 0) {
              this.prerelease = [base];
            } else {
              let i = this.prerelease.length;
              while (--i >= 0) {
                if (typeof this.prerelease[i] === "number") {
                  this.prerelease[i]++;
                  i = -2;
                }
              }
              if (i === -1) {
                if (identifier === this.prerelease.join(".") && identifierBase === false) {
                  throw new Error("invalid increment argument: identifier already exists");
                }
                this.prerelease.push(base);
              }
            }
            if (identifier) {
              let prerelease = [identifier, base];
              if (identifierBase === false) {
                prerelease = [identifier];
              }
              if (isPrereleaseIdentifier(this.prerelease, identifier)) {
                const prereleaseBase = this.prerelease[identifier.split(".").length];
                if (isNaN(prereleaseBase)) {
                  this.prerelease = prerelease;
                }
              } else {
                this.prerelease = prerelease;
              }
            }
            break;
          }
          default:
            throw new Error(`invalid increment argument: ${release}`);
        }
        this.raw = this.format();
        if (this.build.length) {
          this.raw += `+${this.build.join(".")}`;
        }
        return this;
      }
    };
    module2.exports = SemVer;
  }
});

// node_modules/semver/functions/parse.js
var require_parse = __commonJS({
  "node_modules/semver/functions/parse.js"(exports2, module2) {
    "use strict";
    var SemVer = require_semver();
    var parse = (version, options, throwErrors = false) => {
      if (version instanceof SemVer) {
        return version;
      }
      try {
        return new SemVer(version, options);
      } catch (er) {
        if (!throwErrors) {
          return null;
        }
        throw er;
      }
    };
    module2.exports = parse;
  }
});

// node_modules/semver/functions/coerce.js
var require_coerce = __commonJS({
  "node_modules/semver/functions/coerce.js"(exports2, module2) {
    "use strict";
    var SemVer = require_semver();
    var parse = require_parse();
    var { safeRe: re, t } = require_re();
    var coerce2 = (version, options) => {
      if (version instanceof SemVer) {
        return version;
      }
      if (typeof version === "number") {
        version = String(version);
      }
      if (typeof version !== "string") {
        return null;
      }
      options = options || {};
      let match = null;
      if (!options.rtl) {
        match = version.match(options.includePrerelease ? re[t.COERCEFULL] : re[t.COERCE]);
      } else {
        const coerceRtlRegex = options.includePrerelease ? re[t.COERCERTLFULL] : re[t.COERCERTL];
        let next;
        while ((next = coerceRtlRegex.exec(version)) && (!match || match.index + match[0].length !== version.length)) {
          if (!match || next.index + next[0].length !== match.index + match[0].length) {
            match = next;
          }
          coerceRtlRegex.lastIndex = next.index + next[1].length + next[2].length;
        }
        coerceRtlRegex.lastIndex = -1;
      }
      if (match === null) {
        return null;
      }
      const major = match[2];
      const minor = match[3] || "0";
      const patch = match[4] || "0";
      const prerelease = options.includePrerelease && match[5] ? `-${match[5]}` : "";
      const build = options.includePrerelease && match[6] ? `+${match[6]}` : "";
      return parse(`${major}.${minor}.${patch}${prerelease}${build}`, options);
    };
    module2.exports = coerce2;
  }
});

// node_modules/semver/internal/lrucache.js
var require_lrucache = __commonJS({
  "node_modules/semver/internal/lrucache.js"(exports2, module2) {
    "use strict";
    var LRUCache = class {
      constructor() {
        this.max = 1e3;
        this.map = /* @__PURE__ */ new Map();
      }
      get(key) {
        const value = this.map.get(key);
        if (value === void 0) {
          return void 0;
        } else {
          this.map.delete(key);
          this.map.set(key, value);
          return value;
        }
      }
      delete(key) {
        return this.map.delete(key);
      }
      set(key, value) {
        const deleted = this.delete(key);
        if (!deleted && value !== void 0) {
          if (this.map.size >= this.max) {
            const firstKey = this.map.keys().next().value;
            this.delete(firstKey);
          }
          this.map.set(key, value);
        }
        return this;
      }
    };
    module2.exports = LRUCache;
  }
});

// node_modules/semver/functions/compare.js
var require_compare = __commonJS({
  "node_modules/semver/functions/compare.js"(exports2, module2) {
    "use strict";
    var SemVer = require_semver();
    var compare2 = (a, b, loose) => new SemVer(a, loose).compare(new SemVer(b, loose));
    module2.exports = compare2;
  }
});

// node_modules/semver/functions/eq.js
var require_eq = __commonJS({
  "node_modules/semver/functions/eq.js"(exports2, module2) {
    "use strict";
    var compare2 = require_compare();
    var eq = (a, b, loose) => compare2(a, b, loose) === 0;
    module2.exports = eq;
  }
});

// node_modules/semver/functions/neq.js
var require_neq = __commonJS({
  "node_modules/semver/functions/neq.js"(exports2, module2) {
    "use strict";
    var compare2 = require_compare();
    var neq = (a, b, loose) => compare2(a, b, loose) !== 0;
    module2.exports = neq;
  }
});

// node_modules/semver/functions/gt.js
var require_gt = __commonJS({
  "node_modules/semver/functions/gt.js"(exports2, module2) {
    "use strict";
    var compare2 = require_compare();
    var gt = (a, b, loose) => compare2(a, b, loose) > 0;
    module2.exports = gt;
  }
});

// node_modules/semver/functions/gte.js
var require_gte = __commonJS({
  "node_modules/semver/functions/gte.js"(exports2, module2) {
    "use strict";
    var compare2 = require_compare();
    var gte = (a, b, loose) => compare2(a, b, loose) >= 0;
    module2.exports = gte;
  }
});

// node_modules/semver/functions/lt.js
var require_lt = __commonJS({
  "node_modules/semver/functions/lt.js"(exports2, module2) {
    "use strict";
    var compare2 = require_compare();
    var lt = (a, b, loose) => compare2(a, b, loose) < 0;
    module2.exports = lt;
  }
});

// node_modules/semver/functions/lte.js
var require_lte = __commonJS({
  "node_modules/semver/functions/lte.js"(exports2, module2) {
    "use strict";
    var compare2 = require_compare();
    var lte = (a, b, loose) => compare2(a, b, loose) <= 0;
    module2.exports = lte;
  }
});

// node_modules/semver/functions/cmp.js
var require_cmp = __commonJS({
  "node_modules/semver/functions/cmp.js"(exports2, module2) {
    "use strict";
    var eq = require_eq();
    var neq = require_neq();
    var gt = require_gt();
    var gte = require_gte();
    var lt = require_lt();
    var lte = require_lte();
    var cmp = (a, op, b, loose) => {
      switch (op) {
        case "===":
          if (typeof a === "object") {
            a = a.version;
          }
          if (typeof b === "object") {
            b = b.version;
          }
          return a === b;
        case "!==":
          if (typeof a === "object") {
            a = a.version;
          }
          if (typeof b === "object") {
            b = b.version;
          }
          return a !== b;
        case "":
        case "=":
        case "==":
          return eq(a, b, loose);
        case "!=":
          return neq(a, b, loose);
        case ">":
          return gt(a, b, loose);
        case ">=":
          return gte(a, b, loose);
        case "<":
          return lt(a, b, loose);
        case "<=":
          return lte(a, b, loose);
        default:
          throw new TypeError(`Invalid operator: ${op}`);
      }
    };
    module2.exports = cmp;
  }
});

// node_modules/semver/classes/comparator.js
var require_comparator = __commonJS({
  "node_modules/semver/classes/comparator.js"(exports2, module2) {
    "use strict";
    var ANY = /* @__PURE__ */ Symbol("SemVer ANY");
    var Comparator = class _Comparator {
      static get ANY() {
        return ANY;
      }
      constructor(comp, options) {
        options = parseOptions(options);
        if (comp instanceof _Comparator) {
          if (comp.loose === !!options.loose) {
            return comp;
          } else {
            comp = comp.value;
          }
        }
        comp = comp.trim().split(/\s+/).join(" ");
        debug("comparator", comp, options);
        this.options = options;
        this.loose = !!options.loose;
        this.parse(comp);
        if (this.semver === ANY) {
          this.value = "";
        } else {
          this.value = this.operator + this.semver.version;
        }
        debug("comp", this);
      }
      parse(comp) {
        const r = this.options.loose ? re[t.COMPARATORLOOSE] : re[t.COMPARATOR];
        const m = comp.match(r);
        if (!m) {
          throw new TypeError(`Invalid comparator: ${comp}`);
        }
        this.operator = m[1] !== void 0 ? m[1] : "";
        if (this.operator === "=") {
          this.operator = "";
        }
        if (!m[2]) {
          this.semver = ANY;
        } else {
          this.semver = new SemVer(m[2], this.options.loose);
        }
      }
      toString() {
        return this.value;
      }
      test(version) {
        debug("Comparator.test", version, this.options.loose);
        if (this.semver === ANY || version === ANY) {
          return true;
        }
        if (typeof version === "string") {
          try {
            version = new SemVer(version, this.options);
          } catch (er) {
            return false;
          }
        }
        return cmp(version, this.operator, this.semver, this.options);
      }
      intersects(comp, options) {
        if (!(comp instanceof _Comparator)) {
          throw new TypeError("a Comparator is required");
        }
        if (this.operator === "") {
          if (this.value === "") {
            return true;
          }
          return new Range(comp.value, options).test(this.value);
        } else if (comp.operator === "") {
          if (comp.value === "") {
            return true;
          }
          return new Range(this.value, options).test(comp.semver);
        }
        options = parseOptions(options);
        if (options.includePrerelease && (this.value === "<0.0.0-0" || comp.value === "<0.0.0-0")) {
          return false;
        }
        if (!options.includePrerelease && (this.value.startsWith("<0.0.0") || comp.value.startsWith("<0.0.0"))) {
          return false;
        }
        if (this.operator.startsWith(">") && comp.operator.startsWith(">")) {
          return true;
        }
        if (this.operator.startsWith("<") && comp.operator.startsWith("<")) {
          return true;
        }
        if (this.semver.version === comp.semver.version && this.operator.includes("=") && comp.operator.includes("=")) {
          return true;
        }
        if (cmp(this.semver, "<", comp.semver, options) && this.operator.startsWith(">") && comp.operator.startsWith("<")) {
          return true;
        }
        if (cmp(this.semver, ">", comp.semver, options) && this.operator.startsWith("<") && comp.operator.startsWith(">")) {
          return true;
        }
        return false;
      }
    };
    module2.exports = Comparator;
    var parseOptions = require_parse_options();
    var { safeRe: re, t } = require_re();
    var cmp = require_cmp();
    var debug = require_debug();
    var SemVer = require_semver();
    var Range = require_range();
  }
});

// node_modules/semver/internal/trim-comparator-whitespace.js
var require_trim_comparator_whitespace = __commonJS({
  "node_modules/semver/internal/trim-comparator-whitespace.js"(exports2, module2) {
    "use strict";
    var {
      MAX_LENGTH,
      MAX_SAFE_BUILD_LENGTH,
      WHITESPACE_CHARACTERS
    } = require_constants();
    var whitespace = new Uint8Array(65536);
    for (const char of WHITESPACE_CHARACTERS) {
      whitespace[char.charCodeAt(0)] = 1;
    }
    var isWhitespace = (char) => char !== void 0 && whitespace[char.charCodeAt(0)] === 1;
    var isVersionPrefix = (char) => char === "v" || char === "=" || isWhitespace(char);
    var isDigit = (char) => char !== void 0 && char >= "0" && char <= "9";
    var isLetter = (char) => char !== void 0 && (char >= "a" && char <= "z" || char >= "A" && char <= "Z");
    var isIdentifierCharacter = (char) => isDigit(char) || isLetter(char) || char === "-";
    var isVersionStart = (char) => isDigit(char) || char === "x" || char === "X" || char === "*";
    var findDigitsEndIndex = (range, start, limit2, digitRuns) => {
      if (!isDigit(range[start])) {
        return start;
      }
      if (start >= digitRuns.start && start < digitRuns.end) {
        return Math.min(start + limit2, digitRuns.end);
      }
      if (start >= digitRuns.previousStart && start < digitRuns.previousEnd) {
        return Math.min(start + limit2, digitRuns.previousEnd);
      }
      let end = start + 1;
      while (isDigit(range[end])) {
        end++;
      }
      digitRuns.previousStart = digitRuns.start;
      digitRuns.previousEnd = digitRuns.end;
      digitRuns.start = start;
      digitRuns.end = end;
      return Math.min(start + limit2, end);
    };
    var findVersionNumberEndIndex = (range, start, loose, digitRuns) => {
      if (!loose && range[start] === "0") {
        return start + 1;
      }
      return findDigitsEndIndex(range, start, loose ? MAX_LENGTH : MAX_LENGTH + 1, digitRuns);
    };
    var findPrereleaseIdentifierEndIndex = (range, start, loose, digitRuns) => {
      const digitsEnd = findDigitsEndIndex(range, start, MAX_LENGTH, digitRuns);
      if (isLetter(range[digitsEnd]) || range[digitsEnd] === "-") {
        let end = digitsEnd + 1;
        const limit2 = end + MAX_SAFE_BUILD_LENGTH;
        while (end < limit2 && isIdentifierCharacter(range[end])) {
          end++;
        }
        return end;
      }
      return findVersionNumberEndIndex(range, start, loose, digitRuns);
    };
    var findPrereleaseEndIndex = (range, start, loose, digitRuns) => {
      const hyphen = range[start] === "-";
      if (!loose && !hyphen) {
        return start;
      }
      const identifierStart = start + (hyphen ? 1 : 0);
      let end = findPrereleaseIdentifierEndIndex(range, identifierStart, loose, digitRuns);
      if (end === identifierStart) {
        if (!loose || !hyphen) {
          return start;
        }
        end = findPrereleaseIdentifierEndIndex(range, start, loose, digitRuns);
      }
      while (range[end] === ".") {
        const next = findPrereleaseIdentifierEndIndex(range, end + 1, loose, digitRuns);
        if (next === end + 1) {
          break;
        }
        end = next;
      }
      return end;
    };
    var findBuildIdentifierEndIndex = (range, start) => {
      let end = start;
      while (end - start < MAX_SAFE_BUILD_LENGTH && isIdentifierCharacter(range[end])) {
        end++;
      }
      return end;
    };
    var findBuildEndIndex = (range, start) => {
      if (range[start] !== "+") {
        return start;
      }
      let end = findBuildIdentifierEndIndex(range, start + 1);
      if (end === start + 1) {
        return start;
      }
      while (range[end] === ".") {
        const next = findBuildIdentifierEndIndex(range, end + 1);
        if (next === end + 1) {
          break;
        }
        end = next;
      }
      return end;
    };
    var findLooseFullVersionEndIndex = (range, start, digitRuns) => {
      let end = start;
      for (let component = 0; component < 3; component++) {
        const next = findVersionNumberEndIndex(range, end, true, digitRuns);
        if (next === end) {
          return start;
        }
        end = next;
        if (component < 2) {
          if (range[end] !== ".") {
            return start;
          }
          end++;
        }
      }
      const prereleaseEnd = findPrereleaseEndIndex(range, end, true, digitRuns);
      return findBuildEndIndex(range, prereleaseEnd);
    };
    var findPartialVersionComponentEndIndex = (range, start, digitRuns) => {
      if (isDigit(range[start])) {
        return findVersionNumberEndIndex(range, start, false, digitRuns);
      }
      return isVersionStart(range[start]) ? start + 1 : start;
    };
    var findPartialVersionEndIndex = (range, start, digitRuns) => {
      let end = findPartialVersionComponentEndIndex(range, start, digitRuns);
      for (let component = 0; component < 2; component++) {
        if (range[end] !== ".") {
          return end;
        }
        const next = findPartialVersionComponentEndIndex(range, end + 1, digitRuns);
        if (next === end + 1) {
          return end;
        }
        end = next;
      }
      const prereleaseEnd = findPrereleaseEndIndex(range, end, false, digitRuns);
      return findBuildEndIndex(range, prereleaseEnd);
    };
    var findVersionEndIndex = (range, start, digitRuns) => {
      const fullVersionEnd = findLooseFullVersionEndIndex(range, start, digitRuns);
      return fullVersionEnd !== start ? fullVersionEnd : findPartialVersionEndIndex(range, start, digitRuns);
    };
    var findRemovableWhitespaceIndex = (range, matchStart) => {
      let position = matchStart;
      if (isWhitespace(range[position])) {
        position++;
      }
      if (range[position] === "<" || range[position] === ">") {
        position++;
      }
      if (range[position] === "=") {
        position++;
      }
      return isWhitespace(range[position]) ? position : -1;
    };
    var trimComparatorWhitespace = (range) => {
      let result = "";
      let copyFrom = 0;
      let cursor = 0;
      const digitRuns = { start: -1, end: -1, previousStart: -1, previousEnd: -1 };
      while (cursor < range.length) {
        const matchStart = cursor;
        if (range[cursor] === "<" || range[cursor] === ">") {
          cursor++;
        } else if (!isVersionPrefix(range[cursor]) && !isVersionStart(range[cursor])) {
          cursor++;
          continue;
        }
        while (cursor < range.length && isVersionPrefix(range[cursor])) {
          cursor++;
        }
        if (!isVersionStart(range[cursor])) {
          continue;
        }
        const whitespacePosition = findRemovableWhitespaceIndex(range, matchStart);
        if (whitespacePosition !== -1) {
          result += range.slice(copyFrom, whitespacePosition);
          copyFrom = whitespacePosition + 1;
        }
        cursor = findVersionEndIndex(range, cursor, digitRuns);
      }
      return result + range.slice(copyFrom);
    };
    module2.exports = trimComparatorWhitespace;
  }
});

// node_modules/semver/classes/range.js
var require_range = __commonJS({
  "node_modules/semver/classes/range.js"(exports2, module2) {
    "use strict";
    var SPACE_CHARACTERS = /\s+/g;
    var Range = class _Range {
      constructor(range, options) {
        options = parseOptions(options);
        if (range instanceof _Range) {
          if (range.loose === !!options.loose && range.includePrerelease === !!options.includePrerelease) {
            return range;
          } else {
            return new _Range(range.raw, options);
          }
        }
        if (range instanceof Comparator) {
          this.raw = range.value;
          this.set = [[range]];
          this.formatted = void 0;
          return this;
        }
        this.options = options;
        this.loose = !!options.loose;
        this.includePrerelease = !!options.includePrerelease;
        this.raw = range.trim().replace(SPACE_CHARACTERS, " ");
        this.set = this.raw.split("||").map((r) => this.parseRange(r.trim())).filter((c) => c.length);
        if (!this.set.length) {
          throw new TypeError(`Invalid SemVer Range: ${this.raw}`);
        }
        if (this.set.length > 1) {
          const first = this.set[0];
          this.set = this.set.filter((c) => !isNullSet(c[0]));
          if (this.set.length === 0) {
            this.set = [first];
          } else if (this.set.length > 1) {
            for (const c of this.set) {
              if (c.length === 1 && isAny(c[0])) {
                this.set = [c];
                break;
              }
            }
          }
        }
        this.formatted = void 0;
      }
      get range() {
        if (this.formatted === void 0) {
          this.formatted = "";
          for (let i = 0; i < this.set.length; i++) {
            if (i > 0) {
              this.formatted += "||";
            }
            const comps = this.set[i];
            for (let k = 0; k < comps.length; k++) {
              if (k > 0) {
                this.formatted += " ";
              }
              this.formatted += comps[k].toString().trim();
            }
          }
        }
        return this.formatted;
      }
      format() {
        return this.range;
      }
      toString() {
        return this.range;
      }
      parseRange(range) {
        range = range.replace(BUILDSTRIPRE, "");
        const memoOpts = (this.options.includePrerelease && FLAG_INCLUDE_PRERELEASE) | (this.options.loose && FLAG_LOOSE);
        const memoKey = memoOpts + ":" + range;
        const cached = cache.get(memoKey);
        if (cached) {
          return cached;
        }
        const loose = this.options.loose;
        const hr = loose ? re[t.HYPHENRANGELOOSE] : re[t.HYPHENRANGE];
        range = range.replace(hr, hyphenReplace(this.options.includePrerelease));
        debug("hyphen replace", range);
        range = trimComparatorWhitespace(range);
        debug("comparator trim", range);
        range = range.replace(re[t.TILDETRIM], tildeTrimReplace);
        debug("tilde trim", range);
        range = range.replace(re[t.CARETTRIM], caretTrimReplace);
        debug("caret trim", range);
        let rangeList = range.split(" ").map((comp) => parseComparator(comp, this.options)).join(" ").split(/\s+/).map((comp) => replaceGTE0(comp, this.options));
        if (loose) {
          rangeList = rangeList.filter((comp) => {
            debug("loose invalid filter", comp, this.options);
            return !!comp.match(re[t.COMPARATORLOOSE]);
          });
        }
        debug("range list", rangeList);
        const rangeMap = /* @__PURE__ */ new Map();
        const comparators = rangeList.map((comp) => new Comparator(comp, this.options));
        for (const comp of comparators) {
          if (isNullSet(comp)) {
            return [comp];
          }
          rangeMap.set(comp.value, comp);
        }
        if (rangeMap.size > 1 && rangeMap.has("")) {
          rangeMap.delete("");
        }
        const result = [...rangeMap.values()];
        cache.set(memoKey, result);
        return result;
      }
      intersects(range, options) {
        if (!(range instanceof _Range)) {
          throw new TypeError("a Range is required");
        }
        return this.set.some((thisComparators) => {
          return isSatisfiable(thisComparators, options) && range.set.some((rangeComparators) => {
            return isSatisfiable(rangeComparators, options) && thisComparators.every((thisComparator) => {
              return rangeComparators.every((rangeComparator) => {
                return thisComparator.intersects(rangeComparator, options);
              });
            });
          });
        });
      }
      // if ANY of the sets match ALL of its comparators, then pass
      test(version) {
        if (!version) {
          return false;
        }
        if (typeof version === "string") {
          try {
            version = new SemVer(version, this.options);
          } catch (er) {
            return false;
          }
        }
        for (let i = 0; i < this.set.length; i++) {
          if (testSet(this.set[i], version, this.options)) {
            return true;
          }
        }
        return false;
      }
    };
    module2.exports = Range;
    var LRU2 = require_lrucache();
    var cache = new LRU2();
    var parseOptions = require_parse_options();
    var Comparator = require_comparator();
    var debug = require_debug();
    var SemVer = require_semver();
    var trimComparatorWhitespace = require_trim_comparator_whitespace();
    var {
      safeRe: re,
      src,
      t,
      tildeTrimReplace,
      caretTrimReplace
    } = require_re();
    var { FLAG_INCLUDE_PRERELEASE, FLAG_LOOSE } = require_constants();
    var BUILDSTRIPRE = new RegExp(src[t.BUILD], "g");
    var isNullSet = (c) => c.value === "<0.0.0-0";
    var isAny = (c) => c.value === "";
    var isSatisfiable = (comparators, options) => {
      let result = true;
      const remainingComparators = comparators.slice();
      let testComparator = remainingComparators.pop();
      while (result && remainingComparators.length) {
        result = remainingComparators.every((otherComparator) => {
          return testComparator.intersects(otherComparator, options);
        });
        testComparator = remainingComparators.pop();
      }
      return result;
    };
    var parseComparator = (comp, options) => {
      comp = comp.replace(re[t.BUILD], "");
      debug("comp", comp, options);
      comp = replaceCarets(comp, options);
      debug("caret", comp);
      comp = replaceTildes(comp, options);
      debug("tildes", comp);
      comp = replaceXRanges(comp, options);
      debug("xrange", comp);
      comp = replaceStars(comp, options);
      debug("stars", comp);
      return comp;
    };
    var isX = (id) => !id || id.toLowerCase() === "x" || id === "*";
    var invalidXRangeOrder = (M, m, p) => isX(M) && !isX(m) || isX(m) && p && !isX(p);
    var replaceTildes = (comp, options) => {
      return comp.trim().split(/\s+/).map((c) => replaceTilde(c, options)).join(" ");
    };
    var replaceTilde = (comp, options) => {
      const r = options.loose ? re[t.TILDELOOSE] : re[t.TILDE];
      const z = options.includePrerelease ? "-0" : "";
      return comp.replace(r, (_, M, m, p, pr) => {
        debug("tilde", comp, _, M, m, p, pr);
        let ret;
        if (isX(M)) {
          ret = "";
        } else if (isX(m)) {
          ret = `>=${M}.0.0${z} <${+M + 1}.0.0-0`;
        } else if (isX(p)) {
          ret = `>=${M}.${m}.0${z} <${M}.${+m + 1}.0-0`;
        } else if (pr) {
          debug("replaceTilde pr", pr);
          ret = `>=${M}.${m}.${p}-${pr} <${M}.${+m + 1}.0-0`;
        } else {
          ret = `>=${M}.${m}.${p} <${M}.${+m + 1}.0-0`;
        }
        debug("tilde return", ret);
        return ret;
      });
    };
    var replaceCarets = (comp, options) => {
      return comp.trim().split(/\s+/).map((c) => replaceCaret(c, options)).join(" ");
    };
    var replaceCaret = (comp, options) => {
      debug("caret", comp, options);
      const r = options.loose ? re[t.CARETLOOSE] : re[t.CARET];
      const z = options.includePrerelease ? "-0" : "";
      return comp.replace(r, (_, M, m, p, pr) => {
        debug("caret", comp, _, M, m, p, pr);
        let ret;
        if (isX(M)) {
          ret = "";
        } else if (isX(m)) {
          ret = `>=${M}.0.0${z} <${+M + 1}.0.0-0`;
        } else if (isX(p)) {
          if (M === "0") {
            ret = `>=${M}.${m}.0${z} <${M}.${+m + 1}.0-0`;
          } else {
            ret = `>=${M}.${m}.0${z} <${+M + 1}.0.0-0`;
          }
        } else if (pr) {
          debug("replaceCaret pr", pr);
          if (M === "0") {
            if (m === "0") {
              ret = `>=${M}.${m}.${p}-${pr} <${M}.${m}.${+p + 1}-0`;
            } else {
              ret = `>=${M}.${m}.${p}-${pr} <${M}.${+m + 1}.0-0`;
            }
          } else {
            ret = `>=${M}.${m}.${p}-${pr} <${+M + 1}.0.0-0`;
          }
        } else {
          debug("no pr");
          if (M === "0") {
            if (m === "0") {
              ret = `>=${M}.${m}.${p} <${M}.${m}.${+p + 1}-0`;
            } else {
              ret = `>=${M}.${m}.${p} <${M}.${+m + 1}.0-0`;
            }
          } else {
            ret = `>=${M}.${m}.${p} <${+M + 1}.0.0-0`;
          }
        }
        debug("caret return", ret);
        return ret;
      });
    };
    var replaceXRanges = (comp, options) => {
      debug("replaceXRanges", comp, options);
      return comp.split(/\s+/).map((c) => replaceXRange(c, options)).join(" ");
    };
    var replaceXRange = (comp, options) => {
      comp = comp.trim();
      const r = options.loose ? re[t.XRANGELOOSE] : re[t.XRANGE];
      return comp.replace(r, (ret, gtlt, M, m, p, pr) => {
        debug("xRange", comp, ret, gtlt, M, m, p, pr);
        if (invalidXRangeOrder(M, m, p)) {
          return comp;
        }
        const xM = isX(M);
        const xm = xM || isX(m);
        const xp = xm || isX(p);
        const anyX = xp;
        if (gtlt === "=" && anyX) {
          gtlt = "";
        }
        pr = options.includePrerelease ? "-0" : "";
        if (xM) {
          if (gtlt === ">" || gtlt === "<") {
            ret = "<0.0.0-0";
          } else {
            ret = "*";
          }
        } else if (gtlt && anyX) {
          if (xm) {
            m = 0;
          }
          p = 0;
          if (gtlt === ">") {
            gtlt = ">=";
            if (xm) {
              M = +M + 1;
              m = 0;
              p = 0;
            } else {
              m = +m + 1;
              p = 0;
            }
          } else if (gtlt === "<=") {
            gtlt = "<";
            if (xm) {
              M = +M + 1;
            } else {
              m = +m + 1;
            }
          }
          if (gtlt === "<") {
            pr = "-0";
          }
          ret = `${gtlt + M}.${m}.${p}${pr}`;
        } else if (xm) {
          ret = `>=${M}.0.0${pr} <${+M + 1}.0.0-0`;
        } else if (xp) {
          ret = `>=${M}.${m}.0${pr} <${M}.${+m + 1}.0-0`;
        }
        debug("xRange return", ret);
        return ret;
      });
    };
    var replaceStars = (comp, options) => {
      debug("replaceStars", comp, options);
      return comp.trim().replace(re[t.STAR], "");
    };
    var replaceGTE0 = (comp, options) => {
      debug("replaceGTE0", comp, options);
      return comp.trim().replace(re[options.includePrerelease ? t.GTE0PRE : t.GTE0], "");
    };
    var hyphenReplace = (incPr) => ($0, from, fM, fm, fp, fpr, fb, to, tM, tm, tp, tpr) => {
      if (isX(fM)) {
        from = "";
      } else if (isX(fm)) {
        from = `>=${fM}.0.0${incPr ? "-0" : ""}`;
      } else if (isX(fp)) {
        from = `>=${fM}.${fm}.0${incPr ? "-0" : ""}`;
      } else if (fpr) {
        from = `>=${from}`;
      } else {
        from = `>=${from}${incPr ? "-0" : ""}`;
      }
      if (isX(tM)) {
        to = "";
      } else if (isX(tm)) {
        to = `<${+tM + 1}.0.0-0`;
      } else if (isX(tp)) {
        to = `<${tM}.${+tm + 1}.0-0`;
      } else if (tpr) {
        to = `<=${tM}.${tm}.${tp}-${tpr}`;
      } else if (incPr) {
        to = `<${tM}.${tm}.${+tp + 1}-0`;
      } else {
        to = `<=${to}`;
      }
      return `${from} ${to}`.trim();
    };
    var testSet = (set, version, options) => {
      for (let i = 0; i < set.length; i++) {
        if (!set[i].test(version)) {
          return false;
        }
      }
      if (version.prerelease.length && !options.includePrerelease) {
        for (let i = 0; i < set.length; i++) {
          debug(set[i].semver);
          if (set[i].semver === Comparator.ANY) {
            continue;
          }
          if (set[i].semver.prerelease.length > 0) {
            const allowed = set[i].semver;
            if (allowed.major === version.major && allowed.minor === version.minor && allowed.patch === version.patch) {
              return true;
            }
          }
        }
        return false;
      }
      return true;
    };
  }
});

// node_modules/semver/functions/satisfies.js
var require_satisfies = __commonJS({
  "node_modules/semver/functions/satisfies.js"(exports2, module2) {
    "use strict";
    var Range = require_range();
    var satisfies2 = (version, range, options) => {
      try {
        range = new Range(range, options);
      } catch (er) {
        return false;
      }
      return range.test(version);
    };
    module2.exports = satisfies2;
  }
});

// src/cli/catalogue.ts
var catalogue_exports = {};
__export(catalogue_exports, {
  adviceFor: () => adviceFor,
  kernelAnswer: () => kernelAnswer,
  workloadNeeds: () => workloadNeeds,
  workloadsReport: () => workloadsReport
});
module.exports = __toCommonJS(catalogue_exports);

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
  constructor(file, why) {
    super(`${file}: ${why}`);
    this.file = file;
  }
};
var MalformedError = class extends BuddyguardError {
  name = "MalformedError";
  exitCode = exitCodes.malformed;
  file;
  line;
  constructor(file, line, found, expected) {
    super(`${file}: line ${line}: ${quote(found)}: expected ${expected}`);
    this.file = file;
    this.line = line;
  }
};
function quote(text, limit2 = 60) {
  const cut = text.length > limit2 ? `${text.slice(0, limit2)}…` : text;
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
var mostZones = 8192;

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

// src/kernel/version.ts
function atLeast(kernel, major, minor) {
  if (!kernel) return true;
  return kernel.major > major || kernel.major === major && kernel.minor >= minor;
}

// src/predict/compaction.ts
var costlyOrder = 3;

// src/predict/reclaimable.ts
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

// src/memory/page-flags.ts
var LRU = 1 << 5;
var BUDDY = 1 << 10;
var COMPOUND_TAIL = 1 << 16;
var HUGE = 1 << 17;
var NOPAGE = 1 << 20;

// src/guard/look.ts
function goes({ verdict }, strict) {
  return verdict === "available" || verdict === "attainable" && !strict;
}

// src/kernel/fault-table.ts
var import_coerce = __toESM(require_coerce(), 1);
var import_satisfies = __toESM(require_satisfies(), 1);
var followers = [
  "mainline",
  "debian",
  "fedora",
  "arch",
  "alpine",
  "wsl",
  "raspberrypi",
  "amazon",
  "cos"
];
function findingFor(table2, kernel) {
  if (!kernel) {
    const note = "the kernel release is not known; a current one is assumed";
    return finding(table2, {
      state: "unknown",
      assumed: false,
      confidence: "unverified",
      source: table2.source,
      note
    });
  }
  const rule = table2.builds.find((candidate) => ruleApplies(candidate, kernel));
  return rule ? byBuild(table2, rule, kernel) : byVersion(table2, kernel);
}
function ruleApplies(rule, kernel) {
  if (rule.distribution !== kernel.distribution) return false;
  if (!(0, import_satisfies.default)(`${kernel.major}.${kernel.minor}.0`, rule.upstream)) return false;
  if (rule.by === "patch" && kernel.patch === null) return false;
  if (rule.unsigned && kernel.patch !== null) return false;
  return rule.flavours === void 0 || kernel.flavour !== null && rule.flavours.includes(kernel.flavour);
}
function byBuild(table2, rule, kernel) {
  const number = (rule.by === "patch" ? kernel.patch : kernel.build[0]) ?? 0;
  const confidence = rule.verifiedFrom !== void 0 && number >= rule.verifiedFrom ? "verified" : "unverified";
  const common = { confidence, source: rule.source, note: rule.note ?? null };
  const inside = number >= (rule.from ?? 0) && number < (rule.fixed ?? Infinity);
  const fixedIn = rule.fixedIn ?? null;
  if (!inside) {
    const state2 = number < (rule.from ?? 0) ? "not-affected" : "fixed";
    return finding(table2, {
      ...common,
      state: state2,
      assumed: false,
      fixedIn: state2 === "fixed" ? fixedIn : null
    });
  }
  if (rule.state === "not-affected")
    return finding(table2, { ...common, state: "not-affected", assumed: false });
  const since = rule.from === void 0 ? null : `${kernel.major}.${kernel.minor}.${rule.by === "patch" ? "" : "0-"}${rule.from}`;
  const silent = rule.silent ?? table2.upstream.some((range) => range.silent === true && inRange(range, versionOf(kernel, 0)));
  const state = rule.state ?? "affected";
  return finding(table2, { ...common, state, assumed: rule.assumed ?? true, since, fixedIn, silent });
}
function byVersion(table2, kernel) {
  const [first, last] = kernel.patch === null ? [0, 9999] : [kernel.patch, kernel.patch];
  const rangeAt = (patch) => table2.upstream.find((range2) => inRange(range2, versionOf(kernel, patch)));
  const [lowest, highest] = [rangeAt(first), rangeAt(last)];
  const follows = followers.includes(kernel.distribution);
  const range = lowest ?? highest;
  if (!range) {
    const line = table2.upstream.find((candidate) => fixedInLine(candidate, kernel));
    return finding(table2, {
      state: line ? "fixed" : "not-affected",
      assumed: false,
      fixedIn: line?.fixedIn ?? null,
      confidence: follows ? "verified" : "unverified",
      source: line?.source ?? table2.source,
      note: null
    });
  }
  const seen = range.seenTo?.[kernel.distribution] ?? Infinity;
  const certain = lowest === highest && range.unclear !== true;
  return finding(table2, {
    state: certain ? "affected" : "unknown",
    assumed: true,
    since: range.from.replace(/-0$/, ""),
    fixedIn: range.fixedIn,
    silent: range.silent === true,
    confidence: certain && follows && (kernel.patch ?? 0) <= seen ? range.confidence : "unverified",
    source: range.source,
    note: certain ? range.note ?? null : "it came or went within this line, and the patch level does not tell on which side this kernel is"
  });
}
function versionOf(kernel, patch) {
  const text = kernel.releaseCandidate === null ? `${kernel.major}.${kernel.minor}.${patch}` : kernel.upstream.replace("-rc", ".0-rc");
  return (0, import_coerce.default)(text, { includePrerelease: true })?.version ?? text;
}
function inRange(range, version) {
  return (0, import_satisfies.default)(version, `>=${range.from} <${range.before}`, { includePrerelease: true });
}
function fixedInLine(range, kernel) {
  const line = `${kernel.major}.${kernel.minor}.`;
  return range.unclear !== true && range.before.startsWith(line) && range.before !== `${line}0` && !range.before.endsWith("-0");
}
function finding(table2, decided) {
  return {
    name: table2.name,
    says: table2.says,
    since: null,
    fixedIn: null,
    silent: false,
    ...decided
  };
}

// src/kernel/faults/io-uring-rings.ts
var ioUringRings = {
  name: "io-uring-rings",
  says: "io_uring asks for each of its rings in one contiguous block: order 4 and more from 1,024 entries on",
  source: "io_uring.c of 5.11 and 6.14",
  upstream: [
    {
      from: "5.1.0",
      before: "6.10.0-0",
      fixedIn: "6.10",
      silent: true,
      confidence: "unverified",
      source: "io_uring.c of 5.11",
      note: "the fallback to single pages is in 6.14; in which version it came was not read"
    }
  ],
  builds: []
};

// src/kernel/faults/kernel-stack.ts
function tableFor(mappedSince, architecture) {
  return {
    name: "kernel-stack",
    says: "a new thread asks for its kernel stack in one contiguous block of order 2",
    source: `CONFIG_VMAP_STACK on ${architecture} since ${mappedSince}`,
    upstream: [
      {
        from: "2.6.0",
        before: `${mappedSince}.0`,
        fixedIn: mappedSince,
        confidence: "verified",
        source: `alloc_thread_stack_node() of ${architecture} before ${mappedSince}`
      }
    ],
    builds: []
  };
}
var tables = { arm64: tableFor("4.14", "arm64"), x86: tableFor("4.9", "x86-64") };
function kernelStack(kernel) {
  return kernel && /aarch64|arm64|raspi|-v8\b/.test(kernel.release) ? tables.arm64 : tables.x86;
}

// src/kernel/faults/kvm-struct.ts
var kvmStruct = {
  name: "kvm-struct",
  says: "creating a VM asks for struct kvm, larger than 32 KiB, in one contiguous block of order 4",
  source: "arch/x86/kvm before 4.12 and from 4.18 on",
  upstream: [
    {
      from: "4.12.0",
      before: "4.18.0-0",
      fixedIn: "4.18",
      confidence: "verified",
      source: "arch/x86/kvm of 4.12 to 4.17"
    }
  ],
  builds: [
    {
      distribution: "rhel",
      upstream: "3.10.x",
      fixedIn: "4.18",
      verifiedFrom: 1160,
      source: "arch/x86/kvm of 3.10.0-1160"
    }
  ]
};

// src/kernel/faults/memcg-cache-array.ts
var memcgCacheArray = {
  name: "memcg-cache-array",
  says: "a new network namespace asks for a pointer for each memory cgroup that ever was, in one contiguous block",
  source: "the conntrack cache is one for all namespaces in later kernels",
  upstream: [
    {
      from: "3.8.0",
      before: "4.7.0-0",
      fixedIn: "4.18",
      confidence: "unverified",
      source: "logs of order 6 in nf_conntrack_init_net on 3.10.0-514 and 3.10.0-1160.49.1"
    }
  ],
  builds: [
    {
      distribution: "rhel",
      upstream: "3.10.x",
      fixedIn: "4.18",
      verifiedFrom: 514,
      source: "logs of order 6 in nf_conntrack_init_net on 3.10.0-514 and 3.10.0-1160.49.1",
      note: "only where kernel memory is accounted to cgroups"
    }
  ]
};

// src/kernel/faults/nvme-head.ts
var nvmeHead = {
  name: "nvme-head",
  says: "attaching an NVMe namespace asks for its head in one contiguous block of order 4",
  source: "not read",
  upstream: [
    {
      from: "4.15.0",
      before: "5.19.0-0",
      fixedIn: "5.19",
      confidence: "unverified",
      source: "spdk/spdk#1252, seen on 5.4.19",
      note: "the size follows CONFIG_NR_CPUS through the embedded srcu_struct, which shrank in 5.19"
    }
  ],
  builds: []
};

// src/kernel/faults/veth-queues.ts
var stable = 'the stable trees of 2024-03-06 (1ce7d306ea63, "veth: try harder when allocating queue memory")';
var ubuntu = "Ubuntu changelogs; 5.15.0-107 is signed as 5.15.149, 5.15.0-113 as 5.15.152";
var vethQueues = {
  name: "veth-queues",
  says: "a veth pair asks for the queues of all possible CPUs in one contiguous block: order 4 and more from 40 CPUs on",
  source: "drivers/net/veth.c: one queue before 5.15, kvcalloc from 6.8 on",
  upstream: [
    {
      from: "5.15.0-0",
      before: "5.15.0",
      unclear: true,
      fixedIn: "5.15.151",
      confidence: "unverified",
      source: "9d3684c24a52"
    },
    { from: "5.15.0", before: "5.15.151", fixedIn: "5.15.151", confidence: "verified", source: stable },
    { from: "5.16.0-0", before: "6.1.81", fixedIn: "6.1.81", confidence: "verified", source: stable },
    { from: "6.2.0-0", before: "6.6.21", fixedIn: "6.6.21", confidence: "verified", source: stable },
    { from: "6.7.0-0", before: "6.7.9", fixedIn: "6.7.9", confidence: "verified", source: stable },
    {
      from: "6.8.0-0",
      before: "6.8.0",
      unclear: true,
      fixedIn: "6.8",
      confidence: "unverified",
      source: "1ce7d306ea63"
    }
  ],
  builds: [
    {
      distribution: "ubuntu",
      upstream: "5.15.x",
      flavours: ["generic", "lowlatency", "generic-64k", "lowlatency-64k", "generic-lpae"],
      fixed: 111,
      fixedIn: "5.15.0-111",
      verifiedFrom: 0,
      source: ubuntu,
      note: "fixed in 5.15.0-111.121"
    },
    {
      distribution: "ubuntu",
      upstream: "5.15.x",
      flavours: ["aws"],
      fixed: 1063,
      fixedIn: "5.15.0-1063",
      unsigned: true,
      verifiedFrom: 1063,
      source: "linux-aws 5.15.0-1063.69 is signed as 5.15.152",
      note: "an earlier build may hold the fix already"
    },
    {
      distribution: "ubuntu",
      upstream: ">=5.16.0 <6.8.0",
      fixedIn: "6.8",
      verifiedFrom: 0,
      source: "Ubuntu changelogs to 6.5.0-45",
      note: "never fixed in this line, which has ended"
    },
    {
      distribution: "debian",
      upstream: "6.1.x",
      fixed: 19,
      fixedIn: "6.1.0-19",
      verifiedFrom: 0,
      source: "Debian 6.1.76-1 is 6.1.0-18, 6.1.82-1 is 6.1.0-19"
    },
    {
      distribution: "rhel",
      upstream: "5.14.x",
      state: "unknown",
      source: "not read",
      note: "RHEL 9 takes networking from later kernels; whether it took the queues and their fix was not seen"
    },
    {
      distribution: "rhel",
      upstream: "4.18.x",
      state: "not-affected",
      source: "not read",
      note: "RHEL 8 takes networking from later kernels; that it took the queues was not seen"
    }
  ]
};

// src/kernel/faults/vmalloc-silent.ts
var vmallocSilent = {
  name: "vmalloc-silent",
  says: "a vmalloc that is refused its pages leaves no line in the kernel log",
  source: "mm/vmalloc.c of 5.9, 5.17 and 6.3",
  upstream: [
    {
      from: "5.10.0",
      before: "5.13.0-0",
      silent: true,
      fixedIn: "6.3",
      confidence: "verified",
      source: "mm/vmalloc.c of 5.10.262, 5.11 and 5.12"
    },
    {
      from: "5.13.0-0",
      before: "5.14.0-0",
      silent: true,
      fixedIn: "6.3",
      confidence: "unverified",
      source: "d70bec8cc95a"
    },
    {
      from: "5.14.0-0",
      before: "5.16.0-0",
      silent: true,
      fixedIn: "6.3",
      confidence: "verified",
      source: "mm/vmalloc.c of 5.14 and 5.15.224"
    },
    {
      from: "5.16.0-0",
      before: "5.17.0-0",
      silent: true,
      fixedIn: "6.3",
      confidence: "unverified",
      source: "between 5.15.224 and 5.17"
    },
    {
      from: "5.18.0-0",
      before: "5.19.0-0",
      silent: true,
      unclear: true,
      fixedIn: "6.3",
      confidence: "unverified",
      source: "between 5.17 and 5.19"
    },
    {
      from: "5.19.0-0",
      before: "6.3.0-0",
      silent: true,
      fixedIn: "6.3",
      confidence: "verified",
      source: "mm/vmalloc.c of 5.19, 6.1.176 and 6.2"
    }
  ],
  builds: [
    {
      distribution: "rhel",
      upstream: "4.18.x",
      from: 348,
      silent: true,
      fixedIn: "6.3",
      verifiedFrom: 348,
      source: "mm/vmalloc.c of 4.18.0-348"
    },
    {
      distribution: "rhel",
      upstream: "5.14.x",
      silent: true,
      fixedIn: "6.3",
      source: "of the lineage of 4.18.0-348"
    }
  ]
};

// src/kernel/faults/xtables-noretry.ts
var changelog = "Ubuntu changelogs, LP #1762370 (brought it) and LP #1835972 (took it back)";
var vendors = "QCOM 4.14.117, MTK 4.14.186, Samsung 4.14.190 and begonia 4.14.246 trees";
var generic = ["generic", "lowlatency", "generic-lpae", "virtual"];
var xtablesNoRetry = {
  name: "xtables-noretry",
  says: "iptables tables are allocated with __GFP_NORETRY: one page refused at the min watermark fails the whole table",
  source: "x_tables.c of 4.9.45, 4.13.9, 4.14.0, 4.15.1, 4.19.13 to 7.2.13",
  upstream: [
    {
      from: "4.10.0-0",
      before: "4.10.0",
      unclear: true,
      silent: true,
      fixedIn: "4.19",
      confidence: "unverified",
      source: "5bad87348c70"
    },
    {
      from: "4.10.0",
      before: "4.13.0-0",
      fixedIn: "4.19",
      silent: true,
      confidence: "verified",
      source: "x_tables.c of 4.10.17 and 4.12.4, against 4.9.45 and 4.13.9",
      note: "the failure is not logged (__GFP_NOWARN); 4.13 has it not, but 4.14.33, 4.15.16 and 4.16 brought it back"
    },
    {
      from: "4.13.0-0",
      before: "4.13.0",
      unclear: true,
      silent: true,
      fixedIn: "4.19",
      confidence: "unverified",
      source: "eacd86ca3b036"
    },
    {
      from: "4.14.33",
      before: "4.15.0-0",
      fixedIn: "4.19",
      confidence: "verified",
      seenTo: { amazon: 106, cos: 89 },
      source: "x_tables.c of 4.14.32 and 4.14.33, still so in 4.14.325",
      note: "never fixed in 4.14"
    },
    {
      from: "4.15.16",
      before: "4.16.0-0",
      fixedIn: "4.19",
      confidence: "verified",
      source: "x_tables.c of 4.15.15; the 4.15.16 stable update (LP #1762370)",
      note: "never fixed in 4.15, which ended with 4.15.18"
    },
    {
      from: "4.16.0-0",
      before: "4.16.0",
      unclear: true,
      fixedIn: "4.18.8",
      confidence: "unverified",
      source: "0537250fdc6c"
    },
    {
      from: "4.16.0",
      before: "4.18.8",
      fixedIn: "4.18.8",
      confidence: "verified",
      source: "x_tables.c of 4.16.13, 4.17.0 and 4.18.0; the 4.18.8 stable update (LP #1793069)"
    },
    {
      from: "4.19.0-0",
      before: "4.19.0",
      unclear: true,
      fixedIn: "4.19",
      confidence: "unverified",
      source: "a148ce15375f"
    }
  ],
  builds: [
    {
      distribution: "ubuntu",
      upstream: "4.15.x",
      flavours: generic,
      from: 16,
      fixed: 56,
      fixedIn: "4.15.0-58",
      verifiedFrom: 0,
      source: changelog,
      note: "fixed in 4.15.0-56.62, first published as 4.15.0-58.64"
    },
    {
      distribution: "ubuntu",
      upstream: "4.15.x",
      flavours: ["aws"],
      fixed: 1046,
      fixedIn: "4.15.0-1047",
      verifiedFrom: 0,
      source: changelog,
      note: "fixed in 4.15.0-1046.48, first published as 4.15.0-1047.49"
    },
    {
      distribution: "ubuntu",
      upstream: "4.15.x",
      flavours: ["gcp"],
      fixed: 1038,
      fixedIn: "4.15.0-1040",
      verifiedFrom: 0,
      source: changelog,
      note: "fixed in 4.15.0-1038.40, first published as 4.15.0-1040.42"
    },
    {
      distribution: "ubuntu",
      upstream: "4.15.x",
      flavours: ["azure"],
      fixed: 1053,
      fixedIn: "4.15.0-1055",
      verifiedFrom: 0,
      source: changelog,
      note: "fixed in 4.15.0-1053.58, first published as 4.15.0-1055.60"
    },
    {
      distribution: "ubuntu",
      upstream: "4.15.x",
      flavours: ["oracle"],
      fixed: 1019,
      fixedIn: "4.15.0-1019",
      verifiedFrom: 0,
      source: changelog
    },
    {
      distribution: "ubuntu",
      upstream: "4.15.x",
      flavours: ["kvm"],
      fixed: 1040,
      fixedIn: "4.15.0-1040",
      verifiedFrom: 0,
      source: changelog
    },
    {
      distribution: "ubuntu",
      upstream: "4.15.x",
      state: "unknown",
      source: changelog,
      note: "this flavour counts its builds by itself, and its changelog was not read; builds of August 2019 and later are likely fixed"
    },
    {
      distribution: "ubuntu",
      upstream: "4.18.x",
      flavours: generic,
      fixed: 9,
      fixedIn: "4.18.0-13",
      verifiedFrom: 0,
      source: changelog,
      note: "every published build is fixed"
    },
    {
      distribution: "ubuntu",
      upstream: "4.18.x",
      fixed: 0,
      fixedIn: "4.18.0-13",
      source: "made from 4.18.0-9 and later"
    },
    {
      distribution: "ubuntu",
      upstream: "4.10.x",
      fixedIn: "4.15.0-58",
      source: "inherited from mainline",
      note: "the failure is not logged (__GFP_NOWARN)"
    },
    {
      distribution: "ubuntu",
      upstream: "4.11.x",
      fixedIn: "4.15.0-1055",
      source: "inherited from mainline",
      note: "the failure is not logged (__GFP_NOWARN)"
    },
    {
      distribution: "ubuntu",
      upstream: "4.13.x",
      state: "not-affected",
      source: "no entry in the linux-azure changelog"
    },
    {
      distribution: "ubuntu",
      upstream: "4.4.x || >=5.0.0",
      state: "not-affected",
      verifiedFrom: 0,
      source: "x_tables.c of Ubuntu 4.4 and 5.x"
    },
    {
      distribution: "rhel",
      upstream: "3.10.x",
      state: "not-affected",
      verifiedFrom: 514,
      source: "x_tables.c of 3.10.0-514 to 3.10.0-1160"
    },
    {
      distribution: "rhel",
      upstream: "4.18.x",
      state: "not-affected",
      verifiedFrom: 147,
      source: "x_tables.c of 4.18.0-147, -240, -348 and -394"
    },
    {
      distribution: "suse",
      upstream: "4.12.x",
      fixedIn: "5.3",
      source: "inherited from mainline",
      note: "whether SUSE took the fix back to 4.12.14 was not seen"
    },
    {
      distribution: "android",
      upstream: "4.14.x",
      by: "patch",
      from: 33,
      fixed: 117,
      state: "unknown",
      assumed: false,
      fixedIn: "4.19",
      source: vendors,
      note: "the vendor trees that were read carry the fix, the earliest of them 4.14.117"
    }
  ]
};

// src/kernel/faults/xtables-per-cpu.ts
var xtablesPerCpu = {
  name: "xtables-per-cpu",
  says: "iptables tables are copied once for each possible CPU",
  source: "x_tables.c of 4.4.262 and 4.9.45",
  upstream: [
    {
      from: "2.6.0",
      before: "4.2.0",
      fixedIn: "4.2",
      confidence: "verified",
      source: "x_tables.c of 3.10.49 and 4.1.5"
    }
  ],
  builds: [
    {
      distribution: "rhel",
      upstream: "3.10.x",
      fixed: 514,
      fixedIn: "3.10.0-514",
      verifiedFrom: 514,
      source: "x_tables.c of 3.10.0-514 to 3.10.0-1160"
    }
  ]
};

// src/kernel/faults.ts
var tables2 = {
  "xtables-noretry": () => xtablesNoRetry,
  "xtables-per-cpu": () => xtablesPerCpu,
  "veth-queues": () => vethQueues,
  "vmalloc-silent": () => vmallocSilent,
  "kvm-struct": () => kvmStruct,
  "io-uring-rings": () => ioUringRings,
  "kernel-stack": kernelStack,
  "nvme-head": () => nvmeHead,
  "memcg-cache-array": () => memcgCacheArray
};
function findFault(fault, kernel) {
  return findingFor(tables2[fault](kernel), kernel);
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

// src/predict/advice.ts
var noFacts = {
  minFreeKbytes: null,
  cleanCachePages: null,
  possibleCpus: null,
  onlineCpus: null,
  swapTotalKib: null,
  freeHugePages: null,
  hugePageKib: null,
  memoryCgroups: null,
  cgroup: null
};
var manyCgroups = 5e4;
var tightBytes = 64 * 2 ** 20;
function advise(request, answer, fault, facts = noFacts) {
  const advice = [];
  if (fault && (fault.state === "affected" || fault.state === "unknown" && fault.assumed))
    advice.push(upgrade(fault, request));
  if (answer.verdict === "available" || answer.verdict === "unknown") return advice;
  if (answer.never) return [...advice, ...forNever(request, answer)];
  advice.push(
    ...forFault(fault, request, facts),
    ...forCause(request, answer, facts),
    ...lookAlikes(request, answer, facts)
  );
  return [...new Set(advice)];
}
function upgrade({ state, says, fixedIn, confidence, note }, { path, order }) {
  const sure = confidence === "verified" ? "" : " (unverified)";
  const why = note === null ? "" : `; ${note}`;
  const does = state === "affected" ? "this kernel has a known fault" : "this kernel may have a known fault";
  const remedy = fixedIn === null ? "no fixed build is known" : `upgrade to ${fixedIn} or later`;
  const harm = path === "contiguous" && order <= costlyOrder ? `; at order ${order} it does no harm` : "";
  return `${remedy}: ${does}${sure}: ${says}${why}${harm}`;
}
function forNever({ order }, { cause }) {
  if (cause === "zone-absent")
    return ["ask without the zone flag: no memory of this machine lies in that zone"];
  return [`ask for less: no state of this machine can serve order ${order}`];
}
function forFault(fault, { order, bytes, pageSize }, facts) {
  if (fault?.name !== "veth-queues" || order <= costlyOrder) return [];
  const { possibleCpus: possibleCpus2, onlineCpus } = facts;
  if (possibleCpus2 === null)
    return ["boot with nr_cpus= the CPUs really there: the queues grow with the possible CPUs"];
  const harmless = Math.floor(2 ** costlyOrder * pageSize / (bytes / possibleCpus2));
  if (onlineCpus !== null && onlineCpus < possibleCpus2) {
    return [
      `boot with nr_cpus=${onlineCpus}: ${possibleCpus2} CPUs are possible and ${onlineCpus} are there, and the queues are made for all possible ones`
    ];
  }
  return [
    `create the pair with fewer queues (ip link add … numrxqueues 1), or boot with nr_cpus=${harmless} or fewer where that many are enough: up to there the block is of order ${costlyOrder}, which the kernel does not refuse`
  ];
}
function forCause(request, { cause }, facts) {
  switch (cause) {
    case "fragmentation":
      return [...hugePool(facts), compaction(facts), ...moreReserve(request, facts)];
    case "watermark":
      return [
        ...hugePool(facts),
        ...dropCaches(facts),
        ...request.path === "contiguous" ? [compaction(facts)] : [],
        ...moreReserve(request, facts),
        "give the machine more memory, or run less beside the step"
      ];
    case "reserve":
      return [
        "free memory in the upper zones: the free pages lie in a lower zone, which vm.lowmem_reserve_ratio holds back"
      ];
    case "withheld-blocks":
      return [
        "compact memory: the blocks that are free are CMA or HighAtomic ones, which this request may not use",
        ...moreReserve(request, facts)
      ];
    case "out-of-memory":
      return [
        ...hugePool(facts),
        facts.swapTotalKib === 0 ? "give the machine more memory, or swap: it has none" : "give the machine more memory or swap, or run less beside the step"
      ];
    case "cgroup-limit":
      return [limit(facts)];
    case "none":
    case "never":
    case "zone-absent":
    case "not-read":
      return [];
  }
}
function compaction({ cleanCachePages }) {
  const first = cleanCachePages !== null && cleanCachePages > 5e3 ? " with --drop-caches before it" : "";
  return `compact memory before the step (--compact as root${first}), or retry: kcompactd works on after a refusal`;
}
function dropCaches({ cleanCachePages }) {
  if (cleanCachePages === 0) return [];
  const told = cleanCachePages === null ? "the clean page cache" : `${cleanCachePages} pages of clean page cache`;
  return [`free ${told} before the step (--drop-caches as root), or retry: kswapd works on after a refusal`];
}
function moreReserve({ pages }, { minFreeKbytes }) {
  const to = minFreeKbytes === null ? "" : ` to ${Math.max(2 * minFreeKbytes, minFreeKbytes + 16 * pages)}`;
  return [
    `for the next time raise vm.min_free_kbytes${to} (or vm.watermark_scale_factor) while memory is free: kswapd then keeps more in hand`
  ];
}
function hugePool({ freeHugePages, hugePageKib }) {
  if (!freeHugePages || hugePageKib === null) return [];
  return [
    `give the unused huge pages back (vm.nr_hugepages): ${freeHugePages} of ${hugePageKib} KiB are free in the pool`
  ];
}
function limit({ cgroup }) {
  if (!cgroup) return "raise the memory limit of the cgroup (memory.max, or memory.limit_in_bytes)";
  return `raise the memory limit of cgroup ${cgroup.path} (${cgroup.limitBytes} bytes, ${cgroup.bytes} left): memory.max, or memory.limit_in_bytes`;
}
function lookAlikes({ path }, { cause }, { cgroup, memoryCgroups }) {
  const found = [];
  if (memoryCgroups !== null && memoryCgroups >= manyCgroups) {
    found.push(
      `${memoryCgroups} memory cgroups are counted of at most 65535: "mkdir …: cannot allocate memory" comes from leaked cgroup ids then, not from memory; reboot the host`
    );
  }
  if (cgroup && cause !== "cgroup-limit" && cgroup.bytes < tightBytes) {
    found.push(
      `cgroup ${cgroup.path} has ${cgroup.bytes} bytes left of its limit of ${cgroup.limitBytes}: its ENOMEM looks the same`
    );
  }
  if (path === "vmalloc" && cause === "out-of-memory") {
    found.push(
      'if memory is not short, look at the module address space: "vmap allocation for size N failed" and bpf_jit_limit have nothing to do with free pages'
    );
  }
  return found;
}

// src/predict/advice-facts.ts
function adviceFacts(snapshot, texts = {}) {
  const { meminfo, zones, cgroup } = snapshot;
  const online = Math.max(0, ...(zones ?? []).map((zone) => zone.cpus));
  return {
    minFreeKbytes: parseCount((texts.minFreeKbytes ?? "").trim()),
    cleanCachePages: zones?.some((zone) => zone.nodeStats) ? cleanFilePages(snapshot) : null,
    possibleCpus: texts.possibleCpus ?? null,
    onlineCpus: online === 0 ? null : online,
    swapTotalKib: meminfo?.get("SwapTotal") ?? null,
    freeHugePages: meminfo?.get("HugePages_Free") ?? null,
    hugePageKib: meminfo?.get("Hugepagesize") ?? null,
    memoryCgroups: parseCount(/^memory\s+\d+\s+(\d+)\s/m.exec(texts.cgroups ?? "")?.[1] ?? ""),
    cgroup: cgroup && { path: cgroup.path, limitBytes: cgroup.limitBytes, bytes: cgroup.bytes }
  };
}

// src/request/workloads/context.ts
function workloadContext(kernel, pageSize, options, readings) {
  const known = /* @__PURE__ */ new Map();
  return {
    kernel,
    pageSize,
    options,
    readings,
    finding: (fault) => {
      const found = known.get(fault) ?? findFault(fault, kernel);
      known.set(fault, found);
      return found;
    }
  };
}
var optionNames = {
  rules: "--rules",
  rulesFile: "--rules-file",
  cpus: "--cpus",
  size: "--size",
  count: "--count"
};
function needsOf(workload, context) {
  const unused = Object.keys(optionNames).filter((name) => context.options[name] !== void 0 && workload.options[name] === void 0).map((name) => `${optionNames[name]} means nothing to ${workload.name} and is not used`);
  return workload.needs(context).map((need) => ({ ...need, request: { ...need.request, notes: [...need.request.notes, ...unused] } }));
}

// src/report/workloads-json.ts
function workloadsJson({ kernel, rows, notes }) {
  return `${JSON.stringify({ schema: "buddyguard/workloads/1", kernel, workloads: rows.map(rowObject), notes })}
`;
}
function rowObject({ workload, need, needs, affected, fixedIn, fault, confidence }) {
  const { name, summary, options, failure, helps, source } = workload;
  return {
    name,
    summary,
    request: need && requestObject(need),
    affected,
    fixedIn,
    confidence,
    fault: fault && {
      name: fault.name,
      says: fault.says,
      since: fault.since,
      silent: fault.silent,
      confidence: fault.confidence,
      source: fault.source,
      note: fault.note
    },
    needs: needs.map((each) => ({
      what: each.what,
      request: requestObject(each),
      count: each.count,
      stepPages: each.stepPages,
      affected: each.fault?.state ?? "not-affected",
      confidence: each.confidence,
      notes: each.request.notes
    })),
    options: Object.fromEntries(
      Object.entries(options).map(([option, meaning]) => [
        optionNames[option],
        meaning
      ])
    ),
    failure,
    helps,
    source
  };
}
function requestObject({ request: { bytes, order, pages, pageSize, path, gfp } }) {
  return { bytes, order, pages, pageSize, path, gfp };
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

// src/report/wrap.ts
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

// src/report/workloads-text.ts
function workloadsText({ kernel, rows, notes }) {
  const upstream = kernel.upstream === null ? "" : `, upstream ${kernel.upstream}`;
  const on = kernel.release === "" ? "an unknown kernel" : `kernel ${kernel.release} (${kernel.distribution ?? "unknown"}${upstream})`;
  const lines = [`What each workload asks for on ${on}`, "", ...table(rows)];
  const faults = rows.filter((row) => row.affected === "affected" || row.affected === "unknown");
  if (faults.length > 0) lines.push("", ...uniqueFaults(faults));
  if (rows.some((row) => row.confidence === "unverified"))
    lines.push("", "(?) not verified: the size, the path or the range of kernels is no more than likely");
  for (const note of notes) lines.push("", labelled("note: ", note));
  lines.push("", "Ask whether one would succeed now: buddyguard check --for NAME");
  return lines.map((line) => line.split("\n").map(escapeControls).join("\n")).join("\n") + "\n";
}
function table(rows) {
  const cells = rows.map((row) => [row.workload.name, asks(row), row.request?.path ?? "-", stateOf(row)]);
  const head = ["NAME", "ASKS FOR", "PATH", "THIS KERNEL"];
  const widths = head.map((cell, i) => Math.max(cell.length, ...cells.map((row) => (row[i] ?? "").length)));
  return [head, ...cells].map(
    (row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ").trimEnd()
  );
}
function asks({ need }) {
  if (!need) return "-";
  const { path, order, pages, bytes } = need.request;
  const what = path === "contiguous" ? `order ${order}` : `${formatCount(pages)} page${pages === 1 ? "" : "s"}`;
  return `${need.count > 1 ? `${formatCount(need.count)} x ` : ""}${what}, ${formatBytes(bytes)}`;
}
function stateOf({ need, faulty, affected, fixedIn, confidence }) {
  const doubt = confidence === "unverified" ? " (?)" : "";
  if (!need) return "does not have it";
  const fix = fixedIn === null ? "" : `, fixed in ${fixedIn}`;
  switch (affected) {
    case "affected":
      return `${faulty && isHarmless(faulty.request) ? "fault, harmless here" : "known fault"}${fix}${doubt}`;
    case "unknown":
      return `may have a known fault${fix}${doubt}`;
    case "fixed":
      return `fault is fixed${doubt}`;
    case "not-affected":
      return `no known fault${doubt}`;
  }
}
function isHarmless({ path, order }) {
  return path === "contiguous" && order <= costlyOrder;
}
function uniqueFaults(rows) {
  const names = /* @__PURE__ */ new Map();
  for (const { fault, workload } of rows) {
    if (!fault) continue;
    const known = names.get(fault.name) ?? { workloads: [], says: sentence(fault) };
    known.workloads.push(workload.name);
    names.set(fault.name, known);
  }
  return [...names.values()].map(
    ({ workloads: workloads2, says }) => `${workloads2.join(", ")}:
${labelled("  ", says)}`
  );
}
function sentence({ says, note, silent }) {
  return [
    says,
    ...note === null ? [] : [note],
    ...silent ? ["its failure leaves no line in the kernel log"] : []
  ].join("; ");
}

// src/request/size.ts
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
function sizeInBytes({ amount, unit }, pageSize) {
  return unit === "pages" ? amount * pageSize : amount;
}

// src/request/workloads/cpus.ts
var assumedCpus = 4;
function possibleCpus({ options, readings }, notes) {
  if (options.cpus !== void 0) return options.cpus;
  const possible = readings.possibleCpus();
  if (possible !== null) return possible;
  const online = readings.onlineCpus();
  if (online !== null) {
    notes.push(
      `${online} possible CPUs are assumed, those online: /sys/devices/system/cpu/possible was not read; --cpus says it`
    );
    return online;
  }
  notes.push(
    `${assumedCpus} possible CPUs are assumed: neither /sys nor /proc/zoneinfo tells them; --cpus says it`
  );
  return assumedCpus;
}
function countCpuList(text) {
  let count = 0;
  for (const part of text.trim().split(",")) {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part);
    if (!match) return null;
    const first = Number(match[1]);
    const last = match[2] === void 0 ? first : Number(match[2]);
    if (last < first) return null;
    count += last - first + 1;
  }
  return count;
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

// src/request/workloads/needs.ts
function contiguousNeed(context, asked) {
  const { pageSize } = context;
  const order = asked.order ?? kmallocOrder(asked.bytes, pageSize);
  const pages = 2 ** order;
  return needOf(context, asked, "contiguous", order, pages, pages * (asked.count ?? 1));
}
function vmallocNeed(context, asked) {
  const { pageSize } = context;
  const pages = asked.pages ?? Math.ceil(asked.bytes / pageSize);
  const stepPages = Math.max(asked.stepPages ?? 0, pages * (asked.count ?? 1));
  return needOf(context, asked, asked.path ?? "vmalloc", getOrder(asked.bytes, pageSize), pages, stepPages);
}
function needOf({ pageSize }, { workload, what, bytes, gfp, fault = null, count = 1, notes = [], unverified = null }, path, order, pages, stepPages) {
  const doubtful = fault !== null && fault.state !== "not-affected" && fault.confidence === "unverified";
  const said = [...notes];
  if (unverified !== null) said.push(`unverified: ${unverified}`);
  if (doubtful) said.push(`unverified: ${doubtOf(fault)}`);
  if (count > 1) said.push(`${count} of this size are asked for, one after the other`);
  const confidence = unverified !== null || doubtful ? "unverified" : "verified";
  const request = { workload, bytes, order, pages, pageSize, path, gfp: [...gfp], notes: said };
  return { request, fault, what, count, stepPages, confidence };
}
function doubtOf({ state, says, note, source }) {
  const how = { affected: "this kernel likely does so", fixed: "this kernel likely does not any more" };
  const answer = state === "affected" || state === "fixed" ? how[state] : "whether this kernel does so is not known";
  return `${says}; ${answer} (${note ?? source})`;
}

// src/request/workloads/conntrack.ts
var slotBytes = 8;
var gibibyte = 2 ** 30;
function defaultSlots(kernel, memTotalBytes) {
  const [above4, above1] = atLeast(kernel, 5, 12) ? [262144, 65536] : [65536, 16384];
  if (memTotalBytes > 4 * gibibyte) return above4;
  if (memTotalBytes > gibibyte) return above1;
  return Math.max(32, Math.floor(memTotalBytes / 16384 / slotBytes));
}
var conntrack = {
  name: "conntrack",
  summary: "loading nf_conntrack, which makes its hash table (on RHEL 7 once for each network namespace)",
  options: { count: "slots of the hash table (nf_conntrack.hashsize)" },
  failure: [
    "nf_conntrack: falling back to vmalloc. (harmless)",
    "modprobe: ERROR: could not insert nf_conntrack: Cannot allocate memory"
  ],
  helps: ["memory at all: the table falls back to single pages", "a smaller nf_conntrack.hashsize"],
  source: ["net/netfilter/nf_conntrack_core.c nf_ct_alloc_hashtable"],
  needs: (context) => {
    const { options, kernel, readings } = context;
    const notes = [];
    const memory = readings.memTotalBytes();
    if (memory === null && options.count === void 0)
      notes.push("more than 4 GiB of memory are assumed: MemTotal was not read");
    const slots = options.count ?? defaultSlots(kernel, memory ?? Infinity);
    const between = atLeast(kernel, 5, 12) && !atLeast(kernel, 6, 12);
    return [
      vmallocNeed(context, {
        workload: "conntrack",
        what: "the connection tracking hash table",
        bytes: slots * slotBytes,
        gfp: ["GFP_KERNEL", "__GFP_ZERO"],
        notes,
        unverified: between && options.count === void 0 ? "the table of 6.12 is taken, up to four times that of 5.11: in which version it grew was not read" : null
      })
    ];
  }
};

// src/request/workloads/netns.ts
var namespaceBytes = 4288;
var sysctlBytes = 8e3;
function netnsNeeds(context, workload) {
  const slab = context.readings.slab("net_namespace", context.pageSize);
  const gfp = ["GFP_KERNEL", "__GFP_ZERO"];
  const needs = [
    contiguousNeed(context, {
      workload,
      what: "struct net, from its slab cache",
      bytes: slab?.objectBytes ?? namespaceBytes,
      ...slab ? { order: slab.leastOrder } : {},
      gfp,
      unverified: slab ? null : `struct net is taken for ${namespaceBytes} bytes, as in one 6.18 build: /sys/kernel/slab/net_namespace was not read`
    }),
    contiguousNeed(context, {
      workload,
      what: "a copy of the largest sysctl table",
      bytes: sysctlBytes,
      gfp: ["GFP_KERNEL"]
    })
  ];
  const fault = context.finding("memcg-cache-array");
  if (fault.assumed) needs.push(cacheArrayNeed(context, workload));
  return needs;
}
function cacheArrayNeed(context, workload) {
  const row = /^memory\s+\d+\s+(\d{1,7})\s/m.exec(context.readings.text("proc/cgroups") ?? "");
  const cgroups = row ? Number(row[1]) : null;
  const told = cgroups === null ? "no count of memory cgroups was read, 64 are assumed" : `/proc/cgroups counts ${cgroups} memory cgroups`;
  return contiguousNeed(context, {
    workload,
    what: "the array over all memory cgroups of the namespace's conntrack cache",
    bytes: 16 * Math.max(2, cgroups ?? 64),
    gfp: ["GFP_KERNEL", "__GFP_COMP", "__GFP_ZERO"],
    fault: context.finding("memcg-cache-array"),
    unverified: `${told}; dead ones that still hold an id make the array larger`
  });
}
var netns = {
  name: "netns",
  summary: "a new network namespace (ip netns add, unshare -n, every container)",
  options: {},
  failure: [
    "unshare failed: Cannot allocate memory",
    "nf_conntrack_init_net: page allocation failure: order:6 (RHEL 7)"
  ],
  helps: [
    "memory at all: blocks this small fail only when the machine is out of it",
    "on RHEL 7, a reboot where cgroups have leaked"
  ],
  source: ["net/core/net_namespace.c copy_net_ns", "/sys/kernel/slab/net_namespace"],
  needs: (context) => netnsNeeds(context, "netns")
};

// src/request/workloads/veth.ts
var queueBytes = 832;
var mostQueues = 4096;
var devices = 2;
function vethNeeds(context, workload) {
  const fault = context.finding("veth-queues");
  const common = { workload, what: "the receive queues of one end of a veth pair", fault, count: devices };
  if (!fault.assumed && !atLeast(context.kernel, 5, 15)) {
    return [
      contiguousNeed(context, {
        ...common,
        bytes: queueBytes,
        gfp: ["GFP_KERNEL", "__GFP_COMP", "__GFP_ZERO"]
      })
    ];
  }
  const notes = [];
  const cpus = possibleCpus(context, notes);
  const queues = Math.min(cpus, mostQueues);
  notes.push(`a queue of ${queueBytes} bytes is made for each of ${queues} possible CPUs`);
  const bytes = queues * queueBytes;
  if (fault.assumed) {
    const kernelFlags2 = atLeast(context.kernel, 5, 19) ? "GFP_KERNEL_ACCOUNT" : "GFP_KERNEL";
    return [
      contiguousNeed(context, { ...common, bytes, gfp: [kernelFlags2, "__GFP_COMP", "__GFP_ZERO"], notes })
    ];
  }
  const gfp = ["GFP_KERNEL_ACCOUNT", "__GFP_RETRY_MAYFAIL", "__GFP_ZERO"];
  return [vmallocNeed(context, { ...common, bytes, gfp, notes })];
}
var veth = {
  name: "veth",
  summary: "a veth pair, as Docker and CNI make one for each container",
  options: { cpus: "possible CPUs, those of /sys/devices/system/cpu/possible" },
  failure: [
    "failed to add the host (vethX) <=> sandbox (vethY) pair interfaces: cannot allocate memory",
    "dockerd: page allocation failure: order:4, mode:0x40dc0(GFP_KERNEL|__GFP_COMP|__GFP_ZERO)"
  ],
  helps: [
    "a kernel that falls back to single pages: 6.8, 6.7.9, 6.6.21, 6.1.81, 5.15.151, or the fixed build of the distribution",
    "nr_cpus= on the kernel command line where more CPUs are possible than there are",
    "compaction before the step"
  ],
  source: [
    "drivers/net/veth.c veth_alloc_queues",
    "https://github.com/docker/for-linux/issues/1443",
    "https://github.com/moby/moby/issues/46401"
  ],
  needs: (context) => vethNeeds(context, "veth")
};

// src/request/iptables/layout.ts
var extensionHeaderBytes = 32;
var standardTargetBytes = 40;
var errorTargetBytes = 64;
var tableHeaderBytes = 64;
var mostTableBytes = 512 * 1024 * 1024;
var layouts = { ipv4: layoutOf(112), ipv6: layoutOf(168) };
function layoutOf(entry) {
  const plainRule = entry + standardTargetBytes;
  const end = entry + errorTargetBytes;
  return { entry, plainRule, builtinChain: plainRule, userChain: end + plainRule, end };
}
var builtinChains = {
  filter: ["INPUT", "FORWARD", "OUTPUT"],
  nat: ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"],
  mangle: ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"],
  raw: ["PREROUTING", "OUTPUT"],
  security: ["INPUT", "FORWARD", "OUTPUT"]
};
function builtinChainsOf(table2) {
  return Object.hasOwn(builtinChains, table2) ? builtinChains[table2] ?? null : null;
}
function entriesBytes(family, ruleBytes, builtin, user) {
  const layout = layouts[family];
  return ruleBytes + builtin * layout.builtinChain + user * layout.userChain + layout.end;
}

// src/request/iptables/implicit-match.ts
var matchOfProtocol = {
  tcp: "tcp",
  "6": "tcp",
  udp: "udp",
  "17": "udp",
  icmp: "icmp",
  "1": "icmp",
  icmpv6: "icmp6",
  "ipv6-icmp": "icmp6",
  "58": "icmp6",
  sctp: "sctp",
  "132": "sctp",
  dccp: "dccp",
  "33": "dccp",
  esp: "esp",
  "50": "esp",
  ah: "ah",
  "51": "ah",
  ipcomp: "ipcomp",
  "108": "ipcomp",
  mh: "mh"
};
var ports = ["--sport", "--dport", "--source-port", "--destination-port"];
var optionsOf = {
  tcp: [...ports, "--syn", "--tcp-flags", "--tcp-option"],
  udp: ports,
  icmp: ["--icmp-type"],
  icmp6: ["--icmpv6-type"],
  sctp: [...ports, "--chunk-types"],
  dccp: [...ports, "--dccp-types", "--dccp-option"],
  esp: ["--espspi"],
  ah: ["--ahspi", "--ahlen", "--ahres"],
  ipcomp: ["--ipcompspi", "--compres"],
  mh: ["--mh-type"]
};
function implicitMatch(option, protocol, loaded) {
  const match = Object.hasOwn(matchOfProtocol, protocol) ? matchOfProtocol[protocol] : void 0;
  if (match === void 0 || loaded.includes(match) || !optionsOf[match]?.includes(option)) return null;
  return ports.includes(option) && loaded.includes("multiport") ? null : match;
}

// src/request/iptables/rule.ts
var longestName = 28;
var textOptions = new Set(
  `--comment --log-prefix --nflog-prefix --ulog-prefix --string --hex-string --name --hashlimit-name --helper --path
   --label --bytecode --object-pinned --nfacct-name --rateest --rateest1 --rateest2 --rateest-name --led-trigger-id
   --selctx --match-set --add-set --del-set --map-set --timeout --physdev-in --physdev-out --oif --genre --ctevents
   -i --in-interface -o --out-interface`.split(/\s+/)
);
var canonical = {
  "--match": "-m",
  "--jump": "-j",
  "--goto": "-g",
  "--protocol": "-p",
  "--source": "-s",
  "--src": "-s",
  "--destination": "-d",
  "--dst": "-d",
  "--ipv4": "-4",
  "--ipv6": "-6"
};
var matchAliases = { icmpv6: "icmp6", "ipv6-icmp": "icmp6" };
function readRule(words) {
  const rule = { matches: [], target: null, goto: false, copies: 1, only: null };
  let family = null;
  let protocol = "";
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word || word.quoted || !word.text.startsWith("-")) continue;
    const { option, attached } = splitOption(word.text);
    const argument = () => {
      const text = attached ?? words[++i]?.text ?? "";
      return text === "" ? null : text;
    };
    switch (option) {
      case "-m": {
        const name = argument();
        if (name === null || name.length > longestName) return missing(word, name, nameOf("a match"));
        rule.matches.push(Object.hasOwn(matchAliases, name) ? matchAliases[name] ?? name : name);
        break;
      }
      case "-j":
      case "-g": {
        const name = argument();
        if (name === null || name.length > longestName)
          return missing(word, name, nameOf("a target or a chain"));
        if (rule.target !== null) return { found: `${option} ${name}`, expected: "one -j or -g a rule" };
        rule.target = name;
        rule.goto = option === "-g";
        break;
      }
      case "-p": {
        const name = argument();
        if (name === null) return missing(word, name, "a protocol");
        protocol = name.toLowerCase();
        if (protocol === "ipv6-icmp" || protocol === "icmpv6") family = "ipv6";
        break;
      }
      case "-s":
      case "-d": {
        const list = argument();
        if (list === null) return missing(word, list, "an address");
        const addresses = list.split(",");
        rule.copies *= addresses.length;
        if (list.includes(":")) family = "ipv6";
        else if (/^\d/.test(list)) family ??= "ipv4";
        break;
      }
      case "-4":
        rule.only = "ipv4";
        break;
      case "-6":
        rule.only = "ipv6";
        break;
      default: {
        const implicit = implicitMatch(option, protocol, rule.matches);
        if (implicit !== null) rule.matches.push(implicit);
        if (textOptions.has(option) && attached === null) i++;
      }
    }
  }
  return { rule, family };
}
function splitOption(text) {
  const equals = text.startsWith("--") ? text.indexOf("=") : -1;
  const name = equals === -1 ? text : text.slice(0, equals);
  const attached = equals === -1 ? null : text.slice(equals + 1);
  return { option: Object.hasOwn(canonical, name) ? canonical[name] ?? name : name, attached };
}
var nameOf = (what) => `the name of ${what}, at most ${longestName} characters,`;
function missing(option, found, what) {
  return { found: found ?? option.text, expected: `${what} after ${option.text}` };
}

// src/request/iptables/words.ts
function splitWords(line) {
  if (!line.includes('"')) {
    return line.split(/[ \t]+/).filter((text2) => text2 !== "").map((text2) => ({ text: text2, quoted: false }));
  }
  const words = [];
  let text = "";
  let inQuotes = false;
  for (let i = 0; i < line.length; i++) {
    const c = line.charAt(i);
    if (inQuotes) {
      if (c === "\\" && i + 1 < line.length) text += line.charAt(++i);
      else if (c !== '"') text += c;
      else {
        inQuotes = false;
        words.push({ text, quoted: true });
        text = "";
      }
    } else if (c === '"') inQuotes = true;
    else if (c !== " " && c !== "	") text += c;
    else if (text !== "") {
      words.push({ text, quoted: false });
      text = "";
    }
  }
  if (inQuotes) return null;
  if (text !== "") words.push({ text, quoted: false });
  return words;
}

// src/request/iptables/save-file.ts
var mostSaveCharacters = 32 * 1024 * 1024;
var longestLine = 10239;
function parseSaveFile(text, file = "iptables-save") {
  if (text.length > mostSaveCharacters) {
    throw new MalformedError(file, 1, `${text.length} characters`, `at most ${mostSaveCharacters}`);
  }
  const tables3 = [];
  const interned = /* @__PURE__ */ new Map();
  let origin = { family: null, backend: null, iptables: null };
  const reading = { table: null, lines: 1 };
  forEachLine(text, (raw, number) => {
    reading.lines = number;
    const line = raw.trim();
    if (line === "") return;
    const fail = ({ found, expected }) => {
      throw new MalformedError(file, number, found, expected);
    };
    if (raw.length > longestLine) fail({ found: line, expected: `a line of at most ${longestLine} bytes` });
    if (line.startsWith("#")) {
      origin = readOrigin(line) ?? origin;
    } else if (!reading.table) {
      reading.table = openTable(line, number, origin) ?? fail({ found: line, expected: "a table's start such as '*filter'" });
    } else if (line === "COMMIT") {
      tables3.push(reading.table);
      reading.table = null;
    } else {
      const trouble = addLine(reading.table, line, interned);
      if (trouble) fail(trouble);
    }
  });
  const endless = reading.table ? "COMMIT, which ends a table" : "a table, as iptables-save prints it";
  if (reading.table || tables3.length === 0)
    throw new MalformedError(file, reading.lines, "the end of the text", endless);
  return tables3;
}
function readOrigin(comment) {
  const match = /^# Generated by (\S{1,40})(?: v(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?)?/.exec(comment);
  const program = match?.[1];
  if (!match || program === void 0 || !/tables.*-save$/.test(program)) return null;
  const nft2 = /nft|^xtables/.test(program) || comment.includes("(nf_tables)");
  return {
    family: program.startsWith("ip6") ? "ipv6" : program.startsWith("ip") ? "ipv4" : null,
    backend: nft2 ? "nft" : "legacy",
    iptables: match[2] === void 0 ? null : [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)]
  };
}
function openTable(line, number, origin) {
  const name = /^\*([A-Za-z0-9_-]{1,31})$/.exec(line)?.[1];
  if (name === void 0) return null;
  return {
    name,
    ...origin,
    line: number,
    builtinChains: builtinChainsOf(name)?.length ?? 0,
    userChains: /* @__PURE__ */ new Set(),
    rules: []
  };
}
function addLine(table2, line, interned) {
  if (line.startsWith(":")) return addChain(table2, line);
  const words = splitWords(line.startsWith("[") ? line.replace(/^\[\d{1,20}:\d{1,20}\]\s*/, "") : line);
  if (words === null) return { found: line, expected: "a closing quote" };
  const command = words[0]?.text ?? "";
  const chain = words[1]?.text;
  switch (command) {
    case "-A":
    case "-I":
    case "--append":
    case "--insert":
      if (chain === void 0) return { found: line, expected: `a chain after ${command}` };
      return addRule(table2, words, interned);
    case "-N":
    case "--new-chain":
      return addUserChain(table2, chain ?? "");
    case "-P":
    case "--policy":
      return null;
    default:
      return {
        found: line,
        expected: "a line of iptables-save: ':CHAIN POLICY [0:0]', '-A CHAIN …' or 'COMMIT'"
      };
  }
}
function addRule(table2, words, interned) {
  const read = readRule(words.slice(2));
  if ("expected" in read) return read;
  table2.family ??= read.family;
  const { rule } = read;
  const key = `${rule.matches.join(" ")}
${rule.target ?? ""}
${rule.goto}${rule.copies}${rule.only ?? ""}`;
  const known = interned.get(key);
  if (!known) interned.set(key, rule);
  table2.rules.push(known ?? rule);
  return null;
}
function addChain(table2, line) {
  const match = /^:(\S{1,64})\s+(ACCEPT|DROP|QUEUE|RETURN|-)(?:\s+\[\d{1,20}:\d{1,20}\])?$/.exec(line);
  const [name, policy] = [match?.[1], match?.[2]];
  if (name === void 0)
    return { found: line, expected: "a chain such as ':INPUT ACCEPT [0:0]' or ':DOCKER - [0:0]'" };
  const builtin = builtinChainsOf(table2.name);
  if (builtin?.includes(name)) return null;
  if (policy === "-") return addUserChain(table2, name);
  if (builtin) return { found: line, expected: `a policy on a built-in chain of ${table2.name}, or '-'` };
  table2.builtinChains++;
  return null;
}
function addUserChain(table2, name) {
  if (name === "" || name.length > longestName) {
    return { found: name, expected: `the name of a chain, 1 to ${longestName} characters` };
  }
  if (table2.userChains.has(name)) return { found: name, expected: "each user-defined chain once" };
  table2.userChains.add(name);
  return null;
}

// src/request/iptables/revision.ts
function infoBytes(extension, family, versions) {
  const revisions = extension?.[family];
  if (!revisions) return null;
  const known = revisions.find(({ gate }) => passes(gate, versions)) ?? revisions.at(-1);
  return known?.infoBytes ?? null;
}
function passes(gate, { kernel, iptables: iptables2 }) {
  if (gate?.kernel && kernel && compare([kernel.major, kernel.minor], gate.kernel) < 0) return false;
  return !(gate?.iptables && iptables2 && compare(iptables2, gate.iptables) < 0);
}
function compare(a, b) {
  for (let i = 0; i < b.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
var sized = (revision, bytes, gate) => gate ? { revision, infoBytes: bytes, gate } : { revision, infoBytes: bytes };
var both = (...revisions) => ({ ipv4: revisions, ipv6: revisions });
var ipv4Only = (...revisions) => ({ ipv4: revisions, ipv6: null });
var ipv6Only = (...revisions) => ({ ipv4: null, ipv6: revisions });

// src/request/iptables/matches.ts
var matches = {
  addrtype: both(sized(1, 8)),
  ah: both(sized(0, 16)),
  bpf: both(sized(1, 528)),
  cgroup: both(
    sized(2, 528, { kernel: [4, 20], iptables: [1, 8, 1] }),
    sized(1, 4112, { kernel: [4, 5], iptables: [1, 6, 1] }),
    sized(0, 8)
  ),
  cluster: both(sized(0, 16)),
  comment: both(sized(0, 256)),
  connbytes: both(sized(0, 24)),
  connlabel: both(sized(0, 8)),
  connlimit: both(sized(1, 32)),
  connmark: both(sized(1, 16)),
  conntrack: both(sized(3, 168)),
  cpu: both(sized(0, 8)),
  dccp: both(sized(0, 16)),
  devgroup: both(sized(0, 24)),
  dscp: both(sized(0, 8)),
  dst: ipv6Only(sized(0, 40)),
  ecn: both(sized(0, 8)),
  esp: both(sized(0, 16)),
  eui64: ipv6Only(sized(0, 8)),
  frag: ipv6Only(sized(0, 16)),
  hashlimit: both(
    sized(3, 312, { kernel: [4, 14], iptables: [1, 6, 2] }),
    sized(2, 304, { kernel: [4, 9], iptables: [1, 6, 1] }),
    sized(1, 56)
  ),
  hbh: ipv6Only(sized(0, 40)),
  helper: both(sized(0, 40)),
  hl: ipv6Only(sized(0, 8)),
  icmp: ipv4Only(sized(0, 8)),
  icmp6: ipv6Only(sized(0, 8)),
  ipcomp: both(sized(0, 16)),
  iprange: both(sized(1, 72)),
  ipv6header: ipv6Only(sized(0, 8)),
  ipvs: both(sized(0, 40)),
  length: both(sized(0, 8)),
  limit: both(sized(0, 40)),
  mac: both(sized(0, 16)),
  mark: both(sized(1, 16)),
  mh: ipv6Only(sized(0, 8)),
  multiport: both(sized(1, 48)),
  nfacct: both(sized(1, 40)),
  osf: ipv4Only(sized(0, 48)),
  owner: both(sized(1, 24)),
  physdev: both(sized(0, 72)),
  pkttype: both(sized(0, 8)),
  policy: both(sized(0, 312)),
  quota: both(sized(0, 24)),
  rateest: both(sized(0, 72)),
  realm: ipv4Only(sized(0, 16)),
  recent: both(sized(1, 232)),
  rpfilter: both(sized(0, 8)),
  rt: ipv6Only(sized(0, 280)),
  sctp: both(sized(0, 296)),
  set: both(sized(4, 48)),
  socket: both(sized(3, 8)),
  srh: ipv6Only(sized(1, 112, { kernel: [4, 18], iptables: [1, 8, 0] }), sized(0, 16)),
  /** an alias of conntrack */
  state: both(sized(3, 168)),
  statistic: both(sized(0, 24)),
  string: both(sized(1, 160)),
  tcp: both(sized(0, 16)),
  tcpmss: both(sized(0, 8)),
  time: both(sized(0, 24)),
  tos: both(sized(1, 8)),
  ttl: ipv4Only(sized(0, 8)),
  u32: both(sized(0, 1984)),
  udp: both(sized(0, 16))
};

// src/request/iptables/targets.ts
var verdicts = /* @__PURE__ */ new Set(["ACCEPT", "DROP", "QUEUE", "RETURN"]);
var targets = {
  AUDIT: both(sized(0, 8)),
  CHECKSUM: both(sized(0, 8)),
  CLASSIFY: both(sized(0, 8)),
  /** gone from the kernel since 6.8 */
  CLUSTERIP: ipv4Only(sized(0, 64)),
  CONNMARK: both(sized(2, 16)),
  CONNSECMARK: both(sized(0, 8)),
  CT: both(sized(2, 72)),
  DNAT: {
    ipv4: [sized(2, 48, { kernel: [4, 18], iptables: [1, 8, 0] }), sized(0, 24)],
    ipv6: [sized(2, 48, { kernel: [4, 18], iptables: [1, 8, 0] }), sized(1, 40)]
  },
  DNPT: ipv6Only(sized(0, 40)),
  DSCP: both(sized(0, 8)),
  ECN: ipv4Only(sized(0, 8)),
  HL: ipv6Only(sized(0, 8)),
  HMARK: both(sized(0, 64)),
  IDLETIMER: both(sized(1, 48, { kernel: [5, 7], iptables: [1, 8, 5] }), sized(0, 40)),
  LED: both(sized(0, 40)),
  LOG: both(sized(0, 32)),
  MARK: both(sized(2, 8)),
  MASQUERADE: { ipv4: [sized(0, 24)], ipv6: [sized(0, 40)] },
  NETMAP: { ipv4: [sized(0, 24)], ipv6: [sized(0, 40)] },
  NFLOG: both(sized(0, 80)),
  NFQUEUE: both(sized(3, 8)),
  /** an alias of CT */
  NOTRACK: both(sized(2, 72)),
  RATEEST: both(sized(0, 32)),
  REDIRECT: { ipv4: [sized(0, 24)], ipv6: [sized(0, 40)] },
  REJECT: both(sized(0, 8)),
  SECMARK: both(sized(1, 264)),
  SET: both(sized(3, 24, { kernel: [3, 18], iptables: [1, 6, 0] }), sized(2, 16)),
  SNAT: { ipv4: [sized(0, 24)], ipv6: [sized(1, 40)] },
  SNPT: ipv6Only(sized(0, 40)),
  SYNPROXY: both(sized(0, 8)),
  TCPMSS: both(sized(0, 8)),
  TCPOPTSTRIP: both(sized(0, 32)),
  TEE: both(sized(1, 40)),
  TOS: both(sized(1, 8)),
  TPROXY: both(sized(1, 32)),
  TRACE: both(sized(0, 0)),
  TTL: ipv4Only(sized(0, 8)),
  /** gone from the kernel since 3.17 */
  ULOG: ipv4Only(sized(0, 56))
};

// src/request/iptables/rule-size.ts
var knownMatches = extensionBytes(matches);
var unknownMatch = estimateFrom(knownMatches, knownMatches[Math.floor(knownMatches.length / 2)] ?? 0);
var unknownTarget = estimateFrom(extensionBytes(targets), standardTargetBytes);
var RuleSizes = class {
  unknown = /* @__PURE__ */ new Map();
  #userChains;
  #family;
  #versions;
  constructor(userChains, family, versions) {
    this.#userChains = userChains;
    this.#family = family;
    this.#versions = versions;
  }
  of(rule, copies) {
    const { entry } = layouts[this.#family];
    const sum = { bytes: entry, lowerBytes: entry, upperBytes: entry };
    for (const name of rule.matches) add(sum, this.#extension("match", name, copies), 1);
    add(
      sum,
      this.#isStandard(rule) ? exactly(standardTargetBytes) : this.#extension("target", rule.target ?? "", copies),
      1
    );
    return sum;
  }
  /** A chain of the table comes before a target of the same name, as iptables-restore takes it. */
  #isStandard({ target, goto }) {
    return target === null || goto || verdicts.has(target) || this.#userChains.has(target);
  }
  #extension(kind, name, copies) {
    const table2 = kind === "match" ? matches : targets;
    const info = infoBytes(
      Object.hasOwn(table2, name) ? table2[name] : void 0,
      this.#family,
      this.#versions
    );
    if (info !== null) return exactly(extensionHeaderBytes + info);
    const seen = this.unknown.get(`${kind} ${name}`);
    this.unknown.set(`${kind} ${name}`, { kind, name, count: (seen?.count ?? 0) + copies });
    return kind === "match" ? unknownMatch : unknownTarget;
  }
};
function exactly(bytes) {
  return { bytes, lowerBytes: bytes, upperBytes: bytes };
}
function add(sum, term, times) {
  sum.bytes += term.bytes * times;
  sum.lowerBytes += term.lowerBytes * times;
  sum.upperBytes += term.upperBytes * times;
}
function estimateFrom(known, bytes) {
  return { bytes, lowerBytes: extensionHeaderBytes, upperBytes: known.at(-1) ?? bytes };
}
function extensionBytes(table2) {
  const revisions = Object.values(table2).flatMap(({ ipv4, ipv6 }) => [...ipv4 ?? [], ...ipv6 ?? []]);
  return revisions.map((revision) => extensionHeaderBytes + revision.infoBytes).sort((a, b) => a - b);
}

// src/request/iptables/table-size.ts
function tableSize(saved, fallback, versions) {
  const family = saved.family ?? fallback;
  const size = new RuleSizes(saved.userChains, family, {
    ...versions,
    iptables: saved.iptables ?? versions.iptables
  });
  let rules = 0;
  const sum = { bytes: 0, lowerBytes: 0, upperBytes: 0 };
  const counts = /* @__PURE__ */ new Map();
  for (const rule of saved.rules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  for (const [rule, count] of counts) {
    if (rule.only !== null && rule.only !== family) continue;
    const copies = rule.copies * count;
    rules += copies;
    add(sum, size.of(rule, copies), copies);
  }
  const blob = (ruleBytes) => entriesBytes(family, ruleBytes, saved.builtinChains, saved.userChains.size);
  return {
    table: saved.name,
    family,
    backend: saved.backend,
    rules,
    builtinChains: saved.builtinChains,
    userChains: saved.userChains.size,
    entries: rules + saved.builtinChains + 2 * saved.userChains.size + 1,
    entriesBytes: blob(sum.bytes),
    bytes: blob(sum.bytes) + tableHeaderBytes,
    unknown: [...size.unknown.values()],
    errorRange: size.unknown.size === 0 ? null : {
      lowerBytes: blob(sum.lowerBytes) + tableHeaderBytes,
      upperBytes: blob(sum.upperBytes) + tableHeaderBytes
    }
  };
}
function plainTableSize(count, family) {
  return uniformTable("filter", family, count, builtinChainsOf("filter")?.length ?? 0);
}
function emptyTableSize(table2, family) {
  const builtin = builtinChainsOf(table2);
  return builtin && uniformTable(table2, family, 0, builtin.length);
}
function uniformTable(table2, family, rules, builtinChains2) {
  const blob = entriesBytes(family, rules * layouts[family].plainRule, builtinChains2, 0);
  return {
    table: table2,
    family,
    backend: null,
    rules,
    builtinChains: builtinChains2,
    userChains: 0,
    entries: rules + builtinChains2 + 1,
    entriesBytes: blob,
    bytes: blob + tableHeaderBytes,
    unknown: [],
    errorRange: null
  };
}
function largestTable(tables3) {
  return tables3.reduce(
    (most, table2) => most && most.bytes >= table2.bytes ? most : table2,
    null
  );
}

// src/request/iptables/need.ts
var defaultBytes = 80 * 4096;
function iptablesNeed(question) {
  const notes = [];
  const live = sizeLive(question, notes);
  const { source, size } = chosenSize(question, live, notes);
  if (!size) return { ...defaultNeed(question.family, notes), oldBytes: null, peakBytes: null };
  noteUnknown(size, notes);
  if (size.bytes >= mostTableBytes) {
    notes.push(`the kernel refuses any table of ${mostTableBytes} bytes or more (XT_MAX_TABLE_SIZE)`);
  }
  const oldBytes = live && size.family === question.family ? bytesOf(live, size) : null;
  const { family, table: table2, bytes, entriesBytes: entriesBytes2, rules, errorRange } = size;
  const peakBytes = oldBytes === null ? null : bytes + oldBytes;
  return { family, table: table2, bytes, entriesBytes: entriesBytes2, oldBytes, peakBytes, rules, source, errorRange, notes };
}
function chosenSize(question, live, notes) {
  if (question.saveText !== void 0)
    return { source: "rules-file", size: fromText(question, question.saveText, notes) };
  if (question.rules !== void 0) {
    const { plainRule } = layouts[question.family];
    notes.push(
      `${question.rules} plain rules of ${plainRule} bytes are counted, in table filter; matches and most targets make a rule larger: --rules-file gives the exact size`
    );
    return { source: "rules", size: plainTableSize(question.rules, question.family) };
  }
  const size = largestTable(live ?? []);
  if (size) {
    notes.push(
      `table ${size.table} is the largest loaded here (${size.rules} rules); every change rewrites it whole, and a new rule adds at least ${layouts[size.family].plainRule} bytes`
    );
  }
  return { source: "live", size };
}
function fromText(question, text, notes) {
  const versions = { kernel: question.kernel ?? null, iptables: null };
  const sizes = parseSaveFile(text, question.saveFile).map(
    (saved) => tableSize(saved, question.family, versions)
  );
  const size = largestTable(sizes);
  if (size && sizes.length > 1) {
    const name = size.family === question.family ? size.table : `${size.table} of ${size.family}`;
    notes.push(`table ${name} decides, the largest of ${sizes.length}: each is replaced by itself`);
  }
  if (size?.backend === "nft") {
    notes.push(
      "the file was saved from nf_tables: the size is what iptables-legacy would ask for with these rules"
    );
  }
  return size;
}
function sizeLive({ live, family, kernel }, notes) {
  if (!live) return null;
  if (live.state === "unreadable") {
    notes.push(`the live tables could not be read: ${live.why}`);
    return null;
  }
  if (live.state === "none") {
    notes.push(
      "no table of iptables-legacy is loaded in this network namespace (rules of iptables-nft do not count)"
    );
    return [];
  }
  try {
    const saved = parseSaveFile(live.saveText, "the live tables").filter(({ backend }) => backend !== "nft");
    return saved.map((table2) => tableSize(table2, family, { kernel: kernel ?? null, iptables: null }));
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    notes.push(`the live tables could not be read: ${error.message}`);
    return null;
  }
}
function bytesOf(live, { table: table2, family }) {
  const loaded = live.find((size) => size.table === table2 && size.family === family);
  return loaded?.bytes ?? emptyTableSize(table2, family)?.bytes ?? null;
}
function noteUnknown({ unknown, errorRange }, notes) {
  if (!errorRange || unknown.length === 0) return;
  const names = unknown.slice(0, 5).map(({ kind, name, count }) => `${kind} ${quote(name)} (${count === 1 ? "once" : `${count} times`})`);
  if (unknown.length > 5) names.push(`and ${unknown.length - 5} more`);
  notes.push(
    `the size of ${names.join(", ")} is not known and is estimated: between ${errorRange.lowerBytes} and ${errorRange.upperBytes} bytes in all`
  );
}
function defaultNeed(family, notes) {
  notes.push(
    `nothing is known of the rule set: ${defaultBytes} bytes are assumed, the table of a CI worker on record (about 2,150 plain rules); --rules or --rules-file tells the real size`
  );
  const entriesBytes2 = defaultBytes - tableHeaderBytes;
  return {
    family,
    table: null,
    bytes: defaultBytes,
    entriesBytes: entriesBytes2,
    rules: null,
    source: "default",
    errorRange: null,
    notes
  };
}

// src/request/workloads/x-tables.ts
var countersPerBlock = 256;
function tableNeed(context, workload, family) {
  const { kernel, options, readings, pageSize } = context;
  const table2 = iptablesNeed({
    family,
    saveText: options.rulesFile === void 0 ? void 0 : readings.rulesFile(options.rulesFile),
    saveFile: options.rulesFile,
    rules: options.rules,
    live: readings.liveTables(family) ?? void 0,
    kernel
  });
  const what = table2.table === null ? "the largest table" : `table ${table2.table}`;
  const notes = [...table2.notes, ...notesOf(table2)];
  const common = { workload, what, bytes: table2.bytes };
  const pages = Math.ceil(table2.bytes / pageSize);
  const perCpu = context.finding("xtables-per-cpu");
  if (perCpu.assumed) {
    const copies = possibleCpus(context, notes);
    notes.push(`${copies} copies of ${pages} pages are made, one for each possible CPU`);
    return vmallocNeed(context, {
      ...common,
      gfp: ["GFP_KERNEL"],
      pages: copies * pages,
      fault: perCpu,
      notes
    });
  }
  const fault = context.finding("xtables-noretry");
  if (fault.assumed) {
    const stepPages = 3 * pages + 200;
    notes.push(
      `the whole of ${workload} takes about ${stepPages} pages, heap and exec included (3 N + 200, measured on 4.16)`
    );
    if (fault.silent) notes.push("a refusal leaves no line in the kernel log on this kernel");
    const gfp2 = ["GFP_KERNEL", ...fault.silent ? ["__GFP_NOWARN"] : [], "__GFP_NORETRY"];
    return vmallocNeed(context, { ...common, path: "vmalloc-noretry", gfp: gfp2, stepPages, fault, notes });
  }
  if (context.finding("vmalloc-silent").state === "affected") {
    notes.push("a refusal leaves no line in the kernel log on this kernel");
  }
  const accounted = fault.state === "fixed" || atLeast(kernel, 4, 18);
  const gfp = [accounted ? "GFP_KERNEL_ACCOUNT" : "GFP_KERNEL"];
  return vmallocNeed(context, {
    ...common,
    gfp,
    stepPages: pages + countersPages(context, table2),
    fault,
    notes
  });
}
function notesOf({ peakBytes, bytes }) {
  if (peakBytes === null) return [];
  return [
    `the old table is freed only after the new one is in place: ${peakBytes - bytes} bytes stay in use meanwhile`
  ];
}
function countersPages(context, { entriesBytes: entriesBytes2, family }) {
  const entries = Math.ceil(entriesBytes2 / layouts[family].plainRule);
  const blocks = Math.ceil(entries / countersPerBlock) * possibleCpus(context, []);
  return Math.ceil((20 * entries + blocks * 4096) / context.pageSize);
}

// src/request/workloads/container.ts
var container = {
  name: "container",
  summary: "creating a container with its network: veth pair, namespace, iptables; the worst of them decides",
  options: {
    cpus: "possible CPUs",
    rules: "plain rules in the largest table",
    rulesFile: "iptables-save text"
  },
  families: ["ipv4"],
  failure: [
    "failed to create endpoint on network bridge: cannot allocate memory",
    "iptables failed: Memory allocation problem.",
    "mkdir /sys/fs/cgroup/memory/…: cannot allocate memory (leaked cgroup ids, not memory)"
  ],
  helps: ["what helps the need that decided: see veth, netns and iptables"],
  source: ["veth, netns and iptables of this catalogue"],
  needs: (context) => [
    ...vethNeeds(context, "container"),
    ...netnsNeeds(context, "container"),
    tableNeed(context, "container", "ipv4")
  ]
};

// src/request/workloads/hugepage.ts
var usualBytes = 2 * 2 ** 20;
var largestUsualOrder = 13;
function sizeOf({ options, readings, pageSize }, notes) {
  const { size } = options;
  if (size === void 0) {
    const told = /^Hugepagesize:\s+(\d{1,9}) kB$/m.exec(readings.text("proc/meminfo") ?? "");
    if (told) return Number(told[1]) * 1024;
    notes.push("pages of 2 MiB are assumed: Hugepagesize was not read; --size says it");
    return usualBytes;
  }
  if (size <= pageSize || !Number.isInteger(Math.log2(size))) {
    throw new UsageError(
      `--size ${size}: expected the size of a huge page, a power of two above ${pageSize} bytes, such as 2M`
    );
  }
  return size;
}
var hugepage = {
  name: "hugepage",
  summary: "huge pages from vm.nr_hugepages",
  options: { size: "of one page, such as 2M; default Hugepagesize", count: "how many" },
  failure: ["nr_hugepages stays below what was written to it (nothing in the kernel log)"],
  helps: ["hugepages= on the kernel command line", "drop caches and compact before the step"],
  source: ["mm/hugetlb.c alloc_buddy_hugetlb_folio"],
  needs: (context) => {
    const notes = [];
    const bytes = sizeOf(context, notes);
    const order = getOrder(bytes, context.pageSize);
    if (order > largestUsualOrder)
      notes.push(
        "pages this large are not taken from the free lists but from a range that is cleared for them (alloc_contig_range), CMA or at boot: buddyinfo does not tell"
      );
    return [
      contiguousNeed(context, {
        workload: "hugepage",
        what: "one huge page",
        bytes,
        order,
        gfp: ["GFP_HIGHUSER_MOVABLE", "__GFP_RETRY_MAYFAIL", "__GFP_NOWARN", "__GFP_COMP"],
        count: context.options.count ?? 1,
        notes
      })
    ];
  }
};

// src/request/workloads/io-uring.ts
var mostEntries = 32768;
var assumedEntries = 256;
var submissionBytes = 64;
var headBytes = 320;
function entriesOf({ options }, notes) {
  if (options.count === void 0) {
    notes.push(`${assumedEntries} entries are assumed; --count says it`);
    return assumedEntries;
  }
  if (options.count > mostEntries) {
    throw new UsageError(
      `--count ${options.count}: expected at most ${mostEntries} entries, the most that io_uring_setup takes`
    );
  }
  return 2 ** Math.ceil(Math.log2(options.count));
}
var ioUring = {
  name: "io-uring",
  summary: "io_uring_setup, which makes a submission and a completion ring",
  options: { count: "entries of the submission ring, rounded up to a power of two" },
  failure: ["io_uring_setup: Cannot allocate memory (nothing in the kernel log)"],
  helps: ["fewer entries: below 1,024 no block is larger than order 3", "compaction before the step"],
  source: ["io_uring/io_uring.c io_mem_alloc"],
  needs: (context) => {
    const { kernel } = context;
    if (!atLeast(kernel, 5, 1)) return [];
    const notes = [];
    const entries = entriesOf(context, notes);
    const fault = context.finding("io-uring-rings");
    const account = atLeast(kernel, 5, 18) ? "GFP_KERNEL_ACCOUNT" : "GFP_KERNEL";
    const gfp = [account, "__GFP_ZERO", "__GFP_NOWARN", ...fault.assumed ? ["__GFP_COMP"] : []];
    if (fault.assumed && !atLeast(kernel, 5, 18)) gfp.push("__GFP_NORETRY");
    const rings = [
      ["the submission entries", entries * submissionBytes],
      ["the rings", headBytes + entries * (2 * 16 + 4)]
    ];
    return rings.map(([what, bytes]) => {
      const asked = { workload: "io-uring", what, bytes, gfp, fault, notes };
      return fault.assumed ? contiguousNeed(context, { ...asked, order: getOrder(bytes, context.pageSize) }) : vmallocNeed(context, asked);
    });
  }
};

// src/request/workloads/iptables.ts
var iptables = {
  name: "iptables",
  summary: "iptables-legacy changing a rule, which replaces the whole table",
  options: {
    rules: "plain rules in the largest table",
    rulesFile: "iptables-save text; the largest table decides",
    cpus: "possible CPUs"
  },
  families: ["ipv4"],
  failure: [
    "iptables: Memory allocation problem.",
    "iptables-restore: line N failed",
    "vmalloc: allocation failure, allocated 0 of 331776 bytes, mode:0x14010c0(GFP_KERNEL|__GFP_NORETRY)"
  ],
  helps: [
    "a kernel without __GFP_NORETRY in x_tables: 4.19 and later, or the fixed build of the distribution",
    "more free pages above the watermarks: vm.min_free_kbytes raised in good time, clean cache dropped before the step",
    "fewer rules: every change rewrites the table (ipset for long lists)"
  ],
  source: [
    "net/netfilter/x_tables.c xt_alloc_table_info",
    "https://github.com/concourse/concourse/issues/3127"
  ],
  needs: (context) => [tableNeed(context, "iptables", "ipv4")]
};

// src/request/workloads/ip6tables.ts
var ip6tables = {
  ...iptables,
  name: "ip6tables",
  summary: "ip6tables-legacy changing a rule, which replaces the whole table",
  families: ["ipv6"],
  failure: ["ip6tables: Memory allocation problem.", "ip6tables-restore: line N failed"],
  needs: (context) => [tableNeed(context, "ip6tables", "ipv6")]
};

// src/request/workloads/iptables-nft.ts
var assumedRules = 2150;
function batchNeed(context, workload, bytesPerRule) {
  const rules = context.options.rules ?? assumedRules;
  const notes = context.options.rules === void 0 ? [`${assumedRules} rules are assumed; --rules says it`] : [];
  return vmallocNeed(context, {
    workload,
    what: "the netlink batch and the rules",
    bytes: Math.max(1, rules) * bytesPerRule,
    gfp: ["GFP_KERNEL_ACCOUNT"],
    notes,
    unverified: `a rule is taken for ${bytesPerRule} bytes`
  });
}
var iptablesNft = {
  name: "iptables-nft",
  summary: "iptables on top of nf_tables, which adds single rules and replaces no table",
  options: { rules: "rules in one batch" },
  failure: ["iptables-restore v1.8.9 (nf_tables): Could not process rule: Cannot allocate memory"],
  helps: ["memory at all, and room in the cgroup of the caller: free blocks do not matter"],
  source: ["net/netfilter/nf_tables_api.c", "net/netlink/af_netlink.c"],
  needs: (context) => [batchNeed(context, "iptables-nft", 512)]
};

// src/request/workloads/ipset.ts
var assumedEntries2 = 65536;
var bucketPointerBytes = 8;
var memberBytes = 32;
var ipset = {
  name: "ipset",
  summary: "ipset growing a hash set to its number of entries",
  options: { count: "entries of the set" },
  failure: ["ipset v7.17: Kernel error received: Cannot allocate memory"],
  helps: [
    "memory at all, and room in the cgroup of the caller: free blocks do not matter",
    "a hashsize and maxelem that fit the set"
  ],
  source: ["net/netfilter/ipset/ip_set_hash_gen.h htable_bits"],
  needs: (context) => {
    const entries = context.options.count ?? assumedEntries2;
    const bytes = bucketPointerBytes * 2 ** Math.ceil(Math.log2(Math.max(64, entries)));
    return [
      vmallocNeed(context, {
        workload: "ipset",
        what: "the hash table of the set",
        bytes,
        stepPages: Math.ceil((bytes + entries * memberBytes) / context.pageSize),
        gfp: [atLeast(context.kernel, 5, 15) ? "GFP_KERNEL_ACCOUNT" : "GFP_KERNEL"],
        notes: context.options.count === void 0 ? [`${assumedEntries2} entries are assumed, the default of maxelem; --count says it`] : [],
        unverified: "a bucket for each entry, rounded up to a power of two"
      })
    ];
  }
};

// src/request/workloads/jumbo-frame.ts
var assumedMtu = 9e3;
var headerBytes = 18;
var padBytes = 64;
var sharedInfoBytes = 320;
var cacheLine = 64;
var jumboFrame = {
  name: "jumbo-frame",
  summary: "receiving a frame into one linear buffer, in interrupt context",
  options: { size: "the MTU in bytes; default 9000" },
  failure: [
    "swapper/0: page allocation failure: order:2, mode:0x480a20(GFP_ATOMIC|__GFP_NOWARN|__GFP_COMP) (the frame is dropped)"
  ],
  helps: [
    "a higher vm.min_free_kbytes: atomic callers live from that reserve",
    "a smaller MTU, or a driver that receives into single pages"
  ],
  source: ["net/core/skbuff.c __netdev_alloc_skb"],
  needs: (context) => {
    const mtu = context.options.size ?? assumedMtu;
    if (mtu < 68 || mtu > 65535)
      throw new UsageError(`--size ${mtu}: expected an MTU between 68 and 65535 bytes`);
    const bytes = Math.ceil((padBytes + mtu + headerBytes) / cacheLine) * cacheLine + sharedInfoBytes;
    return [
      contiguousNeed(context, {
        workload: "jumbo-frame",
        what: "the buffer of one frame",
        bytes,
        gfp: ["GFP_ATOMIC", "__GFP_NOWARN", "__GFP_COMP"],
        notes: context.options.size === void 0 ? [`an MTU of ${assumedMtu} is assumed; --size says it`] : [],
        unverified: "not every driver receives into one buffer; many take single pages"
      })
    ];
  }
};

// src/request/workloads/kernel-stack.ts
var stackBytes = 16384;
var kernelStack2 = {
  name: "kernel-stack",
  summary: "a new thread or process: its kernel stack",
  options: { count: "threads" },
  failure: [
    "fork: Cannot allocate memory",
    "runtime: failed to create new OS thread (have N already; errno=11): a limit, not memory"
  ],
  helps: [
    "memory at all: a block this small fails only when the machine is out of it",
    "EAGAIN is a limit (pids.max, RLIMIT_NPROC, kernel.threads-max), not memory"
  ],
  source: ["kernel/fork.c alloc_thread_stack_node"],
  needs: (context) => {
    const fault = context.finding("kernel-stack");
    const bytes = Math.max(stackBytes, context.pageSize);
    const asked = {
      workload: "kernel-stack",
      what: "the kernel stack of a thread",
      bytes,
      fault,
      count: context.options.count ?? 1
    };
    if (fault.assumed) return [contiguousNeed(context, { ...asked, gfp: ["GFP_KERNEL"] })];
    return [
      vmallocNeed(context, {
        ...asked,
        gfp: [atLeast(context.kernel, 4, 10) ? "GFP_KERNEL_ACCOUNT" : "GFP_KERNEL", "__GFP_ZERO"]
      })
    ];
  }
};

// src/request/workloads/kvm.ts
var machineBytes = 36864;
var vcpuBytes = { now: 51488, before: 24576 };
function kernelFlags(kernel) {
  return atLeast(kernel, 5, 0) ? "GFP_KERNEL_ACCOUNT" : "GFP_KERNEL";
}
function machineNeed(context) {
  const fault = context.finding("kvm-struct");
  const asked = {
    workload: "kvm",
    what: "struct kvm of a new VM",
    bytes: machineBytes,
    fault,
    unverified: "struct kvm is taken for 36 KiB"
  };
  if (fault.assumed)
    return contiguousNeed(context, { ...asked, gfp: ["GFP_KERNEL", "__GFP_COMP", "__GFP_ZERO"] });
  if (!atLeast(context.kernel, 4, 12)) {
    const unverified = "struct kvm is taken for 16 KiB";
    return contiguousNeed(context, {
      ...asked,
      bytes: 16384,
      gfp: ["GFP_KERNEL", "__GFP_COMP", "__GFP_ZERO"],
      unverified
    });
  }
  return vmallocNeed(context, { ...asked, gfp: [kernelFlags(context.kernel), "__GFP_ZERO"] });
}
function vcpuNeed(context) {
  const slab = context.readings.slab("kvm_vcpu", context.pageSize);
  const assumed = atLeast(context.kernel, 6, 0) ? vcpuBytes.now : vcpuBytes.before;
  return contiguousNeed(context, {
    workload: "kvm",
    what: "a vCPU, from its slab cache",
    bytes: slab?.objectBytes ?? assumed,
    ...slab ? { order: slab.leastOrder } : {},
    gfp: [kernelFlags(context.kernel), "__GFP_ZERO"],
    count: context.options.count ?? 1,
    unverified: slab ? null : `a vCPU is taken for ${assumed} bytes: /sys/kernel/slab/kvm_vcpu was not read`
  });
}
var kvm = {
  name: "kvm",
  summary: "starting a VM: KVM_CREATE_VM and its vCPUs",
  options: { count: "vCPUs" },
  failure: [
    "ioctl(KVM_CREATE_VM) failed: 12 Cannot allocate memory",
    "SLUB: Unable to allocate memory on CPU 0 (of node 0) on node -1, gfp=0x400dc0(…), cache: kvm_vcpu, min order: 4"
  ],
  helps: [
    "compaction before the step: a vCPU needs order 4 on current kernels, and nothing smaller will do",
    "for KVM_CREATE_VM, 4.18 or later"
  ],
  source: [
    "arch/x86/kvm kvm_arch_alloc_vm",
    "/sys/kernel/slab/kvm_vcpu",
    "https://github.com/spdk/spdk/issues/1474"
  ],
  needs: (context) => [machineNeed(context), vcpuNeed(context)]
};

// src/request/workloads/nft.ts
var nft = {
  name: "nft",
  summary: "nft loading a rule set",
  options: { rules: "rules in one batch" },
  failure: ["Error: Could not process rule: Cannot allocate memory"],
  helps: ["memory at all, and room in the cgroup of the caller: free blocks do not matter"],
  source: ["net/netfilter/nf_tables_api.c", "net/netfilter/nft_set_pipapo.c"],
  needs: (context) => [batchNeed(context, "nft", 256)]
};

// src/request/workloads/nvme.ts
var nvme = {
  name: "nvme",
  summary: "attaching an NVMe namespace (cloud volumes, SPDK)",
  options: {},
  failure: [
    "page allocation failure: order:4, mode:0x40dc0(GFP_KERNEL|__GFP_COMP|__GFP_ZERO) … nvme_alloc_ns_head"
  ],
  helps: ["compaction before the volume is attached"],
  source: ["drivers/nvme/host/core.c nvme_alloc_ns_head", "https://github.com/spdk/spdk/issues/1252"],
  needs: (context) => {
    const fault = context.finding("nvme-head");
    const bytes = fault.assumed ? 65536 : 8192;
    const unverified = fault.assumed ? "order 4 was seen on one 5.4 build" : "no larger block is known on this kernel";
    return [
      contiguousNeed(context, {
        workload: "nvme",
        what: "the head of the namespace",
        bytes,
        gfp: ["GFP_KERNEL", "__GFP_COMP", "__GFP_ZERO"],
        fault,
        unverified
      })
    ];
  }
};

// src/request/workloads/index.ts
var workloads = [
  iptables,
  ip6tables,
  iptablesNft,
  nft,
  ipset,
  conntrack,
  veth,
  netns,
  container,
  kvm,
  ioUring,
  nvme,
  hugepage,
  kernelStack2,
  jumboFrame
];
function findWorkload(name) {
  const found = workloads.find((workload) => workload.name === name);
  if (found) return found;
  throw new UsageError(
    `--for ${quote(name)}: no such workload: expected one of ${workloads.map((w) => w.name).join(", ")}`
  );
}

// src/request/workloads/list.ts
function listWorkloads(context, catalogue = workloads) {
  return catalogue.map((workload) => {
    const needs = needsHere(workload, context);
    const need = needs.reduce(
      (worst, next) => worst && risk(worst) >= risk(next) ? worst : next,
      null
    );
    const faulty = [need, ...needs].find((each) => isFaulty(each)) ?? null;
    const fault = (faulty ?? need)?.fault ?? null;
    const affected = fault?.state ?? "not-affected";
    return {
      workload,
      needs,
      need,
      faulty,
      request: need?.request ?? null,
      affected,
      fault,
      fixedIn: faulty?.fault?.fixedIn ?? null,
      confidence: needs.some((each) => (each === need || each === faulty) && each.confidence === "unverified") ? "unverified" : "verified"
    };
  });
}
function needsHere(workload, context) {
  const heeded = Object.entries(context.options).filter(([name]) => name in workload.options);
  try {
    return needsOf(workload, { ...context, options: Object.fromEntries(heeded) });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return needsOf(workload, { ...context, options: {} });
  }
}
function isFaulty(need) {
  return need?.fault?.state === "affected" || need?.fault?.state === "unknown";
}
function risk({ request }) {
  const { path, order, pages } = request;
  if (path === "contiguous" && order > costlyOrder) return 200 + order;
  return path === "vmalloc-noretry" ? 100 : pages / 2 ** 32;
}

// src/request/workloads/readings.ts
var import_node_path2 = require("node:path");

// src/memory/read-file.ts
var import_node_fs = require("node:fs");
var mostBytes = 64 * 1024 * 1024;
function readBounded(path, limit2 = mostBytes) {
  let descriptor;
  try {
    descriptor = (0, import_node_fs.openSync)(path, import_node_fs.constants.O_RDONLY | import_node_fs.constants.O_NONBLOCK);
  } catch (error) {
    throw new UnreadableError(path, explainErrno(error));
  }
  try {
    const stat = (0, import_node_fs.fstatSync)(descriptor);
    if (!stat.isFile())
      throw new UnreadableError(path, `is ${stat.isDirectory() ? "a directory" : "not a regular file"}`);
    return readAll(descriptor, path, stat.size, limit2);
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError(path, explainErrno(error));
  } finally {
    (0, import_node_fs.closeSync)(descriptor);
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
function readAll(descriptor, path, size, limit2) {
  let buffer = Buffer.allocUnsafe(Math.min(Math.max(size + 1, 16384), limit2 + 1));
  let length = 0;
  for (; ; ) {
    const got = (0, import_node_fs.readSync)(descriptor, buffer, length, buffer.length - length, null);
    if (got === 0) return buffer.toString("latin1", 0, length);
    length += got;
    if (length > limit2) throw new UnreadableError(path, `is larger than ${limit2} bytes`);
    if (length === buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(buffer.length * 4, limit2 + 1));
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

// src/request/iptables/live-tables.ts
var import_node_fs2 = require("node:fs");
var import_node_path = require("node:path");
var guardingVariable = "BUDDYGUARD_GUARDING";
var mostErrorCharacters = 200;
async function readLiveTables(family, options = {}) {
  const stem = family === "ipv6" ? "ip6" : "ip";
  const file = (0, import_node_path.join)(options.root ?? "/", `proc/net/${stem}_tables_names`);
  if (!(0, import_node_fs2.existsSync)(file)) {
    const why = `${(0, import_node_path.dirname)(file)} is not there`;
    return (0, import_node_fs2.existsSync)((0, import_node_path.dirname)(file)) ? { state: "none" } : { state: "unreadable", why };
  }
  const text = readOptional(file, () => void 0);
  if (text === void 0) return { state: "unreadable", why: `${file} may be read by root only` };
  const names = text.split("\n").filter((name) => name !== "");
  if (names.length === 0) return { state: "none" };
  const program = findSave(`${stem}tables`, options.directories ?? searchPath());
  if (program === null) {
    const why = `${stem}tables-legacy-save is not installed, and the kernel holds ${names.length} tables`;
    return { state: "unreadable", why };
  }
  try {
    return { state: "tables", names, saveText: await run(program, options.timeoutMilliseconds ?? 5e3) };
  } catch (error) {
    return {
      state: "unreadable",
      why: escapeControls(error instanceof Error ? error.message : String(error))
    };
  }
}
function searchPath() {
  const own = (process.env.PATH ?? "").split(":").filter((directory) => (0, import_node_path.isAbsolute)(directory));
  return ["/usr/sbin", "/sbin", "/usr/local/sbin", ...own];
}
function findSave(tool, directories) {
  for (const name of [`${tool}-legacy-save`, `${tool}-save`]) {
    for (const directory of directories) {
      const path = (0, import_node_path.join)(directory, name);
      if (isProgram(path) && !(0, import_node_path.basename)((0, import_node_fs2.realpathSync)(path)).includes("nft")) return path;
    }
  }
  return null;
}
function isProgram(path) {
  try {
    (0, import_node_fs2.accessSync)(path, import_node_fs2.constants.X_OK);
    return (0, import_node_fs2.statSync)(path).isFile();
  } catch {
    return false;
  }
}
async function run(program, timeout) {
  const { spawn } = await import("node:child_process");
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", [guardingVariable]: "1" };
  return new Promise((resolve, reject) => {
    const child = spawn(program, [], { env, cwd: "/", stdio: ["ignore", "pipe", "pipe"] });
    const giveUp = (why) => {
      child.kill("SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      clearTimeout(timer);
      reject(new Error(`${program} ${why}`));
    };
    const timer = setTimeout(() => {
      giveUp(`did not end within ${timeout} ms`);
    }, timeout);
    const output = [];
    let outputBytes = 0;
    child.stdout.on("data", (chunk) => {
      outputBytes += chunk.length;
      if (outputBytes > mostSaveCharacters) giveUp(`printed more than ${mostSaveCharacters} bytes`);
      else output.push(chunk);
    });
    let firstError = "";
    child.stderr.on("data", (chunk) => {
      if (firstError.length < mostErrorCharacters)
        firstError += chunk.toString("latin1", 0, mostErrorCharacters);
    });
    child.on("error", (error) => {
      giveUp(`cannot be run: ${error.message}`);
    });
    child.on("close", (status, signal) => {
      if (status === 0) {
        clearTimeout(timer);
        resolve(Buffer.concat(output).toString("latin1"));
      } else giveUp(`ended with ${status ?? String(signal)}: ${firstError.split("\n", 1)[0] ?? ""}`);
    });
  });
}

// src/request/workloads/readings.ts
async function readingsOf(source, families = []) {
  const live = /* @__PURE__ */ new Map();
  if (source.own) for (const family of families) live.set(family, await readLiveTables(family));
  return new MachineReadings(source, live);
}
var MachineReadings = class {
  #source;
  #live;
  constructor(source, live) {
    this.#source = source;
    this.#live = live;
  }
  text(name) {
    return readOptional((0, import_node_path2.join)(this.#source.root, name), () => void 0);
  }
  possibleCpus() {
    return countCpuList(this.text("sys/devices/system/cpu/possible") ?? "");
  }
  onlineCpus() {
    const zoneinfo = this.text("proc/zoneinfo");
    if (zoneinfo === void 0) return null;
    try {
      const cpus = Math.max(0, ...parseZoneinfo(zoneinfo).map((zone) => zone.cpus));
      return cpus === 0 ? null : cpus;
    } catch (error) {
      if (!(error instanceof BuddyguardError)) throw error;
      return null;
    }
  }
  slab(cache, pageSize) {
    if (this.#source.otherKernel) return null;
    const number = (file) => parseCount((this.text(`sys/kernel/slab/${cache}/${file}`) ?? "").trim());
    const objectBytes = number("slab_size") ?? number("object_size");
    const order = number("order");
    if (objectBytes === null || objectBytes === 0 || order === null) return null;
    return { objectBytes, order, leastOrder: getOrder(objectBytes, pageSize) };
  }
  memTotalBytes() {
    const match = /^MemTotal:\s+(\d{1,15}) kB$/m.exec(this.text("proc/meminfo") ?? "");
    return match ? Number(match[1]) * 1024 : null;
  }
  liveTables(family) {
    return this.#live.get(family) ?? null;
  }
  rulesFile(path) {
    return readBounded(path);
  }
};

// src/cli/catalogue.ts
async function workloadNeeds(name, asked, machine) {
  const workload = findWorkload(name);
  const context = await contextOf([workload], asked, machine);
  return needsOf(workload, context).map((need) => {
    const { gfp = need.request.gfp, path = need.request.path } = asked;
    return { ...need, request: { ...need.request, gfp, path } };
  });
}
function kernelAnswer(machine) {
  const kernel = kernelOf(machine);
  return {
    release: machine.release,
    upstream: kernel?.upstream ?? null,
    distribution: kernel?.distribution ?? null,
    noRetryXtables: kernel ? findFault("xtables-noretry", kernel).assumed : null
  };
}
function adviceFor({ need, prediction, snapshot }, asked, machine) {
  const refused = !goes(prediction, true);
  const facts = adviceFacts(snapshot, {
    minFreeKbytes: refused ? machine.text("proc/sys/vm/min_free_kbytes") : void 0,
    possibleCpus: asked.cpus ?? countCpuList(machine.text("sys/devices/system/cpu/possible") ?? ""),
    cgroups: refused && machine.own ? machine.text("proc/cgroups") : void 0
  });
  return advise(need.request, prediction, need.fault, facts);
}
async function workloadsReport(settings, machine) {
  const rows = listWorkloads(await contextOf(workloads, settings.asked, machine));
  const answer = { kernel: kernelAnswer(machine), rows, notes: machine.notes };
  return settings.format === "json" ? workloadsJson(answer) : workloadsText(answer);
}
async function contextOf(asking, asked, machine) {
  const { rules, rulesFile, cpus, count, size } = asked;
  const { root, own, pageSize } = machine;
  const toldRules = rules !== void 0 || rulesFile !== void 0;
  const families = toldRules ? [] : [...new Set(asking.flatMap((workload) => workload.families ?? []))];
  const readings = await readingsOf({ root, own, otherKernel: machine.otherKernel }, families);
  const bytes = size === void 0 ? void 0 : sizeInBytes(size, pageSize);
  return workloadContext(
    kernelOf(machine),
    pageSize,
    { rules, rulesFile, cpus, count, size: bytes },
    readings
  );
}
function kernelOf(machine) {
  if (machine.otherKernel) return parseRelease(machine.release);
  return parseRelease(machine.release, {
    version: machine.text("proc/version"),
    versionSignature: machine.text("proc/version_signature"),
    osRelease: machine.text("etc/os-release")
  });
}
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  adviceFor,
  kernelAnswer,
  workloadNeeds,
  workloadsReport
});
