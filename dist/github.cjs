"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
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

// src/action/publish.ts
var publish_exports = {};
__export(publish_exports, {
  publishCheck: () => publishCheck,
  publishFailure: () => publishFailure
});
module.exports = __toCommonJS(publish_exports);

// node_modules/@actions/core/lib/core.js
var core_exports = {};
__export(core_exports, {
  ExitCode: () => ExitCode,
  addPath: () => addPath,
  debug: () => debug,
  endGroup: () => endGroup,
  error: () => error,
  exportVariable: () => exportVariable,
  getBooleanInput: () => getBooleanInput,
  getIDToken: () => getIDToken,
  getInput: () => getInput,
  getMultilineInput: () => getMultilineInput,
  getState: () => getState,
  group: () => group,
  info: () => info,
  isDebug: () => isDebug,
  markdownSummary: () => markdownSummary,
  notice: () => notice,
  platform: () => platform_exports,
  saveState: () => saveState,
  setCommandEcho: () => setCommandEcho,
  setFailed: () => setFailed,
  setOutput: () => setOutput,
  setSecret: () => setSecret,
  startGroup: () => startGroup,
  summary: () => summary,
  toPlatformPath: () => toPlatformPath,
  toPosixPath: () => toPosixPath,
  toWin32Path: () => toWin32Path,
  warning: () => warning
});

// node_modules/@actions/core/lib/command.js
var os = __toESM(require("os"), 1);

// node_modules/@actions/core/lib/utils.js
function toCommandValue(input) {
  if (input === null || input === void 0) {
    return "";
  } else if (typeof input === "string" || input instanceof String) {
    return input;
  }
  return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
  if (!Object.keys(annotationProperties).length) {
    return {};
  }
  return {
    title: annotationProperties.title,
    file: annotationProperties.file,
    line: annotationProperties.startLine,
    endLine: annotationProperties.endLine,
    col: annotationProperties.startColumn,
    endColumn: annotationProperties.endColumn
  };
}

// node_modules/@actions/core/lib/command.js
function issueCommand(command, properties, message) {
  const cmd = new Command(command, properties, message);
  process.stdout.write(cmd.toString() + os.EOL);
}
function issue(name, message = "") {
  issueCommand(name, {}, message);
}
var CMD_STRING = "::";
var Command = class {
  constructor(command, properties, message) {
    if (!command) {
      command = "missing.command";
    }
    this.command = command;
    this.properties = properties;
    this.message = message;
  }
  toString() {
    let cmdStr = CMD_STRING + this.command;
    if (this.properties && Object.keys(this.properties).length > 0) {
      cmdStr += " ";
      let first = true;
      for (const key in this.properties) {
        if (this.properties.hasOwnProperty(key)) {
          const val = this.properties[key];
          if (val) {
            if (first) {
              first = false;
            } else {
              cmdStr += ",";
            }
            cmdStr += `${key}=${escapeProperty(val)}`;
          }
        }
      }
    }
    cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
    return cmdStr;
  }
};
function escapeData(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}

// node_modules/@actions/core/lib/file-command.js
var crypto = __toESM(require("crypto"), 1);
var fs = __toESM(require("fs"), 1);
var os2 = __toESM(require("os"), 1);
function issueFileCommand(command, message) {
  const filePath = process.env[`GITHUB_${command}`];
  if (!filePath) {
    throw new Error(`Unable to find environment variable for file command ${command}`);
  }
  if (!fs.existsSync(filePath)) {
    throw new Error(`Missing file at path: ${filePath}`);
  }
  fs.appendFileSync(filePath, `${toCommandValue(message)}${os2.EOL}`, {
    encoding: "utf8"
  });
}
function prepareKeyValueMessage(key, value) {
  const delimiter2 = `ghadelimiter_${crypto.randomUUID()}`;
  const convertedValue = toCommandValue(value);
  if (key.includes(delimiter2)) {
    throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter2}"`);
  }
  if (convertedValue.includes(delimiter2)) {
    throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter2}"`);
  }
  return `${key}<<${delimiter2}${os2.EOL}${convertedValue}${os2.EOL}${delimiter2}`;
}

// node_modules/@actions/core/lib/core.js
var os4 = __toESM(require("os"), 1);
var path2 = __toESM(require("path"), 1);

// src/action/stubs/http-client.ts
function HttpClient() {
  throw new Error("there is no HTTP in this bundle");
}

// src/action/stubs/http-client-auth.ts
function BearerCredentialHandler() {
  throw new Error("there is no HTTP in this bundle");
}

// node_modules/@actions/core/lib/oidc-utils.js
var __awaiter = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve) {
      resolve(value);
    });
  }
  return new (P || (P = Promise))(function(resolve, reject) {
    function fulfilled(value) {
      try {
        step(generator.next(value));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value) {
      try {
        step(generator["throw"](value));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var OidcClient = class _OidcClient {
  static createHttpClient(allowRetry = true, maxRetry = 10) {
    const requestOptions = {
      allowRetries: allowRetry,
      maxRetries: maxRetry
    };
    return new HttpClient("actions/oidc-client", [new BearerCredentialHandler(_OidcClient.getRequestToken())], requestOptions);
  }
  static getRequestToken() {
    const token = process.env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
    if (!token) {
      throw new Error("Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable");
    }
    return token;
  }
  static getIDTokenUrl() {
    const runtimeUrl = process.env["ACTIONS_ID_TOKEN_REQUEST_URL"];
    if (!runtimeUrl) {
      throw new Error("Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable");
    }
    return runtimeUrl;
  }
  static getCall(id_token_url) {
    return __awaiter(this, void 0, void 0, function* () {
      var _a;
      const httpclient = _OidcClient.createHttpClient();
      const res = yield httpclient.getJson(id_token_url).catch((error2) => {
        throw new Error(`Failed to get ID Token. 
 
        Error Code : ${error2.statusCode}
 
        Error Message: ${error2.message}`);
      });
      const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
      if (!id_token) {
        throw new Error("Response json body do not have ID Token field");
      }
      return id_token;
    });
  }
  static getIDToken(audience) {
    return __awaiter(this, void 0, void 0, function* () {
      try {
        let id_token_url = _OidcClient.getIDTokenUrl();
        if (audience) {
          const encodedAudience = encodeURIComponent(audience);
          id_token_url = `${id_token_url}&audience=${encodedAudience}`;
        }
        debug(`ID token url is ${id_token_url}`);
        const id_token = yield _OidcClient.getCall(id_token_url);
        setSecret(id_token);
        return id_token;
      } catch (error2) {
        throw new Error(`Error message: ${error2.message}`);
      }
    });
  }
};

// node_modules/@actions/core/lib/summary.js
var import_os = require("os");
var import_fs = require("fs");
var __awaiter2 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve) {
      resolve(value);
    });
  }
  return new (P || (P = Promise))(function(resolve, reject) {
    function fulfilled(value) {
      try {
        step(generator.next(value));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value) {
      try {
        step(generator["throw"](value));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var { access, appendFile, writeFile } = import_fs.promises;
var SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
  constructor() {
    this._buffer = "";
  }
  /**
   * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
   * Also checks r/w permissions.
   *
   * @returns step summary file path
   */
  filePath() {
    return __awaiter2(this, void 0, void 0, function* () {
      if (this._filePath) {
        return this._filePath;
      }
      const pathFromEnv = process.env[SUMMARY_ENV_VAR];
      if (!pathFromEnv) {
        throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
      }
      try {
        yield access(pathFromEnv, import_fs.constants.R_OK | import_fs.constants.W_OK);
      } catch (_a) {
        throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
      }
      this._filePath = pathFromEnv;
      return this._filePath;
    });
  }
  /**
   * Wraps content in an HTML tag, adding any HTML attributes
   *
   * @param {string} tag HTML tag to wrap
   * @param {string | null} content content within the tag
   * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
   *
   * @returns {string} content wrapped in HTML element
   */
  wrap(tag, content, attrs = {}) {
    const htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
    if (!content) {
      return `<${tag}${htmlAttrs}>`;
    }
    return `<${tag}${htmlAttrs}>${content}</${tag}>`;
  }
  /**
   * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
   *
   * @param {SummaryWriteOptions} [options] (optional) options for write operation
   *
   * @returns {Promise<Summary>} summary instance
   */
  write(options) {
    return __awaiter2(this, void 0, void 0, function* () {
      const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
      const filePath = yield this.filePath();
      const writeFunc = overwrite ? writeFile : appendFile;
      yield writeFunc(filePath, this._buffer, { encoding: "utf8" });
      return this.emptyBuffer();
    });
  }
  /**
   * Clears the summary buffer and wipes the summary file
   *
   * @returns {Summary} summary instance
   */
  clear() {
    return __awaiter2(this, void 0, void 0, function* () {
      return this.emptyBuffer().write({ overwrite: true });
    });
  }
  /**
   * Returns the current summary buffer as a string
   *
   * @returns {string} string of summary buffer
   */
  stringify() {
    return this._buffer;
  }
  /**
   * If the summary buffer is empty
   *
   * @returns {boolen} true if the buffer is empty
   */
  isEmptyBuffer() {
    return this._buffer.length === 0;
  }
  /**
   * Resets the summary buffer without writing to summary file
   *
   * @returns {Summary} summary instance
   */
  emptyBuffer() {
    this._buffer = "";
    return this;
  }
  /**
   * Adds raw text to the summary buffer
   *
   * @param {string} text content to add
   * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
   *
   * @returns {Summary} summary instance
   */
  addRaw(text, addEOL = false) {
    this._buffer += text;
    return addEOL ? this.addEOL() : this;
  }
  /**
   * Adds the operating system-specific end-of-line marker to the buffer
   *
   * @returns {Summary} summary instance
   */
  addEOL() {
    return this.addRaw(import_os.EOL);
  }
  /**
   * Adds an HTML codeblock to the summary buffer
   *
   * @param {string} code content to render within fenced code block
   * @param {string} lang (optional) language to syntax highlight code
   *
   * @returns {Summary} summary instance
   */
  addCodeBlock(code, lang) {
    const attrs = Object.assign({}, lang && { lang });
    const element2 = this.wrap("pre", this.wrap("code", code), attrs);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML list to the summary buffer
   *
   * @param {string[]} items list of items to render
   * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
   *
   * @returns {Summary} summary instance
   */
  addList(items, ordered = false) {
    const tag = ordered ? "ol" : "ul";
    const listItems = items.map((item) => this.wrap("li", item)).join("");
    const element2 = this.wrap(tag, listItems);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML table to the summary buffer
   *
   * @param {SummaryTableCell[]} rows table rows
   *
   * @returns {Summary} summary instance
   */
  addTable(rows) {
    const tableBody = rows.map((row2) => {
      const cells = row2.map((cell) => {
        if (typeof cell === "string") {
          return this.wrap("td", cell);
        }
        const { header, data, colspan, rowspan } = cell;
        const tag = header ? "th" : "td";
        const attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
        return this.wrap(tag, data, attrs);
      }).join("");
      return this.wrap("tr", cells);
    }).join("");
    const element2 = this.wrap("table", tableBody);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds a collapsable HTML details element to the summary buffer
   *
   * @param {string} label text for the closed state
   * @param {string} content collapsable content
   *
   * @returns {Summary} summary instance
   */
  addDetails(label, content) {
    const element2 = this.wrap("details", this.wrap("summary", label) + content);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML image tag to the summary buffer
   *
   * @param {string} src path to the image you to embed
   * @param {string} alt text description of the image
   * @param {SummaryImageOptions} options (optional) addition image attributes
   *
   * @returns {Summary} summary instance
   */
  addImage(src, alt, options) {
    const { width, height } = options || {};
    const attrs = Object.assign(Object.assign({}, width && { width }), height && { height });
    const element2 = this.wrap("img", null, Object.assign({ src, alt }, attrs));
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML section heading element
   *
   * @param {string} text heading text
   * @param {number | string} [level=1] (optional) the heading level, default: 1
   *
   * @returns {Summary} summary instance
   */
  addHeading(text, level2) {
    const tag = `h${level2}`;
    const allowedTag = ["h1", "h2", "h3", "h4", "h5", "h6"].includes(tag) ? tag : "h1";
    const element2 = this.wrap(allowedTag, text);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML thematic break (<hr>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addSeparator() {
    const element2 = this.wrap("hr", null);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML line break (<br>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addBreak() {
    const element2 = this.wrap("br", null);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML blockquote to the summary buffer
   *
   * @param {string} text quote text
   * @param {string} cite (optional) citation url
   *
   * @returns {Summary} summary instance
   */
  addQuote(text, cite) {
    const attrs = Object.assign({}, cite && { cite });
    const element2 = this.wrap("blockquote", text, attrs);
    return this.addRaw(element2).addEOL();
  }
  /**
   * Adds an HTML anchor tag to the summary buffer
   *
   * @param {string} text link text/content
   * @param {string} href hyperlink
   *
   * @returns {Summary} summary instance
   */
  addLink(text, href) {
    const element2 = this.wrap("a", text, { href });
    return this.addRaw(element2).addEOL();
  }
};
var _summary = new Summary();
var markdownSummary = _summary;
var summary = _summary;

// node_modules/@actions/core/lib/path-utils.js
var path = __toESM(require("path"), 1);
function toPosixPath(pth) {
  return pth.replace(/[\\]/g, "/");
}
function toWin32Path(pth) {
  return pth.replace(/[/]/g, "\\");
}
function toPlatformPath(pth) {
  return pth.replace(/[/\\]/g, path.sep);
}

// node_modules/@actions/core/lib/platform.js
var platform_exports = {};
__export(platform_exports, {
  arch: () => arch,
  getDetails: () => getDetails,
  isLinux: () => isLinux,
  isMacOS: () => isMacOS,
  isWindows: () => isWindows,
  platform: () => platform
});
var import_os2 = __toESM(require("os"), 1);

// src/action/stubs/exec.ts
function getExecOutput() {
  throw new Error("no program is started from this bundle");
}

// node_modules/@actions/core/lib/platform.js
var __awaiter3 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve) {
      resolve(value);
    });
  }
  return new (P || (P = Promise))(function(resolve, reject) {
    function fulfilled(value) {
      try {
        step(generator.next(value));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value) {
      try {
        step(generator["throw"](value));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var getWindowsInfo = () => __awaiter3(void 0, void 0, void 0, function* () {
  const { stdout: version } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', void 0, {
    silent: true
  });
  const { stdout: name } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', void 0, {
    silent: true
  });
  return {
    name: name.trim(),
    version: version.trim()
  };
});
var getMacOsInfo = () => __awaiter3(void 0, void 0, void 0, function* () {
  var _a, _b, _c, _d;
  const { stdout } = yield getExecOutput("sw_vers", void 0, {
    silent: true
  });
  const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : "";
  const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : "";
  return {
    name,
    version
  };
});
var getLinuxInfo = () => __awaiter3(void 0, void 0, void 0, function* () {
  const { stdout } = yield getExecOutput("lsb_release", ["-i", "-r", "-s"], {
    silent: true
  });
  const [name, version] = stdout.trim().split("\n");
  return {
    name,
    version
  };
});
var platform = import_os2.default.platform();
var arch = import_os2.default.arch();
var isWindows = platform === "win32";
var isMacOS = platform === "darwin";
var isLinux = platform === "linux";
function getDetails() {
  return __awaiter3(this, void 0, void 0, function* () {
    return Object.assign(Object.assign({}, yield isWindows ? getWindowsInfo() : isMacOS ? getMacOsInfo() : getLinuxInfo()), {
      platform,
      arch,
      isWindows,
      isMacOS,
      isLinux
    });
  });
}

// node_modules/@actions/core/lib/core.js
var __awaiter4 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve) {
      resolve(value);
    });
  }
  return new (P || (P = Promise))(function(resolve, reject) {
    function fulfilled(value) {
      try {
        step(generator.next(value));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value) {
      try {
        step(generator["throw"](value));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var ExitCode;
(function(ExitCode2) {
  ExitCode2[ExitCode2["Success"] = 0] = "Success";
  ExitCode2[ExitCode2["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function exportVariable(name, val) {
  const convertedVal = toCommandValue(val);
  process.env[name] = convertedVal;
  const filePath = process.env["GITHUB_ENV"] || "";
  if (filePath) {
    return issueFileCommand("ENV", prepareKeyValueMessage(name, val));
  }
  issueCommand("set-env", { name }, convertedVal);
}
function setSecret(secret) {
  issueCommand("add-mask", {}, secret);
}
function addPath(inputPath) {
  const filePath = process.env["GITHUB_PATH"] || "";
  if (filePath) {
    issueFileCommand("PATH", inputPath);
  } else {
    issueCommand("add-path", {}, inputPath);
  }
  process.env["PATH"] = `${inputPath}${path2.delimiter}${process.env["PATH"]}`;
}
function getInput(name, options) {
  const val = process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] || "";
  if (options && options.required && !val) {
    throw new Error(`Input required and not supplied: ${name}`);
  }
  if (options && options.trimWhitespace === false) {
    return val;
  }
  return val.trim();
}
function getMultilineInput(name, options) {
  const inputs = getInput(name, options).split("\n").filter((x) => x !== "");
  if (options && options.trimWhitespace === false) {
    return inputs;
  }
  return inputs.map((input) => input.trim());
}
function getBooleanInput(name, options) {
  const trueValue = ["true", "True", "TRUE"];
  const falseValue = ["false", "False", "FALSE"];
  const val = getInput(name, options);
  if (trueValue.includes(val))
    return true;
  if (falseValue.includes(val))
    return false;
  throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}
Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
function setOutput(name, value) {
  const filePath = process.env["GITHUB_OUTPUT"] || "";
  if (filePath) {
    return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
  }
  process.stdout.write(os4.EOL);
  issueCommand("set-output", { name }, toCommandValue(value));
}
function setCommandEcho(enabled) {
  issue("echo", enabled ? "on" : "off");
}
function setFailed(message) {
  process.exitCode = ExitCode.Failure;
  error(message);
}
function isDebug() {
  return process.env["RUNNER_DEBUG"] === "1";
}
function debug(message) {
  issueCommand("debug", {}, message);
}
function error(message, properties = {}) {
  issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function warning(message, properties = {}) {
  issueCommand("warning", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
  issueCommand("notice", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
  process.stdout.write(message + os4.EOL);
}
function startGroup(name) {
  issue("group", name);
}
function endGroup() {
  issue("endgroup");
}
function group(name, fn) {
  return __awaiter4(this, void 0, void 0, function* () {
    startGroup(name);
    let result;
    try {
      result = yield fn();
    } finally {
      endGroup();
    }
    return result;
  });
}
function saveState(name, value) {
  const filePath = process.env["GITHUB_STATE"] || "";
  if (filePath) {
    return issueFileCommand("STATE", prepareKeyValueMessage(name, value));
  }
  issueCommand("save-state", { name }, toCommandValue(value));
}
function getState(name) {
  return process.env[`STATE_${name}`] || "";
}
function getIDToken(aud) {
  return __awaiter4(this, void 0, void 0, function* () {
    return yield OidcClient.getIDToken(aud);
  });
}

// src/cli/output.ts
var import_node_fs = require("node:fs");

// src/errors.ts
function escapeControls(text) {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (c) => {
      const code = c.charCodeAt(0);
      return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
    }
  );
}

// src/cli/output.ts
function writeAll(descriptor, text) {
  const bytes = Buffer.from(text, "utf8");
  for (let at = 0; at < bytes.length; ) {
    try {
      at += (0, import_node_fs.writeSync)(descriptor, bytes, at);
    } catch (error2) {
      const code = error2.code;
      if (code === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else if (code === "EPIPE") return false;
      else throw error2;
    }
  }
  return true;
}

// src/predict/free-lists.ts
function pagesInBlocks(freeBlocks, order) {
  let pages = 0;
  for (let o = order; o < freeBlocks.length; o++) pages += (freeBlocks[o] ?? 0) * 2 ** o;
  return pages;
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

// src/report/check-text.ts
function checkText(answer, why) {
  const lines = [escapeControls(`${answer.verdict}: ${headline(answer)}`)];
  if (answer.request) lines.push(told("  asked  ", asked(answer.request, answer.kernel.release)));
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
function headline({ verdict, likelihood, never, request, cause }) {
  const what = request ? requestName(request) : "this machine";
  switch (verdict) {
    case "available":
      return `${what} can be had now`;
    case "attainable":
      return `${attainableBy(cause, what)} (likelihood ${likelihood.toFixed(2)})`;
    case "unavailable":
      return never ? `${what} can never be had on this machine` : `${what} would likely fail now (likelihood ${likelihood.toFixed(2)})`;
    case "unknown":
      return "this machine cannot be read";
  }
}
function attainableBy(cause, what) {
  if (cause === "not-read") return `not all that decides could be read, but ${what} should be had`;
  if (cause === "none") return `free, but perhaps not for this caller: ${what}`;
  return `not free now, but reclaim or compaction should make ${what}`;
}
function requestName({ path: path3, order, pages, workload }) {
  const what = path3 === "contiguous" ? `a block of order ${order}` : `${formatCount(pages)} single pages`;
  return workload === null ? what : `${workload} (${what})`;
}
function asked({ path: path3, order, pages, bytes, gfp }, release) {
  const size = path3 === "contiguous" ? `order ${order} = ${formatCount(pages)} contiguous pages` : `${formatCount(pages)} single pages`;
  return `${size} for ${formatCount(bytes)} bytes (${formatBytes(bytes)}), path ${path3}, ${gfp.join("|")}, kernel ${release || "unknown"}`;
}
function zoneTable(zones, request) {
  const contiguous = request.path === "contiguous";
  const head2 = [
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
  const widths = head2.map((cell, i) => Math.max(cell.length, ...rows.map((row2) => (row2[i] ?? "").length)));
  const line = (row2) => `         ${row2.map((cell, i) => i === 1 || i === head2.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)).join("  ")}`.trimEnd();
  return [head2, ...rows].map(line).join("\n");
}
function whyLines({ terms, zones }) {
  const perZone = zones.filter((zone) => zone.allowed).map((zone) => told("  why    ", `node ${zone.node} ${zone.zone}: ${zone.why}`));
  const moved = terms.map(
    ({ name, value, weight, meaning }) => told(
      "  why    ",
      `${weight >= 0 ? "+" : ""}${weight.toFixed(2)} ${name} = ${Math.round(value * 1e3) / 1e3} (${meaning})`
    )
  );
  return [...perZone, ...moved];
}
function trialText({ measured, via, microseconds, stalled, why }) {
  if (measured === null) return `trial not possible here: ${why ?? "no way found"}`;
  const stall = stalled === null ? "" : stalled ? ", after a stall" : ", without a stall";
  return `measured: ${measured} in ${formatCount(microseconds ?? 0)} microseconds${stall} (${via ?? ""})`;
}

// src/report/github-annotation.ts
function checkAnnotation(answer, passes) {
  const [headline2 = ""] = checkText(answer, false).split("\n");
  const level2 = !passes ? "error" : answer.verdict === "unknown" ? "warning" : "notice";
  const message = [answer.reason, ...answer.go ? [] : answer.advice.slice(0, 1)].join("; ");
  return { level: level2, title: `buddyguard: ${headline2}`, message: escapeControls(message) };
}

// src/report/github-log.ts
function inertLog(text) {
  return text.replace(/^([^\S\r\n]*):(?=:)/gm, "$1\\x3a").replace(/##(?=\[)/g, "#\\x23");
}

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

// src/report/github-outputs.ts
var mostAttempts = 1e3;
function checkOutputs(answer, exitCode) {
  return {
    verdict: answer.verdict,
    likelihood: String(Math.round(answer.likelihood * 1e4) / 1e4),
    order: answer.request ? String(answer.request.order) : "",
    reason: answer.reason,
    "exit-code": String(exitCode),
    attempts: String(answer.attempts.length),
    json: checkJson({ ...answer, attempts: answer.attempts.slice(-mostAttempts) }).trimEnd()
  };
}
function failureOutputs(reason, exitCode) {
  return {
    verdict: "",
    likelihood: "",
    order: "",
    reason,
    "exit-code": String(exitCode),
    attempts: "0",
    json: ""
  };
}

// src/report/github-html.ts
function escapeHtml(text) {
  return escapeControls(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
function element(name, content, attributes = {}) {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${written.join("")}>${content}</${name}>`;
}
function row(cells) {
  return element("tr", cells.join(""));
}

// src/report/github-picture.ts
var mostRows = 64;
var bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
function zonePicture(zones, request) {
  const shown = zones.slice(0, mostRows);
  const orders = Math.max(0, ...shown.map((zone) => zone.freeBlocks.length));
  const fullest = Math.max(1, ...shown.flatMap(({ freeBlocks }) => freeBlocks.map(pagesOf)));
  const rows = shown.map((zone) => zoneRow(zone, request, fullest));
  const left = zones.length - shown.length;
  const rest = left > 0 ? row([element("td", `and ${left} more`, { colspan: String(orders + 2) })]) : "";
  return element("table", head(orders, request) + rows.join("") + rest);
}
function pictureLegend(request) {
  const signs = isContiguous(request) ? `▼ the order that is asked for · ${bars[4]} too small · 🟩 serves now · 🟨 free, but this request may not get it` : "🟢 has pages above its mark to spare · 🔴 has none";
  return element("sub", `${signs} · numbers count free blocks`);
}
function isContiguous({ path: path3 }) {
  return path3 === "contiguous";
}
function pagesOf(blocks, order) {
  return blocks * 2 ** order;
}
function head(orders, request) {
  const cells = Array.from({ length: orders }, (_, order) => {
    const size = element("sub", compactBytes(request.pageSize * 2 ** order));
    const mark = isContiguous(request) && order === request.order ? "▼" : "&nbsp;";
    return element("th", `${mark}<br>${order}<br>${size}`);
  });
  const level2 = isContiguous(request) ? "free&nbsp;pages<br><sub>min&nbsp;mark&nbsp;+&nbsp;reserve</sub>" : "free&nbsp;pages<br><sub>above&nbsp;mark&nbsp;+&nbsp;reserve</sub>";
  return row([element("th", "zone", { align: "left" }), ...cells, element("th", level2, { align: "left" })]);
}
function zoneRow(zone, request, fullest) {
  const least = isContiguous(request) ? request.order : Infinity;
  const cells = zone.freeBlocks.map((count, order) => {
    const pages = pagesOf(count, order);
    const size = formatBytes(request.pageSize * 2 ** order);
    const title = `${formatCount(count)} free blocks of ${size}: ${formatBytes(pages * request.pageSize)}`;
    const sign2 = order < least ? bar(pages, fullest) : zone.fits ? "🟩" : "🟨";
    const content = count === 0 ? "·" : `${sign2}<br>${element("sub", compactCount(count))}`;
    return element("td", content, { align: "center", title });
  });
  const name = `${zoneSign(zone, request)}&nbsp;node&nbsp;${zone.node}&nbsp;<b>${escapeHtml(zone.zone)}</b>`;
  return row([element("td", name, { title: escapeHtml(zone.why) }), ...cells, level(zone, request)]);
}
function zoneSign(zone, request) {
  if (!zone.allowed) return "➖";
  if (isContiguous(request)) return zone.fits ? "✅" : "❌";
  return sparePages(zone) > 0 ? "🟢" : "🔴";
}
function markOf({ watermarkPages, lowmemReservePages }) {
  return (watermarkPages?.min ?? 0) + (lowmemReservePages ?? 0);
}
function sparePages(zone) {
  return Math.max(0, zone.freePages - markOf(zone));
}
function bar(pages, fullest) {
  const step = Math.ceil(Math.cbrt(pages / fullest) * bars.length);
  return (bars[Math.max(1, step) - 1] ?? "").repeat(2);
}
function level(zone, request) {
  if (!zone.watermarkPages) return element("td", formatCount(zone.freePages));
  const mark = markOf(zone);
  const full = Math.max(0, Math.min(10, Math.round(zone.freePages / Math.max(1, mark) * 5)));
  const numbers = isContiguous(request) ? `${formatCount(zone.freePages)}&nbsp;/&nbsp;${formatCount(mark)}` : `${element("b", formatCount(sparePages(zone)))}&nbsp;to&nbsp;spare`;
  const title = `${formatCount(zone.freePages)} free, ${formatCount(mark)} to be kept`;
  return element("td", `${gauge(full, 10)}<br>${element("sub", numbers)}`, { title });
}
function gauge(full, length) {
  return "█".repeat(full) + "░".repeat(length - full);
}
function compactBytes(bytes) {
  return formatBytes(bytes).replace(/ (?:bytes|([KMGT])iB)$/, "$1");
}
function compactCount(count) {
  if (count < 1e4) return formatCount(count);
  const [value, unit] = count < 1e6 ? [count / 1e3, "k"] : [count / 1e6, "M"];
  return `${value < 100 ? value.toFixed(1) : Math.round(value)}${unit}`;
}

// src/report/github-summary.ts
var attemptsShown = { first: 3, last: 7 };
function checkSummary(answer, passes) {
  const [headline2 = ""] = checkText(answer, false).split("\n");
  const parts = [
    element("h3", `${sign(answer, passes)} ${escapeHtml(headline2)}`),
    element("blockquote", escapeHtml(answer.reason))
  ];
  if (answer.request) parts.push(facts(answer));
  if (answer.advice.length > 0) {
    parts.push(element("h4", "What to do"), list(answer.advice));
  }
  if (answer.request && answer.zones.length > 0) {
    parts.push(zonePicture(answer.zones, answer.request), element("p", pictureLegend(answer.request)));
  }
  if (answer.attempts.length > 1) {
    parts.push(
      element("details", element("summary", `${answer.attempts.length} looks`) + attempts(answer.attempts))
    );
  }
  if (answer.notes.length > 0) {
    parts.push(
      element("details", element("summary", "What was assumed or could not be read") + list(answer.notes))
    );
  }
  return `${parts.join("\n")}

`;
}
function sign({ verdict }, passes) {
  if (verdict === "unknown") return passes ? "⚠️" : "❓";
  if (!passes) return "🛑";
  return verdict === "available" ? "✅" : "🟡";
}
function facts({ request, likelihood, kernel, trial, verdict }) {
  const columns = [];
  if (request) {
    const pages = `${formatCount(request.pages)} ${request.path === "contiguous" ? "contiguous" : "single"} pages`;
    const what = request.path === "contiguous" ? `order ${request.order}: ${pages}` : pages;
    const whose = request.workload === null ? "" : `${request.workload}: `;
    columns.push(["asked", escapeHtml(`${whose}${what}, ${formatBytes(request.bytes)}`)]);
    columns.push(["path", escapeHtml(request.path)]);
    columns.push(["flags", request.gfp.map((flag) => element("code", escapeHtml(flag))).join("<br>")]);
  }
  if (verdict !== "unknown") columns.push(["likelihood", likelihoodGauge(likelihood)]);
  if (trial?.measured) columns.push(["measured", escapeHtml(`${trial.measured} (${trial.via ?? ""})`)]);
  if (kernel.release !== "") columns.push(["kernel", element("code", escapeHtml(kernel.release))]);
  const head2 = columns.map(([name]) => element("th", name, { align: "left" }));
  return element("table", row(head2) + row(columns.map(([, value]) => element("td", value))));
}
function likelihoodGauge(likelihood) {
  return `${gauge(Math.round(likelihood * 10), 10)}&nbsp;${likelihood.toFixed(2)}`;
}
function attempts(all) {
  const { first, last } = attemptsShown;
  const skipped = all.length - first - last;
  const shown = all.map((attempt, index) => ({ attempt, index }));
  const kept = skipped > 0 ? [...shown.slice(0, first), ...shown.slice(-last)] : shown;
  const rows = kept.flatMap(({ attempt, index }) => [
    ...skipped > 0 && index === all.length - last ? [row([element("td", `… ${skipped} more …`, { colspan: "5" })])] : [],
    row([
      element("td", String(index + 1)),
      element("td", `${(attempt.afterMilliseconds / 1e3).toFixed(1)} s`),
      element("td", attempt.verdict),
      element("td", likelihoodGauge(attempt.likelihood)),
      element("td", escapeHtml(attempt.remedy ?? ""))
    ])
  ]);
  const head2 = ["look", "after", "verdict", "likelihood", "remedy"].map((name) => element("th", name));
  return element("table", row(head2) + rows.join(""));
}
function list(items) {
  return element("ul", items.map((item) => element("li", escapeHtml(item))).join(""));
}

// src/action/publish.ts
async function publishCheck(answer, options) {
  const { passes, exitCode } = options;
  if (!options.quiet) writeAll(1, inertLog(checkText(answer, options.why)));
  annotate(checkAnnotation(answer, passes));
  publishOutputs(checkOutputs(answer, exitCode));
  if (process.env.GITHUB_STEP_SUMMARY) await summary.addRaw(checkSummary(answer, passes)).write();
}
function publishFailure(message, exitCode) {
  const line = escapeControls(message);
  annotate({ level: "error", title: "buddyguard: no answer", message: line });
  publishOutputs(failureOutputs(line, exitCode));
}
function annotate({ level: level2, title, message }) {
  core_exports[level2](message, { title });
}
function publishOutputs(outputs) {
  if (!process.env.GITHUB_OUTPUT) return;
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  publishCheck,
  publishFailure
});
